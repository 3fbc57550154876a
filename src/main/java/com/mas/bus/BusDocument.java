package com.mas.bus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The AsyncAPI 3.0 document of the bus, made of the contracts themselves: a channel for each address, with an operation
 * from this product's point of view, and the schemas of all records. Thread-safe.
 */
public final class BusDocument {
  private static final Map<Class<?>, String> FORMATS =
      Map.of(UUID.class, "uuid", Instant.class, "date-time", LocalDate.class, "date", LocalTime.class, "time");

  private final Map<String, Request<?, ?>> requests;
  private final Map<String, Event<?>> events;
  private final Map<String, DurableEvent<?>> durable;
  private final Map<String, List<String>> subscribers;
  private byte @Nullable [] json;

  /**
   * Takes all by their addresses.
   *
   * @param subscribers addresses that are told of each durable event
   */
  public BusDocument(Map<String, Request<?, ?>> requests, Map<String, Event<?>> events,
      Map<String, DurableEvent<?>> durable, Map<String, List<String>> subscribers) {
    this.requests = new TreeMap<>(requests);
    this.events = new TreeMap<>(events);
    this.durable = new TreeMap<>(durable);
    this.subscribers = Map.copyOf(subscribers);
  }

  /** JSON in UTF-8. Made at the first call, which takes too long for an event loop. */
  public synchronized byte[] json() {
    if (json == null) {
      json = Json.write(new Writing().document(this)).getBytes(StandardCharsets.UTF_8);
    }
    return json;
  }

  private static final class Writing {
    private final Map<String, Object> schemas = new TreeMap<>();
    private final Map<String, Class<?>> named = new LinkedHashMap<>();

    Map<String, Object> document(BusDocument of) {
      Map<String, Object> channels = new LinkedHashMap<>();
      Map<String, Object> operations = new LinkedHashMap<>();
      Map<String, Object> call = schema(Call.class);
      of.requests.forEach((address, request) -> {
        channels.put(address, map("address", address, "messages", map(
            "request", message(address, call, request.body()),
            "answer", message(address + " answers", null, request.answer()))));
        operations.put(address, map("action", "receive", "channel", channel(address),
            "messages", List.of(reference(address, "request")),
            "x-timeout-seconds", request.timeout().toMillis() / 1000.0,
            "reply", map("channel", channel(address), "messages", List.of(reference(address, "answer")))));
      });
      of.events.forEach((address, event) -> {
        channels.put(address, map("address", address, "messages", map("event", message(address, call, event.body()))));
        operations.put(address, send(address));
      });
      of.durable.forEach((address, event) -> {
        channels.put(address, map("address", address, "messages", map("event", message(address, call, event.body()))));
        Map<String, Object> operation = send(address);
        operation.put("x-stored-for", of.subscribers.getOrDefault(address, List.of()));
        operations.put(address, operation);
      });
      return map("asyncapi", "3.0.0",
          "info", map("title", "The event bus", "version", "1.0.0", "description",
              "What is asked and announced on the event bus. Between nodes a message is {call, body}, of which the"
                  + " headers here are the call and the payload is the body. Workers in other languages take part by"
                  + " the bridge, whose frames are those of the Vert.x TCP event bus bridge: they ask with the payload"
                  + " alone, are asked with {call, body}, and answer with {body} or {failure: {code, message}}. A key"
                  + " names the addresses that it may ask, and those of its own that it answers. An event with"
                  + " x-stored-for is not sent to its own address: it is stored, with what caused it, as a request to"
                  + " each of those addresses."),
          "defaultContentType", "application/json",
          "channels", channels, "operations", operations,
          "components", map("schemas", schemas), "x-failures", failures());
    }

    private static Map<String, Object> send(String address) {
      return map("action", "send", "channel", channel(address), "messages", List.of(reference(address, "event")));
    }

    private static Map<String, Object> failures() {
      Map<String, Object> codes = new LinkedHashMap<>();
      Arrays.stream(Failure.values()).forEach(failure -> codes.put(failure.code(), map("wireCode", failure.wireCode(),
          "httpStatus", failure.httpStatus(), "retryable", failure.retryable())));
      return codes;
    }

    /** @param call null for an answer, which has none */
    private Map<String, Object> message(String name, @Nullable Map<String, Object> call, Type body) {
      Map<String, Object> message =
          map("name", name, "payload", isNothing(body) ? map("type", "null") : schema(body));
      if (call != null) {
        message.put("headers", call);
      }
      return message;
    }

    private static boolean isNothing(Type body) {
      return body instanceof JavaType resolved ? resolved.hasRawClass(Void.class) : body == Void.class;
    }

