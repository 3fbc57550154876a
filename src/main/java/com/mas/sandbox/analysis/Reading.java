package com.mas.sandbox.analysis;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads comments by their words; the same comment is always read alike. */
final class Reading {
  static final int DIMENSIONS = 768;
  private static final Set<String> GOOD = Set.of("clear", "good", "great", "well", "friendly", "patiently", "finally",
      "answers", "fine", "helpful", "best", "explains", "understood", "thanks");
  private static final Set<String> BAD = Set.of("fast", "late", "fails", "hot", "missing", "lost", "hard", "slow",
      "never", "bad", "boring", "confusing", "broken", "unclear");
  private static final Set<String> EMPTY = Set.of("the", "and", "are", "for", "too", "with", "more", "that", "this",
      "was", "were", "would", "every", "from", "before", "after", "come", "like", "them", "have", "has", "not", "but");
  private static final int MOST_TOPICS = 5;
  private static final int LEAST_LETTERS = 4;
  /** Fits any comments; an answer has at least as many recommendations. */
  private static final List<String> ALWAYS =
      List.of("the comments", "how comments are answered", "what is asked next time");
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private Reading() {}

  record Item(String id, String text) {}

  static List<Item> items(JsonObject request) {
    List<Item> items = new ArrayList<>();
    JsonArray given = request.getJsonArray("items", new JsonArray());
    for (int i = 0; i < given.size(); i++) {
      JsonObject item = given.getJsonObject(i);
      items.add(new Item(item.getString("submissionId", ""), item.getString("text", "")));
    }
    return items;
  }

  private static List<String> words(String text) {
    return BETWEEN.splitAsStream(text.toLowerCase(Locale.ROOT)).filter(word -> !word.isEmpty()).toList();
  }

  static JsonObject sentiment(Item item) {
    List<String> words = words(item.text);
    long good = words.stream().filter(GOOD::contains).count();
    long bad = words.stream().filter(BAD::contains).count();
    double positive = (good + 0.1) / (good + bad + 0.6);
    double negative = (bad + 0.1) / (good + bad + 0.6);
    double sum = positive + negative + 0.4 / (good + bad + 0.6);
    return new JsonObject().put("submissionId", item.id).put("positive", positive / sum)
        .put("neutral", 1 - positive / sum - negative / sum).put("negative", negative / sum).put("servedBy", "sandbox");
  }

  /** Returns a vector of length 1, to which each word adds at its own places. */
  static JsonArray embedding(String text) {
    double[] sum = new double[DIMENSIONS];
    sum[0] = 0.01;
    words(text).forEach(word -> {
      for (int i = 0; i < 4; i++) {
        sum[Math.floorMod(word.hashCode() * 31 + i * 7919, DIMENSIONS)] += 1;
      }
    });
    double square = 0;
    for (double each : sum) {
      square += each * each;
    }
    JsonArray vector = new JsonArray();
    for (double each : sum) {
      vector.add(each / Math.sqrt(square));
    }
    return vector;
  }

  /** Makes a topic of each of the words that most comments have. */
  static JsonObject topics(List<Item> items) {
    Map<String, Integer> counts = new TreeMap<>();
    items.forEach(item -> telling(item.text).forEach(word -> counts.merge(word, 1, Integer::sum)));
    List<String> seeds = counts.entrySet().stream().filter(each -> each.getValue() > 1)
        .sorted(Comparator.comparingInt((Map.Entry<String, Integer> each) -> -each.getValue())
            .thenComparing(Map.Entry::getKey))
        .limit(MOST_TOPICS).map(Map.Entry::getKey).toList();
    Map<Integer, List<Item>> members = new LinkedHashMap<>();
    JsonArray assignments = new JsonArray();
    for (Item item : items) {
      Set<String> words = telling(item.text);
      int topic = seeds.indexOf(seeds.stream().filter(words::contains).findFirst().orElse(""));
      if (topic >= 0) {
        members.computeIfAbsent(topic, first -> new ArrayList<>()).add(item);
        assignments.add(new JsonObject().put("submissionId", item.id).put("topicIndex", topic).put("probability", 0.9));
      }
    }
    JsonArray topics = new JsonArray();
    members.forEach((topic, of) -> topics.add(new JsonObject().put("topicIndex", topic)
        .put("rawLabel", topic + "_" + seeds.get(topic)).put("keywords", keywords(seeds.get(topic), of))
        .put("docCount", of.size())));
    return new JsonObject().put("topics", topics).put("assignments", assignments)
        .put("outlierCount", items.size() - assignments.size()).put("metrics", new JsonObject()
            .put("npmi_coherence", 0.1).put("topic_diversity", 0.8).put("silhouette_score", 0.2)
            .put("outlier_ratio", items.isEmpty() ? 0 : 1 - assignments.size() / (double) items.size()));
  }

  private static JsonArray keywords(String seed, List<Item> of) {
    Map<String, Integer> counts = new HashMap<>();
    of.forEach(item -> telling(item.text).forEach(word -> counts.merge(word, 1, Integer::sum)));
    counts.remove(seed);
    JsonArray keywords = new JsonArray().add(seed);
    counts.entrySet().stream().sorted(Comparator.comparingInt((Map.Entry<String, Integer> each) -> -each.getValue())
        .thenComparing(Map.Entry::getKey)).limit(4).map(Map.Entry::getKey).forEach(keywords::add);
    return keywords;
  }

  private static Set<String> telling(String text) {
    return words(text).stream().filter(word -> word.length() >= LEAST_LETTERS && !EMPTY.contains(word))
        .collect(Collectors.toSet());
  }

  /** Recommends something for each topic, with the comments that name it behind it; three things at least. */
  static JsonArray recommendations(JsonObject request) {
    List<Item> items = items(request);
    JsonArray all = new JsonArray();
    JsonArray topics = request.getJsonArray("topics", new JsonArray());
    for (int i = 0; i < topics.size() && all.size() < MOST_TOPICS; i++) {
      JsonObject topic = topics.getJsonObject(i);
      String word = topic.getJsonArray("keywords").isEmpty() ? "" : topic.getJsonArray("keywords").getString(0);
      List<Item> behind = items.stream().filter(item -> telling(item.text).contains(word)).toList();
      if (!behind.isEmpty()) {
        all.add(recommendation("“" + topic.getString("label") + "”", behind));
      }
    }
    for (String about : ALWAYS) {
      if (all.size() < ALWAYS.size() && !items.isEmpty()) {
        all.add(recommendation(about, items));
      }
    }
    return all;
  }

  private static JsonObject recommendation(String about, List<Item> behind) {
    long bad = behind.stream().filter(item -> words(item.text).stream().anyMatch(BAD::contains)).count();
    boolean improve = bad * 2 >= behind.size();
    return new JsonObject().put("category", improve ? "IMPROVEMENT" : "STRENGTH")
        .put("headline", (improve ? "Look into " : "Keep up ") + about)
        .put("description", behind.size() + " comments are about it, " + bad + " of them complain.")
        .put("actionPlan", improve ? "Talk with those who teach, agree on one change, and ask again in a month."
            : "Tell those who teach what is liked, and share how they do it.")
        .put("priority", bad > 2 ? "HIGH" : improve ? "MEDIUM" : "LOW")
        .put("supportingEvidence", new JsonArray(behind.stream().map(Item::id).toList()));
  }
}
