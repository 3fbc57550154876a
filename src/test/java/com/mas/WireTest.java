package com.mas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.mas.boot.Modules;
import com.mas.bus.DurableEvent;
import com.mas.bus.Event;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.mas.module.DomainModule;
import com.mas.testkit.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each record that crosses the bus, held against the JSON it had when it was agreed on: another node, or a worker in
 * another language, relies on it. After a wanted change run with {@code GOLDEN=write} in the environment and review the
 * difference.
 */
class WireTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  /** Kept by {@code GoldenDocumentsTest}. */
  private static final Set<String> DOCUMENTS = Set.of("openapi.txt", "asyncapi.bus.txt");
  private static final ObjectMapper PRETTY = Json.MAPPER.copy().enable(SerializationFeature.INDENT_OUTPUT);

  @TestFactory
  Stream<DynamicTest> everyMessageKeepsItsShape() {
    Map<String, Map<String, JavaType>> addresses = new TreeMap<>();
    Modules.REQUESTS.forEach((address, request) -> addresses.put(address,
        new TreeMap<>(Map.of("request", Json.MAPPER.constructType(request.body()), "answer", request.answer()))));
    Modules.EVENTS
        .forEach((address, event) -> addresses.put(address, Map.of("event", Json.MAPPER.constructType(event.body()))));
    Modules.DURABLE_EVENTS
        .forEach((address, event) -> addresses.put(address, Map.of("event", Json.MAPPER.constructType(event.body()))));
    return addresses.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> hold(e.getKey(), e.getValue())));
  }

  @Test
  void noGoldenFileIsLeftBehind() throws IOException {
    try (Stream<Path> all = Files.walk(RESOURCES)) {
      Set<Path> agreed = Stream.of(Modules.REQUESTS, Modules.EVENTS, Modules.DURABLE_EVENTS)
          .flatMap(some -> some.keySet().stream()).map(WireTest::file).collect(Collectors.toSet());
      assertEquals(List.of(), all.filter(file -> file.getParent().endsWith("golden"))
          .filter(file -> !DOCUMENTS.contains(file.getFileName().toString()) && !agreed.contains(file)).toList());
    }
  }

  /** Returns the golden file of an address, which lies in the folder of its domain. */
  static Path file(String address) {
    return Modules.DOMAINS.stream().filter(module -> declares(module, address))
        .map(module -> RESOURCES.resolve(Path.of("domain", module.role(), "golden", address + ".json")))
        .findFirst().orElseThrow();
  }

  private static boolean declares(DomainModule module, String address) {
    return Stream.of(module.requests().stream().map(Request::address), module.events().stream().map(Event::address),
        module.durableEvents().stream().map(DurableEvent::address)).flatMap(each -> each).anyMatch(address::equals);
  }

  private static void hold(String address, Map<String, JavaType> types) throws Exception {
    Map<String, Object> samples = new TreeMap<>();
    for (Map.Entry<String, JavaType> type : types.entrySet()) {
      Object sample = Sample.of(type.getValue());
      samples.put(type.getKey(), sample);
      if (sample != null) {
        JsonNode json = Json.MAPPER.valueToTree(sample);
        Object read = Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(sample), type.getValue());
        assertEquals(json, Json.MAPPER.valueToTree(read), "what is read from the wire says the same again");
        assertEquals(sample, read, "what is read from the wire has the types of what was sent");
      }
    }
    Path file = file(address);
    String now = PRETTY.writeValueAsString(samples) + "\n";
    if ("write".equals(System.getenv("GOLDEN"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, now);
    }
    assertTrue(Files.exists(file), file + " is missing; run the test with GOLDEN=write and review it");
    assertEquals(Files.readString(file), now);
    assertFalse(now.contains("[ ]"), "every list of " + file + " has an item");
  }
}
