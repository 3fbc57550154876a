package com.mas.domain.engagement.dailycards;

import static java.time.ZoneOffset.UTC;

import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.db.Tx;
import com.mas.domain.engagement.dailycards.DailyCardsContract.CardType;
import com.mas.domain.engagement.dailycards.DailyCardsContract.DailyCard;
import com.mas.domain.engagement.dailycards.Known.Batch;
import com.mas.domain.engagement.dailycards.Known.Begun;
import com.mas.domain.engagement.dailycards.Known.Quiz;
import com.mas.domain.engagement.dailycards.Known.Scores;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

final class CardRepository {
  /** Who has a seat, and no hand of the day yet. */
  private static final String STUDENTS = """
      SELECT DISTINCT s.student_id, s.tenant
        FROM education.shared_students s
       WHERE s.student_id > $1 AND ($2::text IS NULL OR s.tenant = $2)
         AND NOT EXISTS (SELECT 1 FROM dailycards.hands h WHERE h.student_id = s.student_id AND h.day = $3)
       ORDER BY s.student_id LIMIT $4
      """;

  private static final String KNOWN = """
      SELECT s.id, m.eval_test, m.learn_progress, m.communication, m.attendance, c.course_title, c.progress_percent,
             c.course_url, b.batch_name, b.ends_on, q.score AS quiz_score
        FROM unnest($1::uuid[]) AS s (id)
        LEFT JOIN standing.shared_metrics m ON m.student_id = s.id
        LEFT JOIN LATERAL (
          SELECT l.course_title, l.progress_percent, l.course_url
            FROM mrlearn.shared_learner_accounts t JOIN mrlearn.shared_learners l ON l.learner_id = t.learner_id
           WHERE t.account_id = s.id AND l.status = 'in_progress' AND l.vanished_at IS NULL
           ORDER BY l.last_accessed_at DESC NULLS LAST, l.course_id LIMIT 1) c ON true
        LEFT JOIN LATERAL (
          SELECT batch_name, ends_on FROM education.shared_students
           WHERE student_id = s.id AND batch_state = 'active' AND ends_on >= $2
           ORDER BY ends_on, batch_id LIMIT 1) b ON true
        LEFT JOIN LATERAL (
          SELECT score FROM gamification.shared_tests
           WHERE student_id = s.id AND occurred_at > ($2::date - 14)::timestamp AT TIME ZONE 'Asia/Kolkata'
           ORDER BY occurred_at DESC, source_id LIMIT 1) q ON true
      """;

  private static final String DEAL = """
      INSERT INTO dailycards.hands AS h (student_id, tenant, day, expires_at, version)
      SELECT s.id, s.tenant, $3, $4, 1 FROM unnest($1::uuid[], $2::text[]) AS s (id, tenant)
      ON CONFLICT (student_id) DO UPDATE
        SET day = excluded.day, expires_at = excluded.expires_at, version = h.version + 1
        WHERE h.day <> excluded.day
      RETURNING student_id, version
      """;
  private static final String CLEAR = "DELETE FROM dailycards.cards WHERE student_id = ANY ($1)";
  private static final String ADD = """
      INSERT INTO dailycards.cards (id, student_id, type, title, body, priority, cta_label, cta_link, expires_at,
        created_at)
      SELECT c.*, $9, $10
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[]) AS c
      """;
  private static final String FORGET = "DELETE FROM dailycards.hands WHERE expires_at < $1";

  private static final String HAND = """
      SELECT h.version, h.expires_at AS until, c.*
        FROM dailycards.hands h LEFT JOIN dailycards.cards c ON c.student_id = h.student_id AND NOT c.dismissed
       WHERE h.student_id = $1 AND h.tenant = $2
       ORDER BY c.priority
      """;

  private static final String RAISE = """
      UPDATE dailycards.hands h SET version = h.version + 1
        FROM dailycards.cards c
       WHERE c.id = $1 AND c.student_id = $2 AND h.student_id = $2 AND h.tenant = $3
      """;
  private static final String DISMISS =
      "UPDATE dailycards.cards SET dismissed = true WHERE id = $1 AND student_id = $2 RETURNING *";

  private final Database db;

  CardRepository(Database db) {
    this.db = db;
  }

  record Student(UUID id, String tenant) {}

