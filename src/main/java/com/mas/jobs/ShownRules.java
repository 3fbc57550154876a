package com.mas.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.mas.log.RedactionRules;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Redacts a job for operators: secrets by their field's name and credentials by their shape are hidden, e-mail
 * addresses and phone numbers are masked, so that one can be told from another and nobody be written to.
 */
final class ShownRules {
  private static final Pattern SECRET = Pattern.compile(
      "(?i).*(password|passwd|secret|token|otp|code|apikey|api_key|cookie|credential|authorization).*");
  private static final Pattern PHONE_FIELD = Pattern.compile("(?i).*(phone|mobile|whatsapp|msisdn).*");
  private static final Pattern EMAIL =
      Pattern.compile("([A-Za-z0-9])[A-Za-z0-9._%+'-]{0,63}@([A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,5})");
  private static final Pattern PHONE = Pattern.compile("(?<![\\w.-])\\+?\\d{8,11}(\\d{2})(?![\\w-]|\\.\\d)");
  private static final String HIDDEN = "hidden";

  private ShownRules() {}

  /** Changes and answers the node it is given. */
  static JsonNode shown(JsonNode node) {
    return walk(node, true);
  }

  /** Returns the parts that a search may find, people's addresses and numbers included. */
  static JsonNode searchable(JsonNode node) {
    return walk(node, false);
  }

  /** Null stays null. */
  static String shown(String text) {
    return text == null ? null : masked(RedactionRules.redact(text));
  }

  private static String masked(String text) {
    String mailless = text.indexOf('@') < 0 ? text : EMAIL.matcher(text).replaceAll("$1…@$2");
    return PHONE.matcher(mailless).replaceAll("…$1");
  }

  private static JsonNode walk(JsonNode node, boolean masking) {
    switch (node) {
      case ObjectNode object -> {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          field.setValue(value(field.getKey(), field.getValue(), masking));
        }
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, walk(array.get(i), masking));
        }
      }
      case TextNode text -> {
        String safe = RedactionRules.redact(text.textValue());
        return TextNode.valueOf(masking ? masked(safe) : safe);
      }
      default -> {
        return node;
      }
    }
    return node;
  }

  private static JsonNode value(String name, JsonNode value, boolean masking) {
    if (SECRET.matcher(name).matches() && !value.isNull() && !value.isBoolean()) {
      return TextNode.valueOf(HIDDEN);
    }
    if (masking && PHONE_FIELD.matcher(name).matches() && (value.isTextual() || value.isNumber())) {
      String digits = value.asText();
      return TextNode.valueOf(digits.length() < 5 ? "…" : "…" + digits.substring(digits.length() - 2));
    }
    return walk(value, masking);
  }
}
