package com.mas.domain.learning.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.ComposesSql;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.analysis.AnalysisContract.Comment;
import com.mas.domain.learning.analysis.AnalysisContract.CreatePipeline;
import com.mas.domain.learning.analysis.AnalysisContract.ListComments;
import com.mas.domain.learning.analysis.AnalysisContract.Mood;
import com.mas.domain.learning.analysis.AnalysisContract.Pipeline;
import com.mas.domain.learning.analysis.AnalysisContract.Recommendation;
import com.mas.domain.learning.analysis.AnalysisContract.Scope;
import com.mas.domain.learning.analysis.AnalysisContract.ScopeChoice;
import com.mas.domain.learning.analysis.AnalysisContract.Topic;
import com.mas.domain.learning.analysis.Answers.Assignment;
import com.mas.domain.learning.analysis.Answers.Sentiment;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** SQL of the comments of a pipeline, and of what was found out about them. */
@ComposesSql
final class ItemRepository {
  /** Column of a submission by which each scope is told. */
  private static final Map<Scope, String> COLUMN = new EnumMap<>(
      Map.of(Scope.FACULTY, "faculty", Scope.DEPARTMENT, "department", Scope.CAMPUS, "campus"));

  private static final Map<Scope, String> BASIS = each("""
      WITH s AS (
        SELECT * FROM questionnaire.shared_submissions
         WHERE tenant = $1 AND %scope% = $2 AND ($3::uuid IS NULL OR version_id = $3)
           AND ($4::text IS NULL OR period = $4)
      )
      SELECT count(*) AS submissions, count(clean) AS comments, max(%name%) AS name,
             (SELECT sum(c.students)::bigint FROM moodle.shared_courses c
               WHERE c.tenant = $1 AND lower(c.short_name) IN (SELECT DISTINCT course FROM s)) AS students,
             (SELECT y.completed_at FROM moodle.shared_syncs y WHERE y.tenant = $1) AS synced
        FROM s""");

  private static final Map<Scope, String> TAKE = each("""
      INSERT INTO analysis.items (pipeline_id, number, submission_id)
      SELECT $5, (row_number() OVER (ORDER BY x.id DESC) - 1)::int, x.id
        FROM (SELECT id FROM questionnaire.shared_submissions
               WHERE tenant = $1 AND %scope% = $2 AND ($3::uuid IS NULL OR version_id = $3)
                 AND ($4::text IS NULL OR period = $4) AND clean IS NOT NULL
               ORDER BY id DESC LIMIT $6) x""");

  private static final Map<Scope, Query<ScopeChoice>> CHOICES = COLUMN.entrySet().stream().collect(Collectors.toMap(
      Map.Entry::getKey, scope -> Query.of(ScopeChoice.class, "scope_id, name, submissions, comments", """
          FROM (SELECT %scope% AS scope_id, max(%name%) AS name, count(*) AS submissions, count(clean) AS comments
                  FROM questionnaire.shared_submissions WHERE tenant = $1 AND %scope% IS NOT NULL GROUP BY 1) c
          """.replace("%scope%", scope.getValue()).replace("%name%", name(scope.getKey())),
          "comments DESC, scope_id")));

  private static final String TEXTS = """
      SELECT i.submission_id, s.clean AS text, i.mood
        FROM analysis.items i JOIN questionnaire.shared_submissions s ON s.id = i.submission_id
       WHERE i.pipeline_id = $1 AND i.number BETWEEN $2 AND $3 AND s.clean IS NOT NULL""";
  private static final String WITHOUT_MOOD = TEXTS + " AND i.mood IS NULL ORDER BY i.number";
  private static final String WITH_MOOD = TEXTS + " AND i.mood IS NOT NULL ORDER BY i.number";
  private static final String WITHOUT_VECTOR = TEXTS + " AND i.passed AND i.embedding IS NULL ORDER BY i.number";
  private static final String PASSED = TEXTS + " AND i.passed ORDER BY i.number";

  private static final String VECTORS = """
      SELECT i.submission_id, s.clean AS text, i.embedding
        FROM analysis.items i JOIN questionnaire.shared_submissions s ON s.id = i.submission_id
       WHERE i.pipeline_id = $1 AND i.embedding IS NOT NULL AND s.clean IS NOT NULL ORDER BY i.number""";

