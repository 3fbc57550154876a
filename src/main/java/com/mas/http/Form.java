package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the body of a form, {@code application/x-www-form-urlencoded}, into the JSON that it stands for: text becomes a
 * number or a truth where the schema has one, {@code tags=a&tags=b} and {@code tags[]=a} an array, {@code tag[label]=a}
 * an object. What fits nowhere stays text, for the check of the JSON to refuse with its place.
 */
final class Form {
  private static final String MEDIA = "application/x-www-form-urlencoded";
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");
  private static final Pattern INNER = Pattern.compile("\\[([^\\[\\]]*)]");
  private static final int DEEPEST = 5;

  private Form() {}

  static boolean isForm(String type) {
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).trim().equalsIgnoreCase(MEDIA);
  }

  /** Fails as INVALID where the encoding is broken, or where there are too many values. */
  static byte[] json(byte[] form, BodyCheck check) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    for (Map.Entry<String, List<String>> given : Query.parse(new String(form, StandardCharsets.UTF_8)).entrySet()) {
      List<String> steps = steps(given.getKey());
      JsonNode schema = check.schema;
      ObjectNode at = body;
      for (int i = 0; i < steps.size() - 1; i++) {
        schema = property(schema, steps.get(i));
        at = at.get(steps.get(i)) instanceof ObjectNode inner ? inner : at.putObject(steps.get(i));
      }
      put(at, steps.getLast(), given.getValue(), property(schema, steps.getLast()), check.nullClears);
    }
    return Json.write(body).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode property(JsonNode schema, String name) {
    JsonNode found = ClosedSchema.properties(schema).get(name);
    return found == null ? Json.MAPPER.missingNode() : found;
  }

  /** Returns {@code a, b} of {@code a[b]}, and {@code a} of {@code a[]}; the whole name where it is none of these. */
  private static List<String> steps(String name) {
    int bracket = name.indexOf('[');
    List<String> steps = new ArrayList<>(List.of(bracket < 1 ? name : name.substring(0, bracket)));
    Matcher inner = INNER.matcher(name);
    int end = bracket;
    while (bracket > 0 && inner.find() && inner.start() == end && steps.size() <= DEEPEST) {
      steps.add(inner.group(1));
      end = inner.end();
    }
    if (bracket < 1 || end != name.length()) {
      return List.of(name);
    }
    return steps.getLast().isEmpty() && steps.size() > 1 ? steps.subList(0, steps.size() - 1) : steps;
  }

  private static void put(ObjectNode at, String name, List<String> values, JsonNode schema, boolean nullClears) {
    if (is(schema, "array")) {
      ArrayNode array = at.putArray(name);
      values.stream().filter(each -> !each.isEmpty()).forEach(each -> array.add(value(each, schema.path("items"))));
    } else if (values.size() > 1) {
      ArrayNode several = at.putArray(name); // the check says that it is not what it should be
      values.forEach(several::add);
    } else if (!values.getFirst().isEmpty()) {
      at.set(name, value(values.getFirst(), schema));
    } else if (nullClears && is(schema, "null")) {
      at.putNull(name);
    }
  }

  private static JsonNode value(String text, JsonNode schema) {
    if (is(schema, "string")) {
      return Json.MAPPER.getNodeFactory().textNode(text);
    }
    if (is(schema, "integer") && WHOLE.matcher(text).matches()) {
      return Json.MAPPER.getNodeFactory().numberNode(Long.parseLong(text));
    }
    if (is(schema, "number") && DECIMAL.matcher(text).matches()) {
      return Json.MAPPER.getNodeFactory().numberNode(new BigDecimal(text));
    }
    if (is(schema, "boolean")) {
      switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "1", "yes", "on" -> {
          return Json.MAPPER.getNodeFactory().booleanNode(true);
        }
        case "false", "0", "no", "off" -> {
          return Json.MAPPER.getNodeFactory().booleanNode(false);
        }
        default -> {}
      }
    }
    return Json.MAPPER.getNodeFactory().textNode(text);
  }

  private static boolean is(JsonNode schema, String type) {
    JsonNode types = schema.path("type");
    if (types.isTextual()) {
      return types.asText().equals(type);
    }
    for (JsonNode each : types) {
      if (each.asText().equals(type)) {
        return true;
      }
    }
    return false;
  }
}
