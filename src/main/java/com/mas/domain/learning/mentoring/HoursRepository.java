package com.mas.domain.learning.mentoring;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.mentoring.MentorContract.Availability;
import com.mas.domain.learning.mentoring.MentorContract.Hours;
import com.mas.domain.learning.mentoring.MentorContract.OtherDay;
import com.mas.domain.learning.mentoring.MentorContract.SetAvailability;
import com.mas.domain.learning.mentoring.MentorContract.Span;
import com.mas.domain.learning.mentoring.MentoringRules.Period;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Weekly hours of mentors, and what is taken of them. */
final class HoursRepository {
  private record Zone(String zone, int slotMinutes, int horizonDays) {}

  private record Block(int weekday, int fromMinute, int untilMinute) {}

  private static final Rows<Zone> ZONES = Rows.of(Zone.class);
  private static final Rows<Block> BLOCKS = Rows.of(Block.class);
  private static final Rows<Period> PERIODS = Rows.of(Period.class);

  private static final String ZONE =
      "SELECT zone, slot_minutes, horizon_days FROM mentoring.mentors WHERE user_id = $1 AND tenant = $2";
  private static final String HOURS = """
      SELECT weekday, from_minute, until_minute FROM mentoring.hours WHERE mentor_id = $1 ORDER BY weekday, from_minute
      """;
  private static final String OTHER = """
      SELECT day, from_minute, until_minute FROM mentoring.other_hours WHERE mentor_id = $1 AND day >= $2
       ORDER BY day, from_minute
      """;

  private static final String SET_ZONE = """
      INSERT INTO mentoring.mentors AS m (user_id, tenant, zone, slot_minutes, horizon_days, changed_at, completed)
      VALUES ($1, $2, $3, $4, $5, $6,\s""" + TermsRepository.HELD + ")" + """
       ON CONFLICT (user_id) DO UPDATE SET zone = $3, slot_minutes = $4, horizon_days = $5, changed_at = $6
       WHERE m.tenant = $2
      """;
  private static final String CLEAR_HOURS = "DELETE FROM mentoring.hours WHERE mentor_id = $1";
  private static final String CLEAR_OTHER = "DELETE FROM mentoring.other_hours WHERE mentor_id = $1";
  private static final String ADD_HOURS = """
      INSERT INTO mentoring.hours (mentor_id, weekday, from_minute, until_minute)
      SELECT $1, w, f, u FROM unnest($2::int[], $3::int[], $4::int[]) AS h (w, f, u)
      """;
  private static final String ADD_OTHER = """
      INSERT INTO mentoring.other_hours (mentor_id, day, number, from_minute, until_minute)
      SELECT $1, d, row_number() OVER (), f, u FROM unnest($2::date[], $3::int[], $4::int[]) AS h (d, f, u)
      """;

  /** Slots that came of the hours of before and that nobody has are not offered any more. */
  private static final String FORGET = """
      UPDATE mentoring.slots SET state = 'expired' WHERE mentor_id = $1 AND of_hours AND state = 'open'
         AND (held_until IS NULL OR held_until <= $2)
      """;

  /** Slots that are open, or that the mentor took back, are not to be made again of the hours. */
  private static final String KEPT = """
      SELECT starts_at, ends_at FROM mentoring.slots
       WHERE mentor_id = $1 AND starts_at < $3 AND ends_at > $2 AND (state = 'open' OR of_hours AND state = 'cancelled')
      """;
  private static final String MET = """
      SELECT starts_at, ends_at FROM mentoring.bookings WHERE (mentor_id = $1 OR student_id = $1)
         AND state IN ('requested', 'booked') AND starts_at < $3 AND ends_at > $2
      """;
  private static final String AT = """
      SELECT id FROM mentoring.slots WHERE mentor_id = $1 AND tenant = $2 AND starts_at = $3 AND state = 'open'
      """;
  private static final String MAKE = """
      INSERT INTO mentoring.slots (id, tenant, mentor_id, starts_at, ends_at, state, created_at, of_hours)
      VALUES ($1, $2, $3, $4, $5, 'open', $6, true)
      """;

  private final Database db;

  HoursRepository(Database db) {
    this.db = db;
  }

