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
      SELECT e.entry_id, e.sequence, e.cancelled, e.title, e.starts_at, e.ends_at, e.link, e.pushed, e.told_to,
             c.connected_at
        FROM google.connections c JOIN google.events e ON e.tenant = c.tenant AND e.user_id = c.user_id
       WHERE c.tenant = $1 AND c.user_id = $2 AND c.purpose = 'calendar' AND c.state = 'connected'
         AND e.ends_at > $3 AND e.pushed IS DISTINCT FROM e.sequence
       ORDER BY e.starts_at, e.entry_id LIMIT $4""";
  /** Waits for a connection that is being made in the place of the one that was told. */
  private static final String TOLD = """
      WITH told AS (SELECT connected_at FROM google.connections WHERE tenant = $1 AND user_id = $2
                       AND purpose = 'calendar' AND connected_at = $6 FOR SHARE)
      UPDATE google.events SET pushed = $4, refused = $5, told_to = told.connected_at FROM told
       WHERE tenant = $1 AND user_id = $2 AND entry_id = $3""";
  private static final String AFRESH = "UPDATE google.events SET pushed = NULL WHERE tenant = $1 AND user_id = $2";
  private static final String BEHIND = """
      UPDATE google.connections AS c SET tried_at = $1 FROM (
        SELECT k.tenant, k.user_id, k.purpose FROM google.connections k
         WHERE k.purpose = 'calendar' AND k.state = 'connected' AND EXISTS (SELECT FROM google.events e
           WHERE e.tenant = k.tenant AND e.user_id = k.user_id AND e.ends_at > $1
             AND e.pushed IS DISTINCT FROM e.sequence)
         ORDER BY k.tried_at NULLS FIRST, k.tenant, k.user_id LIMIT $2 FOR UPDATE SKIP LOCKED) AS next
       WHERE c.tenant = next.tenant AND c.user_id = next.user_id AND c.purpose = next.purpose
      RETURNING c.tenant, c.user_id""";

  private static final Rows<Event> EVENTS = Rows.of(Event.class);
  private static final Rows<Behind> BEHINDS = Rows.of(Behind.class);

  /**
   * @param pushed sequence that Google has; null: none
   * @param toldTo when the connection was made that was told it; null: unknown
   * @param connectedAt when the connection was made that there is now
   */
  record Event(UUID entryId, int sequence, boolean cancelled, String title, Instant startsAt, Instant endsAt,
      String link, Integer pushed, Instant toldTo, Instant connectedAt) {
    /** Returns whether the calendar that is connected now was told of it before. */
    boolean isKnown() {
      return pushed != null && connectedAt.equals(toldTo);
    }
  }

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

  /**
   * Returns whether the connection that was told is still the person's; nothing is written when it is not.
   *
   * @param refused why Google does not take it; null: it does
   */
  boolean told(String tenant, UUID person, Event event, String refused) {
    return db.write(TOLD, tenant, person, event.entryId(), event.sequence(), refused, event.connectedAt())
        .rowCount() > 0;
  }

  /** Has everything told again, to another calendar perhaps. */
  void afresh(Tx tx, String tenant, UUID person) {
    tx.query(AFRESH, tenant, person);
  }

  /** Returns those whose turn it is, and notes that they have had it. */
  List<Behind> behind(Tx tx, Instant now, int most) {
    return BEHINDS.all(tx.query(BEHIND, now, most));
  }
}
