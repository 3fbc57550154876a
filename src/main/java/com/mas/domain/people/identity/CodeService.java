package com.mas.domain.people.identity;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.people.identity.IdentityContract.*;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.DeliveryState;
import com.mas.domain.people.notification.NotificationContract.SendEmail;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One-time codes by e-mail: asked for, made, checked. */
final class CodeService {
  static final Duration LIFE = Duration.ofMinutes(10);
  /**
   * Wrong guesses that one code takes, of a million codes, of staff's ten thousand million. Each new code, at most five
   * in a quarter of an hour, takes as many again.
   */
  static final int MAX_GUESSES = 5;

  private final Database db;
  private final UserRepository users;
  private final CodeRepository repository;
  private final Attempts attempts;
  private final Guesses guesses;
  private final Tokens tokens;
  private final Mails mails;
  private final Clock clock;
  private final Bus bus;

  CodeService(IdentityParts parts, Guesses guesses, Tokens tokens, Bus bus) {
    this.guesses = guesses;
    this.db = parts.db();
    this.users = parts.users();
    this.repository = new CodeRepository(db);
    this.attempts = parts.attempts();
    this.mails = parts.mails();
    this.clock = parts.clock();
    this.tokens = tokens;
    this.bus = bus;
  }

  CodeRequested requestForSession(Call call, RequestCode request) {
    return request(call, request.email(), request.purpose());
  }

  /** Does not look whether there is such an account: that is seen when the code is made, after the answer. */
  CodeRequested request(Call call, String address, Purpose purpose) {
    Inputs inputs = new Inputs();
    String email = inputs.email("/email", address);
    inputs.done();
    attempts.count(Attempts.Kind.CODE_REQUEST, call, email);
    db.transaction(tx -> {
      mails.code(tx, call, email, purpose);
      return null;
    });
    return new CodeRequested((int) LIFE.toSeconds(),
        "If there is an account with this address, a code is on its way to it.");
  }

  /** Each run makes a new code: a retry's mail makes the one before it useless, which may never have arrived. */
  CodeSent send(Call call, SendCode wish) {
    Optional<User> found = users.byEmail(call.tenant(), wish.email());
    if (found.isEmpty() || !found.get().isActive()
        || wish.purpose() == Purpose.VERIFY_EMAIL && found.get().emailVerifiedAt() != null) {
      return new CodeSent(false);
    }
    User user = found.get();
    String code = tokens.code(user.isStaff());
    Instant now = clock.instant();
    repository.put(user.id(), wish.purpose(), tokens.codeHash(user.id(), wish.purpose(), code), now, now.plus(LIFE));
    UUID mail = call.cause() == null ? UUID.randomUUID() : call.cause();
    // a stranger may have typed the name: only who has confirmed the address is called by it
    String name = user.emailVerifiedAt() == null ? "there" : user.fullName();
    Map<String, String> data = Map.of("name", name, "code", code, "minutes", String.valueOf(LIFE.toMinutes()));
    DeliveryState state = bus.send(call, NotificationContract.SEND_EMAIL,
        new SendEmail(user.email(), template(wish.purpose()), data, "code:" + mail)).await().state();
    return new CodeSent(state == DeliveryState.SENT);
  }

  /** A code that was right when it was looked at; {@link #take} makes it good for one use only. */
  record Proof(User user, Purpose purpose, Buffer hash) {}

  /** Fails with INVALID_CREDENTIALS, in the same way for unknown addresses, and TOO_MANY_REQUESTS. */
  Proof check(Call call, String address, Purpose purpose, String code) {
    String email = EmailRules.normal(address);
    attempts.count(Attempts.Kind.CODE_GUESS, call, email);
    Optional<User> user = users.byEmail(call.tenant(), email);
    // for nobody the same work is done as for somebody
    UUID id = user.map(User::id).orElseGet(() -> new UUID(0, 0));
    Optional<Buffer> expected = repository.attempt(id, purpose, MAX_GUESSES, clock.instant());
    Buffer given = tokens.codeHash(id, purpose, code == null ? "" : code);
    if (user.isEmpty() || expected.isEmpty() || !Tokens.same(expected.get(), given)) {
      guesses.wrong(call, email);
      throw IdentityContract.WRONG_CODE.refusal();
    }
    attempts.giveBack(Attempts.Kind.CODE_GUESS, call, email);
    return new Proof(user.get(), purpose, given);
  }

  /** Uses the code up; fails as {@link #check} when somebody else did. */
  void take(Tx tx, Proof proof) {
    if (!repository.take(tx, proof.user.id(), proof.purpose, proof.hash)) {
      throw IdentityContract.WRONG_CODE.refusal();
    }
  }

  /** A code that is out already is good no more. */
  void forget(Tx tx, UUID userId, Purpose purpose) {
    repository.forget(tx, userId, purpose);
  }

  /** Makes all codes of the account useless: its address, to which they were mailed, has changed. */
  void forgetAll(Tx tx, UUID userId) {
    repository.forgetAll(tx, userId);
  }

  private static String template(Purpose purpose) {
    return switch (purpose) {
      case VERIFY_EMAIL -> "verify_email";
      case LOGIN -> "login_code";
      case RESET_PASSWORD -> "reset_password";
    };
  }
}
