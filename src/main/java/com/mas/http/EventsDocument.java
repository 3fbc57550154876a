package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The AsyncAPI document of the events over sockets: {@code http/events.yaml} and the files of the domains' folders
 * {@code asyncapi}, as one.
 */
final class EventsDocument {
  private static final byte[] JSON = Json.write(merged()).getBytes(StandardCharsets.UTF_8);

  private EventsDocument() {}

  /** JSON in UTF-8, one for all instances. */
  static byte[] json() {
    return JSON;
  }

  /** Two files that say different things at the same place are a mistake of the build. */
  private static ObjectNode merged() {
    ObjectNode all = ContractFiles.common("events.yaml");
    ContractFiles.ofDomains("asyncapi").forEach((file, document) -> merge(all, (ObjectNode) document, file));
    return all;
  }

  private static void merge(ObjectNode into, ObjectNode from, String where) {
    for (Map.Entry<String, JsonNode> entry : from.properties()) {
      JsonNode there = into.get(entry.getKey());
      if (there == null) {
        into.set(entry.getKey(), entry.getValue());
      } else if (there instanceof ObjectNode old && entry.getValue() instanceof ObjectNode more) {
        merge(old, more, where + ": " + entry.getKey());
      } else {
        throw new IllegalStateException(where + ": " + entry.getKey() + " is there already");
      }
    }
  }
}
