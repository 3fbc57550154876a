package com.mas.domain.people.notification;

import com.mas.db.ComposesSql;
import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds people by the view that boot names: who publishes it sends mails, so that it cannot be known here. */
@ComposesSql
final class PeopleRepository {
  private static final String FIND = "SELECT id, email, phone, full_name FROM %s WHERE id = $1 AND tenant = $2";

  private static final String GUESTS = """
      SELECT p.id, p.email, p.full_name, w.zone
        FROM %s p LEFT JOIN notification.preferences w ON w.tenant = p.tenant AND w.user_id = p.id
       WHERE p.tenant = $1 AND p.id = ANY($2)
      """;

  /** @param phone as it was typed, or null */
  record Person(UUID id, String email, String phone, String fullName) {}

  private static final Rows<Person> ROWS = Rows.of(Person.class);

  /** @param zone of the person's preferences, or null */
  record Invited(UUID id, String email, String fullName, String zone) {}

  private static final Rows<Invited> INVITED = Rows.of(Invited.class);

  private final Database db;
  private final String find;
  private final String guests;

  PeopleRepository(Database db, View people) {
    this.db = db;
    this.find = FIND.formatted(people.name());
    this.guests = GUESTS.formatted(people.name());
  }

  Optional<Person> find(String tenant, UUID id) {
    return ROWS.first(db.query(find, id, tenant));
  }

  /** Returns those who exist, by their ids. */
  Map<UUID, Invited> invited(String tenant, List<UUID> ids) {
    return INVITED.all(db.query(guests, tenant, ids.toArray(UUID[]::new))).stream()
        .collect(Collectors.toMap(Invited::id, Function.identity()));
  }
}
