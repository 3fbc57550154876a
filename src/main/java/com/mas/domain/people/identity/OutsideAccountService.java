package com.mas.domain.people.identity;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.people.identity.IdentityContract.Done;
import com.mas.domain.people.identity.IdentityContract.Session;
import com.mas.domain.people.identity.IdentityContract.Status;
import com.mas.domain.people.identity.LoginContract.AskReady;
import com.mas.domain.people.identity.LoginContract.BeginSignIn;
import com.mas.domain.people.identity.LoginContract.FinishSignIn;
import com.mas.domain.people.identity.LoginContract.SignInBegun;
import com.mas.domain.people.identity.LoginContract.Vouched;
import com.mas.domain.people.identity.LoginContract.Vouching;
import com.mas.domain.people.identity.OutsideAccountContract.AskWays;
import com.mas.domain.people.identity.OutsideAccountContract.GetGoogle;
import com.mas.domain.people.identity.OutsideAccountContract.GoogleAccount;
import com.mas.domain.people.identity.OutsideAccountContract.GoogleLogin;
import com.mas.domain.people.identity.OutsideAccountContract.UnlinkGoogle;
import com.mas.domain.people.identity.OutsideAccountContract.Ways;
import com.mas.domain.people.identity.OutsideAccountRepository.Link;
import com.mas.domain.people.identity.OutsideAccountRules.Outcome;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Logging in with an outside account, and linking one. */
final class OutsideAccountService {
  private static final int MOST_NAME = 120;

  private final IdentityParts parts;
  private final OutsideAccountRepository links;
  private final SignUpService signUps;
  private final SessionService sessions;
  private final Vouching vouching;
  private final Bus bus;

  /** @param vouching null: nobody logs in with an outside account */
  OutsideAccountService(IdentityParts parts, SignUpService signUps, SessionService sessions, Vouching vouching,
      Bus bus) {
    this.parts = parts;
    this.links = new OutsideAccountRepository(parts.db());
    this.signUps = signUps;
    this.sessions = sessions;
    this.vouching = vouching;
    this.bus = bus;
  }

  Ways ways(Call call, AskWays ask) {
    return new Ways(vouching != null && Database.await(bus.send(call, vouching.ready(), new AskReady())).configured());
  }

  SignInBegun begin(Call call, BeginSignIn ask) {
    return asked(bus.send(call, configured().begin(), ask));
  }

  Session logIn(Call call, GoogleLogin ask) {
    Vouched vouched = vouched(call, ask.finish());
    User user = parts.db().transaction(tx -> opened(tx, call, vouched));
    sessions.ended(call, user); // those of before the address was proved
    return sessions.open(call, user, ask.userAgent());
  }

  private User opened(Tx tx, Call call, Vouched vouched) {
    Instant now = parts.clock().instant();
    Optional<User> linked = links.use(tx, call.tenant(), vouched, now)
        .flatMap(link -> parts.users().lock(tx, call.tenant(), link.userId()));
    Optional<User> addressed = parts.users().byEmails(tx, call.tenant(), List.of(vouched.email())).stream().findFirst()
        .flatMap(found -> parts.users().lock(tx, call.tenant(), found.id()));
    boolean hasLink = addressed.flatMap(user -> links.of(tx, user.id())).isPresent();
    Outcome outcome = OutsideAccountRules.decide(vouched, linked, addressed, hasLink);
    return switch (outcome) {
      case OPEN -> linked.orElseThrow();
      case MAKE -> link(tx, made(tx, call, vouched), vouched);
      case LINK -> link(tx, addressed.orElseThrow(), vouched);
      case CLAIM -> link(tx, signUps.settleUnproved(tx, call, addressed.orElseThrow()), vouched);
      case ADDRESS_UNPROVED -> throw OutsideAccountContract.ADDRESS_UNPROVED.refusal();
      case LINK_FIRST -> throw OutsideAccountContract.LINK_FIRST.refusal();
      case LINKED_TO_ANOTHER -> throw OutsideAccountContract.LINKED_TO_ANOTHER.refusal();
    };
  }

  private User made(Tx tx, Call call, Vouched vouched) {
    Instant now = parts.clock().instant();
    String name = vouched.fullName() == null || vouched.fullName().isBlank()
        ? vouched.email().substring(0, vouched.email().indexOf('@')) : vouched.fullName();
    User fresh = new User(parts.ids().next(), call.tenant(), vouched.email(), Text.cut(name, MOST_NAME), null, null,
        Role.USER, Set.of(), Status.ACTIVE, now, false, 0, null, now);
    User made = parts.users().insert(tx, fresh).orElseThrow(IdentityContract.CHANGED_MEANWHILE::refusal);
    parts.verified(tx, List.of(made), call);
    return made;
  }

  private User link(Tx tx, User user, Vouched vouched) {
    if (!links.add(tx, user, vouched, parts.clock().instant())) {
      throw OutsideAccountContract.LINKED_TO_ANOTHER.refusal();
    }
    return user;
  }

  GoogleAccount link(Call call, FinishSignIn ask) {
    Vouched vouched = vouched(call, ask);
    return parts.db().transaction(tx -> {
      User user = parts.users().lock(tx, call.tenant(), call.userId())
          .orElseThrow(IdentityContract.ACCOUNT_GONE::refusal);
      Optional<Link> known = links.use(tx, call.tenant(), vouched, parts.clock().instant());
      if (known.isPresent() && !known.get().userId().equals(user.id())) {
        throw OutsideAccountContract.LINKED_TO_ANOTHER.refusal();
      }
      if (known.isEmpty()) {
        link(tx, user, vouched);
      }
      return shown(links.of(tx, user.id()));
    });
  }

  GoogleAccount mine(Call call, GetGoogle ask) {
    return shown(links.of(call.userId()));
  }

  Done unlink(Call call, UnlinkGoogle ask) {
    links.remove(call.userId());
    return new Done("The link with Google is removed.");
  }

  private static GoogleAccount shown(Optional<Link> link) {
    return link.map(known -> new GoogleAccount(true, known.email(), known.linkedAt()))
        .orElse(new GoogleAccount(false, null, null));
  }

  private static <A> A asked(Future<A> answer) {
    try {
      return Database.await(answer);
    } catch (FailureException e) {
      throw switch (e.failure()) {
        case INVALID -> OutsideAccountContract.REDIRECT_UNKNOWN.refusal();
        case INVALID_CREDENTIALS -> OutsideAccountContract.SIGN_IN_OVER.refusal();
        case PROVIDER_FAILED -> OutsideAccountContract.GOOGLE_UNREACHABLE.refusal();
        default -> e;
      };
    }
  }

  private Vouching configured() {
    if (vouching == null) {
      throw Failure.NOT_CONFIGURED.with("Signing in with Google is not set up here.");
    }
    return vouching;
  }

  private Vouched vouched(Call call, FinishSignIn ask) {
    Vouched vouched = asked(bus.send(call, configured().finish(), ask));
    return new Vouched(vouched.issuer(), vouched.subject(), EmailRules.normal(vouched.email()),
        vouched.emailVerified(), vouched.fullName());
  }
}
