package com.mas.domain.learning.questionnaire;

import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.questionnaire.SubmissionContract.Draft;
import com.mas.domain.learning.questionnaire.SubmissionContract.SaveDraft;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** SQL of what people have answered so far. A course of '' is none. */
final class DraftRepository {
  private static final String COLUMNS = """
      version_id, faculty AS faculty_username, nullif(course, '') AS course_shortname, answers, comment, updated_at""";

  /** Takes a draft only for a version of the tenant that is answered now. */
  private static final String SAVE = """
      INSERT INTO questionnaire.drafts AS d (tenant, version_id, user_id, faculty, course, answers, comment, updated_at)
      SELECT v.tenant, v.id, $3, $4, $5, $6::text::jsonb, $7, $8 FROM questionnaire.versions v
       WHERE v.tenant = $1 AND v.id = $2 AND v.state = 'ACTIVE'
      ON CONFLICT (version_id, user_id, faculty, course) DO UPDATE
        SET answers = excluded.answers, comment = excluded.comment, updated_at = excluded.updated_at
      RETURNING\s""" + COLUMNS;

  private static final String MINE = """
       FROM questionnaire.drafts WHERE tenant = $1 AND version_id = $2 AND user_id = $3 AND faculty = $4 AND course = $5
      """;
  private static final String FIND = "SELECT " + COLUMNS + MINE;
  private static final String DELETE = "DELETE " + MINE + " RETURNING " + COLUMNS;

  private static final Rows<Draft> DRAFTS = Rows.of(Draft.class);

  private final Database db;

  DraftRepository(Database db) {
    this.db = db;
  }

  /** Returns nothing when the version is not answered now. */
  Optional<Draft> save(String tenant, UUID user, String faculty, String course, SaveDraft ask, Instant now) {
    return DRAFTS.first(db.write(SAVE, tenant, ask.versionId(), user, faculty, course, Json.write(ask.answers()),
        ask.comment(), now));
  }

  Optional<Draft> find(String tenant, UUID version, UUID user, String faculty, String course) {
    return DRAFTS.first(db.query(FIND, tenant, version, user, faculty, course));
  }

  Optional<Draft> remove(String tenant, UUID version, UUID user, String faculty, String course) {
    return DRAFTS.first(db.write(DELETE, tenant, version, user, faculty, course));
  }

  void removeWith(Tx tx, String tenant, UUID version, UUID user, String faculty, String course) {
    tx.send(DELETE, tenant, version, user, faculty, course);
  }

}
