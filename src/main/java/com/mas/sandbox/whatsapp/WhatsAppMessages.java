package com.mas.sandbox.whatsapp;

import com.mas.sandbox.kit.Kept;
import com.mas.sandbox.kit.Tally;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One account of WhatsApp, whoever sends for it: its templates, and the messages that were accepted: the last ones
 * whole, all of them counted, so that a test can see whether anybody was written to twice.
 */
final class WhatsAppMessages {
  private static final String REMINDER = "mrlearn_course_progress_reminder";
  private static final Duration PAIR_LIMIT = Duration.ofSeconds(6);
  private static final int KEPT = 1_000;
  private static final int MOST_COUNTED = 300_000;
  private static final int MOST_SHOWN = 50;

  /** A template that Meta has approved. */
  record Template(int parameters, boolean button) {}

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

  private final Clock clock;
  private final Kept<Message> messages = new Kept<>(KEPT);
  private final Tally byTemplate = new Tally(MOST_COUNTED);
  private final Tally byText = new Tally(MOST_COUNTED);
  private final Map<String, Template> templates = new LinkedHashMap<>();
  private final Map<String, Instant> lastTo = new HashMap<>();
  private Duration pairLimit = PAIR_LIMIT;
  private long accepted;
  private long ids;

  WhatsAppMessages(Clock clock) {
    this.clock = clock;
    reset();
  }

  /** Returns a number as Meta writes it: digits with the country's code; null for what cannot be one. */
  static String number(String written) {
    String digits = written.replaceAll("[+ ().-]", "");
    return digits.matches("[1-9][0-9]{5,14}") ? digits : null;
  }

  Map<String, Template> templates() {
    return templates;
  }

  void pairLimit(int seconds) {
    pairLimit = Duration.ofSeconds(seconds);
  }

  /** Returns whether the last message to that number was a moment ago. */
  boolean isTooSoon(String to) {
    Instant last = lastTo.get(to);
    return last != null && clock.instant().isBefore(last.plus(pairLimit));
  }

  Message accept(String provider, String idPrefix, String to, String template, List<String> parameters,
      String button, String callback) {
    Message message =
        new Message(idPrefix + ++ids, provider, clock.instant(), to, template, parameters, button, callback);
    accepted++;
    messages.add(message);
    byTemplate.add(to + " " + template);
    byText.add(message.text());
    if (lastTo.size() < MOST_COUNTED || lastTo.containsKey(to)) {
      lastTo.put(to, message.at());
    }
    return message;
  }

  Message find(String id) {
    return messages.newestFirst().filter(message -> message.id().equals(id)).findFirst().orElse(null);
  }

  void clear() {
    messages.clear();
    byTemplate.clear();
    byText.clear();
    lastTo.clear();
    accepted = 0;
  }

  void reset() {
    clear();
    templates.clear();
    templates.put(REMINDER, new Template(5, true));
    pairLimit = PAIR_LIMIT;
  }

  Map<String, Kept.Held> held() {
    return Map.of("messages", messages.held(), "recipientsAndTemplates", byTemplate.held(), "texts", byText.held(),
        "recipients", new Kept.Held(lastTo.size(), MOST_COUNTED));
  }

  /** @param to null: all */
  JsonObject list(String to) {
    JsonArray list = new JsonArray();
    messages.newestFirst().filter(message -> to == null || message.to().equals(to))
        .forEach(message -> list.add(message.toJson()));
    return new JsonObject().put("accepted", accepted).put("messages", list);
  }

  /**
   * {@code repeated}: messages that went to one recipient with one template and the same parameters more than once,
   * with how often; {@code ofRecipient}: how often this one got this template.
   */
  JsonObject counts(String to, String template) {
    JsonArray repeated = new JsonArray();
    byText.all().entrySet().stream().filter(entry -> entry.getValue() > 1).limit(MOST_SHOWN)
        .forEach(entry -> repeated.add(new JsonObject().put("message", entry.getKey()).put("count", entry.getValue())));
    JsonObject counts = new JsonObject().put("accepted", accepted).put("different", byText.different())
        .put("recipientsAndTemplates", byTemplate.different())
        .put("mostPerRecipientAndTemplate", byTemplate.most())
        .put("mostPerMessage", byText.most())
        .put("repeated", repeated);
    return to == null || template == null ? counts : counts.put("ofRecipient", byTemplate.of(to + " " + template));
  }
}
