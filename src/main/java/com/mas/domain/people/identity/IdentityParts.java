package com.mas.domain.people.identity;

import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.phone.PhoneRules;
import java.time.Clock;

/** Parts that the services of this domain share. */
record IdentityParts(Database db, UserRepository users, Passwords passwords, Attempts attempts, Mails mails, UuidV7 ids,
    Clock clock, PhoneRules phones) {}
