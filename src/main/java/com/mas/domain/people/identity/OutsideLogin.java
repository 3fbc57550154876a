package com.mas.domain.people.identity;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.domain.people.identity.IdentityContract.Status;
import com.mas.domain.people.identity.LoginContract.CheckLogin;
import com.mas.domain.people.identity.LoginContract.CheckedLogin;
import com.mas.domain.people.identity.LoginContract.Outside;
import com.mas.domain.people.identity.LoginContract.Verdict;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the password of another system. A right one makes an account for a person whom the other system knows, or
 * opens a learner's account that has no password of its own. An account with another role or with a capability is not
 * opened.
 */
final class OutsideLogin implements LoginStrategy {
  private static final Logger LOG = LoggerFactory.getLogger(OutsideLogin.class);
  private static final int MOST_NAME = 120;

  private final IdentityParts parts;
  private final Bus bus;
  private final Outside outside;

  OutsideLogin(IdentityParts parts, Bus bus, Outside outside) {
    this.parts = parts;
    this.bus = bus;
    this.outside = outside;
  }

  @Override
  public int priority() {
    return outside.priority();
  }

  @Override
  public Outcome attempt(Call call, String email, String password, boolean known) {
    Optional<User> found = parts.users().byEmail(call.tenant(), email);
    if (found.isPresent() && (found.get().role() != Role.USER || found.get().isStaff())) {
      return new Outcome.NotAsked();
    }
    CheckedLogin checked = check(call, email, password, known);
    return switch (checked.verdict()) {
      case RIGHT -> new Outcome.SignedIn(found.orElseGet(() -> made(call, email, checked.fullName())));
      case WRONG -> new Outcome.Refused();
      case NOBODYS -> new Outcome.NotMine();
      case UNREACHABLE -> throw LoginContract.MOODLE_UNREACHABLE.refusal();
    };
  }

  @Override
  public void mustAnswer(Call call, String email, boolean known) {
    if (check(call, email, null, known).verdict() == Verdict.UNREACHABLE) {
      throw LoginContract.MOODLE_UNREACHABLE.refusal();
    }
  }

  /** @param password null: only whether the other system answers */
  private CheckedLogin check(Call call, String email, String password, boolean known) {
    try {
      return Database.await(bus.send(call, outside.check(), new CheckLogin(email, password, known)));
    } catch (FailureException e) {
      if (e.failure() == Failure.TOO_MANY_REQUESTS) {
        throw e;
      }
      // a build or cluster in which nobody answers has no such accounts
      Verdict verdict = e.failure() == Failure.UNAVAILABLE ? Verdict.NOBODYS : Verdict.UNREACHABLE;
      LOG.info("{} did not answer: {}", outside.check().address(), e.getMessage());
      return new CheckedLogin(verdict, null);
    }
  }

  private User made(Call call, String email, String fullName) {
    String name = fullName == null || fullName.isBlank() ? email.substring(0, email.indexOf('@')) : fullName;
    User fresh = new User(parts.ids().next(), call.tenant(), email, Text.cut(name, MOST_NAME), null, null,
        Role.USER, Set.of(), Status.ACTIVE, parts.clock().instant(), false, 0, null, parts.clock().instant());
    return parts.db().transaction(tx -> parts.users().insert(tx, fresh))
        .orElseGet(() -> parts.users().byEmail(call.tenant(), email).orElseThrow());
  }
}
