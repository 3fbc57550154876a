package com.mas.bus;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The AsyncAPI 3.0 document of the bus, made of the contracts themselves: a channel for each address, with an operation
 * from this product's point of view, and the schemas of all records. Thread-safe.
 */
public final class BusDocument {
  private final Map<String, Request<?, ?>> requests;
  private final Map<String, Event<?>> events;
  private final Map<String, DurableEvent<?>> durable;
  private final Map<String, List<String>> subscribers;
  private final Map<String, List<Reason>> reasons;
  private byte @Nullable [] json;

  /**
   * Takes all by their addresses.
   *
   * @param subscribers addresses that are told of each durable event
   * @param reasons for which the domain of each request refuses
   */
  public BusDocument(Map<String, Request<?, ?>> requests, Map<String, Event<?>> events,
      Map<String, DurableEvent<?>> durable, Map<String, List<String>> subscribers,
      Map<String, List<Reason>> reasons) {
    this.requests = new TreeMap<>(requests);
    this.events = new TreeMap<>(events);
    this.durable = new TreeMap<>(durable);
    this.subscribers = Map.copyOf(subscribers);
    this.reasons = Map.copyOf(reasons);
  }

  /** JSON in UTF-8. Made at the first call, which takes too long for an event loop. */
  public synchronized byte[] json() {
    if (json == null) {
      json = Json.write(new Writing().document(this)).getBytes(StandardCharsets.UTF_8);
    }
    return json;
  }

  private static final class Writing {
    private final ObjectNode components = Json.MAPPER.createObjectNode();
    private final Schemas schemas = new Schemas(Schemas.Side.BUS, components, Schemas.WORDLESS);

    Map<String, Object> document(BusDocument of) {
      Map<String, Object> channels = new LinkedHashMap<>();
      Map<String, Object> operations = new LinkedHashMap<>();
      ObjectNode call = schemas.of(Call.class);
      of.requests.forEach((address, request) -> {
        channels.put(address, map("address", address, "messages", map(
            "request", message(address, call, type(request.body())),
            "answer", message(address + " answers", null, request.answer()))));
        operations.put(address, map("action", "receive", "channel", channel(address),
            "messages", List.of(reference(address, "request")),
            "x-timeout-seconds", request.timeout().toMillis() / 1000.0,
            "reply", map("channel", channel(address), "messages", List.of(reference(address, "answer")))));
      });
      of.events.forEach((address, event) -> {
        channels.put(address, events(address, call, event.body()));
        operations.put(address, send(address));
      });
      of.durable.forEach((address, event) -> {
        channels.put(address, events(address, call, event.body()));
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
          "components", map("schemas", new TreeMap<>(components.properties().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))),
          "x-failures", failures(),
          "x-reasons", reasons(of));
    }

    private Map<String, Object> events(String address, ObjectNode call, Class<?> body) {
      return map("address", address, "messages", map("event", message(address, call, type(body))));
    }

    private static Map<String, Object> send(String address) {
      return map("action", "send", "channel", channel(address), "messages", List.of(reference(address, "event")));
    }

    /** Returns the reasons by domain, which is the first part of its addresses. */
    private static Map<String, Map<String, String>> reasons(BusDocument of) {
      Map<String, Map<String, String>> domains = new TreeMap<>();
      of.reasons
          .forEach((address,
              reasons) -> reasons.forEach(reason -> domains
                  .computeIfAbsent(address.substring(0, address.indexOf('.')), domain -> new TreeMap<>())
                  .put(reason.word(), reason.failure().code())));
      return domains;
    }

    private static Map<String, Object> failures() {
      Map<String, Object> codes = new LinkedHashMap<>();
      Arrays.stream(Failure.values()).forEach(failure -> codes.put(failure.code(), map("wireCode", failure.wireCode(),
          "httpStatus", failure.httpStatus(), "retryable", failure.retryable())));
      return codes;
    }

    /** @param call null for an answer, which has none */
    private Map<String, Object> message(String name, @Nullable ObjectNode call, JavaType body) {
      Map<String, Object> message =
          map("name", name, "payload", body.hasRawClass(Void.class) ? map("type", "null") : schemas.of(body));
      if (call != null) {
        message.put("headers", call);
      }
      return message;
    }

    private static JavaType type(Class<?> body) {
      return Json.MAPPER.constructType(body);
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
