package com.mas.domain.engagement.risk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Groq, or another gateway that speaks OpenAI's chat completions. */
final class LlmClient {
  private static final int MOST_TOKENS = 160;

  private final HttpCaller caller;
  private final String key;
  private final String model;

  LlmClient(HttpCaller caller, String key, String model) {
    this.caller = caller;
    this.key = key;
    this.model = model;
  }

  /** Never fails: whatever goes wrong, there is no sentence. */
  Future<Optional<String>> reason(String facts) {
    String body = Json.write(Map.of("model", model, "temperature", 0.2, "max_completion_tokens", MOST_TOKENS,
        "stream", false, "response_format", Map.of("type", "json_object"),
        "messages", List.of(Map.of("role", "system", "content", ReasonRules.TASK),
            Map.of("role", "user", "content", facts))));
    Outgoing ask = new Outgoing("POST", "/chat/completions", Map.of(), Map.of("content-type", "application/json",
        "accept", "application/json", "authorization", "Bearer " + key), body, false);
    return caller.call(ask).map(answer -> read(answer).flatMap(sentence -> ReasonRules.accepted(sentence, facts)))
        .recover(failed -> failed instanceof FailureException ? Future.succeededFuture(Optional.empty())
            : Future.failedFuture(failed));
  }

  private static Optional<String> read(Incoming answer) {
    if (answer.status() != 200 || !answer.complete()) {
      return Optional.empty();
    }
    try {
      JsonNode choice = Json.MAPPER.readTree(answer.text()).path("choices").path(0);
      if (!choice.path("finish_reason").asText().equals("stop")) {
        return Optional.empty();
      }
      JsonNode reason = Json.MAPPER.readTree(choice.path("message").path("content").asText()).path("reason");
      return reason.isTextual() ? Optional.of(reason.textValue()) : Optional.empty();
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }

  Future<Void> close() {
    return caller.close();
  }
}
