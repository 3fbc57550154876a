package com.mas.domain.people.identity;

import com.mas.bus.Call;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.IdentityContract.*;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.SendEmail;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import java.util.Map;

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

  private void notice(Tx tx, Call call, User user, String template) {
    SendEmail mail = new SendEmail(user.email(), template,
        Map.of("name", user.fullName(), "email", user.email(), "link", "/console/"),
        template + ":" + ids.next());
    jobs.store(tx, NotificationContract.SEND_EMAIL, mail, JobOptions.on(QUEUE).because(call));
  }
}
