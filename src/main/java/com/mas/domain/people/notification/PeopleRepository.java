package com.mas.domain.people.notification;

import com.mas.db.ComposesSql;
import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.View;
import java.util.Optional;
import java.util.UUID;

/** Finds people by the view that boot names: who publishes it sends mails, so that it cannot be known here. */
@ComposesSql
final class PeopleRepository {
  private static final String FIND = "SELECT id, email, phone, full_name FROM %s WHERE id = $1 AND tenant = $2";

  /** @param phone as it was typed, or null */
  record Person(UUID id, String email, String phone, String fullName) {}

  private static final Rows<Person> ROWS = Rows.of(Person.class);

  private final Database db;
  private final String find;

  PeopleRepository(Database db, View people) {
    this.db = db;
    this.find = FIND.formatted(people.name());
  }

  Optional<Person> find(String tenant, UUID id) {
    return ROWS.first(db.query(find, id, tenant));
  }
}
