package com.mas.domain.learning.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import com.mas.runs.Slice;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A worker over HTTP: asked directly, or in RunPod's envelope where its path ends in {@code /runsync}, which puts an
 * answer that takes longer under an id to be asked for.
 */
final class HttpWorker implements Worker {
  private static final String RUNPOD = "/runsync";
  /** Python writes numbers that are none as NaN; they are refused one by one, not the whole answer. */
  private static final ObjectMapper LENIENT =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final HttpCaller caller;
  private final String name;
  private final String path;
  private final String key;
  private final Duration poll;
  private final Clock clock;

  /**
   * @param path behind the caller's base URL
   * @param key for the worker alone; empty: none
   * @param poll pause before an answer is asked for again
   */
  HttpWorker(HttpCaller caller, String name, String path, String key, Duration poll, Clock clock) {
    this.caller = caller;
    this.name = name;
    this.path = path;
    this.key = key;
    this.poll = poll;
    this.clock = clock;
  }

  @Override
  public JsonNode ask(Call call, JsonNode request, Duration limit) {
    if (!path.endsWith(RUNPOD)) {
      return send("POST", path, Json.write(request));
    }
    Instant end = clock.instant().plus(limit);
    JsonNode answer = send("POST", path, Json.write(Json.MAPPER.createObjectNode().set("input", request)));
    String status = path.substring(0, path.length() - RUNPOD.length()) + "/status/";
    while (true) {
      switch (answer.path("status").asText("COMPLETED")) {
        case "COMPLETED" -> {
          if (!answer.path("output").isObject()) {
            throw Failure.UNPROCESSABLE.with("The " + name + " answered without an output.");
          }
          return answer.path("output");
        }
        case "IN_QUEUE", "IN_PROGRESS" -> {
          if (!answer.path("id").isTextual()) {
            throw Failure.UNPROCESSABLE.with("The " + name + " put the work in a queue without an id.");
          }
          if (!clock.instant().isBefore(end)) {
            throw Failure.TIMEOUT.with("The " + name + " did not come to an end in " + limit.toSeconds() + " seconds.");
          }
          Slice.pause(poll);
          answer = send("GET", status + Outgoing.segment(answer.path("id").textValue()), null);
        }
        default -> throw Failure.PROVIDER_FAILED.with("The " + name + " failed.");
      }
    }
  }

  private JsonNode send(String method, String to, String body) {
    Map<String, String> headers = new HashMap<>(Map.of("accept", "application/json"));
    if (body != null) {
      headers.put("content-type", "application/json");
    }
    if (!key.isEmpty()) {
      headers.put("authorization", "Bearer " + key);
    }
    Incoming answer = caller.call(new Outgoing(method, to, Map.of(), headers, body, false)).await();
    if (answer.status() == 401 || answer.status() == 403) {
      throw Failure.PROVIDER_UNAUTHENTICATED.with("The " + name + " refused the key; check ANALYSIS_WORKER_KEY.");
    }
    if (answer.status() != 200 || !answer.complete()) {
      throw (answer.status() >= 400 && answer.status() < 500 ? Failure.UNPROCESSABLE : Failure.PROVIDER_FAILED)
          .with("The " + name + " answered with status " + answer.status() + ".");
    }
    try {
      return LENIENT.readTree(answer.text());
    } catch (JsonProcessingException e) {
      throw Failure.PROVIDER_FAILED.with("The " + name + " did not answer with JSON.");
    }
  }
}
