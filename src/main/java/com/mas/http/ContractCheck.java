package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.networknt.schema.JsonSchemaException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Compiles the merged document's operations, completed by the requests of this build ({@link Derivation}). All that
 * does not fit is collected, so that one start names it all.
 */
final class ContractCheck {
  static final String MOST_BYTES = "x-most-bytes";
  static final String STREAMED = "x-streamed-body";
  private static final int MOST_BYTES_OF_ANYBODY = 8 << 10;
  private static final int MOST_BYTES_OF_USERS = 64 << 10;
  static final Set<String> WITH_BODY = Set.of("post", "put", "patch");

  private final ObjectNode document;
  private final Map<String, Request<?, ?>> catalogue;
  private final List<String> problems;
  private final Derivation derivation;
  private final RouteTable routes = new RouteTable();
  private final Map<String, Operation> operations = new LinkedHashMap<>();

  ContractCheck(ObjectNode document, Map<String, Request<?, ?>> catalogue, List<String> problems) {
    this.document = document;
    this.catalogue = catalogue;
    this.problems = problems;
    this.derivation = new Derivation(document);
  }

  Derivation derivation() {
    return derivation;
  }

  RouteTable routes() {
    return routes;
  }

  /** Returns the operations by address, in the order of the documents. */
  Map<String, Operation> operations() {
    return operations;
  }

  void run() {
    document.path("paths").properties().forEach(path -> path.getValue().properties()
        .forEach(operation -> check(path.getKey(), operation.getKey(), (ObjectNode) operation.getValue())));
  }

  private void check(String path, String method, ObjectNode declared) {
    String verb = method.toUpperCase(Locale.ROOT);
    String id = declared.path("operationId").asText();
    String where = declared.path("x-file").asText() + ": " + verb + " " + path + (id.isEmpty() ? "" : " (" + id + ")");
    List<String> found = new ArrayList<>();
    Access access = attempt(found, () -> Access.parse(declared.get("x-access")));
    Request<?, ?> request = catalogue.get(id);
    if (id.isEmpty()) {
      found.add("has no operationId");
    } else if (operations.containsKey(id)) {
      found.add("uses an operationId that is declared twice");
    } else if (request == null) {
      found.add("has no consumer in this build");
    }
    if (request != null) {
      derivation.ask(path, method, declared, request, found);
    }
    Answers answers = request == null ? null
        : attempt(found, () -> new Answers(declared.path("responses"), request.answer().getRawClass()));
    RequestInputs inputs = request == null ? null : inputs(method, declared, access, request, found);
    if (found.isEmpty()) {
      boolean keeps = !verb.equals("GET") && !access.open() && !declared.path("x-answer-secret").asBoolean();
      Operation operation = new Operation(verb, path, request, access, inputs, answers, keeps,
          declared.path("x-temporary-password").asBoolean());
      attempt(found, () -> {
        routes.add(operation);
        return operations.put(id, operation);
      });
    }
    found.forEach(problem -> problems.add(where + " " + problem));
  }

  private RequestInputs inputs(String method, JsonNode declared, Access access, Request<?, ?> request,
      List<String> found) {
    List<Parameter> path = new ArrayList<>();
    Map<String, Parameter> query = new LinkedHashMap<>();
    List<Parameter> headers = new ArrayList<>();
    for (JsonNode each : declared.path("parameters")) {
      Parameter compiled = attempt(found, () -> new Parameter(each, document));
      if (compiled != null) {
        switch (each.path("in").asText()) {
          case "path" -> path.add(compiled);
          case "query" -> query.put(compiled.name, compiled);
          default -> headers.add(compiled);
        }
      }
    }
    JsonNode sent = declared.path("requestBody");
    String raw = sent.path("x-raw-body").asText(null);
    String streamed = sent.path(STREAMED).asText(null);
    Integer mostBytes = attempt(found, () -> mostBytes(declared, access));
    BodyCheck body = raw != null || streamed != null || !WITH_BODY.contains(method) ? null
        : attempt(found, () -> body(method, declared, request));
    if (streamed != null && !joins(request, streamed)) {
      found.add("joins the parts of its body by " + streamed + ", which its answer has not");
    }
    return found.isEmpty() ? attempt(found, () -> new RequestInputs(path, query, headers, body, raw, streamed,
        mostBytes, request.body())) : null;
  }

  private static boolean joins(Request<?, ?> request, String streamed) {
    Class<?> answer = request.answer().getRawClass();
    return answer.isRecord()
        && Arrays.stream(answer.getRecordComponents()).anyMatch(each -> each.getName().equals(streamed));
  }

  /** Returns how many bytes the body may have; few where anybody may send it, unless the operation says more. */
  private static int mostBytes(JsonNode declared, Access access) {
    JsonNode said = declared.path(MOST_BYTES);
    if (said.isMissingNode()) {
      return access == null || access.open() ? MOST_BYTES_OF_ANYBODY : MOST_BYTES_OF_USERS;
    }
    if (!said.isInt() || said.intValue() < 1) {
      throw new IllegalArgumentException("has an " + MOST_BYTES + " that is no number of bytes");
    }
    return said.intValue();
  }

  /** A write without components for a body takes none, or an empty object, which some clients always send. */
  private BodyCheck body(String method, JsonNode declared, Request<?, ?> request) {
    JsonNode body = declared.path("requestBody");
    if (!body.isMissingNode()) {
      ObjectNode closed = ClosedSchema.closed(document, body.at("/content/application~1json/schema"));
      return new BodyCheck(closed, body.path("required").asBoolean(), method.equals("post") ? Tolerance.ofNew(closed)
          : Tolerance.ofChange(closed, answered(request.answer().getRawClass())), method.equals("patch"));
    }
    ObjectNode empty = Json.MAPPER.createObjectNode().put("type", "object").put("additionalProperties", false);
    return new BodyCheck(empty, false);
  }

  private static Set<String> answered(Class<?> answer) {
    return answer.isRecord() ? Arrays.stream(answer.getRecordComponents()).map(RecordComponent::getName)
        .collect(Collectors.toSet()) : Set.of();
  }

  private static <T> T attempt(List<String> found, Supplier<T> step) {
    try {
      return step.get();
    } catch (IllegalArgumentException | JsonSchemaException e) {
      found.add(e.getMessage());
      return null;
    }
  }
}
