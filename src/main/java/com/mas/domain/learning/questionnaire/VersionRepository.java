package com.mas.domain.learning.questionnaire;

import com.mas.bus.Change;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.CreateQuestionnaire;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Dimension;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Form;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Questionnaire;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.TypeCount;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Version;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.VersionState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** SQL of questionnaires, versions and dimensions. */
final class VersionRepository {
  private static final String SHOWN = """
      q.id, q.title, q.type, q.created_at,
      (SELECT v.id FROM questionnaire.versions v WHERE v.questionnaire_id = q.id AND v.state = 'ACTIVE')
        AS active_version_id,
      (SELECT v.id FROM questionnaire.versions v WHERE v.questionnaire_id = q.id AND v.state = 'DRAFT')
        AS draft_version_id,
      (SELECT count(*) FROM questionnaire.versions v WHERE v.questionnaire_id = q.id) AS versions,
      (SELECT coalesce(sum(v.submissions), 0)::bigint FROM questionnaire.versions v WHERE v.questionnaire_id = q.id)
        AS submissions""";
  private static final Query<Questionnaire> LIST = Query.of(Questionnaire.class, SHOWN,
      "FROM questionnaire.questionnaires q WHERE q.tenant = $1 AND ($2::text IS NULL OR q.type = $2)",
      "q.created_at DESC, q.id DESC");
  private static final Rows<Questionnaire> QUESTIONNAIRES = LIST.rows();

  private static final String FIND =
      "SELECT " + SHOWN + " FROM questionnaire.questionnaires q WHERE q.tenant = $1 AND q.id = $2";

  private static final String INSERT = """
      INSERT INTO questionnaire.questionnaires (id, tenant, title, type, created_by, created_at)
      VALUES ($1, $2, $3, $4, $5, $6)""";

  private static final Query<TypeCount> TYPES = Query.of(TypeCount.class, "type, questionnaires", """
      FROM (SELECT type, count(*) AS questionnaires FROM questionnaire.questionnaires WHERE tenant = $1
             GROUP BY type) t""", "type");

  private static final String COLUMNS =
      "id, questionnaire_id, number, state, schema, max_score, created_at, published_at, ended_at";
  private static final Query<Version> VERSIONS = Query.of(Version.class, COLUMNS,
      "FROM questionnaire.versions WHERE tenant = $1 AND questionnaire_id = $2", "number DESC");
  private static final Rows<Version> VERSION = VERSIONS.rows();

  private static final String FIND_VERSION =
      "SELECT " + COLUMNS + " FROM questionnaire.versions WHERE tenant = $1 AND id = $2";

  /** Keeps others from changing states of the questionnaire's versions: at most one draft and one active are there. */
  private static final String LOCK = """
      SELECT id FROM questionnaire.questionnaires WHERE tenant = $1
         AND id = coalesce($2, (SELECT questionnaire_id FROM questionnaire.versions WHERE tenant = $1 AND id = $3))
         FOR UPDATE""";

  private static final String INSERT_VERSION = """
      INSERT INTO questionnaire.versions
        (id, tenant, questionnaire_id, number, state, schema, max_score, created_at)
      SELECT $1, $2, $3, coalesce(max(number), 0) + 1, 'DRAFT', $4::text::jsonb, $5, $6
        FROM questionnaire.versions WHERE questionnaire_id = $3
      RETURNING\s""" + COLUMNS;

  private static final String CHANGE_SCHEMA = """
      UPDATE questionnaire.versions SET schema = $3::text::jsonb, max_score = $4
       WHERE tenant = $1 AND id = $2 AND state = 'DRAFT' RETURNING\s""" + COLUMNS;

  private static final String DEPRECATE_ACTIVE = """
      UPDATE questionnaire.versions SET state = 'DEPRECATED', ended_at = $2
       WHERE questionnaire_id = $1 AND state = 'ACTIVE'""";

  private static final String MOVE = """
      UPDATE questionnaire.versions SET state = $3,
             published_at = CASE WHEN $3 = 'ACTIVE' THEN $4 ELSE published_at END,
             ended_at = CASE WHEN $3 = 'DEPRECATED' THEN $4 ELSE ended_at END
       WHERE tenant = $1 AND id = $2 RETURNING\s""" + COLUMNS;

