package com.mas.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.mas.process.ContractOperation.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Input that fits an operation's contract. */
public final class Samples {
  private static final Set<String> LEFT_OUT = DomainSamples.all(DomainSamples::leftOut);
  private static final String NOBODY = "00000000-0000-7000-8000-000000000000";
  private static final Set<String> SHARED = DomainSamples.all(DomainSamples::shared);

  private final Map<String, String> byName = new HashMap<>();
  private final Map<String, String> byShape = new HashMap<>();
  private int count;

  /** Sets what a parameter or property of this name is to have. */
  public void know(String name, String value) {
    byName.put(name, value);
  }

  /** The id that a creation has answered stands for the members of its collection. */
  public void created(ContractOperation creation, String id) {
    byShape.putIfAbsent(creation.shape() + "/{}", id);
  }

  /** Returns whether all that its path names exists. */
  public boolean knowsPathOf(ContractOperation operation) {
    return operation.path().contains("{") && SHARED.stream().noneMatch(operation.path()::startsWith)
        && !path(operation, null, null).contains(NOBODY);
  }

  /** @param instead takes the place of the parameter {@code of}; null for none */
  public String path(ContractOperation operation, String of, String instead) {
    StringBuilder path = new StringBuilder();
    StringBuilder shape = new StringBuilder();
    for (String segment : operation.path().substring(1).split("/")) {
      boolean parameter = segment.startsWith("{");
      shape.append('/').append(parameter ? "{}" : segment);
      String name = parameter ? segment.substring(1, segment.length() - 1) : "";
      String value = name.equals(of) ? instead : pathValue(operation, name, shape.toString());
      path.append('/').append(parameter ? encode(value) : segment);
    }
    StringBuilder query = new StringBuilder();
    for (Parameter each : operation.parameters()) {
      boolean replaced = each.name().equals(of);
      if (each.in().equals("query") && (replaced || each.required())) {
        query.append(query.isEmpty() ? '?' : '&').append(encode(each.name())).append('=')
            .append(encode(replaced ? instead : value(each.name(), each.schema()).asText()));
      }
    }
    return path.append(query).toString();
  }

  private String pathValue(ContractOperation operation, String name, String shape) {
    if (name.isEmpty()) {
      return "";
    }
    String known = byShape.getOrDefault(shape, byName.get(name));
    if (known != null) {
      return known;
    }
    JsonNode schema = operation.parameters().stream().filter(each -> each.name().equals(name)).findFirst()
        .orElseThrow().schema();
    return schema.path("format").asText().equals("uuid") ? NOBODY : value(name, schema).asText();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Everything that the body may have, without references to what does not exist; null when it takes none. */
  public ObjectNode body(ContractOperation operation) {
    if (operation.body() == null) {
      return null;
    }
    ObjectNode body = Json.MAPPER.createObjectNode();
    operation.body().forEach((name, schema) -> {
      boolean reference = schema.path("format").asText().equals("uuid") && !byName.containsKey(name);
      boolean wanted = !reference && !LEFT_OUT.contains(operation.id() + "/" + name);
      if (wanted || operation.required().contains(name)) {
        body.set(name, value(name, schema));
      }
    });
    return body;
  }

  public JsonNode value(String name, JsonNode schema) {
    if (byName.containsKey(name) && !schema.path("type").asText().equals("integer")) { // a number is another system's
      return Json.MAPPER.valueToTree(byName.get(name));
    }
    for (String given : List.of("const", "default")) {
      if (schema.has(given)) {
        return schema.get(given);
      }
    }
    if (schema.has("examples")) {
      return schema.get("examples").get(0);
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(0);
    }
    String type = schema.path("type").isArray() ? schema.path("type").get(0).asText() : schema.path("type").asText();
    return switch (type) {
      case "integer", "number" -> Json.MAPPER.valueToTree(schema.path("minimum").asInt(1));
      case "boolean" -> Json.MAPPER.valueToTree(true);
      case "array" -> {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (int i = 0; i < schema.path("minItems").asInt(0); i++) {
          array.add(value(name, schema.path("items")));
        }
        yield array;
      }
      case "object" -> {
        ObjectNode object = Json.MAPPER.createObjectNode();
        List<String> names = new ArrayList<>();
        schema.path("required").forEach(each -> names.add(each.asText()));
        schema.path("properties").properties().stream().map(Map.Entry::getKey).filter(each -> !names.contains(each))
            .limit(Math.max(0, schema.path("minProperties").asInt() - names.size())).forEach(names::add);
        names.forEach(each -> object.set(each, value(each, schema.path("properties").path(each))));
        yield object;
      }
      default -> Json.MAPPER.valueToTree(text(name, schema));
    };
  }

  private String text(String name, JsonNode schema) {
    int unique = ++count;
    Pattern pattern = Pattern.compile(schema.path("pattern").asText(""));
    List<String> candidates = switch (name.matches("email|phone") ? name : schema.path("format").asText()) {
      case "uuid" -> List.of(UUID.randomUUID().toString());
      case "date" -> List.of("2026-01-05");
      case "date-time" -> List.of("2026-01-05T09:00:00Z");
      case "email" -> List.of("person" + unique + "@learner.example");
      case "phone" -> List.of("+91" + (9_800_000_000L + unique));
      default -> List.of("Sample-" + unique, "123456", "2026-01-05", "https://learner.example/" + unique,
          "sample", "SAMPLE", "21:00", "2341 2341 2346");
    };
    return candidates.stream().filter(each -> pattern.matcher(each).find())
        .map(each -> each + "x".repeat(Math.max(0, schema.path("minLength").asInt() - each.length()))).findFirst()
        .orElseThrow(() -> new AssertionError("no sample for " + schema + ": give one in the domain's samples"));
  }
}
