package com.mas.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * All that was said over sockets in a test, held against {@code /asyncapi.json} of the server that said it. A client's
 * event has its name, its acknowledgement {@code name.ack}, an event of the server {@code told.name}.
 */
public final class Traffic {
  private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private record Said(String namespace, String message, JsonNode body) {}

  private final Queue<Said> said = new ConcurrentLinkedQueue<>();

  public void add(String namespace, String message, JsonNode body) {
    said.add(new Said(namespace, message, body));
  }

  /** Nothing was said that is not documented, or not as it is documented. */
  public void fits(Api api) throws Exception {
    assertEquals(List.of(), faults(document(api)));
  }

  /** Asserts that nothing is documented that was not said. */
  public void isAll(Api api) throws Exception {
    JsonNode document = document(api);
    assertEquals(List.of(), faults(document));
    assertEquals(Set.of(), unseen(document));
  }

  public Set<String> unseen(JsonNode document) {
    Set<String> unseen = new TreeSet<>();
    document.path("channels").forEach(channel -> channel.path("messages").properties()
        .forEach(message -> unseen.add(channel.path("address").asText() + " " + message.getKey())));
    said.forEach(each -> unseen.remove(each.namespace + " " + each.message));
    return unseen;
  }

  private static JsonNode document(Api api) throws Exception {
    return api.get("/asyncapi.json", null).json();
  }

  public List<String> faults(JsonNode document) {
    Set<String> faults = new LinkedHashSet<>();
    for (Said each : said) {
      JsonNode message = message(document, each);
      String what = each.namespace + " " + each.message + " " + each.body;
      if (message.isMissingNode()) {
        faults.add("not documented: " + what);
      } else {
        JsonSchema schema = FACTORY.getSchema(resolve(document, message.path("payload")), CONFIG);
        schema.validate(each.body).forEach(fault -> faults.add(what + ": " + fault.getMessage()));
      }
    }
    return new ArrayList<>(faults);
  }

  private static JsonNode message(JsonNode document, Said each) {
    for (JsonNode channel : document.path("channels")) {
      if (channel.path("address").asText().equals(each.namespace)) {
        return resolve(document, channel.path("messages").path(each.message));
      }
    }
    throw new AssertionError("no channel " + each.namespace);
  }

  /** References in their place; there are no circles. */
  private static JsonNode resolve(JsonNode document, JsonNode node) {
    if (node.path("$ref").isTextual()) {
      JsonNode target = document.at(node.path("$ref").textValue().substring(1));
      assertEquals(false, target.isMissingNode(), node::toString);
      return resolve(document, target);
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = Json.MAPPER.createObjectNode();
      object.properties().forEach(entry -> copy.set(entry.getKey(), resolve(document, entry.getValue())));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = Json.MAPPER.createArrayNode();
      array.forEach(element -> copy.add(resolve(document, element)));
      return copy;
    }
    return node;
  }
}
