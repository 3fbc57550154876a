package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * Writes the types of an OpenAPI document as TypeScript declarations, in the form that {@code openapi-typescript} gives
 * them, so that clients such as {@code openapi-fetch} take either: {@code paths} and {@code components}.
 */
final class TypeScript {
  private static final String HEAD = "// Types of the HTTP contract, made of /openapi.json. Do not edit.\n\n";
  private final StringBuilder out = new StringBuilder(HEAD);

  private TypeScript() {}

  static String of(JsonNode document) {
    TypeScript types = new TypeScript();
    types.paths(document);
    types.components(document.path("components"));
    return types.out.toString();
  }

  private void paths(JsonNode document) {
    out.append("export interface paths {\n");
    document.path("paths").properties().forEach(path -> {
      line(1, "", quoted(path.getKey()) + ": {");
      path.getValue().properties().forEach(operation -> operation(operation.getKey(), operation.getValue()));
      line(1, "", "};");
    });
    out.append("}\n");
  }

  private void operation(String method, JsonNode operation) {
    line(2, operation.path("summary").asText(), method + ": {");
    line(3, "", "parameters: {");
    for (String place : List.of("query", "header", "path")) {
      parameters(place, operation.path("parameters"));
    }
    line(3, "", "};");
    JsonNode body = operation.path("requestBody");
    if (body.isMissingNode()) {
      line(3, "", "requestBody?: never;");
    } else {
      line(3, "", (body.path("required").asBoolean() ? "requestBody: {" : "requestBody?: {"));
      content(body.path("content"));
      line(3, "", "};");
    }
    line(3, "", "responses: {");
    operation.path("responses").properties().forEach(response -> {
      String reference = response.getValue().path("$ref").asText();
      if (reference.isEmpty()) {
        response(response.getKey(), response.getValue());
      } else {
        line(4, "", response.getKey() + ": components[\"responses\"]["
            + quoted(reference.substring(reference.lastIndexOf('/') + 1)) + "];");
      }
    });
    line(3, "", "};");
    line(2, "", "};");
  }

  private void parameters(String place, JsonNode parameters) {
    List<JsonNode> there = new ArrayList<>();
    parameters.forEach(each -> {
      if (each.path("in").asText().equals(place)) {
        there.add(each);
      }
    });
    if (there.isEmpty()) {
      line(4, "", place + "?: never;");
      return;
    }
    boolean required = there.stream().anyMatch(each -> each.path("required").asBoolean());
    line(4, "", place + (required ? ": {" : "?: {"));
    there.forEach(each -> line(5, each.path("description").asText(), quoted(each.path("name").asText())
        + (each.path("required").asBoolean() ? ": " : "?: ") + type(each.path("schema"), 5) + ";"));
    line(4, "", "};");
  }

  private void response(String name, JsonNode response) {
    line(4, response.path("description").asText(), quoted(name).replaceAll("^\"(\\d+)\"$", "$1") + ": {");
    line(5, "", "headers: { [name: string]: unknown };");
    if (response.has("content")) {
      content(response.path("content"));
    } else {
      line(5, "", "content?: never;");
    }
    line(4, "", "};");
  }

  private void content(JsonNode content) {
    line(5, "", "content: {");
    content.properties().forEach(media -> line(6, "", quoted(media.getKey()) + ": "
        + type(media.getValue().path("schema"), 6) + ";"));
    line(5, "", "};");
  }

  private void components(JsonNode components) {
    out.append("\nexport interface components {\n");
    line(1, "", "schemas: {");
    components.path("schemas").properties().forEach(schema -> line(2, schema.getValue().path("description").asText(),
        quoted(schema.getKey()) + ": " + type(schema.getValue(), 2) + ";"));
    line(1, "", "};");
    line(1, "", "responses: {");
    components.path("responses").properties().forEach(each -> response(each.getKey(), each.getValue()));
    line(1, "", "};");
    out.append("}\n");
  }

  private static String type(JsonNode schema, int depth) {
    if (schema.has("$ref")) {
      String reference = schema.get("$ref").asText();
      return "components[\"schemas\"][" + quoted(reference.substring(reference.lastIndexOf('/') + 1)) + "]";
    }
    for (String several : List.of("oneOf", "anyOf", "allOf")) {
      if (schema.has(several)) {
        StringJoiner all = new StringJoiner(several.equals("allOf") ? " & " : " | ", "(", ")");
        schema.get(several).forEach(each -> all.add(type(each, depth)));
        return all.toString();
      }
    }
    if (schema.has("const")) {
      return schema.get("const").toString();
    }
    if (schema.has("enum")) {
      StringJoiner words = new StringJoiner(" | ");
      schema.get("enum").forEach(word -> words.add(word.toString()));
      return words.toString();
    }
    if (schema.path("type").isArray()) {
      Set<String> types = new TreeSet<>();
      schema.get("type").forEach(each -> types.add(plain(each.asText(), schema, depth)));
      return String.join(" | ", types);
    }
    return plain(schema.path("type").asText(), schema, depth);
  }

  private static String plain(String type, JsonNode schema, int depth) {
    return switch (type) {
      case "integer", "number" -> "number";
      case "string", "boolean", "null" -> type;
      case "array" -> "(" + type(schema.path("items"), depth) + ")[]";
      case "object" -> object(schema, depth);
      default -> "unknown";
    };
  }

  private static String object(JsonNode schema, int depth) {
    if (schema.path("properties").isEmpty()) {
      return "{ [key: string]: " + (schema.path("additionalProperties").isObject()
          ? type(schema.get("additionalProperties"), depth) : "unknown") + " }";
    }
    Set<String> required = new TreeSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    StringBuilder object = new StringBuilder("{\n");
    schema.get("properties").properties().forEach(each -> append(object, depth + 1,
        each.getValue().path("description").asText(), quoted(each.getKey())
            + (required.contains(each.getKey()) ? ": " : "?: ") + type(each.getValue(), depth + 1) + ";"));
    return object.append("  ".repeat(depth)).append('}').toString();
  }

  private void line(int depth, String comment, String text) {
    append(out, depth, comment, text);
  }

  private static void append(StringBuilder out, int depth, String comment, String text) {
    if (!comment.isEmpty()) {
      out.append("  ".repeat(depth)).append("/** ")
          .append(comment.strip().replaceAll("\\s+", " ").replace("*/", "* /")).append(" */\n");
    }
    out.append("  ".repeat(depth)).append(text).append('\n');
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
