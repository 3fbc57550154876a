package com.mas.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages that were accepted: the last ones whole, all of them counted, so that a test can see whether anybody was
 * written to twice. What comes after the first {@value #MOST_COUNTED} different ones is not counted.
 */
final class WhatsAppMessages {
  static final int KEPT = 1_000;
  static final int MOST_COUNTED = 300_000;
  private static final int MOST_SHOWN = 50;

  /** @param parameters of the body, in order; {@code callback} comes back with each status, or null */
  record Message(String id, String provider, Instant at, String to, String template, List<String> parameters,
      String button, String callback) {
    JsonObject toJson() {
      return new JsonObject().put("id", id).put("provider", provider).put("at", at.toString()).put("to", to)
          .put("template", template).put("parameters", new JsonArray(parameters)).put("button", button);
    }

    private String text() {
      return to + " " + template + " " + parameters;
    }
  }

  private final Deque<Message> messages = new ArrayDeque<>();
  private final Map<String, Integer> byTemplate = new HashMap<>();
  private final Map<String, Integer> byText = new HashMap<>();
  private long accepted;

  void add(Message message) {
    accepted++;
    messages.addFirst(message);
    if (messages.size() > KEPT) {
      messages.removeLast();
    }
    count(byTemplate, message.to() + " " + message.template());
    count(byText, message.text());
  }

  long accepted() {
    return accepted;
  }

  Message find(String id) {
    return messages.stream().filter(message -> message.id().equals(id)).findFirst().orElse(null);
  }

  void clear() {
    messages.clear();
    byTemplate.clear();
    byText.clear();
    accepted = 0;
  }

  /** @param to null: all */
  JsonObject list(String to) {
    JsonArray list = new JsonArray();
    messages.stream().filter(message -> to == null || message.to().equals(to))
        .forEach(message -> list.add(message.toJson()));
    return new JsonObject().put("accepted", accepted).put("messages", list);
  }

  /**
   * {@code repeated}: messages that went to one recipient with one template and the same parameters more than once,
   * with how often; {@code ofRecipient}: how often this one got this template.
   */
  JsonObject counts(String to, String template) {
    JsonArray repeated = new JsonArray();
    byText.entrySet().stream().filter(entry -> entry.getValue() > 1).limit(MOST_SHOWN).forEach(entry ->
        repeated.add(new JsonObject().put("message", entry.getKey()).put("count", entry.getValue())));
    JsonObject counts = new JsonObject().put("accepted", accepted).put("different", byText.size())
        .put("recipientsAndTemplates", byTemplate.size())
        .put("mostPerRecipientAndTemplate", byTemplate.values().stream().mapToInt(count -> count).max().orElse(0))
        .put("mostPerMessage", byText.values().stream().mapToInt(count -> count).max().orElse(0))
        .put("repeated", repeated);
    return to == null || template == null ? counts
        : counts.put("ofRecipient", byTemplate.getOrDefault(to + " " + template, 0));
  }

  private static void count(Map<String, Integer> counts, String key) {
    if (counts.size() < MOST_COUNTED || counts.containsKey(key)) {
      counts.merge(key, 1, Integer::sum);
    }
  }
}
