package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Request schemas made self-contained: references resolved in place, objects closed to unknown properties. */
final class ClosedSchema {
  private static final List<String> COMPOSITIONS = List.of("allOf", "anyOf", "oneOf");

  private final JsonNode root;
  private final Deque<String> open = new ArrayDeque<>();

  private ClosedSchema(JsonNode root) {
    this.root = root;
  }

  /** Fails with {@link IllegalArgumentException} for a schema that contains itself. */
  static ObjectNode closed(JsonNode root, JsonNode schema) {
    JsonNode resolved = new ClosedSchema(root).resolve(schema);
    if (!(resolved instanceof ObjectNode object)) {
      throw new IllegalArgumentException("has a schema that is not an object");
    }
    close(object, false);
    return object;
  }

  /** Returns the schema with its references resolved in place; what stands beside a reference adds to it. */
  static JsonNode resolved(JsonNode root, JsonNode schema) {
    return new ClosedSchema(root).resolve(schema);
  }

  private JsonNode resolve(JsonNode node) {
    if (node.isArray()) {
      ArrayNode copy = Json.MAPPER.createArrayNode();
      node.forEach(element -> copy.add(resolve(element)));
      return copy;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    ObjectNode copy = Json.MAPPER.createObjectNode();
    if (object.path("$ref").isTextual()) {
      String reference = object.get("$ref").textValue();
      if (open.contains(reference)) {
        throw new IllegalArgumentException("has a schema that contains itself through " + reference);
      }
      if (!(root.at(reference.substring(1)) instanceof ObjectNode target)) {
        throw new IllegalArgumentException("has a schema whose reference " + reference + " leads nowhere");
      }
      open.push(reference);
      copy.setAll((ObjectNode) resolve(target));
      open.pop();
    }
    object.properties().forEach(entry -> {
      if (!entry.getKey().equals("$ref")) {
        copy.set(entry.getKey(), resolve(entry.getValue()));
      }
    });
    return copy;
  }

  /** @param member of a composition, which the whole closes: a member alone does not know its siblings' properties */
  private static void close(ObjectNode schema, boolean member) {
    boolean composed = COMPOSITIONS.stream().anyMatch(schema::has);
    boolean said = schema.has("additionalProperties") || schema.has("unevaluatedProperties");
    if (!member && !said && (composed || schema.has("properties") || schema.path("type").asText().equals("object"))) {
      schema.put(composed ? "unevaluatedProperties" : "additionalProperties", false);
    }
    for (String composition : COMPOSITIONS) {
      schema.path(composition).forEach(each -> closeIfObject(each, true));
    }
    schema.path("properties").forEach(each -> closeIfObject(each, false));
    closeIfObject(schema.path("items"), false);
    closeIfObject(schema.path("additionalProperties"), false);
  }

  private static void closeIfObject(JsonNode node, boolean member) {
    if (node instanceof ObjectNode object) {
      close(object, member);
    }
  }

  /** The properties that the schema gives to an object, those of its compositions among them. */
  static Map<String, JsonNode> properties(JsonNode schema) {
    Map<String, JsonNode> properties = new LinkedHashMap<>();
    schema.path("properties").properties().forEach(entry -> properties.put(entry.getKey(), entry.getValue()));
    for (String composition : COMPOSITIONS) {
      schema.path(composition).forEach(each -> properties.putAll(properties(each)));
    }
    return properties;
  }
}
