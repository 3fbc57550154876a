package com.mas.domain.engagement.risk;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.engagement.risk.RiskContract.ClassroomRequest;
import com.mas.domain.engagement.risk.RiskContract.Part;
import com.mas.domain.engagement.risk.RiskContract.ReasonSource;
import com.mas.domain.engagement.risk.RiskContract.RiskStudent;
import com.mas.domain.engagement.risk.RiskContract.Tier;
import com.mas.domain.engagement.risk.RiskContract.Way;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

final class RiskRepository {
  /** A reason that says the same as before keeps its wording; a slower, older computation changes nothing. */
  private static final String UPSERT = """
      INSERT INTO risk.scores AS s (student_id, batch_id, tenant, score, tier, parts, ways, template, reason,
        reason_source, computed_at)
      SELECT student_id, $1, $2, score, tier, parts::jsonb, ways::jsonb, template, template, 'template', $3
        FROM unnest($4::uuid[], $5::numeric[], $6::text[], $7::text[], $8::text[], $9::text[])
          AS n (student_id, score, tier, parts, ways, template)
       ORDER BY student_id
      ON CONFLICT (student_id, batch_id) DO UPDATE SET score = excluded.score, tier = excluded.tier,
        parts = excluded.parts, ways = excluded.ways, template = excluded.template, computed_at = excluded.computed_at,
        reason = CASE WHEN s.template = excluded.template THEN s.reason ELSE excluded.reason END,
        reason_source = CASE WHEN s.template = excluded.template THEN s.reason_source ELSE excluded.reason_source END
      WHERE s.computed_at <= excluded.computed_at
      """;
  private static final String FORGET = "DELETE FROM risk.scores WHERE batch_id = $1 AND computed_at < $2";
  /** Rows of batches that are not active any more. */
  private static final String FORGET_OLD = """
      DELETE FROM risk.scores s USING education.shared_batches b WHERE b.batch_id = s.batch_id AND b.state <> 'active'
      """;

  private static final String COLUMNS =
      "s.*, p.full_name AS name, b.name AS batch_name, c.created_at AS classroom_requested_at";
  private static final String FROM = """
      FROM risk.scores s JOIN education.shared_batches b ON b.batch_id = s.batch_id
        LEFT JOIN identity.shared_people p ON p.id = s.student_id
        LEFT JOIN risk.classroom_requests c
          ON c.student_id = s.student_id AND c.batch_id = s.batch_id AND c.state = 'open'
      """;
  private static final String IS_SHOWN =
      " s.tier <> 'low' AND (s.reviewed_until IS NULL OR s.reviewed_until <= $1 OR s.last_call_summary IS NOT NULL) ";
  /** Leaves out who has left since the scores were computed. */
  private static final String HAS_SEAT = """
       EXISTS (SELECT FROM education.shared_students e
         WHERE e.student_id = s.student_id AND e.batch_id = s.batch_id)
      """;
  private static final Query<Shown> LED = Query.of(Shown.class, COLUMNS,
      FROM + " WHERE b.tenant = $2 AND b.batch_lead_id = $3 AND b.state = 'active' AND" + HAS_SEAT
          + "AND" + IS_SHOWN,
      "s.score DESC, s.student_id");
  private static final String ONE = "SELECT " + COLUMNS + "\n" + FROM + """
       WHERE b.tenant = $1 AND b.batch_lead_id = $2 AND s.student_id = $3
       ORDER BY s.score DESC, s.batch_id LIMIT 1
      """;

  private static final String LED_BATCHES = """
      SELECT batch_id FROM education.shared_batches
       WHERE tenant = $1 AND batch_lead_id = $2 AND state = 'active' ORDER BY batch_id
      """;
  private static final String LEADS_OF = """
      SELECT DISTINCT batch_lead_id FROM education.shared_students WHERE tenant = $1 AND student_id = $2
      """;
  private static final String REVIEW = """
      UPDATE risk.scores s SET reviewed_by = $4, reviewed_at = $5, reviewed_until = $6
        FROM education.shared_batches b
       WHERE b.batch_id = s.batch_id AND b.tenant = $1 AND b.batch_lead_id = $2 AND s.student_id = $3
      """;
  private static final String ATTACH = """
      UPDATE risk.scores SET last_call_summary = $3,
             reviewed_by = CASE WHEN reviewed_at > $4 THEN reviewed_by END,
             reviewed_at = greatest(reviewed_at, $4), reviewed_until = greatest(reviewed_until, $5)
       WHERE student_id = $1 AND batch_id = $2
         AND (reviewed_at IS NULL OR reviewed_at <= $4 OR reviewed_by IS NOT NULL)
      """;
  private static final String FILE = """
      INSERT INTO risk.classroom_requests (id, tenant, student_id, batch_id, requested_by, note, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (student_id, batch_id) WHERE state = 'open' DO NOTHING
      """;
  private static final String FILED =
      "SELECT * FROM risk.classroom_requests WHERE student_id = $1 AND batch_id = $2 AND state = 'open'";

