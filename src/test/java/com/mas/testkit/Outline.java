package com.mas.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Outlines an OpenAPI or AsyncAPI document: a sorted line for each operation, parameter, answer, and field of a body or
 * schema, with all that a client relies on and no prose. A line that goes or changes is a change that may break a
 * client.
 */
public final class Outline {
  private static final String REFERENCE = "#/components/schemas/";
  private static final String JSON = "application/json";
  private static final String KEY = "Idempotency-Key";

  private final JsonNode document;
  private final Collection<String> lines = new TreeSet<>();

  private Outline(JsonNode document) {
    this.document = document;
  }

  /** Returns the lines, each ended by a line break. */
  public static String of(byte[] document) {
    try {
      Outline outline = new Outline(Json.MAPPER.readTree(document));
      outline.operations();
      outline.channels();
      outline.document.at("/components/schemas").properties()
          .forEach(each -> outline.schema(each.getKey(), "", each.getValue(), ""));
      return String.join("\n", outline.lines) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void operations() {
    // failures that all operations of a kind can meet are told once
    Map<String, Set<String>> common = new TreeMap<>();
    each((where, operation) -> common.computeIfAbsent(kind(operation), kind -> failures(operation))
        .retainAll(failures(operation)));
    common.forEach((kind, failures) -> lines.add("* " + kind + " fails " + String.join(" ", failures)));
    each((where, operation) -> {
      Set<String> failures = failures(operation);
      failures.removeAll(common.get(kind(operation)));
      operation(where, operation, failures);
    });
  }

  private void each(BiConsumer<String, JsonNode> operation) {
    document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(
        each -> operation.accept(path.getKey() + " " + each.getKey().toUpperCase(Locale.ROOT), each.getValue())));
  }

  private static String kind(JsonNode operation) {
    return (operation.path("security").isEmpty() ? "open" : "signed-in")
        + (operation.has("requestBody") ? ", with body" : "") + (keyed(operation) ? ", idempotency key" : "");
  }

  private static boolean keyed(JsonNode operation) {
    return operation.path("parameters").findValuesAsText("name").contains(KEY);
  }

  private void operation(String where, JsonNode operation, Collection<String> failures) {
    List<String> said = new ArrayList<>(List.of(operation.path("operationId").asText(), kind(operation)));
    said.add("access " + words(operation.path("x-access")));
    operation.properties().forEach(each -> {
      if (each.getKey().startsWith("x-") && !each.getKey().equals("x-access") && !each.getValue().isContainerNode()) {
        said.add(each.getKey() + " " + each.getValue().asText());
      }
    });
    if (operation.path("deprecated").asBoolean()) {
      said.add("deprecated");
    }
    if (!failures.isEmpty()) {
      said.add("fails " + String.join(" ", failures));
    }
    lines.add(where + " = " + String.join(", ", said));
    operation.path("parameters").forEach(parameter -> {
      if (!parameter.path("name").asText().equals(KEY)) {
        schema(where, " " + parameter.path("in").asText() + " " + parameter.path("name").asText(),
            parameter.path("schema"), parameter.path("required").asBoolean() ? "required" : "");
      }
    });
    JsonNode body = operation.path("requestBody");
    if (!body.isMissingNode()) {
      JsonNode json = body.path("content").path(JSON);
      schema(where, " body", json.path("schema"), (body.path("required").asBoolean() ? "required" : "")
          + (json.isMissingNode() ? " as " + String.join(" ", names(body.path("content"))) : ""));
    }
    operation.path("responses").properties().forEach(response -> {
      if (response.getKey().startsWith("2")) {
        JsonNode content = response.getValue().path("content");
        JsonNode envelope = content.path(JSON).path("schema").path("properties");
        schema(where, " " + response.getKey(), envelope.path("data"), content.has(JSON)
            ? envelope.has("page") ? "page," : "" : "as " + String.join(" ", names(content)));
      }
    });
  }

  /** Returns status and code of each failure. */
  private Set<String> failures(JsonNode operation) {
    TreeSet<String> failures = new TreeSet<>();
    operation.path("responses").properties().forEach(response -> {
      if (!response.getKey().startsWith("2")) {
        JsonNode narrowed = document.at(response.getValue().path("$ref").asText().substring(1)
            + "/content/application~1problem+json/schema/allOf/1/properties");
        narrowed.path("code").path("enum").forEach(code -> failures.add(response.getKey() + ":" + code.asText()));
        narrowed.path("reason").path("enum").forEach(reason -> failures.add("reason:" + reason.asText()));
      }
    });
    return failures;
  }

  private void channels() {
    document.path("operations").properties().forEach(operation -> {
      JsonNode channel = document.path("channels").path(operation.getKey()).path("messages");
      List<String> said = new ArrayList<>(List.of(operation.getValue().path("action").asText()));
      channel.properties()
          .forEach(message -> said.add(message.getKey() + " " + type(message.getValue().path("payload"))));
      operation.getValue().properties().forEach(each -> {
        if (each.getKey().startsWith("x-")) {
          said.add(each.getKey().substring(2) + " " + words(each.getValue()));
        }
      });
      lines.add(operation.getKey() + " = " + String.join(", ", said));
      channel.properties().forEach(message -> fields(operation.getKey(), " " + message.getKey(),
          message.getValue().path("payload")));
    });
    document.path("x-reasons").properties().forEach(each -> lines.add("* reason " + each.getKey() + " "
        + (each.getValue().has("code") ? each.getValue().path("code").asText() : each.getValue())));
    document.path("x-failures").properties()
        .forEach(each -> lines.add("* " + each.getKey() + " " + each.getValue()));
  }

  private void schema(String owner, String place, JsonNode schema, String more) {
    String text = (more + " " + type(schema)).strip();
    lines.add(owner + place + ": " + text);
    fields(owner, place, schema);
  }

  private void fields(String owner, String place, JsonNode schema) {
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    schema.path("properties").properties().forEach(each -> schema(owner, place + "." + each.getKey(), each.getValue(),
        required.contains(each.getKey()) ? "required" : ""));
    for (String inner : List.of("items", "additionalProperties")) {
      if (schema.path(inner).isObject()) {
        fields(owner, place + (inner.equals("items") ? "[]" : "{}"), schema.path(inner));
      }
    }
    for (String several : List.of("oneOf", "anyOf", "allOf")) {
      schema.path(several).forEach(each -> fields(owner, place, each));
    }
  }

  /** Returns type and bounds on one line. */
  private static String type(JsonNode schema) {
    if (schema.has("$ref")) {
      return schema.path("$ref").asText().replace(REFERENCE, "");
    }
    if (schema.has("oneOf") || schema.has("anyOf")) {
      List<String> each = new ArrayList<>();
      schema.path(schema.has("oneOf") ? "oneOf" : "anyOf").forEach(one -> each.add(type(one)));
      return String.join(" | ", each);
    }
    StringBuilder text = new StringBuilder(schema.path("enum").isArray() ? "one of " + words(schema.path("enum"))
        : schema.has("const") ? schema.path("const").toString()
            : schema.path("type").isMissingNode() ? "anything" : words(schema.path("type")).replace(" ", " | "));
    if (schema.path("items").isObject()) {
      text.append(" of ").append(type(schema.path("items")));
    }
    if (schema.path("additionalProperties").isObject()) {
      text.append(" of ").append(type(schema.path("additionalProperties")));
    } else if (schema.has("additionalProperties")) {
      text.append(schema.path("additionalProperties").asBoolean() ? " open" : " closed");
    }
    for (String key : List.of("format", "contentEncoding", "pattern", "minimum", "maximum", "minLength", "maxLength",
        "minItems", "maxItems", "minProperties", "maxProperties", "uniqueItems", "default")) {
      if (schema.has(key)) {
        text.append(", ").append(key).append(' ').append(schema.path(key).asText());
      }
    }
    return text.toString();
  }

  private static String words(JsonNode words) {
    if (!words.isContainerNode()) {
      return words.asText();
    }
    List<String> each = new ArrayList<>();
    words.forEach(word -> each.add(word.asText()));
    return String.join(" ", each);
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }
}
