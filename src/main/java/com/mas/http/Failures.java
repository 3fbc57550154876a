package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Documents how an operation can fail: by what its {@code x-fails} names, and by what any operation of its kind can
 * meet. Operations that fail alike share a response, which is named after its codes.
 */
final class Failures {
  static final String NAMED = "x-fails";
  private static final Map<String, Failure> CODES =
      Arrays.stream(Failure.values()).collect(Collectors.toMap(Failure::code, each -> each));
  private static final List<Failure> OF_ALL = List.of(Failure.INVALID, Failure.UNKNOWN_PLATFORM,
      Failure.NOT_ACCEPTABLE, Failure.TOO_MANY_REQUESTS, Failure.INTERNAL, Failure.OVERLOADED, Failure.UNAVAILABLE,
      Failure.TIMEOUT);
  private static final List<Failure> WITH_BODY = List.of(Failure.TOO_LARGE, Failure.UNSUPPORTED_MEDIA_TYPE);
  private static final List<Failure> SIGNED_IN = List.of(Failure.UNAUTHENTICATED, Failure.TOKEN_EXPIRED,
      Failure.FORBIDDEN, Failure.WRONG_PLATFORM, Failure.PASSWORD_CHANGE_REQUIRED);

  private Failures() {}

  /** Tells the names that are no codes. */
  static void check(JsonNode operation, Collection<String> found) {
    operation.path(NAMED).forEach(code -> {
      if (!CODES.containsKey(code.asText())) {
        found.add("fails with " + code.asText() + ", which is no code of a failure");
      }
    });
  }

  /** Adds the responses to the operation, in the order of their status, and their components to the document. */
  static void complete(ObjectNode operation, Operation compiled, ObjectNode document) {
    List<Failure> failures = new ArrayList<>(OF_ALL);
    if (!compiled.access().open()) {
      failures.addAll(SIGNED_IN);
    }
    if (compiled.inputs().body != null || compiled.inputs().raw != null) {
      failures.addAll(WITH_BODY);
    }
    if (compiled.keepsAnswers()) {
      failures.add(Failure.IDEMPOTENCY_KEY_REUSED);
    }
    operation.path(NAMED).forEach(code -> failures.add(CODES.get(code.asText())));
    operation.remove(NAMED);
    Map<String, TreeSet<String>> byStatus = new TreeMap<>();
    failures.forEach(failure -> byStatus
        .computeIfAbsent(String.valueOf(failure.httpStatus()), status -> new TreeSet<>()).add(failure.code()));
    ObjectNode components = document.withObjectProperty("components").withObjectProperty("responses");
    byStatus.forEach((status, codes) -> {
      String name = String.join(".", codes);
      if (!components.has(name)) {
        ObjectNode response = components.putObject(name).put("description", "`" + String.join("`, `", codes) + "`");
        response.putObject("content").putObject("application/problem+json").putObject("schema")
            .put("$ref", "#/components/schemas/Problem");
      }
      operation.withObjectProperty("responses").putObject(status).put("$ref", "#/components/responses/" + name);
    });
  }

  /** Lists all codes in the schema of a failure. */
  static void list(ObjectNode document) {
    ArrayNode codes = document.at("/components/schemas/Problem/properties/code").withArray("/enum");
    Arrays.stream(Failure.values()).forEach(failure -> codes.add(failure.code()));
  }
}
