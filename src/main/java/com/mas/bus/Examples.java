package com.mas.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes an example of what a schema describes, with something in every place, the same each time. A value is taken from
 * the schema's own {@code examples}, else from the words that {@code bus/examples.json} has for the property's name,
 * else from those for its format. Words that do not fit the bounds are passed over. Immutable.
 */
public final class Examples {
  private static final JsonNode WORDS = words();
  private static final JsonNodeFactory NODES = Json.MAPPER.getNodeFactory();
  private static final int DEEPEST = 12;
  private static final Map<String, String> FORMATS = Map.of("uuid", "01980d3e-6b00-7000-8000-00000000000a",
      "date-time", "2026-01-07T18:30:00.000Z", "date", "2026-01-07", "time", "18:30:00");

  private final JsonNode document;

  /** @param document whose {@code components} the schemas refer to */
  public Examples(JsonNode document) {
    this.document = document;
  }

  private static JsonNode words() {
    try (InputStream in = Examples.class.getResourceAsStream("/bus/examples.json")) {
      return Json.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param name of the property or parameter; empty for a body
   * @return null when no word fits
   */
  public @Nullable JsonNode of(String name, JsonNode schema) {
    return of(name, schema, 0);
  }

  private @Nullable JsonNode of(String name, JsonNode declared, int depth) {
    JsonNode schema = declared;
    while (schema.has("$ref")) {
      schema = document.at(schema.get("$ref").asText().substring(1));
    }
    for (JsonNode option : schema.has("oneOf") ? schema.get("oneOf") : schema.path("anyOf")) {
      if (!option.path("type").asText().equals("null")) {
        return of(name, option, depth);
      }
    }
    if (schema.path("examples").isArray()) {
      return schema.get("examples").get(0);
    }
    for (String given : List.of("const", "default")) {
      if (schema.has(given)) {
        return schema.get(given);
      }
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(0);
    }
    JsonNode said = WORDS.get(name);
    if (said != null && fits(said, schema)) {
      return said;
    }
    return switch (type(schema)) {
      case "boolean" -> NODES.booleanNode(true);
      case "integer" -> NODES.numberNode((long) within(7, schema));
      case "number" -> NODES.numberNode(within(7.5, schema));
      case "string" -> text(name, schema);
      case "array" -> array(name, schema, depth);
      default -> object(schema, depth);
    };
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isArray() ? type.get(0).asText() : type.asText();
  }

  private static double within(double number, JsonNode schema) {
    return Math.min(Math.max(number, schema.path("minimum").asDouble(number)), schema.path("maximum").asDouble(number));
  }

  private @Nullable JsonNode array(String name, JsonNode schema, int depth) {
    ArrayNode array = NODES.arrayNode();
    JsonNode item = depth < DEEPEST ? of(one(name), schema.path("items"), depth + 1) : null;
    if (item == null) {
      return array;
    }
    for (int i = 0; i < Math.max(1, schema.path("minItems").asInt()); i++) {
      array.add(item);
    }
    return array;
  }

  /** Returns the name of one of several: {@code capability} of capabilities. */
  private static String one(String several) {
    return several.endsWith("ies") ? several.substring(0, several.length() - 3) + "y"
        : several.endsWith("s") ? several.substring(0, several.length() - 1) : several;
  }

  private JsonNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    if (depth < DEEPEST) {
      schema.path("properties").properties().forEach(each -> {
        JsonNode value = of(each.getKey(), each.getValue(), depth + 1);
        if (value != null) {
          object.set(each.getKey(), value);
        }
      });
      if (schema.path("additionalProperties").isObject()) {
        object.set("key", of("key", schema.get("additionalProperties"), depth + 1));
      }
    }
    return object;
  }

  private static @Nullable JsonNode text(String name, JsonNode schema) {
    String format = FORMATS.get(schema.path("format").asText());
    if (format != null) {
      return NODES.textNode(format);
    }
    for (JsonNode word : WORDS.path("*")) {
      if (fits(word, schema)) {
        return word;
      }
    }
    int length = schema.path("minLength").asInt();
    JsonNode filled = NODES.textNode((name.isEmpty() ? "text" : name).repeat(length + 1).substring(0, length));
    return fits(filled, schema) ? filled : null;
  }

  private static boolean fits(JsonNode word, JsonNode schema) {
    return switch (type(schema)) {
      case "string" -> word.isTextual() && !FORMATS.containsKey(schema.path("format").asText())
          && word.textValue().length() >= schema.path("minLength").asInt()
          && word.textValue().length() <= schema.path("maxLength").asInt(Integer.MAX_VALUE)
          && Pattern.compile(schema.path("pattern").asText()).matcher(word.textValue()).find();
      case "integer" -> word.isIntegralNumber() && within(word.doubleValue(), schema) == word.doubleValue();
      case "number" -> word.isNumber() && within(word.doubleValue(), schema) == word.doubleValue();
      default -> false;
    };
  }
}
