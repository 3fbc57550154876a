package com.mas.domain.people.identity;

import com.mas.bus.Call;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.AddressContract.SendAddressCode;
import com.mas.domain.people.identity.IdentityContract.*;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.SendEmail;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import java.util.Map;
import java.util.UUID;

/**
 * Stores mails in the transaction of what they tell. A code's mail is stored as the wish to send one, never with the
 * code: stored requests can be read by operators.
 */
final class Mails {
  private static final String QUEUE = "emailQueue";

  private final Jobs jobs;
  private final UuidV7 ids;

  Mails(Jobs jobs, UuidV7 ids) {
    this.jobs = jobs;
    this.ids = ids;
  }

  /** Stored for addresses without account too, so that asking costs the same. */
  void code(Tx tx, Call call, String email, Purpose purpose) {
    jobs.store(tx, IdentityContract.SEND_CODE, new SendCode(email, purpose),
        JobOptions.on(QUEUE).priority(10).because(call));
  }

  void accountCreated(Tx tx, Call call, User user) {
    notice(tx, call, user, "account_created");
  }

  void passwordChanged(Tx tx, Call call, User user) {
    notice(tx, call, user, "password_changed");
  }

  /** Asks for the code that goes to the address which the account is to get. */
  void addressCode(Tx tx, Call call, UUID userId) {
    jobs.store(tx, AddressContract.SEND, new SendAddressCode(userId),
        JobOptions.on(QUEUE).priority(10).because(call));
  }

  /** Tells the former address of an account that it has another one now. */
  void addressChanged(Tx tx, Call call, User before) {
    SendEmail mail = new SendEmail(before.email(), "email_changed",
        Map.of("name", before.fullName(), "email", before.email()),
        "email_changed:" + ids.next());
    jobs.store(tx, NotificationContract.SEND_EMAIL, mail, JobOptions.on(QUEUE).because(call));
  }

  private void notice(Tx tx, Call call, User user, String template) {
    SendEmail mail = new SendEmail(user.email(), template,
        Map.of("name", user.fullName(), "email", user.email(), "link", "/console/"),
        template + ":" + ids.next());
    jobs.store(tx, NotificationContract.SEND_EMAIL, mail, JobOptions.on(QUEUE).because(call));
  }
}
