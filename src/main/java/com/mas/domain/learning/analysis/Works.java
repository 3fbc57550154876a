package com.mas.domain.learning.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.domain.ai.model.ModelContract;
import com.mas.domain.ai.model.ModelContract.Complete;
import com.mas.domain.learning.analysis.AnalysisContract.Mood;
import com.mas.domain.learning.analysis.AnalysisContract.Pipeline;
import com.mas.domain.learning.analysis.AnalysisContract.Recommendation;
import com.mas.domain.learning.analysis.AnalysisContract.Topic;
import com.mas.domain.learning.analysis.AnalysisContract.Warning;
import com.mas.domain.learning.analysis.Answers.Advice;
import com.mas.domain.learning.analysis.ItemRepository.NewTopic;
import com.mas.domain.learning.analysis.ItemRepository.Said;
import com.mas.domain.learning.analysis.ItemRepository.Vector;
import com.mas.domain.learning.analysis.PipelineRepository.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Does what a piece of a stage is for: asks its worker, and says what is to be written. Writes nothing itself. */
final class Works {
  private static final int MOST_SHOWN = 200;
  private static final PageWindow ALL_TOPICS = new PageWindow(500, 0);
  private static final int LONGEST_LABEL = 80;
  private static final int LABEL_TOKENS = 1_000;
  private static final int ADVICE_TOKENS = 4_000;
  private static final double CALM = 0.2;
  private static final String NAME_TOPICS = """
      You name topics of students' comments. Answer with a JSON object that has for each topicIndex a name of two to \
      five words, such as {"0": "Late recordings"}.""";
  private static final String ADVISE = """
      You advise a school by its students' comments. Answer with a JSON object {"recommendations": [...]} of 3 to 7 \
      objects with: category (STRENGTH or IMPROVEMENT), headline, description, actionPlan, priority (HIGH, MEDIUM or \
      LOW) and supportingEvidence (the submissionIds of the comments behind it). Say nothing that no comment says.""";

  /**
   * Tells what a piece has found out.
   *
   * @param ignored results for others
   * @param whole whether nothing of the piece is left to be asked
   * @param warning null: none
   */
  record Found(Consumer<Tx> write, int ignored, boolean whole, Warning warning) {}

  private final Bus bus;
  private final ItemRepository items;
  private final Map<Stage, Worker> workers;

  /** @param workers for those stages that have one */
  Works(Bus bus, ItemRepository items, Map<Stage, Worker> workers) {
    this.bus = bus;
    this.items = items;
    this.workers = Map.copyOf(workers);
  }

  boolean has(Stage stage) {
    return workers.containsKey(stage);
  }

  Found on(Call call, Pipeline pipeline, Stage stage, Piece piece) {
    return switch (stage) {
      case SENTIMENT -> sentiment(call, pipeline, piece);
      case GATE -> gate(pipeline, piece);
      case EMBEDDING -> embedding(call, pipeline, piece);
      case TOPICS -> topics(call, pipeline, piece);
      case LABELS -> labels(call, pipeline);
      case RECOMMENDATIONS -> recommendations(call, pipeline, piece);
    };
  }

  private Found sentiment(Call call, Pipeline pipeline, Piece piece) {
    List<Said> texts = items.withoutMood(pipeline.id(), piece.first(), piece.last());
    if (texts.isEmpty()) {
      return nothing();
    }
    ObjectNode request = request(pipeline, "sentiment", piece);
    ArrayNode asked = request.putArray("items");
    texts.forEach(text -> asked.addObject().put("submissionId", text.submissionId().toString())
        .put("text", text.text()));
    Answers.Sentiments told =
        Answers.sentiments(worker(Stage.SENTIMENT).ask(call, request, Stage.SENTIMENT.limit), ids(texts));
    return new Found(tx -> items.setMoods(tx, pipeline.id(), told.of()), told.ignored(),
        told.of().size() == texts.size(), null);
  }

