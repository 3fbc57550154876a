package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes out of a body what is not meant: in a change, members that the answer has and nobody can set, since clients
 * send back what they have read; in a new thing, members that may be left out and are null instead. Immutable.
 */
final class Tolerance {
  static final Tolerance NONE = new Tolerance(null, Set.of());

  /** Describes the body; null where null is not taken for absence. */
  private final JsonNode schema;
  final Set<String> readOnly;

  private Tolerance(JsonNode schema, Set<String> readOnly) {
    this.schema = schema;
    this.readOnly = readOnly;
  }

  /** Makes the one of a POST, in whose body null is absence. */
  static Tolerance ofNew(ObjectNode closed) {
    return new Tolerance(closed, Set.of());
  }

  /** @param answered members of the answer; those that the body has itself are no read-only ones */
  static Tolerance ofChange(ObjectNode closed, Set<String> answered) {
    Set<String> readOnly = new HashSet<>(answered);
    readOnly.removeAll(ClosedSchema.properties(closed).keySet());
    return new Tolerance(null, Set.copyOf(readOnly));
  }

  void apply(JsonNode body) {
    if (body instanceof ObjectNode object) {
      object.remove(readOnly);
      if (schema != null) {
        dropNulls(object, schema);
      }
    }
  }

  private static void dropNulls(ObjectNode object, JsonNode schema) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    List<String> absent = new ArrayList<>(0);
    for (Map.Entry<String, JsonNode> property : ClosedSchema.properties(schema).entrySet()) {
      JsonNode value = object.get(property.getKey());
      if (value != null && value.isNull()) {
        if (!required.contains(property.getKey()) && !mayBeNull(property.getValue())) {
          absent.add(property.getKey());
        }
      } else if (value instanceof ObjectNode inner) {
        dropNulls(inner, property.getValue());
      } else if (value != null && value.isArray()) {
        JsonNode items = property.getValue().path("items");
        value.forEach(each -> {
          if (each instanceof ObjectNode inner) {
            dropNulls(inner, items);
          }
        });
      }
    }
    object.remove(absent);
  }

  private static boolean mayBeNull(JsonNode schema) {
    JsonNode type = schema.path("type");
    boolean listed = type.isArray() && has(type, "null");
    return listed || type.isMissingNode() && !schema.has("enum") && !schema.has("properties");
  }

  private static boolean has(JsonNode list, String word) {
    for (JsonNode each : list) {
      if (each.asText().equals(word)) {
        return true;
      }
    }
    return false;
  }
}
