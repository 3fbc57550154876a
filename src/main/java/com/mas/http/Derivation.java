package com.mas.http;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.AtLeastOne;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.mas.bus.Schemas;
import com.mas.bus.Schemas.Property;
import com.mas.bus.Schemas.Side;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes into the merged document what the requests' records say: parameters, bodies, answers. Components of a request
 * that its path does not name are in the query of a GET or DELETE, and in the body of the others, but those that
 * {@code x-query} lists.
 */
final class Derivation {
  private static final Pattern TEMPLATE = Pattern.compile("\\{([^}]+)}");

  private final Schemas input;
  private final Schemas answers;
  /** Words of the documents by schema and component, {@code this} for the schema itself; those used are taken away. */
  private final Map<String, Map<String, JsonNode>> words = new HashMap<>();
  private final Map<String, Map<String, JsonNode>> unused = new TreeMap<>();

  /** @param document whose {@code x-words} become parts of the schemas, and go */
  Derivation(ObjectNode document) {
    document.path("x-words").properties().forEach(type -> type.getValue().properties().forEach(part -> {
      words.computeIfAbsent(type.getKey(), name -> new HashMap<>()).put(part.getKey(), part.getValue());
      unused.computeIfAbsent(type.getKey(), name -> new TreeMap<>()).put(part.getKey(), part.getValue());
    }));
    document.remove("x-words");
    ObjectNode components = document.withObjectProperty("components").withObjectProperty("schemas");
    this.input = new Schemas(Side.INPUT, components, this::words);
    this.answers = input.on(Side.ANSWER);
  }

  private JsonNode words(Class<?> type, String component) {
    String name = component == null ? "this" : component;
    Map<String, JsonNode> left = unused.get(Schemas.name(type));
    if (left != null) {
      left.remove(name);
    }
    JsonNode said = words.getOrDefault(Schemas.name(type), Map.of()).get(name);
    return said == null || said.isObject() ? said : Json.MAPPER.createObjectNode().set("description", said);
  }

  /** Returns the words that no schema has a place for, once all operations are complete. */
  List<String> leftOver() {
    return unused.entrySet().stream().flatMap(type -> type.getValue().keySet().stream()
        .map(part -> "x-words: there is no " + type.getKey() + "." + part)).toList();
  }

  /**
   * Adds what an operation takes. Tells {@code found} what the request's record has no place for, or the document none.
   */
  void ask(String path, String method, ObjectNode operation, Request<?, ?> request, List<String> found) {
    ObjectNode responses = operation.withObjectProperty("responses");
    if (responses.properties().stream().noneMatch(each -> each.getKey().startsWith("2"))) {
      responses.putObject("200").put("description", "Success");
    }
    Failures.check(operation, found);
    if (request.body() == Void.class) {
      return;
    }
    if (!request.body().isRecord()) {
      found.add("asks with " + request.body().getSimpleName() + ", which is not a record");
      return;
    }
    input(path, method, operation, request.body(), found);
  }

  private void input(String path, String method, ObjectNode operation, Class<?> record, List<String> found) {
    JavaType type = Json.MAPPER.constructType(record);
    Map<String, Property> left = new LinkedHashMap<>(input.properties(type));
    ArrayNode parameters = operation.withArrayProperty("parameters");
    for (JsonNode declared : parameters) {
      if (declared.path("in").asText().equals("header") && declared.has("x-from-header")) {
        give(declared.get("x-from-header").asText(), left, record, found)
            .ifPresent(property -> ((ObjectNode) declared).set("schema", property.schema()));
      } else {
        found.add("lists the parameter " + declared.path("name").asText() + "; only headers are listed, with the"
            + " component that x-from-header gives them to");
      }
    }
    Matcher names = TEMPLATE.matcher(path);
    while (names.find()) {
      take(names.group(1), "path", left, record, parameters, found);
    }
    operation.path("x-query").forEach(name -> take(name.asText(), "query", left, record, parameters, found));
    operation.remove("x-query");
    String raw = operation.at("/requestBody/x-raw-body").asText(null);
    String streamed = operation.path("requestBody").path(ContractCheck.STREAMED).asText(null);
    if (raw != null) {
      give(raw, left, record, found);
    } else if (streamed != null) {
      Stream.of(streamed, BodyParts.BYTES, BodyParts.LAST).forEach(name -> give(name, left, record, found));
    } else if (operation.at("/requestBody/content").isObject()) {
      found.add("describes a body, which the record does");
    }
    if (raw == null && streamed == null && ContractCheck.WITH_BODY.contains(method)) {
      body(operation, record, left);
    } else {
      List.copyOf(left.keySet()).forEach(name -> take(name, "query", left, record, parameters, found));
    }
    if (parameters.isEmpty()) {
      operation.remove("parameters");
    }
  }

  private static Optional<Property> give(String name, Map<String, Property> left, Class<?> record,
      List<String> found) {
    Property property = left.remove(name);
    if (property == null) {
      found.add("gives " + name + ", for which " + record.getSimpleName() + " has no component");
    }
    return Optional.ofNullable(property);
  }

  private static void take(String name, String place, Map<String, Property> left, Class<?> record,
      ArrayNode parameters, List<String> found) {
    Property property = left.remove(name);
    if (property == null) {
      found.add("has the " + place + " parameter " + name + ", for which " + record.getSimpleName()
          + " has no component");
      return;
    }
    ObjectNode parameter = parameters.addObject().put("name", name).put("in", place);
    if (place.equals("path") || property.required()) {
      parameter.put("required", true);
    }
    ObjectNode schema = property.schema();
    if (schema.has("description")) {
      parameter.set("description", schema.remove("description"));
    }
    parameter.set("schema", schema);
  }

  /** A body may be left out only where the document says so: its absence is most often a mistake. */
  private void body(ObjectNode operation, Class<?> record, Map<String, Property> properties) {
    if (properties.isEmpty()) {
      return;
    }
    ObjectNode schema = Schemas.object(properties.values());
    if (record.isAnnotationPresent(AtLeastOne.class)) {
      schema.put("minProperties", 1);
    }
    JsonNode said = words(record, null);
    if (said != null) {
      schema.setAll((ObjectNode) said);
    }
    ObjectNode body = operation.withObjectProperty("requestBody");
    if (!body.has("required")) {
      body.put("required", true);
    }
    body.withObjectProperty("content").withObjectProperty("application/json").set("schema", schema);
  }

  /** Adds what an operation answers. Nothing at the start needs it. */
  void answer(ObjectNode operation, Request<?, ?> request) {
    operation.path("responses").properties().forEach(each -> {
      if (each.getKey().startsWith("2") && each.getValue() instanceof ObjectNode response
          && !response.has("content")) {
        ObjectNode media = response.putObject("content").putObject("application/json");
        if (request.isList()) {
          media.putObject("schema").put("type", "array").set("items", answers.of(request.answer().containedType(0)));
        } else if (!request.answer().hasRawClass(Void.class)) {
          media.set("schema", answers.of(request.answer()));
        }
      }
    });
  }
}
