package com.mas.domain.learning.education;

import static java.time.ZoneOffset.UTC;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.domain.learning.education.EducationContract.AddCourse;
import com.mas.domain.learning.education.EducationContract.BatchCourse;
import com.mas.domain.learning.education.EducationContract.Provider;
import com.mas.domain.learning.education.EducationContract.UpdateCourse;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

final class CourseRepository {
  private static final String LIST = """
      SELECT * FROM education.batch_courses
       WHERE batch_id = $1 AND ($2::text IS NULL OR provider = $2)
       ORDER BY sequence, id
       LIMIT $3 OFFSET $4
      """;

  private static final String COUNT = """
      SELECT count(*) FROM education.batch_courses WHERE batch_id = $1 AND ($2::text IS NULL OR provider = $2)
      """;

  private static final String EXISTING = """
      SELECT * FROM education.batch_courses
       WHERE batch_id = $1 AND provider = $2 AND external_course_id = $3 AND roadmap_item_id IS NOT DISTINCT FROM $4
      """;

  private static final String INSERT = """
      INSERT INTO education.batch_courses
        (id, batch_id, provider, external_course_id, roadmap_item_id, sequence, course_url, created_at)
      SELECT $1, b.id, $3, $4, $5,
             coalesce($6, (SELECT least(coalesce(max(sequence), 0) + 1, 10000)
                             FROM education.batch_courses WHERE batch_id = b.id)),
             $7, $8
        FROM education.batches b
       WHERE b.id = $2
      ON CONFLICT ON CONSTRAINT batch_courses_once DO NOTHING
      RETURNING *
      """;

  private static final String UPDATE = """
      UPDATE education.batch_courses
         SET sequence = coalesce($3, sequence), course_url = coalesce($4, course_url)
       WHERE batch_id = $1 AND id = $2
      RETURNING *
      """;

  private static final String DELETE = "DELETE FROM education.batch_courses WHERE batch_id = $1 AND id = $2";

  private static final String MAPPED = """
      SELECT c.*
        FROM education.batch_courses c JOIN education.batches b ON b.id = c.batch_id
       WHERE b.tenant = $1
         AND ($2::uuid IS NULL OR b.id = $2)
         AND ($3::uuid IS NULL OR b.id IN (SELECT batch_id FROM education.applications
                                            WHERE user_id = $3 AND state = ANY ($4)))
       ORDER BY c.batch_id, c.sequence, c.id
      """;

  private static final String FILL_URLS = """
      UPDATE education.batch_courses c SET course_url = $4
        FROM education.batches b
       WHERE b.id = c.batch_id AND b.tenant = $1 AND c.provider = $2 AND c.external_course_id = $3
         AND c.course_url IS NULL
      """;

  private final Database db;

  CourseRepository(Database db) {
    this.db = db;
  }

  Page<BatchCourse> list(UUID batchId, Provider provider, Slice slice) {
    String wire = provider == null ? null : provider.wire();
    return slice.page(
        db.send(LIST, batchId, wire, slice.limit(), slice.offset()), db.send(COUNT, batchId, wire),
        CourseRepository::read);
  }

  Optional<BatchCourse> existing(AddCourse ask) {
    return first(db.query(EXISTING, ask.id(), ask.provider().wire(), ask.externalCourseId(), ask.roadmapItemId()));
  }

  /** @return empty when this course is mapped to this roadmap item already */
  Optional<BatchCourse> insert(UUID id, AddCourse ask, Instant now) {
    return first(db.query(INSERT, id, ask.id(), ask.provider().wire(), ask.externalCourseId(), ask.roadmapItemId(),
        ask.sequence(), ask.courseUrl(), now.atOffset(UTC)));
  }

  int fillUrls(String tenant, Provider provider, String externalCourseId, String courseUrl) {
    return db.query(FILL_URLS, tenant, provider.wire(), externalCourseId, courseUrl).rowCount();
  }

  Optional<BatchCourse> update(UpdateCourse ask) {
    return first(db.query(UPDATE, ask.id(), ask.courseId(), ask.sequence(), ask.courseUrl()));
  }

  boolean delete(UUID batchId, UUID courseId) {
    return db.query(DELETE, batchId, courseId).rowCount() == 1;
  }

  List<BatchCourse> mapped(String tenant, UUID batchId, UUID userId) {
    return Slice.all(db.query(MAPPED, tenant, batchId, userId, BatchRepository.SEATED), CourseRepository::read);
  }

  private static Optional<BatchCourse> first(RowSet<Row> rows) {
    return Slice.all(rows, CourseRepository::read).stream().findFirst();
  }

  private static BatchCourse read(Row row) {
    return new BatchCourse(row.getUUID("id"), row.getUUID("batch_id"),
        Provider.valueOf(row.getString("provider").toUpperCase(Locale.ROOT)),
        row.getString("external_course_id"), row.getString("roadmap_item_id"), row.getInteger("sequence"),
        row.getString("course_url"), row.getOffsetDateTime("created_at").toInstant());
  }
}