  private static final Query<Dimension> DIMENSIONS = Query.of(Dimension.class, "code, name, active",
      "FROM questionnaire.dimensions WHERE tenant = $1 AND ($2::boolean IS NULL OR active = $2)", "code");

  private static final String ACTIVE_DIMENSIONS =
      "SELECT code, name, active FROM questionnaire.dimensions WHERE tenant = $1 AND active AND code = ANY ($2)";

  private static final String NAMED_DIMENSIONS = """
      SELECT code, name, active FROM questionnaire.dimensions WHERE tenant = $1 AND code = ANY ($2) ORDER BY code""";

  private static final String ADD_DIMENSION = """
      INSERT INTO questionnaire.dimensions (tenant, code, name) VALUES ($1, $2, $3)
      ON CONFLICT (tenant, code) DO NOTHING RETURNING code, name, active""";

  private static final String CHANGE_DIMENSION = """
      UPDATE questionnaire.dimensions SET name = coalesce($3, name), active = coalesce($4, active)
       WHERE tenant = $1 AND code = $2 RETURNING code, name, active""";

  private final Database db;

  VersionRepository(Database db) {
    this.db = db;
  }

  Page<Questionnaire> list(String tenant, String type, PageWindow window) {
    return LIST.page(db, window, tenant, type);
  }

  Optional<Questionnaire> find(String tenant, UUID id) {
    return QUESTIONNAIRES.first(db.query(FIND, tenant, id));
  }

  void insert(UUID id, String tenant, CreateQuestionnaire ask, UUID by, Instant now) {
    db.write(INSERT, id, tenant, ask.title(), ask.type(), by, now);
  }

  Page<TypeCount> types(String tenant, PageWindow window) {
    return TYPES.page(db, window, tenant);
  }

  Page<Version> versions(String tenant, UUID questionnaire, PageWindow window) {
    return VERSIONS.page(db, window, tenant, questionnaire);
  }

  Optional<Version> version(String tenant, UUID id) {
    return VERSION.first(db.query(FIND_VERSION, tenant, id));
  }

  Optional<Version> version(Tx tx, String tenant, UUID id) {
    return VERSION.first(tx.query(FIND_VERSION, tenant, id));
  }

  /** Locks a questionnaire, or that of a version; returns whether it is there. */
  boolean lock(Tx tx, String tenant, UUID questionnaire, UUID version) {
    return tx.query(LOCK, tenant, questionnaire, version).size() == 1;
  }

  Version insertVersion(Tx tx, UUID id, String tenant, UUID questionnaire, Form form, BigDecimal best, Instant now) {
    return VERSION.first(tx.query(INSERT_VERSION, id, tenant, questionnaire, Json.write(form), best, now))
        .orElseThrow();
  }

  /** Returns nothing for a version that is no draft. */
  Optional<Version> changeSchema(Tx tx, String tenant, UUID id, Form form, BigDecimal best) {
    return VERSION.first(tx.query(CHANGE_SCHEMA, tenant, id, Json.write(form), best));
  }

  void deprecateActive(Tx tx, UUID questionnaire, Instant now) {
    tx.send(DEPRECATE_ACTIVE, questionnaire, now);
  }

  Version move(Tx tx, String tenant, UUID id, VersionState to, Instant now) {
    return VERSION.first(tx.query(MOVE, tenant, id, to, now)).orElseThrow();
  }

  Page<Dimension> dimensions(String tenant, Boolean active, PageWindow window) {
    return DIMENSIONS.page(db, window, tenant, active);
  }

  Set<String> activeDimensions(String tenant, Set<String> codes) {
    return DIMENSIONS.rows().all(db.query(ACTIVE_DIMENSIONS, tenant, codes)).stream().map(Dimension::code)
        .collect(Collectors.toSet());
  }

  /** Returns nothing where there is one with this code. */
  Optional<Dimension> addDimension(String tenant, String code, String name) {
    return DIMENSIONS.rows().first(db.write(ADD_DIMENSION, tenant, code, name));
  }

  Optional<Dimension> changeDimension(String tenant, String code, Change<String> name, Change<Boolean> active) {
    return DIMENSIONS.rows().first(db.write(CHANGE_DIMENSION, tenant, code, name.filled("/name", null),
        active.filled("/active", null)));
  }

  List<Dimension> dimensions(String tenant, Set<String> codes) {
    return DIMENSIONS.rows().all(db.query(NAMED_DIMENSIONS, tenant, codes));
  }
}