  /** @param until when the last of the cards expires */
  record Hand(long version, Instant until, List<DailyCard> cards) {}

  record Dealt(UUID student, DailyCard card) {}

  List<Student> students(UUID after, String tenant, LocalDate day, int limit) {
    return Slice.all(db.query(STUDENTS, after, tenant, day, limit),
        row -> new Student(row.getUUID("student_id"), row.getString("tenant")));
  }

  Map<UUID, Known> known(List<Student> students, LocalDate day) {
    Map<UUID, Known> known = new HashMap<>();
    db.query(KNOWN, ids(students), day).forEach(row -> known.put(row.getUUID("id"), known(row)));
    return known;
  }

  /** @return the versions of those who had no hand of the day; nobody else changes theirs until the transaction ends */
  Map<UUID, Long> deal(Tx tx, List<Student> students, LocalDate day, Instant until) {
    Map<UUID, Long> versions = new HashMap<>();
    tx.query(DEAL, ids(students), students.stream().map(Student::tenant).toArray(String[]::new), day,
        until.atOffset(UTC)).forEach(row -> versions.put(row.getUUID("student_id"), row.getLong("version")));
    return versions;
  }

  void replace(Tx tx, UUID[] students, List<Dealt> dealt, Instant until, Instant now) {
    tx.send(CLEAR, (Object) students);
    tx.send(ADD, column(dealt, each -> each.card().id()).toArray(UUID[]::new),
        column(dealt, Dealt::student).toArray(UUID[]::new),
        column(dealt, each -> each.card().cardType().wire()).toArray(String[]::new),
        column(dealt, each -> each.card().title()).toArray(String[]::new),
        column(dealt, each -> each.card().body()).toArray(String[]::new),
        column(dealt, each -> each.card().priority()).toArray(Integer[]::new),
        column(dealt, each -> each.card().ctaLabel()).toArray(String[]::new),
        column(dealt, each -> each.card().ctaLink()).toArray(String[]::new), until.atOffset(UTC), now.atOffset(UTC));
  }

  /** Hands of those who have left. */
  void forget(Instant before) {
    db.query(FORGET, before.atOffset(UTC));
  }

  /** Without those that are dismissed. */
  Optional<Hand> hand(String tenant, UUID student) {
    RowSet<Row> rows = db.query(HAND, student, tenant);
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row first = rows.iterator().next();
    List<DailyCard> cards = new ArrayList<>();
    rows.forEach(row -> {
      if (row.getUUID("id") != null) {
        cards.add(card(row));
      }
    });
    return Optional.of(new Hand(first.getLong("version"), first.getOffsetDateTime("until").toInstant(), cards));
  }

  /** Under the lock of the student's hand. */
  Optional<DailyCard> dismiss(Tx tx, String tenant, UUID student, UUID card) {
    return tx.query(RAISE, card, student, tenant).rowCount() == 0 ? Optional.empty()
        : Slice.all(tx.query(DISMISS, card, student), CardRepository::card).stream().findFirst();
  }

  private static Known known(Row row) {
    LocalDate endsOn = row.getLocalDate("ends_on");
    String course = row.getString("course_title");
    BigDecimal quiz = row.getBigDecimal("quiz_score");
    return new Known(null, quiz == null ? null : new Quiz("your last test", quiz, "/tests"), null,
        course == null ? null : new Begun(course, row.getBigDecimal("progress_percent"), row.getString("course_url")),
        endsOn == null ? null : new Batch(row.getString("batch_name"), endsOn),
        new Scores(row.getBigDecimal("eval_test"), row.getBigDecimal("learn_progress"),
            row.getBigDecimal("communication"), row.getBigDecimal("attendance")));
  }

  private static DailyCard card(Row row) {
    return new DailyCard(row.getUUID("id"), CardType.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
        row.getString("title"), row.getString("body"), row.getInteger("priority"), row.getString("cta_label"),
        row.getString("cta_link"), row.getOffsetDateTime("expires_at").toInstant(), row.getBoolean("dismissed"));
  }

  private static UUID[] ids(List<Student> students) {
    return students.stream().map(Student::id).toArray(UUID[]::new);
  }

  private static <T> List<T> column(List<Dealt> dealt, Function<Dealt, T> part) {
    return dealt.stream().map(part).toList();
  }
}