  private static final String TO_WORD = "SELECT s.student_id, s.template, s.parts::text AS parts FROM risk.scores s"
      + " WHERE s.batch_id = $2 AND s.reason_source = 'template' AND" + IS_SHOWN
      + "ORDER BY s.score DESC, s.student_id LIMIT $3";
  /** Writes only as long as the row still says what was asked about. */
  private static final String WORD = """
      UPDATE risk.scores SET reason = $4, reason_source = 'ai'
       WHERE student_id = $1 AND batch_id = $2 AND template = $3
      """;

  private static final Rows<ClassroomRequest> REQUEST = Rows.of(ClassroomRequest.class);

  private final Database db;

  RiskRepository(Database db) {
    this.db = db;
  }

  record Scored(UUID student, RiskRules.Assessment is, List<Way> ways, String template) {}

  private record Shown(UUID studentId, String name, UUID batchId, String batchName, double score, Tier tier,
      JsonNode parts, JsonNode ways, String reason, ReasonSource reasonSource, UUID reviewedBy, Instant reviewedAt,
      Instant reviewedUntil, String lastCallSummary, Instant classroomRequestedAt, Instant computedAt) {
    RiskStudent student() {
      return new RiskStudent(studentId, name, batchId, batchName, score, tier, all(parts, Part[].class),
          LowerTier.next(tier), all(ways, Way[].class), reason, reasonSource, reviewedBy, reviewedAt, reviewedUntil,
          lastCallSummary, classroomRequestedAt, computedAt);
    }
  }

  record Unworded(UUID student, String template, List<Part> parts) {}

  void upsert(FactRepository.Batch batch, Instant now, List<Scored> some) {
    db.write(UPSERT, batch.id(), batch.tenant(), now,
        some.stream().map(Scored::student).toArray(UUID[]::new),
        some.stream().map(each -> BigDecimal.valueOf(each.is().score())).toArray(BigDecimal[]::new),
        some.stream().map(each -> each.is().tier()).toList(),
        some.stream().map(each -> Json.write(each.is().parts())).toList(),
        some.stream().map(each -> Json.write(each.ways())).toList(), some.stream().map(Scored::template).toList());
  }

  void forget(UUID batch, Instant computedBefore) {
    db.write(FORGET, batch, computedBefore);
  }

  void forgetOldBatches() {
    db.write(FORGET_OLD);
  }

  Page<RiskStudent> led(String tenant, UUID lead, Instant now, PageWindow window) {
    return LED.page(db, window, now, tenant, lead).map(Shown::student);
  }

  Optional<RiskStudent> led(String tenant, UUID lead, UUID student) {
    return LED.rows().first(db.query(ONE, tenant, lead, student)).map(Shown::student);
  }

  List<UUID> ledBatches(String tenant, UUID lead) {
    return PageWindow.all(db.query(LED_BATCHES, tenant, lead), row -> row.getUUID("batch_id"));
  }

  /** Empty when the tenant has no such student; a batch without a lead is null among them. */
  List<UUID> leadsOf(String tenant, UUID student) {
    return PageWindow.all(db.query(LEADS_OF, tenant, student), row -> row.getUUID("batch_lead_id"));
  }

  void review(String tenant, UUID lead, UUID student, Instant now, Instant until) {
    db.write(REVIEW, tenant, lead, student, lead, now, until);
  }

  boolean attach(UUID student, UUID batch, String summary, Instant at, Instant until) {
    return db.write(ATTACH, student, batch, summary, at, until).rowCount() == 1;
  }

  /** @return the open request: this one, or the one that was there */
  ClassroomRequest file(Tx tx, ClassroomRequest ask, String tenant) {
    tx.send(FILE, ask.id(), tenant, ask.studentId(), ask.batchId(), ask.requestedBy(), ask.note(), ask.createdAt());
    return REQUEST.first(tx.query(FILED, ask.studentId(), ask.batchId())).orElseThrow();
  }

  List<Unworded> toWord(UUID batch, int limit, Instant now) {
    return PageWindow.all(db.query(TO_WORD, now, batch, limit), row -> new Unworded(row.getUUID("student_id"),
        row.getString("template"), List.of(Json.read(row.getString("parts"), Part[].class))));
  }

  boolean word(UUID student, UUID batch, String template, String reason) {
    return db.write(WORD, student, batch, template, reason).rowCount() == 1;
  }

  private static <T> List<T> all(JsonNode array, Class<T[]> type) {
    return List.of(Json.MAPPER.convertValue(array, type));
  }
}
