package com.mas.domain.people.identity;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.domain.people.identity.AddressContract.AskAddress;
import com.mas.domain.people.identity.AddressContract.ConfirmAddress;
import com.mas.domain.people.identity.AddressContract.SendAddressCode;
import com.mas.domain.people.identity.AddressRepository.Wanted;
import com.mas.domain.people.identity.CodeService.Proof;
import com.mas.domain.people.identity.IdentityContract.CodeRequested;
import com.mas.domain.people.identity.IdentityContract.CodeSent;
import com.mas.domain.people.identity.IdentityContract.Session;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.DeliveryState;
import com.mas.domain.people.notification.NotificationContract.SendEmail;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Changes the address of an account, for who owns the account and reads the mails of the new address. */
final class AddressService {
  private static final String UNIQUE_VIOLATION = "23505";

  private final IdentityParts parts;
  private final Database db;
  private final UserRepository users;
  private final AddressRepository repository;
  private final PersonService persons;
  private final CodeService codes;
  private final Guesses guesses;
  private final SessionService sessions;
  private final Tokens tokens;
  private final Clock clock;
  private final Bus bus;

  AddressService(IdentityParts parts, PersonService persons, CodeService codes, Guesses guesses,
      SessionService sessions, Tokens tokens, Bus bus) {
    this.parts = parts;
    this.db = parts.db();
    this.users = parts.users();
    this.repository = new AddressRepository(db);
    this.persons = persons;
    this.codes = codes;
    this.guesses = guesses;
    this.sessions = sessions;
    this.tokens = tokens;
    this.clock = parts.clock();
    this.bus = bus;
  }

  /** Says that an address is taken only to who has shown that the own account is his. */
  CodeRequested ask(Call call, AskAddress ask) {
    User user = own(call);
    Inputs inputs = new Inputs();
    String email = inputs.email("/email", ask.email());
    inputs.done();
    if (email.equals(user.email())) {
      throw AddressContract.SAME.refusal();
    }
    Proof proof = persons.shown(call, user, ask.password(), ask.code());
    parts.attempts().count(Attempts.Kind.ADDRESS_CHANGE, call, user.id().toString());
    parts.attempts().count(Attempts.Kind.CODE_REQUEST, call, email);
    if (users.byEmail(call.tenant(), email).isPresent()) {
      throw taken();
    }
    Instant now = clock.instant();
    db.transaction(tx -> {
      if (proof != null) {
        codes.take(tx, proof);
      }
      repository.ask(tx, user.id(), email, now, now.plus(CodeService.LIFE));
      parts.mails().addressCode(tx, call, user.id());
      return null;
    });
    return new CodeRequested((int) CodeService.LIFE.toSeconds(), "A code is on its way to the new address.");
  }

  /** Each run makes a new code: a retry's mail makes the one before it useless, which may never have arrived. */
  CodeSent send(Call call, SendAddressCode wish) {
    Optional<User> user = users.byId(call.tenant(), wish.userId()).filter(User::isActive);
    Instant now = clock.instant();
    Optional<String> wanted = user.flatMap(found -> repository.wanted(found.id(), now));
    if (user.isEmpty() || wanted.isEmpty()) {
      return new CodeSent(false);
    }
    String email = wanted.get();
    String code = tokens.code(user.get().isStaff());
    if (!repository.put(wish.userId(), email, tokens.addressHash(wish.userId(), email, code),
        now.plus(CodeService.LIFE))) {
      return new CodeSent(false);
    }
    UUID cause = call.cause() == null ? UUID.randomUUID() : call.cause();
    // the address may be a stranger's, who is told no name
    Map<String, String> data = Map.of("code", code, "minutes", String.valueOf(CodeService.LIFE.toMinutes()));
    DeliveryState state = bus.send(call, NotificationContract.SEND_EMAIL,
        new SendEmail(email, "email_change", data, "email_change:" + cause)).await().state();
    return new CodeSent(state == DeliveryState.SENT);
  }

  Session confirm(Call call, ConfirmAddress confirm) {
    User user = own(call);
    parts.attempts().count(Attempts.Kind.CODE_GUESS, call, user.email());
    Optional<Wanted> wanted = repository.attempt(user.id(), clock.instant(), CodeService.MAX_GUESSES);
    Buffer given = tokens.addressHash(user.id(), wanted.map(Wanted::email).orElse(""), confirm.code());
    if (wanted.isEmpty() || !Tokens.same(Buffer.buffer(wanted.get().codeHash()), given)) {
      guesses.wrong(call, user.email());
      throw IdentityContract.WRONG_CODE.refusal();
    }
    parts.attempts().giveBack(Attempts.Kind.CODE_GUESS, call, user.email());
    User changed = change(call, user, wanted.get().email(), given);
    sessions.ended(call, changed);
    return sessions.open(call, changed, confirm.userAgent());
  }

  private User change(Call call, User user, String email, Buffer hash) {
    try {
      return db.transaction(tx -> {
        User after = users.setEmail(tx, user, email).orElseThrow(IdentityContract.CHANGED_MEANWHILE::refusal);
        if (!repository.take(tx, user.id(), hash)) {
          throw IdentityContract.WRONG_CODE.refusal();
        }
        codes.forgetAll(tx, user.id());
        parts.verified(tx, List.of(after), call);
        parts.mails().addressChanged(tx, call, user);
        return after;
      });
    } catch (PgException e) {
      if (UNIQUE_VIOLATION.equals(e.getSqlState())) {
        throw taken();
      }
      throw e;
    }
  }

  private User own(Call call) {
    return users.byId(call.tenant(), call.userId()).orElseThrow(IdentityContract.ACCOUNT_GONE::refusal);
  }

  private static RuntimeException taken() {
    return IdentityContract.EMAIL_TAKEN.with("There is another account with this e-mail address. Sign in to that one,"
        + " or ask an administrator.");
  }
}
