package com.mas.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.util.List;

/**
 * A gateway of chat completions that answers in JSON mode, always the same to the same prompt: the first fact it is
 * told, as
 * the {@code reason}. {@code PUT /_sandbox/faults} takes a list of {kind, status, delayMs, afterRequests, times} in
 * place of
 * what was on, {@code DELETE} ends them, {@code GET /_sandbox/requests} has what was asked last.
 */
final class LlmSimulator {
  static final String KEY = "gsk_sandbox_5c1f0e7a9b";
  private static final int KEPT = 50;
  private static final int MOST_BYTES = 64 << 10;
  private static final int REQUESTS_A_DAY = 14_400;

  private final Vertx vertx;
  private final Clock clock;
  private final LlmFaults faults = new LlmFaults();
  private final JsonArray asked = new JsonArray();
  private int requests;

  LlmSimulator(Vertx vertx, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
  }

  Router router() {
    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES));
    router.post("/chat/completions").handler(this::complete);
    router.get("/models").handler(this::models);
    router.put("/_sandbox/faults").handler(this::switchFaults);
    router.delete("/_sandbox/faults").handler(context -> {
      faults.set(List.of());
      json(context.response(), faults.toJson());
    });
    router.get("/_sandbox/requests").handler(context -> json(context.response(),
        new JsonObject().put("count", requests).put("last", asked.copy())));
    return router;
  }

  private void switchFaults(RoutingContext context) {
    try {
      faults.set(SwitchBody.several(context.body(), LlmFaults.MOST, LlmFaults.FIELDS).stream()
          .map(LlmFaults.Fault::new).toList());
      json(context.response(), faults.toJson());
    } catch (SwitchBody.Refused wrong) {
      json(context.response().setStatusCode(400), new JsonObject().put("field", wrong.field()).put("error",
          wrong.getMessage()));
    }
  }

  private void models(RoutingContext context) {
    json(context.response(), new JsonObject().put("object", "list").put("data", new JsonArray().add(new JsonObject()
        .put("id", "llama-3.3-70b-versatile").put("object", "model").put("owned_by", "Meta").put("active", true)
        .put("context_window", 131_072))));
  }

  private void complete(RoutingContext context) {
    requests++;
    if (!("Bearer " + KEY).equals(context.request().getHeader("authorization"))) {
      error(context.response(), 401, "invalid_request_error", "invalid_api_key", "Invalid API Key");
      return;
    }
    JsonObject body;
    try {
      body = context.body().asJsonObject();
    } catch (DecodeException e) {
      body = null;
    }
    JsonArray messages = body == null ? null : body.getJsonArray("messages");
    if (messages == null || messages.isEmpty() || body.getString("model") == null) {
      error(context.response(), 400, "invalid_request_error", "invalid_request", "'model' and 'messages' are required");
      return;
    }
    if (!messages.encode().contains("JSON")) {
      error(context.response(), 400, "invalid_request_error", "invalid_request",
          "'messages' must contain the word 'json' in some form");
      return;
    }
    asked.add(body);
    if (asked.size() > KEPT) {
      asked.remove(0);
    }
    answer(context, body, messages.getJsonObject(messages.size() - 1).getString("content", ""));
  }

  private void answer(RoutingContext context, JsonObject body, String prompt) {
    LlmFaults.Fault fault = faults.strike();
    HttpServerResponse response = context.response();
    String fact = prompt.lines().findFirst().orElse("nothing").replaceFirst("^[a-z ]+: ", "");
    String reason = "What stands out is " + fact + ".";
    switch (fault == null ? LlmFaults.Kind.NONE : fault.kind()) {
      case NONE -> say(response, body, content(reason), "stop");
      case STATUS -> error(response, fault.value(), "server_error", fault.value() == 429 ? "rate_limit_exceeded"
          : "failed",
          "Please try again later.");
      case SLOW -> vertx.timer(fault.value()).onSuccess(due -> say(response, body, content(reason), "stop"));
      case CLOSE -> context.request().connection().close();
      case MALFORMED -> say(response, body, "{\"reason\": ", "stop");
      case MULTILINE -> say(response, body, content("It looks bad.\nVery bad."), "stop");
      case LONG -> say(response, body, content("Very ".repeat(80) + "long."), "stop");
      case CUT -> say(response, body, content(reason), "length");
      case INVENTED -> say(response, body, content("The student was away for 4711 days."), "stop");
    }
  }

  private static String content(String reason) {
    return new JsonObject().put("reason", reason).encode();
  }

  private void say(HttpServerResponse response, JsonObject asked, String content, String finish) {
    if (response.closed()) {
      return;
    }
    long id = requests;
    response.putHeader("x-ratelimit-limit-requests", String.valueOf(REQUESTS_A_DAY))
        .putHeader("x-ratelimit-remaining-requests", String.valueOf(Math.max(0, REQUESTS_A_DAY - requests)));
    json(response, new JsonObject().put("id", "chatcmpl-" + id).put("object", "chat.completion")
        .put("created", clock.millis() / 1000).put("model", asked.getString("model"))
        .put("choices", new JsonArray().add(new JsonObject().put("index", 0).put("message",
            new JsonObject().put("role", "assistant").put("content", content)).putNull("logprobs")
                .put("finish_reason", finish)))
        .put("usage", new JsonObject().put("prompt_tokens", 90).put("completion_tokens", 20).put("total_tokens", 110))
        .put("x_groq", new JsonObject().put("id", "req_" + id)));
  }

  private static void error(HttpServerResponse response, int status, String type, String code, String message) {
    if (status == 429) {
      response.putHeader("retry-after", "5");
    }
    json(response.setStatusCode(status), new JsonObject().put("error",
        new JsonObject().put("message", message).put("type", type).put("code", code)));
  }

  private static void json(HttpServerResponse response, JsonObject body) {
    response.putHeader("content-type", "application/json").end(body.encode());
  }
}
