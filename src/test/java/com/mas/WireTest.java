package com.mas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.mas.boot.Catalogue;
import com.mas.bus.Json;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
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
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final ObjectMapper PRETTY = Json.MAPPER.copy().enable(SerializationFeature.INDENT_OUTPUT);

  @TestFactory
  Stream<DynamicTest> everyMessageKeepsItsShape() {
    Map<String, Map<String, Class<?>>> addresses = new TreeMap<>();
    Catalogue.REQUESTS.forEach((address, request) ->
        addresses.put(address, new TreeMap<>(Map.of("request", request.body(), "answer", request.answer()))));
    Catalogue.EVENTS.forEach((address, event) -> addresses.put(address, Map.of("event", event.body())));
    return addresses.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> hold(e.getKey(), e.getValue())));
  }

  @Test
  void noGoldenFileIsLeftBehind() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      assertEquals(List.of(), files.map(file -> file.getFileName().toString().replaceAll("\\.json$", ""))
          .filter(address -> !Catalogue.REQUESTS.containsKey(address) && !Catalogue.EVENTS.containsKey(address))
          .toList());
    }
  }

  private static void hold(String address, Map<String, Class<?>> types) throws Exception {
    Map<String, Object> samples = new TreeMap<>();
    for (Map.Entry<String, Class<?>> type : types.entrySet()) {
      Object sample = sample(type.getValue());
      samples.put(type.getKey(), sample);
      if (sample != null && !type.getKey().equals("answer")) {
        JsonNode json = Json.MAPPER.valueToTree(sample);
        assertEquals(json, Json.MAPPER.valueToTree(Json.MAPPER.treeToValue(json, type.getValue())),
            "what is read from the wire says the same again");
      }
    }
    Path file = GOLDEN.resolve(address + ".json");
    String now = PRETTY.writeValueAsString(samples) + "\n";
    if ("write".equals(System.getenv("GOLDEN"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, now);
    }
    assertTrue(Files.exists(file), file + " is missing; run the test with GOLDEN=write and review it");
    assertEquals(Files.readString(file), now);
  }

  /** A value of the type with something in every place, the same on each run. */
  private static Object sample(Type type) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType parameterized) {
      Class<?> raw = (Class<?>) parameterized.getRawType();
      Type[] arguments = parameterized.getActualTypeArguments();
      if (raw == List.class) {
        return List.of(sample(arguments[0]));
      }
      if (raw == Set.class) {
        return Set.of(sample(arguments[0]));
      }
      if (raw == Map.class) {
        return Map.of(sample(arguments[0]), sample(arguments[1]));
      }
      return sample(raw);
    }
    if (!(type instanceof Class<?> raw)) {
      return null;
    }
    return raw.isRecord() ? record(raw) : raw.isEnum() ? raw.getEnumConstants()[0] : plain(raw);
  }

  private static Object record(Class<?> raw) throws ReflectiveOperationException {
    RecordComponent[] components = raw.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      boolean open = components[i].getGenericType() instanceof ParameterizedType list
          && !(list.getActualTypeArguments()[0] instanceof Class<?>
          || list.getActualTypeArguments()[0] instanceof ParameterizedType);
      values[i] = open ? List.of() : sample(components[i].getGenericType());
    }
    var constructor = raw.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType)
        .toArray(Class[]::new));
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }

  private static Object plain(Class<?> raw) {
    return switch (raw.getName()) {
      case "java.lang.String" -> "text";
      case "int", "java.lang.Integer" -> 7;
      case "long", "java.lang.Long" -> 7_000_000_000L;
      case "short", "java.lang.Short" -> (short) 7;
      case "double", "java.lang.Double" -> 7.5;
      case "boolean", "java.lang.Boolean" -> true;
      case "java.math.BigDecimal" -> new BigDecimal("7.50");
      case "java.util.UUID" -> UUID.fromString("01935b2e-0000-7000-8000-000000000007");
      case "java.time.Instant" -> Instant.parse("2026-01-07T18:30:00Z");
      case "java.time.LocalDate" -> LocalDate.parse("2026-01-07");
      case "java.time.Duration" -> Duration.ofSeconds(90);
      case "com.fasterxml.jackson.databind.JsonNode" -> Json.MAPPER.createObjectNode().put("key", "text");
      case "java.lang.Void", "java.lang.Object" -> null;
      default -> throw new AssertionError("no sample for " + raw
          + "; a message holds records, lists, maps and plain values");
    };
  }
}