  /** Lets pass what is negative or neutral, and what praises in more than a few words. */
  private Found gate(Pipeline pipeline, Piece piece) {
    List<UUID> passed = items.withMood(pipeline.id(), piece.first(), piece.last()).stream()
        .filter(text -> PipelineRules.passes(text.mood(), PipelineRules.words(text.text()))).map(Said::submissionId)
        .toList();
    return new Found(tx -> items.pass(tx, pipeline.id(), passed), 0, true,
        PipelineRules.afterGate(passed.size()).orElse(null));
  }

  private Found embedding(Call call, Pipeline pipeline, Piece piece) {
    List<Said> texts = items.withoutVector(pipeline.id(), piece.first(), piece.last());
    Map<UUID, Float[]> found = new HashMap<>();
    for (Said text : texts) {
      ObjectNode request = request(pipeline, "embedding", piece).put("text", text.text());
      ((ObjectNode) request.get("metadata")).put("submissionId", text.submissionId().toString());
      try {
        Answers.embedding(worker(Stage.EMBEDDING).ask(call, request, Stage.EMBEDDING.limit))
            .ifPresent(vector -> found.put(text.submissionId(), vector));
      } catch (FailureException e) {
        if (found.isEmpty() || e.failure() == Failure.UNPROCESSABLE) {
          throw e;
        }
        break; // keeps what there is; the rest is asked again
      }
    }
    return new Found(tx -> items.setVectors(tx, pipeline.id(), found), 0, found.size() == texts.size(), null);
  }

  private Found topics(Call call, Pipeline pipeline, Piece piece) {
    List<Vector> vectors = items.vectors(pipeline.id());
    if (vectors.isEmpty()) {
      return nothing();
    }
    ObjectNode request = request(pipeline, "topic-model", piece);
    ArrayNode asked = request.putArray("items");
    for (Vector vector : vectors) {
      ArrayNode numbers = asked.addObject().put("submissionId", vector.submissionId().toString())
          .put("text", vector.text()).putArray("embedding");
      for (Float number : vector.embedding()) {
        numbers.add(number);
      }
    }
    request.putObject("params").put("min_topic_size", Math.max(2, vectors.size() / 20)).putNull("nr_topics")
        .put("umap_n_neighbors", 15).put("umap_n_components", 10);
    Answers.Topics told = Answers.topics(worker(Stage.TOPICS).ask(call, request, Stage.TOPICS.limit),
        vectors.stream().map(Vector::submissionId).collect(Collectors.toSet()));
    List<NewTopic> topics = told.topics().stream().map(topic -> new NewTopic(topic.index(),
        PipelineRules.label(topic.rawLabel(), topic.keywords()), topic.keywords())).toList();
    return new Found(tx -> items.setTopics(tx, pipeline.id(), topics, told.of(), told.metrics()), told.ignored(), true,
        null);
  }

  /** A language model names topics better; without one they stay named by their words. */
  private Found labels(Call call, Pipeline pipeline) {
    List<Topic> topics = items.topics(pipeline.id(), ALL_TOPICS).items();
    if (topics.isEmpty()) {
      return nothing();
    }
    ArrayNode told = Json.MAPPER.createArrayNode();
    topics.forEach(topic -> told.addObject().put("topicIndex", topic.topicIndex())
        .set("keywords", Json.MAPPER.valueToTree(topic.keywords())));
    Map<Integer, String> labels = new LinkedHashMap<>();
    named(call, told).ifPresent(answer -> topics.forEach(topic -> {
      String label = Text.stripped(answer.path(String.valueOf(topic.topicIndex())).asText(""));
      if (Text.isVisible(label) && Text.isStorable(label)) {
        labels.put(topic.topicIndex(), Text.cut(label, LONGEST_LABEL));
      }
    }));
    return new Found(tx -> items.label(tx, pipeline.id(), labels), 0, true, null);
  }

