package com.mas.domain.ai.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.domain.ai.model.ModelContract.Complete;
import com.mas.domain.ai.model.ModelContract.Completion;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import java.util.Map;

/** Speaks OpenAI's chat completions, as Groq and most gateways do. */
final class ChatCompletions {
  private final HttpCaller caller;
  private final String key;
  private final String model;

  ChatCompletions(HttpCaller caller, String key, String model) {
    this.caller = caller;
    this.key = key;
    this.model = model;
  }

  Completion complete(Complete ask) {
    check(ask);
    return read(caller.call(new Outgoing("POST", "/chat/completions", Map.of(),
        Map.of("content-type", "application/json", "accept", "application/json", "authorization", "Bearer " + key),
        Json.write(body(ask)), false)).await());
  }

  private static void check(Complete ask) {
    if (ask.system().length() + ask.user().length() > ModelContract.MAX_PROMPT) {
      throw Failure.INVALID.with("A prompt has at most " + ModelContract.MAX_PROMPT + " characters.");
    }
  }

  private ObjectNode body(Complete ask) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("model", model)
        .put("max_completion_tokens", ask.maxTokens()).put("stream", false);
    if (ask.temperature() != null) {
      body.put("temperature", ask.temperature());
    }
    if (ask.json()) {
      body.putObject("response_format").put("type", "json_object");
    }
    body.putArray("messages")
        .add(Json.MAPPER.createObjectNode().put("role", "system").put("content", ask.system()))
        .add(Json.MAPPER.createObjectNode().put("role", "user").put("content", ask.user()));
    return body;
  }

  /** An answer that was cut off, by its length or on its way, is none. */
  private Completion read(Incoming answer) {
    if (answer.status() == 401 || answer.status() == 403) {
      throw ModelContract.KEY_REFUSED.refusal();
    }
    if (answer.status() != 200 || !answer.complete()) {
      throw failed("answered with status " + answer.status());
    }
    try {
      JsonNode all = Json.FOREIGN.readTree(answer.text());
      JsonNode choice = all.path("choices").path(0);
      JsonNode text = choice.path("message").path("content");
      if (!choice.path("finish_reason").asText().equals("stop") || !text.isTextual()) {
        throw failed("did not come to an end");
      }
      return new Completion(text.textValue(), all.path("model").asText(model),
          all.path("usage").path("prompt_tokens").asInt(), all.path("usage").path("completion_tokens").asInt());
    } catch (JsonProcessingException malformed) {
      throw failed("did not answer with JSON");
    }
  }

  private static FailureException failed(String why) {
    return Failure.PROVIDER_FAILED.with("The language model " + why + ".");
  }
}