  /** Returns the hours; empty for a person who has set nothing of a mentor's. */
  Optional<Availability> get(String tenant, UUID mentor, LocalDate since) {
    return ZONES.first(db.query(ZONE, mentor, tenant))
        .map(zone -> availability(zone, BLOCKS.all(db.query(HOURS, mentor)), db.query(OTHER, mentor, since)));
  }

  Optional<Availability> get(Tx tx, String tenant, UUID mentor, LocalDate since) {
    return ZONES.first(tx.query(ZONE, mentor, tenant))
        .map(zone -> availability(zone, BLOCKS.all(tx.query(HOURS, mentor)), tx.query(OTHER, mentor, since)));
  }

  private static Availability availability(Zone zone, List<Block> blocks, RowSet<Row> other) {
    return new Availability(zone.zone(), zone.slotMinutes(), zone.horizonDays(),
        blocks.stream().map(block -> new Hours(block.weekday(), HoursRules.time(block.fromMinute()),
            HoursRules.time(block.untilMinute()))).toList(),
        others(other));
  }

  private static List<OtherDay> others(RowSet<Row> rows) {
    SortedMap<LocalDate, List<Span>> days = new TreeMap<>();
    for (Row row : rows) {
      List<Span> spans = days.computeIfAbsent(row.getLocalDate(0), day -> new ArrayList<>());
      if (row.getInteger(1) != null) {
        spans.add(new Span(HoursRules.time(row.getInteger(1)), HoursRules.time(row.getInteger(2))));
      }
    }
    return days.entrySet().stream().map(each -> new OtherDay(each.getKey(), each.getValue())).toList();
  }

  void set(Tx tx, String tenant, UUID mentor, SetAvailability ask, Instant now) {
    tx.send(SET_ZONE, mentor, tenant, ask.zone(), ask.slotMinutes(), ask.horizonDays(), now);
    tx.send(CLEAR_HOURS, mentor);
    tx.send(CLEAR_OTHER, mentor);
    tx.send(ADD_HOURS, mentor, ask.hours().stream().map(Hours::weekday).toArray(Integer[]::new),
        ask.hours().stream().map(each -> HoursRules.minute(each.from())).toArray(Integer[]::new),
        ask.hours().stream().map(each -> HoursRules.minute(each.until())).toArray(Integer[]::new));
    List<LocalDate> days = new ArrayList<>();
    List<Integer> from = new ArrayList<>();
    List<Integer> until = new ArrayList<>();
    for (OtherDay day : ask.days()) {
      if (day.hours().isEmpty()) {
        days.add(day.day());
        from.add(null);
        until.add(null);
      }
      for (Span span : day.hours()) {
        days.add(day.day());
        from.add(HoursRules.minute(span.from()));
        until.add(HoursRules.minute(span.until()));
      }
    }
    tx.send(ADD_OTHER, mentor, days.toArray(LocalDate[]::new), from.toArray(Integer[]::new),
        until.toArray(Integer[]::new));
    tx.send(FORGET, mentor, now);
  }

  /** Returns the mentor's slots that are kept, whoever may take them. */
  List<Period> kept(UUID mentor, Instant from, Instant until) {
    return PERIODS.all(db.query(KEPT, mentor, from, until));
  }

  /** Returns when this person meets somebody. */
  List<Period> met(UUID person, Instant from, Instant until) {
    return PERIODS.all(db.query(MET, person, from, until));
  }

  List<Period> met(Tx tx, UUID person, Instant from, Instant until) {
    return PERIODS.all(tx.query(MET, person, from, until));
  }

  Optional<UUID> openAt(Tx tx, String tenant, UUID mentor, Instant startsAt) {
    RowSet<Row> rows = tx.query(AT, mentor, tenant, startsAt);
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getUUID(0));
  }

  List<Period> kept(Tx tx, UUID mentor, Instant from, Instant until) {
    return PERIODS.all(tx.query(KEPT, mentor, from, until));
  }

  void make(Tx tx, String tenant, UUID id, UUID mentor, Period time, Instant now) {
    tx.send(MAKE, id, tenant, mentor, time.startsAt(), time.endsAt(), now);
  }
}
