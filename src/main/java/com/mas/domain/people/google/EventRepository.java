package com.mas.domain.people.google;

import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.people.notification.AppointmentContract.Appointment;
import com.mas.domain.people.notification.AppointmentContract.Guest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** {@code google.events}. */
final class EventRepository {
  private static final String NOTE = """
      INSERT INTO google.events AS e (tenant, user_id, entry_id, sequence, cancelled, title, starts_at, ends_at, link)
      SELECT $1, guest, $3, $4, $5, $6, $7, $8, $9 FROM unnest($2::uuid[]) AS guest ORDER BY guest
      ON CONFLICT (tenant, user_id, entry_id) DO UPDATE SET sequence = excluded.sequence,
        cancelled = excluded.cancelled, title = excluded.title, starts_at = excluded.starts_at,
        ends_at = excluded.ends_at, link = excluded.link, refused = NULL
      WHERE excluded.sequence > e.sequence""";
  private static final String CONNECTED = """
      SELECT user_id FROM google.connections
       WHERE tenant = $1 AND user_id = ANY($2) AND purpose = 'calendar' AND state = 'connected' ORDER BY user_id""";
  private static final String WAITING = """
      SELECT entry_id, sequence, cancelled, title, starts_at, ends_at, link, pushed FROM google.events
       WHERE tenant = $1 AND user_id = $2 AND ends_at > $3 AND pushed IS DISTINCT FROM sequence
       ORDER BY starts_at, entry_id LIMIT $4""";
  private static final String TOLD = """
      UPDATE google.events SET pushed = $4, refused = $5 WHERE tenant = $1 AND user_id = $2 AND entry_id = $3""";
  private static final String AFRESH = "UPDATE google.events SET pushed = NULL WHERE tenant = $1 AND user_id = $2";
  private static final String BEHIND = """
      SELECT DISTINCT c.tenant, c.user_id FROM google.events e JOIN google.connections c
          ON c.tenant = e.tenant AND c.user_id = e.user_id AND c.purpose = 'calendar' AND c.state = 'connected'
       WHERE e.ends_at > $1 AND e.pushed IS DISTINCT FROM e.sequence LIMIT $2""";

  private static final Rows<Event> EVENTS = Rows.of(Event.class);
  private static final Rows<Behind> BEHINDS = Rows.of(Behind.class);

  /** @param pushed sequence that Google has; null: none */
  record Event(UUID entryId, int sequence, boolean cancelled, String title, Instant startsAt, Instant endsAt,
      String link, Integer pushed) {}

  /** Names somebody whose calendar does not know everything. */
  record Behind(String tenant, UUID userId) {}

  private final Database db;

  EventRepository(Database db) {
    this.db = db;
  }

  /** Returns those of the guests who have a calendar. */
  List<UUID> note(Tx tx, String tenant, Appointment entry) {
    UUID[] guests = entry.guests().stream().map(Guest::userId).distinct().toArray(UUID[]::new);
    tx.query(NOTE, tenant, guests, entry.id(), entry.sequence(), entry.cancelled(), entry.title(), entry.startsAt(),
        entry.endsAt(), entry.link());
    return PageWindow.all(tx.query(CONNECTED, tenant, guests), row -> row.getUUID("user_id"));
  }

  List<Event> waiting(String tenant, UUID person, Instant now, int most) {
    return EVENTS.all(db.query(WAITING, tenant, person, now, most));
  }

  /** @param refused why Google does not take it; null: it does */
  void told(String tenant, UUID person, Event event, String refused) {
    db.write(TOLD, tenant, person, event.entryId(), event.sequence(), refused);
  }

  /** Has everything told again, to another calendar perhaps. */
  void afresh(Tx tx, String tenant, UUID person) {
    tx.query(AFRESH, tenant, person);
  }

  List<Behind> behind(Instant now, int most) {
    return BEHINDS.all(db.query(BEHIND, now, most));
  }
}
