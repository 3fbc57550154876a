package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.domain.platform.settings.SettingsContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Documents how an operation can fail: with the codes that its {@code x-fails} names and those that any operation of
 * its kind can meet, and with the reasons that its domain declares for these codes. Operations that fail alike share a
 * response, which is named after its codes and reasons.
 */
final class Failures {
  static final String NAMED = "x-fails";
  private static final Map<String, Failure> CODES =
      Arrays.stream(Failure.values()).collect(Collectors.toMap(Failure::code, each -> each));
  private static final List<Failure> OF_ALL = List.of(Failure.INVALID, Failure.UNKNOWN_TENANT, Failure.NOT_FOUND,
      Failure.NOT_ACCEPTABLE, Failure.TOO_MANY_REQUESTS, Failure.INTERNAL, Failure.OVERLOADED, Failure.UNAVAILABLE,
      Failure.TIMEOUT);
  private static final List<Failure> WITH_BODY = List.of(Failure.TOO_LARGE, Failure.UNSUPPORTED_MEDIA_TYPE);
  private static final List<Failure> SIGNED_IN = List.of(Failure.UNAUTHENTICATED, Failure.TOKEN_EXPIRED,
      Failure.FORBIDDEN, Failure.WRONG_TENANT, Failure.PASSWORD_CHANGE_REQUIRED);
  private static final List<Failure> WITH_KEY =
      List.of(Failure.CONFLICT, Failure.ALREADY_RUNNING, Failure.IDEMPOTENCY_KEY_REUSED);

  private final ObjectNode document;
  private final Map<String, List<Reason>> reasons;
  private final Map<String, Reason> all = new TreeMap<>();

  /** @param reasons address → for what its domain may refuse */
  Failures(ObjectNode document, Map<String, List<Reason>> reasons) {
    this.document = document;
    this.reasons = reasons;
  }

  /** Tells the names that are no codes. */
  static void check(JsonNode operation, Collection<String> found) {
    operation.path(NAMED).forEach(code -> {
      if (!CODES.containsKey(code.asText())) {
        found.add("fails with " + code.asText() + ", which is no code of a failure");
      }
    });
  }

  /** Adds the responses to the operation, in the order of their status, and their components to the document. */
  void complete(ObjectNode operation, Operation compiled) {
    TreeSet<Failure> failures = new TreeSet<>(OF_ALL);
    List<Reason> possible = new ArrayList<>(reasons.getOrDefault(compiled.id(), List.of()));
    TreeSet<Failure> named = new TreeSet<>();
    operation.path(NAMED).forEach(code -> named.add(CODES.get(code.asText())));
    operation.remove(NAMED);
    possible.removeIf(reason -> !named.contains(reason.failure()));
    possible.add(EdgeReasons.SWITCHED_OFF);
    failures.addAll(named);
    if (!compiled.access().open()) {
      failures.addAll(SIGNED_IN);
    }
    if (compiled.inputs().body != null || compiled.inputs().raw != null) {
      failures.addAll(WITH_BODY);
    }
    if (compiled.keepsAnswers()) {
      failures.addAll(WITH_KEY);
      possible.add(EdgeReasons.ANSWER_NOT_KEPT);
      possible.add(SettingsContract.FIRST_UNDER_WAY);
    }
    Map<Integer, TreeSet<Failure>> byStatus = new TreeMap<>();
    failures.forEach(each -> byStatus.computeIfAbsent(each.httpStatus(), status -> new TreeSet<>()).add(each));
    byStatus.forEach((status, codes) -> operation.withObjectProperty("responses").putObject(String.valueOf(status))
        .put("$ref", "#/components/responses/" + response(codes, possible)));
  }

  /** Returns the name of the component. */
  private String response(Collection<Failure> failures, List<Reason> possible) {
    Collection<String> codes = failures.stream().map(Failure::code).collect(Collectors.toCollection(TreeSet::new));
    TreeMap<String, Reason> words = new TreeMap<>();
    possible.stream().filter(reason -> failures.contains(reason.failure()))
        .forEach(reason -> words.put(reason.word(), reason));
    all.putAll(words);
    String name = String.join(".", codes) + (words.isEmpty() ? "" : "-" + String.join(".", words.keySet()));
    ObjectNode components = document.withObjectProperty("components").withObjectProperty("responses");
    if (!components.has(name)) {
      ObjectNode response = components.putObject(name).put("description", "`" + String.join("`, `", codes) + "`"
          + (words.isEmpty() ? "" : "; reasons: `" + String.join("`, `", words.keySet()) + "`"));
      ObjectNode schema = response.putObject("content").putObject("application/problem+json").putObject("schema");
      ArrayNode both = schema.putArray("allOf");
      both.addObject().put("$ref", "#/components/schemas/Problem");
      ObjectNode narrowed = both.addObject().put("type", "object").putObject("properties");
      list(narrowed.putObject("code"), codes);
      if (!words.isEmpty()) {
        list(narrowed.putObject("reason"), words.keySet());
      }
    }
    return name;
  }

  private static void list(ObjectNode schema, Collection<String> words) {
    words.forEach(schema.put("type", "string").putArray("enum")::add);
  }

  /** Lists all codes and reasons in the schema of a failure, with the meanings of the reasons. */
  void list() {
    ObjectNode problem = (ObjectNode) document.at("/components/schemas/Problem/properties");
    list((ObjectNode) problem.get("code"), Arrays.stream(Failure.values()).map(Failure::code).toList());
    if (!all.isEmpty()) {
      list((ObjectNode) problem.get("reason"), all.keySet());
    }
    ObjectNode meanings = document.putObject("x-reasons");
    all.forEach((word, reason) -> meanings.putObject(word).put("code", reason.failure().code())
        .put("message", reason.message()));
  }
}
