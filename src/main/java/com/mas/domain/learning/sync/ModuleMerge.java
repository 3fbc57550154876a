package com.mas.domain.learning.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Modules or items of one learner, known and seen now, joined by id: progress, time and completion never go back; words
 * are the latest; the order is the course's, and what the provider no longer lists stays, at the end.
 */
final class ModuleMerge {
  private ModuleMerge() {}

  /** Leaves both as they are. */
  static ArrayNode merge(JsonNode known, JsonNode seen) {
    Map<String, JsonNode> left = new LinkedHashMap<>();
    known.forEach(node -> left.put(node.path("id").asText(), node));
    ArrayNode merged = ((ArrayNode) seen).arrayNode(seen.size());
    seen.forEach(node -> {
      JsonNode before = left.remove(node.path("id").asText());
      merged.add(before == null || before.equals(node) ? node : join(before, node));
    });
    left.values().forEach(merged::add);
    return merged;
  }

  /** Ids of what is completed, in order. */
  static List<String> completed(JsonNode modules) {
    List<String> ids = new ArrayList<>();
    modules.forEach(module -> {
      if (module.path("completed").asBoolean()) {
        ids.add(module.path("id").asText());
      }
    });
    return ids;
  }

  private static ObjectNode join(JsonNode known, JsonNode seen) {
    ObjectNode both = known.deepCopy();
    both.setAll((ObjectNode) seen);
    greater(both, "progress", known, seen);
    greater(both, "timeSpent", known, seen);
    both.put("completed", known.path("completed").asBoolean() || seen.path("completed").asBoolean());
    return both;
  }

  private static void greater(ObjectNode into, String field, JsonNode a, JsonNode b) {
    JsonNode x = a.get(field);
    JsonNode y = b.get(field);
    if (x != null && x.isNumber() && (y == null || !y.isNumber() || x.doubleValue() > y.doubleValue())) {
      into.set(field, x);
    }
  }
}