  private Optional<JsonNode> named(Call call, JsonNode topics) {
    try {
      return model(call, "analysis.labels", NAME_TOPICS, topics, LABEL_TOKENS);
    } catch (FailureException e) {
      return Optional.empty(); // names are no reason to wait
    }
  }

  private Found recommendations(Call call, Pipeline pipeline, Piece piece) {
    List<Said> texts = items.passed(pipeline.id(), piece.first(), piece.last());
    List<Said> shown = texts.subList(0, Math.min(MOST_SHOWN, texts.size()));
    if (shown.isEmpty()) {
      return nothing();
    }
    ObjectNode request = request(pipeline, "recommendations", piece);
    request.set("sentiment", Json.MAPPER.valueToTree(pipeline.moods()));
    request.set("topics", Json.MAPPER.valueToTree(items.topics(pipeline.id(), ALL_TOPICS).items()));
    ArrayNode comments = request.putArray("items");
    shown.forEach(text -> comments.addObject().put("submissionId", text.submissionId().toString())
        .put("text", text.text()).put("sentiment", text.mood().wire()));
    Optional<JsonNode> answer = has(Stage.RECOMMENDATIONS)
        ? Optional.of(worker(Stage.RECOMMENDATIONS).ask(call, request, Stage.RECOMMENDATIONS.limit))
        : model(call, "analysis.recommendations", ADVISE, request, ADVICE_TOKENS);
    if (answer.isEmpty()) {
      return new Found(tx -> {}, 0, true, Warning.NO_ADVISER);
    }
    Answers.Advices told = Answers.advices(answer.get(), ids(shown));
    Map<UUID, Mood> moods = shown.stream().collect(Collectors.toMap(Said::submissionId, Said::mood));
    List<Recommendation> all = new ArrayList<>();
    for (Advice advice : told.advices()) {
      all.add(new Recommendation(all.size() + 1, advice.category(), advice.headline(), advice.description(),
          advice.actionPlan(), advice.priority(),
          PipelineRules.confidence(advice.evidence().stream().map(moods::get).toList()), advice.evidence()));
    }
    return new Found(tx -> items.advise(tx, pipeline.id(), all), told.ignored(), true, null);
  }

  /** Asks the language model for a JSON object; empty where none is configured. */
  private Optional<JsonNode> model(Call call, String purpose, String system, JsonNode told, int tokens) {
    String user = Text.cut(told.toString(), ModelContract.MAX_PROMPT - system.length());
    try {
      return Optional.of(Json.MAPPER.readTree(Database.await(bus.send(call, ModelContract.COMPLETE,
          new Complete(purpose, system, user, tokens, CALM, true))).text()));
    } catch (FailureException e) {
      if (e.failure() == Failure.NOT_CONFIGURED) {
        return Optional.empty();
      }
      throw e;
    } catch (JsonProcessingException e) {
      throw Failure.PROVIDER_FAILED.with("The language model did not answer with JSON.");
    }
  }

  private Worker worker(Stage stage) {
    Worker worker = workers.get(stage);
    if (worker == null) {
      throw Failure.NOT_CONFIGURED.with("No worker for " + stage.wire() + " is configured.");
    }
    return worker;
  }

  private ObjectNode request(Pipeline pipeline, String type, Piece piece) {
    ObjectNode request = Json.MAPPER.createObjectNode().put("jobId", pipeline.id() + "--" + type)
        .put("version", Answers.VERSION).put("type", type).put("publishedAt", bus.clock().instant().toString());
    request.putObject("metadata").put("pipelineId", pipeline.id().toString()).put("runId", pipeline.id().toString())
        .put("chunkIndex", piece.piece()).put("chunkCount", piece.pieces());
    return request;
  }

  private static Set<UUID> ids(List<Said> texts) {
    return texts.stream().map(Said::submissionId).collect(Collectors.toSet());
  }

  private static Found nothing() {
    return new Found(tx -> {}, 0, true, null);
  }
}