  private static final String SET_MOODS = """
      UPDATE analysis.items i SET positive = g.positive, neutral = g.neutral, negative = g.negative, mood = g.mood
        FROM unnest($2::uuid[], $3::real[], $4::real[], $5::real[], $6::text[])
          AS g (id, positive, neutral, negative, mood)
       WHERE i.pipeline_id = $1 AND i.submission_id = g.id AND i.mood IS NULL""";

  private static final String PASS =
      "UPDATE analysis.items SET passed = submission_id = ANY ($2) WHERE pipeline_id = $1";

  private static final String SET_VECTOR =
      "UPDATE analysis.items SET embedding = $3 WHERE pipeline_id = $1 AND submission_id = $2 AND embedding IS NULL";

  private static final String SET_TOPICS = """
      INSERT INTO analysis.topics (pipeline_id, topic_index, label, keywords)
      SELECT $1, t."index", t.label, ARRAY (SELECT jsonb_array_elements_text(t.keywords))
        FROM jsonb_to_recordset($2::text::jsonb) AS t ("index" int, label text, keywords jsonb)
      ON CONFLICT (pipeline_id, topic_index) DO NOTHING""";

  private static final String ASSIGN = """
      UPDATE analysis.items i SET topic = g.topic, probability = g.probability
        FROM unnest($2::uuid[], $3::int[], $4::real[]) AS g (id, topic, probability)
       WHERE i.pipeline_id = $1 AND i.submission_id = g.id""";

  private static final String METRICS = "UPDATE analysis.pipelines SET metrics = $2::text::jsonb WHERE id = $1";

  private static final String LABEL =
      "UPDATE analysis.topics SET label = $3 WHERE pipeline_id = $1 AND topic_index = $2";

  private static final Query<Topic> TOPICS = Query.of(Topic.class, "*", """
      FROM (SELECT t.topic_index, t.label, t.keywords, count(i.number) AS comments, jsonb_build_object(
              'positive', count(*) FILTER (WHERE i.mood = 'positive'),
              'neutral', count(*) FILTER (WHERE i.mood = 'neutral'),
              'negative', count(*) FILTER (WHERE i.mood = 'negative')) AS moods
              FROM analysis.topics t
              LEFT JOIN analysis.items i ON i.pipeline_id = t.pipeline_id AND i.topic = t.topic_index
             WHERE t.pipeline_id = $1 GROUP BY t.pipeline_id, t.topic_index) x""", "comments DESC, topic_index");

  private static final String ADVISE = """
      INSERT INTO analysis.recommendations (pipeline_id, number, category, headline, description, action_plan, priority,
        confidence, supporting_evidence)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (pipeline_id, number) DO NOTHING""";

  private static final Query<Recommendation> ADVICES = Query.of(Recommendation.class, """
      number, category, headline, description, action_plan, priority, confidence, supporting_evidence""",
      "FROM analysis.recommendations WHERE pipeline_id = $1", "number");

  private static final Query<Comment> COMMENTS = Query.of(Comment.class,
      "i.submission_id, s.clean AS text, i.mood, i.topic", """
      FROM analysis.items i JOIN questionnaire.shared_submissions s ON s.id = i.submission_id
     WHERE i.pipeline_id = $1 AND s.clean IS NOT NULL AND ($2::text IS NULL OR i.mood = $2)
       AND ($3::int IS NULL OR i.topic = $3)
       AND ($4::int IS NULL OR i.submission_id = ANY (SELECT unnest(r.supporting_evidence)
              FROM analysis.recommendations r WHERE r.pipeline_id = $1 AND r.number = $4))""", "i.number");

  private static final Rows<Basis> BASES = Rows.of(Basis.class);
  private static final Rows<Said> SAID = Rows.of(Said.class);

  /**
   * Tells what there is to analyse.
   *
   * @param students null: unknown
   * @param synced when that was told last; null: never
   */
  record Basis(long submissions, long comments, String name, Long students, Instant synced) {}

  /** @param mood null: not told yet */
  record Said(UUID submissionId, String text, Mood mood) {}

  record Vector(UUID submissionId, String text, Float[] embedding) {}

  /** A topic as it is stored first. */
  record NewTopic(int index, String label, List<String> keywords) {}

  private final Database db;

  ItemRepository(Database db) {
    this.db = db;
  }

  private static String name(Scope scope) {
    return scope == Scope.FACULTY ? "faculty_name" : COLUMN.get(scope);
  }

