package com.mas.domain.learning.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Capacity;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Principal;
import com.mas.db.UuidV7;
import com.mas.domain.learning.analysis.AnalysisContract.ConfirmPipeline;
import com.mas.domain.learning.analysis.AnalysisContract.CreatePipeline;
import com.mas.domain.learning.analysis.AnalysisContract.GetPipeline;
import com.mas.domain.learning.analysis.AnalysisContract.Pipeline;
import com.mas.domain.learning.analysis.AnalysisContract.PipelineState;
import com.mas.domain.learning.analysis.AnalysisContract.Scope;
import com.mas.domain.learning.analysis.AnalysisContract.WorkOn;
import com.mas.jobs.Jobs;
import com.mas.testkit.House;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A house with comments about a teacher, and workers that answer as a test says. */
final class Lab extends House {
  static final UUID ADMIN = UUID.randomUUID();
  private static final UUID VERSION = UUID.randomUUID();
  private static final int ROUNDS = 40;

  /** Says what each worker answers; a test may put another one. */
  final Map<Stage, UnaryOperator<JsonNode>> workers = new EnumMap<>(Stage.class);
  /** Requests that workers were asked, in their order. */
  final List<JsonNode> asked = new ArrayList<>();

  Lab() {
    this(List.of(Stage.SENTIMENT, Stage.EMBEDDING, Stage.TOPICS, Stage.RECOMMENDATIONS));
  }

  /** @param configured the stages that have workers */
  Lab(List<Stage> configured) {
    super("2026-03-10T09:00:00Z");
    Map<Stage, Worker> here = new EnumMap<>(Stage.class);
    for (Stage stage : configured) {
      here.put(stage, (call, request, limit) -> {
        synchronized (asked) {
          asked.add(request);
        }
        return workers.get(stage).apply(request);
      });
    }
    deploy(new AnalysisVerticle(bus, new Capacity("analysis", 1, 100), db, new Jobs(clock), new UuidV7(clock), here));
    execute("INSERT INTO questionnaire.questionnaires (id, tenant, title, type, created_by, created_at) VALUES"
        + " (?, 'mas', 'T', 'T', ?, now())", VERSION, ADMIN);
    execute("INSERT INTO questionnaire.versions (id, tenant, questionnaire_id, number, state, schema, max_score,"
        + " created_at) VALUES (?, 'mas', ?, 1, 'ACTIVE', '{}', 5, now())", VERSION, VERSION);
  }

  /** Makes all new: so many comments about the teacher "prof", and workers that are well. */
  void calm(int comments) {
    fill(comments);
    asked.clear();
    workers.put(Stage.SENTIMENT, Lab::sentiment);
    workers.put(Stage.EMBEDDING, request -> vector(0.5));
    workers.put(Stage.TOPICS, Lab::topics);
    workers.put(Stage.RECOMMENDATIONS, Lab::recommendations);
  }

  /** Makes so many comments, and takes away what there was. */
  void fill(int comments) {
    execute("TRUNCATE analysis.pipelines CASCADE; TRUNCATE questionnaire.submissions; DELETE FROM jobs.job");
    execute("""
        INSERT INTO questionnaire.submissions (id, tenant, version_id, respondent, faculty, faculty_name, course,
          campus, department, period, answers, score, percent, comment, clean, source, created_at)
        SELECT gen_random_uuid(), 'mas', ?, 's' || n, 'prof', 'Prof Iyer', 'ph-101', 'Pune', 'Physics', '2026-1', '{5}',
          5, 100, 'c', CASE n % 3 WHEN 0 THEN 'bad ' WHEN 1 THEN 'plain ' ELSE 'good ' END
            || 'comment with more than ten words in it so that it passes the gate ' || n, 'import', now()
          FROM generate_series(1, ?) n""", VERSION, comments);
  }

  static JsonNode sentiment(JsonNode request) {
    ObjectNode answer = completed();
    ArrayNode results = answer.putArray("results");
    request.path("items").forEach(item -> results.add(mood(item.path("submissionId").asText(),
        item.path("text").asText())));
    return answer;
  }

  static ObjectNode mood(String id, String text) {
    double positive = text.startsWith("good") ? 0.8 : 0.1;
    double negative = text.startsWith("bad") ? 0.8 : 0.1;
    return Json.MAPPER.createObjectNode().put("submissionId", id).put("positive", positive)
        .put("neutral", 1 - positive - negative).put("negative", negative);
  }

