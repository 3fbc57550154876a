package com.mas.process.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.process.Traffic;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The check of live traffic against the document finds what does not fit. */
class TrafficTest {
  private static final JsonNode DOCUMENT = Json.read("""
      {"channels": {"main": {"address": "/", "messages": {"ask": {"$ref": "#/components/messages/ask"},
        "ask.ack": {"payload": {"type": "object", "required": ["ok"]}}, "told.news": {"payload": {}}}}},
       "components": {"messages": {"ask": {"payload": {"$ref": "#/components/schemas/Ask"}}},
         "schemas": {"Ask": {"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}}}}}
      """, JsonNode.class);

  private final Traffic traffic = new Traffic();

  private void said(String message, String body) {
    traffic.add("/", message, Json.read(body, JsonNode.class));
  }

  @Test
  void whatFitsHasNoFaults() {
    said("ask", "{\"at\":\"2026-01-01T00:00:00Z\"}");
    said("ask.ack", "{\"ok\":true}");
    said("told.news", "{}");
    assertEquals(List.of(), traffic.faults(DOCUMENT));
    assertEquals(Set.of(), traffic.unseen(DOCUMENT));
  }

  @Test
  void anUndocumentedEventIsAFault() {
    said("told.ask", "{}");
    assertEquals(List.of("not documented: / told.ask {}"), traffic.faults(DOCUMENT));
  }

  @Test
  void anotherFormIsAFaultBehindReferencesToo() {
    said("ask", "{\"at\":\"yesterday\"}");
    said("ask.ack", "{}");
    List<String> faults = traffic.faults(DOCUMENT);
    assertEquals(2, faults.size());
    assertTrue(faults.getFirst().contains("date-time"), faults::toString);
  }

  @Test
  void aDocumentedEventThatWasNotSaidIsMissed() {
    said("ask", "{}");
    assertEquals(Set.of("/ ask.ack", "/ told.news"), traffic.unseen(DOCUMENT));
  }
}
