package com.mas.domain.people.notification;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.people.notification.NotificationContract.*;
import com.mas.domain.people.notification.OptOutRules.Wish;
import com.mas.phone.PhoneRules;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** {@code notification.phone_choices}, by {@link PhoneRules#key}: who has opted out, of all tenants. */
final class ChoiceRepository {
  private static final String FIND =
      "SELECT opted_out, source, changed_at FROM notification.phone_choices WHERE phone = $1";
  private static final String SET = """
      INSERT INTO notification.phone_choices (phone, opted_out, source, changed_at) VALUES ($1, $2, 'admin', $3)
      ON CONFLICT (phone) DO UPDATE SET opted_out = excluded.opted_out, source = excluded.source,
        changed_at = excluded.changed_at
      RETURNING opted_out, source, changed_at""";
  /** {@link OptOutRules#after} as SQL, with rows locked in one order. */
  private static final String TAKE = """
      INSERT INTO notification.phone_choices AS c (phone, opted_out, source, changed_at)
      SELECT * FROM unnest($1::text[], $2::boolean[], $3::text[], $4::timestamptz[])
      ON CONFLICT (phone) DO UPDATE SET opted_out = excluded.opted_out, source = excluded.source,
        changed_at = excluded.changed_at
      WHERE (c.changed_at < excluded.changed_at OR c.changed_at = excluded.changed_at AND excluded.opted_out)
        AND NOT (c.opted_out AND excluded.opted_out AND c.source IN ('inbound', 'admin')
          AND excluded.source IN ('preference', 'refused'))""";

  private static final Rows<ChoiceRow> ROWS = Rows.of(ChoiceRow.class);

  private record ChoiceRow(boolean optedOut, String source, Instant changedAt) {
    OptOut of(String digits) {
      return new OptOut(digits, optedOut, source, changedAt);
    }
  }

  private final Database db;

  ChoiceRepository(Database db) {
    this.db = db;
  }

  /** @param digits with the country's code */
  OptOut find(String digits) {
    return ROWS.first(db.query(FIND, PhoneRules.key(digits))).orElse(new ChoiceRow(false, null, null)).of(digits);
  }

  OptOut set(String digits, boolean optedOut, Instant now) {
    return ROWS.first(db.write(SET, PhoneRules.key(digits), optedOut, now)).orElseThrow().of(digits);
  }

  /** Takes wishes in whatever order they come, and each as often as it comes. */
  void take(Tx tx, Collection<Wish> told) {
    Map<String, Wish> wishes = new TreeMap<>();
    told.forEach(wish -> wishes.merge(wish.phone(), wish, OptOutRules::after));
    if (!wishes.isEmpty()) {
      tx.query(TAKE, wishes.keySet(),
          wishes.values().stream().map(Wish::optedOut).toArray(Boolean[]::new),
          wishes.values().stream().map(Wish::source).toList(),
          wishes.values().stream().map(Wish::at).toArray(Instant[]::new));
    }
  }

  void take(Collection<Wish> told) {
    db.transaction(tx -> {
      take(tx, told);
      return null;
    });
  }
}
