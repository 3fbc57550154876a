package com.mas.sandbox.model;

import com.mas.sandbox.kit.Exchange;
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
import java.util.function.Function;

/**
 * A gateway of chat completions that answers in JSON mode, always the same to the same prompt: the first fact it is
 * told, as the {@code reason}.
 */
public final class ModelSimulator implements Simulator {
  /** Opens nothing but this simulator. */
  public static final String KEY = "gsk_sandbox_5c1f0e7a9b";

  /** The content is no JSON. */
  private static final Kind MALFORMED = Kind.own("malformed");
  private static final Kind MULTILINE = Kind.own("multiline");
  private static final Kind LONG = Kind.own("long");
  /** The answer ended at the limit of tokens. */
  private static final Kind CUT = Kind.own("cut");
  /** A number that nobody told it. */
  private static final Kind INVENTED = Kind.own("invented");
  private static final int REQUESTS_A_DAY = 14_400;

  private final Clock clock;
  private long answered;

  public ModelSimulator(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "llm";
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.post("/chat/completions", "completions", this::complete),
        Route.get("/models", "models", ModelSimulator::models));
  }

  @Override
  public List<Kind> kinds() {
    return Kind.common(MALFORMED, MULTILINE, LONG, CUT, INVENTED);
  }

  @Override
  public Map<String, String> settings(String base, Function<String, String> configured) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (configured.apply("GROQ_API_KEY").isEmpty()) {
      settings.put("GROQ_BASE_URL", base);
      settings.put("GROQ_API_KEY", KEY);
    }
    return settings;
  }

  @Override
  public boolean admits(Exchange call) {
    return ("Bearer " + KEY).equals(call.header("authorization"));
  }

  @Override
  public void refuse(Exchange call, int status) {
    switch (status) {
      case 401 -> refuse(call, status, "invalid_request_error", "invalid_api_key", "Invalid API Key");
      case 429 -> refuse(call, status, "requests", "rate_limit_exceeded", "Please try again later.");
      default -> refuse(call, status, "server_error", "failed", "Please try again later.");
    }
  }

  @Override
  public void reset() {
    answered = 0;
  }

  private static void models(Exchange call) {
    call.json(new JsonObject().put("object", "list").put("data", new JsonArray().add(new JsonObject()
        .put("id", "llama-3.3-70b-versatile").put("object", "model").put("owned_by", "Meta").put("active", true)
        .put("context_window", 131_072))));
  }

  private void complete(Exchange call) {
    JsonObject asked = call.json();
    JsonArray messages = asked.getJsonArray("messages");
    if (messages == null || messages.isEmpty() || asked.getString("model") == null) {
      refuse(call, 400, "invalid_request_error", "invalid_request", "'model' and 'messages' are required");
      return;
    }
    String prompt = messages.getJsonObject(messages.size() - 1).getString("content", "");
    String fact = prompt.lines().findFirst().orElse("nothing").replaceFirst("^[a-z ]+: ", "");
    Struck struck = call.struck();
    long id = ++answered;
    call.with("x-ratelimit-limit-requests", String.valueOf(REQUESTS_A_DAY))
        .with("x-ratelimit-remaining-requests", String.valueOf(Math.max(0, REQUESTS_A_DAY - id)))
        .json(new JsonObject().put("id", "chatcmpl-" + id).put("object", "chat.completion")
            .put("created", clock.millis() / 1000).put("model", asked.getString("model"))
            .put("choices", new JsonArray().add(new JsonObject().put("index", 0).put("message",
                new JsonObject().put("role", "assistant").put("content", content(struck, fact))).putNull("logprobs")
                .put("finish_reason", struck.has(CUT) ? "length" : "stop")))
            .put("usage",
                new JsonObject().put("prompt_tokens", 90).put("completion_tokens", 20).put("total_tokens", 110))
            .put("x_groq", new JsonObject().put("id", "req_" + id)));
  }

  private static String content(Struck struck, String fact) {
    return struck.has(MALFORMED) ? "{\"reason\": " : new JsonObject().put("reason",
        struck.has(MULTILINE) ? "It looks bad.\nVery bad."
            : struck.has(LONG) ? "Very ".repeat(80) + "long."
                : struck.has(INVENTED) ? "The student was away for 4711 days."
                    : "What stands out is " + fact + ".")
        .encode();
  }

  private static void refuse(Exchange call, int status, String type, String code, String message) {
    call.json(status, new JsonObject().put("error",
        new JsonObject().put("message", message).put("type", type).put("code", code)));
  }
}