    private Map<String, Object> schema(Type type) {
      if (type instanceof JavaType resolved) {
        return resolved(resolved);
      }
      if (type instanceof ParameterizedType generic) {
        Class<?> raw = (Class<?>) generic.getRawType();
        Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
        return raw == Change.class ? schema(last)
            : Map.class.isAssignableFrom(raw) ? map("type", "object", "additionalProperties", schema(last))
            : Collection.class.isAssignableFrom(raw) ? map("type", "array", "items", schema(last)) : schema(raw);
      }
      if (!(type instanceof Class<?> raw) || raw == Object.class || JsonNode.class.isAssignableFrom(raw)) {
        return map();
      }
      if (raw.isEnum()) {
        return map("type", "string", "enum",
            Arrays.stream(raw.getEnumConstants()).map(value -> Json.MAPPER.valueToTree(value).asText()).toList());
      }
      if (raw.isArray()) {
        return raw == byte[].class ? map("type", "string", "contentEncoding", "base64")
            : map("type", "array", "items", schema(raw.getComponentType()));
      }
      return raw.isRecord() ? record(raw) : plain(raw);
    }

    /** Describes a type whose parameters are known; a record with parameters is written in place, without a name. */
    private Map<String, Object> resolved(JavaType type) {
      if (type.isMapLikeType()) {
        return map("type", "object", "additionalProperties", schema(type.getContentType()));
      }
      if (type.isCollectionLikeType()) {
        return map("type", "array", "items", schema(type.getContentType()));
      }
      if (!type.hasGenericTypes() || !type.getRawClass().isRecord()) {
        return schema((Type) type.getRawClass());
      }
      Map<String, Object> properties = new LinkedHashMap<>();
      for (RecordComponent part : type.getRawClass().getRecordComponents()) {
        properties.put(part.getName(), schema(Json.MAPPER.getTypeFactory()
            .resolveMemberType(part.getGenericType(), type.getBindings())));
      }
      return map("type", "object", "properties", properties);
    }

    private Map<String, Object> record(Class<?> type) {
      for (RecordComponent part : type.getRecordComponents()) {
        if (part.getAccessor().isAnnotationPresent(JsonValue.class)) {
          return schema(part.getGenericType());
        }
      }
      String name = name(type);
      Class<?> there = named.putIfAbsent(name, type);
      if (there == null) {
        Map<String, Object> properties = new LinkedHashMap<>();
        // before its parts, which may be of its kind
        schemas.put(name, map("type", "object", "properties", properties));
        for (RecordComponent part : type.getRecordComponents()) {
          JsonProperty renamed = part.getAccessor().getAnnotation(JsonProperty.class);
          properties.put(renamed == null || renamed.value().isEmpty() ? part.getName() : renamed.value(),
              schema(part.getGenericType()));
        }
      } else if (there != type) {
        throw new IllegalStateException(there.getName() + " and " + type.getName() + " are both called " + name);
      }
      return map("$ref", "#/components/schemas/" + name);
    }

    /** {@code Jobs.Job} of the jobs' contract; a record that stands alone is named after its package. */
    private static String name(Class<?> type) {
      Class<?> outer = type.getEnclosingClass();
      if (outer != null) {
        return name(outer).replaceAll("^.*\\.|Contract$", "") + '.' + type.getSimpleName();
      }
      String place = type.getPackageName().replaceAll("^.*\\.", "");
      return Character.toUpperCase(place.charAt(0)) + place.substring(1) + '.' + type.getSimpleName();
    }

    private static Map<String, Object> plain(Class<?> type) {
      if (type == int.class || type == long.class || type == short.class || type == Integer.class || type == Long.class
          || type == Short.class) {
        return map("type", "integer");
      }
      if (type == double.class || type == float.class || Number.class.isAssignableFrom(type)) {
        return map("type", "number");
      }
      if (type == boolean.class || type == Boolean.class) {
        return map("type", "boolean");
      }
      if (Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type)) {
        return map("type", Map.class.isAssignableFrom(type) ? "object" : "array"); // the items may be anything
      }
      return FORMATS.containsKey(type) ? map("type", "string", "format", FORMATS.get(type)) : map("type", "string");
    }

    private static Map<String, Object> channel(String address) {
      return map("$ref", "#/channels/" + address);
    }

    private static Map<String, Object> reference(String address, String message) {
      return map("$ref", "#/channels/" + address + "/messages/" + message);
    }

    /** Keys and values in turn, in this order. */
    private static Map<String, Object> map(Object... parts) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < parts.length; i += 2) {
        map.put((String) parts[i], parts[i + 1]);
      }
      return map;
    }
  }
}
