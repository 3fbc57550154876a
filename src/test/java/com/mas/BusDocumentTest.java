package com.mas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.boot.Modules;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The AsyncAPI document of the bus, held against the JSON that {@link WireTest} agreed on. */
class BusDocumentTest {
  private static final JsonNode DOCUMENT =
      Json.read(new String(Modules.DOCUMENT.json(), StandardCharsets.UTF_8), JsonNode.class);

  @Test
  void everyAddressOfThisBuildHasItsChannelAndItsOperation() {
    assertEquals("3.0.0", DOCUMENT.path("asyncapi").asText());
    Set<String> addresses = new TreeSet<>(Modules.REQUESTS.keySet());
    addresses.addAll(Modules.EVENTS.keySet());
    addresses.addAll(Modules.DURABLE_EVENTS.keySet());
    for (String part : Set.of("channels", "operations")) {
      Set<String> named = new TreeSet<>();
      DOCUMENT.path(part).fieldNames().forEachRemaining(named::add);
      assertEquals(addresses, named, part);
    }
    Modules.REQUESTS.forEach((address, request) -> {
      JsonNode operation = DOCUMENT.path("operations").path(address);
      assertEquals("receive", operation.path("action").asText(), address);
      assertEquals(request.timeout().toMillis() / 1000.0, operation.path("x-timeout-seconds").asDouble(), address);
      assertTrue(operation.path("reply").isObject(), address);
    });
    Modules.EVENTS.keySet().forEach(
        address -> assertEquals("send", DOCUMENT.path("operations").path(address).path("action").asText(), address));
    Modules.DURABLE_EVENTS.keySet().forEach(address -> {
      JsonNode operation = DOCUMENT.path("operations").path(address);
      assertEquals("send", operation.path("action").asText(), address);
      operation.path("x-stored-for").forEach(subscriber -> assertEquals("receive",
          DOCUMENT.path("operations").path(subscriber.asText()).path("action").asText()));
    });
    assertEquals("[\"gamification.on.mrlearn.modules.completed\"]",
        DOCUMENT.path("operations").path("mrlearn.modules.completed").path("x-stored-for").toString());
    assertEquals(Failure.values().length, DOCUMENT.path("x-failures").size());
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (JsonNode reference : DOCUMENT.findValues("$ref")) {
      assertFalse(target(reference.textValue()).isMissingNode(), reference::asText);
    }
  }

  @Test
  void whatCrossesTheWireIsWhatTheDocumentSays() throws IOException {
    for (String address : Modules.REQUESTS.keySet()) {
      agreed(address, "request");
      agreed(address, "answer");
    }
    for (String address : Modules.EVENTS.keySet()) {
      agreed(address, "event");
    }
    for (String address : Modules.DURABLE_EVENTS.keySet()) {
      agreed(address, "event");
    }
  }

  @Test
  void itIsMadeOnce() {
    assertSame(Modules.DOCUMENT.json(), Modules.DOCUMENT.json());
  }

  private static void agreed(String address, String message) throws IOException {
    JsonNode golden = Json.read(Files.readString(WireTest.file(address)), JsonNode.class);
    fits(golden.path(message), DOCUMENT.at("/channels/" + address + "/messages/" + message + "/payload"),
        address + " " + message);
  }

  private static void fits(JsonNode json, JsonNode schema, String where) {
    JsonNode one = schema.has("oneOf") ? schema.path("oneOf").path(0) : schema; // the other is null
    JsonNode said = one.has("$ref") ? target(one.path("$ref").textValue()) : one;
    assertFalse(said.isMissingNode(), where);
    if (json.isNull() || said.isEmpty()) {
      return;
    }
    String type = said.path("type").isArray() ? said.at("/type/0").asText() : said.path("type").asText();
    assertEquals(json.isObject() ? "object" : json.isArray() ? "array" : json.isIntegralNumber() ? "integer"
        : json.isNumber() ? "number" : json.isBoolean() ? "boolean" : "string",
        json.isIntegralNumber() && type.equals("number") ? "integer" : type, where);
    if (json.isArray()) {
      json.forEach(item -> fits(item, said.path("items"), where + "[]"));
    }
    if (said.size() == 1) {
      return; // an object of anything
    }
    json.properties().forEach(field -> fits(field.getValue(), said.has("additionalProperties")
        ? said.path("additionalProperties") : said.path("properties").path(field.getKey()),
        where + "." + field.getKey()));
  }

  private static JsonNode target(String reference) {
    return DOCUMENT.at(reference.substring(1));
  }
}
