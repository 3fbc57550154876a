package com.mas.domain.engagement.dailycards;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.engagement.dailycards.DailyCardsContract.DailyCard;
import com.mas.domain.engagement.dailycards.Known.Batch;
import com.mas.domain.engagement.dailycards.Known.Begun;
import com.mas.domain.engagement.dailycards.Known.Quiz;
import com.mas.domain.engagement.dailycards.Known.Scores;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

final class CardRepository {
  /** Finds the students who have a seat and no hand of the day yet. */
  private static final String STUDENTS = """
      SELECT DISTINCT s.student_id AS id, s.tenant
        FROM education.shared_students s
       WHERE s.student_id > $1 AND ($2::text IS NULL OR s.tenant = $2)
         AND s.batch_state NOT IN ('completed', 'archived')
         AND NOT EXISTS (SELECT 1 FROM dailycards.hands h WHERE h.student_id = s.student_id AND h.day = $3)
       ORDER BY id LIMIT $4
      """;

  /** Finds the one student, as above. */
  private static final String STUDENT_OF_TODAY = """
      SELECT DISTINCT s.student_id AS id, s.tenant FROM education.shared_students s
       WHERE s.student_id = $1 AND s.tenant = $2 AND s.batch_state NOT IN ('completed', 'archived')
         AND NOT EXISTS (SELECT 1 FROM dailycards.hands h WHERE h.student_id = s.student_id AND h.day = $3)
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
      SELECT h.version, h.expires_at AS until, c.*, c.type AS card_type
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
      "UPDATE dailycards.cards SET dismissed = true WHERE id = $1 AND student_id = $2 RETURNING *, type AS card_type";

  private static final Rows<Student> STUDENT = Rows.of(Student.class);
  private static final Rows<Found> FOUND = Rows.of(Found.class);
  private static final Rows<Held> HELD = Rows.of(Held.class);
  private static final Rows<DailyCard> CARD = Rows.of(DailyCard.class);

  private final Database db;

  CardRepository(Database db) {
    this.db = db;
  }

  record Student(UUID id, String tenant) {}

  /** @param until when the last of the cards expires */
  record Hand(long version, Instant until, List<DailyCard> cards) {}

  record Dealt(UUID student, DailyCard card) {}

  /** @param card null in the only row of a hand without cards */
  private record Held(long version, Instant until, DailyCard card) {}

  private record Found(UUID id, Scores scores, String courseTitle, BigDecimal progressPercent, String courseUrl,
      String batchName, LocalDate endsOn, BigDecimal quizScore) {
    Known known() {
      return new Known(null, quizScore == null ? null : new Quiz("your last test", quizScore, "/tests"), null,
          courseTitle == null ? null : new Begun(courseTitle, progressPercent, courseUrl),
          endsOn == null ? null : new Batch(batchName, endsOn), scores);
    }
  }

  List<Student> students(UUID after, String tenant, LocalDate day, int limit) {
    return STUDENT.all(db.query(STUDENTS, after, tenant, day, limit));
  }

  /** Returns the student, who has a seat and no hand of the day yet. */
  Optional<Student> student(String tenant, UUID id, LocalDate day) {
    return STUDENT.first(db.query(STUDENT_OF_TODAY, id, tenant, day));
  }

  Map<UUID, Known> known(List<Student> students, LocalDate day) {
    return FOUND.all(db.query(KNOWN, ids(students), day)).stream()
        .collect(Collectors.toMap(Found::id, Found::known));
  }

  /** @return the versions of those who had no hand of the day; nobody else changes theirs until the transaction ends */
  Map<UUID, Long> deal(Tx tx, List<Student> students, LocalDate day, Instant until) {
    Map<UUID, Long> versions = new HashMap<>();
    tx.query(DEAL, ids(students), students.stream().map(Student::tenant).toList(), day, until)
        .forEach(row -> versions.put(row.getUUID("student_id"), row.getLong("version")));
    return versions;
  }

  void replace(Tx tx, UUID[] students, List<Dealt> dealt, Instant until, Instant now) {
    tx.send(CLEAR, (Object) students);
    tx.send(ADD, column(dealt, each -> each.card().id()).toArray(UUID[]::new),
        column(dealt, Dealt::student).toArray(UUID[]::new),
        column(dealt, each -> each.card().cardType()), column(dealt, each -> each.card().title()),
        column(dealt, each -> each.card().body()),
        column(dealt, each -> each.card().priority()).toArray(Integer[]::new),
        column(dealt, each -> each.card().ctaLabel()), column(dealt, each -> each.card().ctaLink()), until, now);
  }

  /** Deletes the hands of those who have left. Not awaited. */
  void forget(Tx tx, Instant before) {
    tx.send(FORGET, before);
  }

  /** Without those that are dismissed. */
  Optional<Hand> hand(String tenant, UUID student) {
    List<Held> held = HELD.all(db.query(HAND, student, tenant));
    return held.stream().findFirst().map(first -> new Hand(first.version(), first.until(),
        held.stream().map(Held::card).filter(Objects::nonNull).toList()));
  }

  /** Under the lock of the student's hand. */
  Optional<DailyCard> dismiss(Tx tx, String tenant, UUID student, UUID card) {
    return tx.query(RAISE, card, student, tenant).rowCount() == 0 ? Optional.empty()
        : CARD.first(tx.query(DISMISS, card, student));
  }

  private static UUID[] ids(List<Student> students) {
    return students.stream().map(Student::id).toArray(UUID[]::new);
  }

  private static <T> List<T> column(List<Dealt> dealt, Function<Dealt, T> part) {
    return dealt.stream().map(part).toList();
  }
}