  static JsonNode vector(double each) {
    ObjectNode answer = Json.MAPPER.createObjectNode();
    ArrayNode numbers = answer.putObject("result").put("modelName", "LaBSE").putArray("embedding");
    for (int i = 0; i < 768; i++) {
      numbers.add(each);
    }
    return answer;
  }

  /** Two topics; every other comment has each of them. */
  static JsonNode topics(JsonNode request) {
    ObjectNode answer = completed();
    ArrayNode topics = answer.putArray("topics");
    topics.addObject().put("topicIndex", 0).put("rawLabel", "0_lab_late").put("docCount", 2).putArray("keywords")
        .add("lab").add("late").add("projector").add("room");
    topics.addObject().put("topicIndex", 1).put("rawLabel", "1_pace").put("docCount", 1).putArray("keywords");
    ArrayNode assignments = answer.putArray("assignments");
    int number = 0;
    for (JsonNode item : request.path("items")) {
      assignments.addObject().put("submissionId", item.path("submissionId").asText()).put("topicIndex", number++ % 2)
          .put("probability", 0.7);
    }
    answer.putObject("metrics").put("npmi_coherence", 0.1);
    return answer;
  }

  /** Recommends one thing with all comments behind it, and two others with the first. */
  static JsonNode recommendations(JsonNode request) {
    ObjectNode answer = completed();
    ArrayNode all = answer.putArray("recommendations");
    for (String category : List.of("IMPROVEMENT", "STRENGTH", "STRENGTH")) {
      ArrayNode evidence = all.addObject().put("category", category).put("headline", "Do it").put("description", "d")
          .put("actionPlan", "a").put("priority", "HIGH").putArray("supportingEvidence");
      for (JsonNode item : request.path("items")) {
        evidence.add(item.path("submissionId").asText());
        if (category.equals("STRENGTH")) {
          break;
        }
      }
    }
    return answer;
  }

  static ObjectNode completed() {
    return Json.MAPPER.createObjectNode().put("version", "1").put("status", "completed")
        .put("completedAt", "2026-03-10T14:30:00+05:30");
  }

  @Override
  protected UUID caller() {
    return ADMIN;
  }

  @Override
  protected Principal principal(UUID who, String ofTenant) {
    return new Principal(who, Principal.Role.ADMIN, Set.of(), ofTenant);
  }

  Pipeline prepared() {
    return ask(AnalysisContract.CREATE, new CreatePipeline(Scope.FACULTY, "Prof", null, null));
  }

  Pipeline begun() {
    Pipeline pipeline = prepared();
    return ask(AnalysisContract.CONFIRM, new ConfirmPipeline(pipeline.id()));
  }

  Pipeline get(UUID id) {
    return ask(AnalysisContract.GET, new GetPipeline(id));
  }

  /** Does the stored requests until there are none, again and again those that fail. */
  Pipeline drained(UUID id) {
    for (int round = 0; round < ROUNDS && !jobs().isEmpty(); round++) {
      jobs().forEach(this::attempt);
    }
    return get(id);
  }

  /** Does the stored requests until the pipeline is in this state. */
  void drainedTo(UUID id, PipelineState state) {
    while (get(id).state() != state) {
      attempt(jobs().getFirst());
    }
  }

  List<WorkOn> jobs() {
    return column("SELECT body::text FROM jobs.job WHERE address = 'analysis.piece.work' ORDER BY run_at, id").stream()
        .map(body -> Json.read(body, WorkOn.class)).toList();
  }

  /** Does one as the runner does: it is done with unless it fails. */
  FailureException attempt(WorkOn job) {
    try {
      ask(product(), AnalysisContract.WORK, job);
      execute("DELETE FROM jobs.job WHERE body->>'pipelineId' = ? AND body->>'stage' = ? AND body->>'piece' = ?",
          job.pipelineId().toString(), job.stage(), String.valueOf(job.piece()));
      return null;
    } catch (FailureException e) {
      return e;
    }
  }

  long number(UUID pipeline, String what) {
    return number("SELECT count(*) FROM analysis.items WHERE pipeline_id = ? AND " + what, pipeline);
  }

}
