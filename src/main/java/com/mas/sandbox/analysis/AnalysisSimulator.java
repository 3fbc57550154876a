package com.mas.sandbox.analysis;

import com.mas.sandbox.analysis.Reading.Item;
import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Kept;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Route;
import com.mas.sandbox.kit.Simulator;
import com.mas.sandbox.kit.Struck;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Workers that analyse comments by their words, asked directly or in RunPod's envelope. */
public final class AnalysisSimulator implements Simulator {
  /** Opens nothing but this simulator. */
  public static final String KEY = "rpa_sandbox_2f7d90c1b4";

  /** Results are for comments that were not asked about. */
  private static final Kind OTHERS = Kind.own("others");
  /** Every second comment is left out. */
  private static final Kind HALF = Kind.own("half");
  /** Numbers are NaN, as Python writes what is no number. */
  private static final Kind NAN = Kind.own("nan");
  /** Probabilities sum to 2. */
  private static final Kind SUM = Kind.own("sum");
  /** The worker fails, with status 200. */
  private static final Kind FAILED = Kind.own("failed");
  /** The results are missing. */
  private static final Kind SHAPELESS = Kind.own("shapeless");
  /** RunPod keeps the work in its queue. */
  private static final Kind QUEUED = Kind.own("queued");
  private static final int MOST_QUEUED = 1_000;
  /** Takes the vectors of all comments of an analysis. */
  private static final int MOST_BYTES = 64 << 20;

  private final Clock clock;
  private final Map<String, JsonObject> queue = new LinkedHashMap<>();

  public AnalysisSimulator(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "analysis";
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.post("/sentiment", "sentiment", call -> sentiment(call, call.json())).taking(MOST_BYTES),
        Route.post("/embeddings", "embeddings", this::embedding),
        Route.post("/topic-model", "topics", this::topics).taking(MOST_BYTES),
        Route.post("/recommendations", "recommendations", this::recommendations).taking(MOST_BYTES),
        Route.get("/health", "health", call -> call.json(new JsonObject().put("status", "ok"))).open(),
        Route.post("/v2/sentiment/runsync", "runsync", this::runSync).taking(MOST_BYTES),
        Route.get("/v2/sentiment/status/:id", "status", this::status));
  }

  @Override
  public List<Kind> kinds() {
    return Kind.common(OTHERS, HALF, NAN, SUM, FAILED, SHAPELESS, QUEUED);
  }

  @Override
  public Map<String, String> settings(String base, Function<String, String> configured) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (configured.apply("SENTIMENT_WORKER_URL").isEmpty()) {
      settings.put("SENTIMENT_WORKER_URL", base + "/sentiment");
      settings.put("EMBEDDINGS_WORKER_URL", base + "/embeddings");
      settings.put("TOPIC_MODEL_WORKER_URL", base + "/topic-model");
      settings.put("RECOMMENDATIONS_WORKER_URL", base + "/recommendations");
      settings.put("ANALYSIS_WORKER_KEY", KEY);
    }
    return settings;
  }

  @Override
  public boolean admits(Exchange call) {
    return ("Bearer " + KEY).equals(call.header("authorization"));
  }

  @Override
  public void refuse(Exchange call, int status) {
    call.json(status, new JsonObject().put("error", status == 401 ? "unauthorized" : "the worker is not well"));
  }

  @Override
  public void reset() {
    queue.clear();
  }

  @Override
  public Map<String, Kept.Held> held() {
    return Map.of("queue", new Kept.Held(queue.size(), MOST_QUEUED));
  }

  private void sentiment(Exchange call, JsonObject request) {
    answer(call, sentiments(call.struck(), request));
  }

  private JsonObject sentiments(Struck struck, JsonObject request) {
    JsonArray results = new JsonArray();
    boolean left = false;
    for (Item item : Reading.items(request)) {
      left = struck.has(HALF) && !left;
      if (!left) {
        JsonObject result = Reading.sentiment(struck.has(OTHERS)
            ? new Item(UUID.nameUUIDFromBytes(new byte[] {1}).toString(), item.text()) : item);
        results.add(struck.has(NAN) ? result.put("positive", "NaN of Python")
            : struck.has(SUM) ? result.put("neutral", 1).put("positive", 1) : result);
      }
    }
    return struck.has(SHAPELESS) ? completed() : completed().put("results", results);
  }

  private JsonObject completed() {
    return new JsonObject().put("version", "1").put("status", "completed")
        .put("completedAt", clock.instant().toString());
  }

  private void answer(Exchange call, JsonObject body) {
    if (call.struck().has(FAILED)) {
      call.json(new JsonObject().put("version", "1").put("status", "failed").put("error", "the model is not loaded")
          .put("completedAt", clock.instant().toString()));
    } else if (call.struck().has(NAN)) {
      call.json(body.encode().replace("\"NaN of Python\"", "NaN"));
    } else {
      call.json(body);
    }
  }

  private void embedding(Exchange call) {
    JsonArray vector = Reading.embedding(call.json().getString("text", ""));
    if (call.struck().has(NAN)) {
      vector.set(3, "NaN of Python");
    }
    answer(call, call.struck().has(SHAPELESS) ? completed() : completed().put("result",
        new JsonObject().put("embedding", vector).put("modelName", "LaBSE")));
  }

  private void topics(Exchange call) {
    answer(call, call.struck().has(SHAPELESS) ? completed()
        : completed().mergeIn(Reading.topics(Reading.items(call.json()))));
  }

  private void recommendations(Exchange call) {
    answer(call, call.struck().has(SHAPELESS) ? completed()
        : completed().put("recommendations", Reading.recommendations(call.json())));
  }

  private void runSync(Exchange call) {
    JsonObject output = sentiments(call.struck(), call.json().getJsonObject("input", new JsonObject()));
    String id = "sync-" + UUID.randomUUID();
    if (call.struck().has(QUEUED)) {
      if (queue.size() >= MOST_QUEUED) {
        queue.remove(queue.keySet().iterator().next());
      }
      queue.put(id, output);
      call.json(new JsonObject().put("id", id).put("status", "IN_QUEUE"));
    } else {
      call.json(new JsonObject().put("id", id).put("status", call.struck().has(FAILED) ? "FAILED" : "COMPLETED")
          .put("output", output));
    }
  }

  /** Shows what waits as soon as it is not to wait any more. */
  private void status(Exchange call) {
    JsonObject output = queue.get(call.path("id"));
    if (output == null) {
      refuse(call, 404);
    } else if (call.struck().has(QUEUED)) {
      call.json(new JsonObject().put("id", call.path("id")).put("status", "IN_QUEUE"));
    } else {
      call.json(new JsonObject().put("id", call.path("id")).put("status", "COMPLETED").put("output", output));
    }
  }
}
