package com.mas.domain.engagement.portal;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.domain.engagement.portal.CursorRules.Place;
import com.mas.domain.engagement.portal.TimelineContract.Entry;
import com.mas.domain.engagement.portal.TimelineContract.Source;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads timelines: one statement for a page. XP and messages, of which there may be very many, are read by time and no
 * more than a page of each; of the others a student has few, and they are sorted.
 */
final class TimelineRepository {
  /** Ends the part of one source: what is before the place, and no more than a page of it. */
  private static final String PART = """
      ) part WHERE $3::text[] @> ARRAY[part.source] AND (part.at, part.source, part.id) < ($4, $5, $6)
       ORDER BY part.at DESC, part.source DESC, part.id DESC LIMIT $7)
      """;
  static final String PAGE = Stream.of("""
      SELECT kind AS source, id, what, NULL::text AS title, amount, at
        FROM gamification.shared_timeline WHERE tenant = $1 AND student_id = $2 AND at <= $4
      """, """
      SELECT 'course' AS source, l.learner_id::text || ':begun' AS id, 'begun' AS what, l.course_title AS title,
             NULL::int AS amount, coalesce(l.started_at, l.enrolled_at) AS at
        FROM mrlearn.shared_learner_accounts t JOIN mrlearn.shared_learners l ON l.learner_id = t.learner_id
       WHERE t.tenant = $1 AND t.account_id = $2 AND coalesce(l.started_at, l.enrolled_at) IS NOT NULL
      """, """
      SELECT 'course' AS source, l.learner_id::text || ':completed' AS id, 'completed' AS what, l.course_title AS title,
             NULL::int AS amount, l.completed_at AS at
        FROM mrlearn.shared_learner_accounts t JOIN mrlearn.shared_learners l ON l.learner_id = t.learner_id
       WHERE t.tenant = $1 AND t.account_id = $2 AND l.completed_at IS NOT NULL
      """, """
      SELECT 'meeting' AS source, booking_id::text || ':booked' AS id, 'booked' AS what, title, NULL::int AS amount,
             created_at AS at
        FROM mentoring.shared_meetings WHERE tenant = $1 AND student_id = $2
         AND state IN ('booked', 'completed', 'missed')
      """, """
      SELECT 'meeting' AS source, booking_id::text || ':' || state AS id, state AS what, title, NULL::int AS amount,
             starts_at AS at
        FROM mentoring.shared_meetings WHERE tenant = $1 AND student_id = $2 AND state IN ('completed', 'missed')
      """, """
      SELECT 'credential' AS source, credential_id::text AS id, 'issued' AS what, title, NULL::int AS amount,
             issued_at AS at
        FROM credential.shared_holdings WHERE tenant = $1 AND student_id = $2 AND revoked_at IS NULL
      """, """
      SELECT 'credential' AS source, credential_id::text || ':revoked' AS id, 'revoked' AS what, title,
             NULL::int AS amount, revoked_at AS at
        FROM credential.shared_holdings WHERE tenant = $1 AND student_id = $2 AND revoked_at IS NOT NULL
      """, """
      SELECT 'message' AS source, item_id::text AS id, template AS what, title, NULL::int AS amount, created_at AS at
        FROM notification.shared_items WHERE tenant = $1 AND user_id = $2 AND created_at <= $4
      """, """
      SELECT CASE WHEN what = 'completed' THEN 'course' ELSE 'moodle' END AS source,
             'moodle:' || course_id || ':' || what || ':' || number AS id, what, title, round(percent)::int AS amount,
             at
        FROM moodle.shared_happenings WHERE tenant = $1 AND account_id = $2
      """, """
      SELECT 'document' AS source, l.id::text AS id, l.to_state AS what, d.kind AS title, NULL::int AS amount, l.at
        FROM portal.documents d JOIN portal.document_log l ON l.document_id = d.id
       WHERE d.tenant = $1 AND d.student_id = $2
      """).map(part -> "(SELECT * FROM (" + part + PART)
      .collect(Collectors.joining("UNION ALL\n", "SELECT * FROM (",
          ") page ORDER BY at DESC, source DESC, id DESC LIMIT $7"));
  private static final Rows<Entry> ENTRIES = Rows.of(Entry.class);

  private final Database db;

  TimelineRepository(Database db) {
    this.db = db;
  }

  /** @param before the place that the page follows */
  List<Entry> page(String tenant, UUID student, Collection<Source> sources, Place before, int limit) {
    return ENTRIES.all(db.query(PAGE, tenant, student, sources.stream().map(Source::wire).toList(), before.at(),
        before.source(), before.id(), limit));
  }

  /** Returns the place that all entries come after. */
  static Place newest() {
    return new Place(Instant.parse("9998-12-31T00:00:00Z"), "~", "~");
  }
}
