package com.mas.domain.people.identity;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.domain.people.identity.IdentityContract.CodeSent;
import com.mas.domain.people.identity.IdentityContract.TellGuesses;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.DeliveryState;
import com.mas.domain.people.notification.NotificationContract.SendEmail;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tells owners of accounts that somebody guesses at their passwords or codes. */
final class Guesses {
  private final Database db;
  private final UserRepository users;
  private final Attempts attempts;
  private final Bus bus;
  private final Jobs jobs;

  Guesses(IdentityParts parts, Bus bus, Jobs jobs) {
    this.db = parts.db();
    this.users = parts.users();
    this.attempts = parts.attempts();
    this.bus = bus;
    this.jobs = jobs;
  }

  /** Does not look whether there is such an account, so that the work tells nothing; see {@link #tell}. */
  void wrong(Call call, String email) {
    if (attempts.isToBeTold(call, email)) {
      db.transaction(tx -> {
        jobs.store(tx, IdentityContract.TELL_GUESSES, new TellGuesses(email),
            JobOptions.on("emailQueue").because(call));
        return null;
      });
    }
  }

  /** Sends nothing to who has not confirmed the address: it may not be his account. */
  CodeSent tell(Call call, TellGuesses wish) {
    Optional<User> found = users.byEmail(call.tenant(), wish.email())
        .filter(user -> user.isActive() && user.emailVerifiedAt() != null);
    if (found.isEmpty()) {
      return new CodeSent(false);
    }
    UUID cause = call.cause() == null ? UUID.randomUUID() : call.cause();
    Map<String, String> data = Map.of("name", found.get().fullName(), "email", found.get().email(), "guesses",
        String.valueOf(Attempts.TOLD_AFTER));
    DeliveryState state = bus.send(call, NotificationContract.SEND_EMAIL,
        new SendEmail(found.get().email(), "guessed", data, "guessed:" + cause)).await().state();
    return new CodeSent(state == DeliveryState.SENT);
  }
}
