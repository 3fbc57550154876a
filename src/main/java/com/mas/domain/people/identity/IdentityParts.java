package com.mas.domain.people.identity;

import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.PersonContract.PersonVerified;
import com.mas.jobs.Jobs;
import com.mas.phone.PhoneRules;
import java.time.Clock;
import java.util.List;

/** Parts that the services of this domain share. */
record IdentityParts(Database db, UserRepository users, Passwords passwords, Attempts attempts, Mails mails, UuidV7 ids,
    Clock clock, PhoneRules phones, Jobs jobs) {
  /** States which accounts have a verified address as of this transaction. */
  void verified(Tx tx, List<User> accounts, Call cause) {
    List<PersonVerified> told = accounts.stream().filter(user -> user.emailVerifiedAt() != null)
        .map(user -> new PersonVerified(user.id(), user.tenant(), user.email())).toList();
    if (!told.isEmpty()) {
      jobs.publishAll(tx, PersonContract.VERIFIED, told, each -> each.userId().toString(), cause);
    }
  }
}
