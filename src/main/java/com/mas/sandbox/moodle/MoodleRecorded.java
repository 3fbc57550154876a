package com.mas.sandbox.moodle;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Holds what a Moodle 4.3 was recorded to answer, by its state at that time, the token and the parameters. */
final class MoodleRecorded {
  /** @param text null for JSON */
  record Answer(Object json, String text) {
    String body() {
      return text == null ? Json.encode(json) : text;
    }
  }

  private static final String FILE = "/sandbox/moodle/recorded.json";

  private final Map<String, Answer> answers = new HashMap<>();

  MoodleRecorded() {
    try (InputStream in = MoodleRecorded.class.getResourceAsStream(FILE)) {
      for (Object each : new JsonArray(Buffer.buffer(in.readAllBytes()))) {
        JsonObject one = (JsonObject) each;
        answers.put(key(one.getString("chapter"), one.getString("token"), one.getString("asked")),
            new Answer(one.getValue("json"), one.getString("text")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what was answered to exactly this; null when nobody asked it. */
  Answer find(String chapter, String token, Map<String, String> parameters) {
    String asked = new TreeMap<>(parameters).entrySet().stream().filter(each -> !each.getKey().equals("wstoken"))
        .map(each -> each.getKey() + "=" + each.getValue()).sorted().collect(Collectors.joining("&"));
    return answers.get(key(chapter, token, asked));
  }

  /** Returns a list that the account with all rights was given, for a copy to work on. */
  JsonArray list(String function, String more) {
    return ((JsonArray) answers.get(key("caps", "svc", more + "moodlewsrestformat=json&wsfunction=" + function)).json())
        .copy();
  }

  JsonObject siteInfo(String token) {
    Answer answer = answers.get(key("plain", token,
        "moodlewsrestformat=json&wsfunction=core_webservice_get_site_info"));
    return answer == null ? null : ((JsonObject) answer.json()).copy();
  }

  private static String key(String chapter, String token, String asked) {
    return chapter + ' ' + token + ' ' + asked;
  }
}