  /** Makes a statement of each kind of scope. */
  static Map<Scope, String> each(String sql) {
    return Arrays.stream(Scope.values()).collect(Collectors.toMap(Function.identity(),
        scope -> sql.replace("%scope%", COLUMN.get(scope)).replace("%name%", name(scope))));
  }

  Page<ScopeChoice> choices(String tenant, Scope scope, PageWindow window) {
    return CHOICES.get(scope).page(db, window, tenant);
  }

  Basis basis(String tenant, CreatePipeline ask) {
    return BASES.first(db.query(BASIS.get(ask.scope()), tenant, ask.scopeId(), ask.versionId(), ask.period()))
        .orElseThrow();
  }

  /** Takes the comments as they are now. */
  int take(Tx tx, String tenant, Pipeline pipeline) {
    return tx.query(TAKE.get(pipeline.scope()), tenant, pipeline.scopeId(), pipeline.versionId(), pipeline.period(),
        pipeline.id(), AnalysisContract.MOST_COMMENTS).rowCount();
  }

  List<Said> withoutMood(UUID pipeline, int first, int last) {
    return SAID.all(db.query(WITHOUT_MOOD, pipeline, first, last));
  }

  List<Said> withMood(UUID pipeline, int first, int last) {
    return SAID.all(db.query(WITH_MOOD, pipeline, first, last));
  }

  List<Said> withoutVector(UUID pipeline, int first, int last) {
    return SAID.all(db.query(WITHOUT_VECTOR, pipeline, first, last));
  }

  List<Said> passed(UUID pipeline, int first, int last) {
    return SAID.all(db.query(PASSED, pipeline, first, last));
  }

  List<Vector> vectors(UUID pipeline) {
    return PageWindow.all(db.query(VECTORS, pipeline), row -> new Vector(row.getUUID("submission_id"),
        row.getString("text"), row.getArrayOfFloats("embedding")));
  }

  void setMoods(Tx tx, UUID pipeline, Map<UUID, Sentiment> found) {
    List<Sentiment> all = List.copyOf(found.values());
    tx.send(SET_MOODS, pipeline, found.keySet().toArray(UUID[]::new),
        all.stream().map(Sentiment::positive).toArray(Float[]::new),
        all.stream().map(Sentiment::neutral).toArray(Float[]::new),
        all.stream().map(Sentiment::negative).toArray(Float[]::new),
        all.stream().map(each -> each.mood().wire()).toArray(String[]::new));
  }

  void pass(Tx tx, UUID pipeline, List<UUID> submissions) {
    tx.send(PASS, pipeline, submissions.toArray(UUID[]::new));
  }

  void setVectors(Tx tx, UUID pipeline, Map<UUID, Float[]> found) {
    found.forEach((id, vector) -> tx.send(SET_VECTOR, pipeline, id, vector));
  }

  void setTopics(Tx tx, UUID pipeline, List<NewTopic> topics, Map<UUID, Assignment> of, JsonNode metrics) {
    tx.send(SET_TOPICS, pipeline, Json.write(topics));
    List<Assignment> all = List.copyOf(of.values());
    tx.send(ASSIGN, pipeline, of.keySet().toArray(UUID[]::new),
        all.stream().map(Assignment::topic).toArray(Integer[]::new),
        all.stream().map(Assignment::probability).toArray(Float[]::new));
    tx.send(METRICS, pipeline, metrics.isObject() ? metrics.toString() : null);
  }

  void label(Tx tx, UUID pipeline, Map<Integer, String> labels) {
    labels.forEach((index, label) -> tx.send(LABEL, pipeline, index, label));
  }

  Page<Topic> topics(UUID pipeline, PageWindow window) {
    return TOPICS.page(db, window, pipeline);
  }

  void advise(Tx tx, UUID pipeline, List<Recommendation> all) {
    all.forEach(each -> tx.send(ADVISE, pipeline, each.number(), each.category(), each.headline(), each.description(),
        each.actionPlan(), each.priority(), each.confidence(), each.supportingEvidence().toArray(UUID[]::new)));
  }

  Page<Recommendation> recommendations(UUID pipeline, PageWindow window) {
    return ADVICES.page(db, window, pipeline);
  }

  Page<Comment> comments(ListComments ask, PageWindow window) {
    return COMMENTS.page(db, window, ask.id(), ask.mood(), ask.topic(), ask.recommendation());
  }
}
