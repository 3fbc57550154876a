package com.mas.domain.learning.education;

import com.mas.bus.Change;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.domain.learning.education.EducationContract.*;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

final class CourseRepository {
  private static final String COLUMNS =
      "*, CASE WHEN provider = 'mrlearn' THEN external_course_id END AS mr_learn_course_id";
  private static final Query<BatchCourse> LIST = Query.of(BatchCourse.class, COLUMNS,
      "FROM education.batch_courses WHERE batch_id = $1 AND ($2::text IS NULL OR provider = $2)", "sequence, id");
  private static final Rows<BatchCourse> ROWS = LIST.rows();

  private static final String EXISTING = "SELECT " + COLUMNS + """
       FROM education.batch_courses
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
      RETURNING\s""" + COLUMNS;

  private static final String UPDATE = """
      UPDATE education.batch_courses
         SET sequence = coalesce($3, sequence), course_url = CASE WHEN $4 THEN $5 ELSE course_url END
       WHERE batch_id = $1 AND id = $2
      RETURNING\s""" + COLUMNS;

  private static final String DELETE = "DELETE FROM education.batch_courses WHERE batch_id = $1 AND id = $2";

  private static final String MAPPED = """
      SELECT c.*, CASE WHEN c.provider = 'mrlearn' THEN c.external_course_id END AS mr_learn_course_id
        FROM education.batch_courses c JOIN education.batches b ON b.id = c.batch_id
       WHERE b.tenant = $1
         AND ($2::uuid IS NULL OR b.id = $2)
         AND ($3::uuid IS NULL OR b.id IN (SELECT batch_id FROM education.applications
                                            WHERE user_id = $3 AND state IN %s))
       ORDER BY c.batch_id, c.sequence, c.id
      """.formatted(BatchRepository.SEATED);

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

  Page<BatchCourse> list(UUID batchId, Provider provider, PageWindow window) {
    return LIST.page(db, window, batchId, provider);
  }

  Optional<BatchCourse> existing(AddCourse ask) {
    return ROWS.first(db.query(EXISTING, ask.id(), ask.provider(), ask.externalCourseId(), ask.roadmapItemId()));
  }

  /** Returns nothing when this course is mapped to this roadmap item already. */
  Optional<BatchCourse> insert(UUID id, AddCourse ask, Instant now) {
    return ROWS.first(db.write(INSERT, id, ask.id(), ask.provider(), ask.externalCourseId(), ask.roadmapItemId(),
        ask.sequence(), ask.courseUrl(), now));
  }

  int fillUrls(String tenant, FillCourseUrls ask) {
    return db.write(FILL_URLS, tenant, ask.provider(), ask.externalCourseId(), ask.courseUrl()).rowCount();
  }

  /** @param sequence null keeps it */
  Optional<BatchCourse> update(UUID batchId, UUID courseId, Integer sequence, Change<String> url) {
    return ROWS.first(db.write(UPDATE, batchId, courseId, sequence, url.isMade(), url.value()));
  }

  boolean delete(UUID batchId, UUID courseId) {
    return db.write(DELETE, batchId, courseId).rowCount() == 1;
  }

  List<BatchCourse> mapped(String tenant, UUID batchId, UUID userId) {
    return ROWS.all(db.query(MAPPED, tenant, batchId, userId));
  }
}
