package com.mas.testkit;

import com.fasterxml.jackson.databind.JavaType;
import com.mas.bus.Change;
import com.mas.bus.Json;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes messages for tests: records with something in every place. */
public final class Sample {
  private Sample() {}

  /** Returns a value of the type with something in every place, the same on each run. */
  public static Object of(JavaType type) {
    return of(type, true);
  }

  /** Returns a value of the type with nothing in the places that may be empty. */
  public static Object least(JavaType type) {
    return of(type, false);
  }

  private static Object of(JavaType type, boolean everything) {
    if (type.isMapLikeType()) {
      return Map.of(of(type.getKeyType(), everything), of(type.getContentType(), everything));
    }
    if (type.isCollectionLikeType()) {
      Object item = of(type.getContentType(), everything);
      return type.hasRawClass(Set.class) ? Set.of(item) : List.of(item);
    }
    if (type.hasRawClass(Change.class)) {
      return Change.to(of(type.containedType(0), everything));
    }
    Class<?> raw = type.getRawClass();
    return raw.isRecord() ? record(type, everything) : raw.isEnum() ? raw.getEnumConstants()[0] : plain(raw);
  }

  private static Object record(JavaType type, boolean everything) {
    RecordComponent[] components = type.getRawClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      if (everything || !components[i].getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        values[i] = of(Json.MAPPER.getTypeFactory()
            .resolveMemberType(components[i].getGenericType(), type.getBindings()), everything);
      }
    }
    try {
      var constructor = type.getRawClass().getDeclaredConstructor(Arrays.stream(components)
          .map(RecordComponent::getType).toArray(Class[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("no sample for " + type, e);
    }
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
      case "com.fasterxml.jackson.databind.JsonNode", "com.fasterxml.jackson.databind.node.ObjectNode" ->
        Json.MAPPER.createObjectNode().put("key", "text");
      case "java.lang.Object" -> Map.of("key", "text");
      case "java.lang.Void" -> null;
      default -> throw new AssertionError("no sample for " + raw
          + "; a message holds records, lists, maps and plain values");
    };
  }
}
