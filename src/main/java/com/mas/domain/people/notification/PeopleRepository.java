package com.mas.domain.people.notification;

import com.mas.db.Database;
import com.mas.db.Rows;
import java.util.Optional;
import java.util.UUID;

/** The view {@code identity.shared_people}: identity itself sends mails, so its contract cannot be used from here. */
final class PeopleRepository {
  private static final String FIND =
      "SELECT id, email, phone, full_name FROM identity.shared_people WHERE id = $1 AND tenant = $2";

  /** @param phone as it was typed, or null */
  record Person(UUID id, String email, String phone, String fullName) {}

  private static final Rows<Person> ROWS = Rows.of(Person.class);

  private final Database db;

  PeopleRepository(Database db) {
    this.db = db;
  }

  Optional<Person> find(String tenant, UUID id) {
    return ROWS.first(db.query(FIND, id, tenant));
  }
}
