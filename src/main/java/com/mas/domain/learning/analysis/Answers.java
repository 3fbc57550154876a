package com.mas.domain.learning.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Text;
import com.mas.domain.learning.analysis.AnalysisContract.Category;
import com.mas.domain.learning.analysis.AnalysisContract.Level;
import com.mas.domain.learning.analysis.AnalysisContract.Mood;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reads what workers answer. What does not fit as a whole is UNPROCESSABLE; a part that does not is left out, as if it
 * had not been given.
 */
final class Answers {
  static final int DIMENSIONS = 768;
  /** Version of questions and answers. */
  static final String VERSION = "1";
  static final int LEAST_RECOMMENDATIONS = 3;
  static final int MOST_RECOMMENDATIONS = 7;
  private static final double SUM_OFF = 0.02;
  private static final double LEAST_PROBABILITY = 0.01;
  private static final int MOST_TOPICS = 1_000;
  private static final int MOST_KEYWORDS = 20;
  private static final int LONGEST_WORD = 60;
  private static final int LONGEST_HEADLINE = 200;
  private static final int LONGEST_TEXT = 2_000;

  private Answers() {}

  record Sentiment(float positive, float neutral, float negative) {
    Mood mood() {
      return PipelineRules.mood(positive, neutral, negative);
    }
  }

  /** @param ignored results for others */
  record Sentiments(Map<UUID, Sentiment> of, int ignored) {}

  record Topic(int index, String rawLabel, List<String> keywords) {}

  record Assignment(int topic, float probability) {}

  record Topics(List<Topic> topics, Map<UUID, Assignment> of, int ignored, JsonNode metrics) {}

  record Advice(Category category, String headline, String description, String actionPlan, Level priority,
      List<UUID> evidence) {}

  record Advices(List<Advice> advices, int ignored) {}

  static Sentiments sentiments(JsonNode answer, Set<UUID> asked) {
    completed(answer, true);
    Map<UUID, Sentiment> found = new LinkedHashMap<>();
    JsonNode results = list(answer, "results");
    int ignored = 0;
    for (JsonNode each : results) {
      Optional<UUID> id = id(each.path("submissionId"), asked);
      if (id.isEmpty()) {
        ignored++;
      } else {
        double positive = share(each.path("positive"));
        double neutral = share(each.path("neutral"));
        double negative = share(each.path("negative"));
        if (Math.abs(positive + neutral + negative - 1) <= SUM_OFF) { // false for NaN
          found.putIfAbsent(id.get(), new Sentiment((float) positive, (float) neutral, (float) negative));
        }
      }
    }
    requireSome(results, ignored);
    return new Sentiments(found, ignored);
  }

  /** Returns a vector of length 1; empty for one that is none. */
  static Optional<Float[]> embedding(JsonNode answer) {
    completed(answer, false);
    JsonNode vector = answer.path("result").path("embedding");
    if (!vector.isArray()) {
      throw misfit("result.embedding");
    }
    if (vector.size() != DIMENSIONS) {
      return Optional.empty();
    }
    double square = 0;
    for (JsonNode each : vector) {
      square += each.isNumber() ? each.doubleValue() * each.doubleValue() : Double.NaN;
    }
    if (!Double.isFinite(square) || square == 0) {
      return Optional.empty();
    }
    double length = Math.sqrt(square);
    Float[] unit = new Float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      unit[i] = (float) (vector.get(i).doubleValue() / length);
    }
    return Optional.of(unit);
  }

  static Topics topics(JsonNode answer, Set<UUID> asked) {
    completed(answer, false);
    Map<Integer, Topic> topics = new LinkedHashMap<>();
    for (JsonNode each : list(answer, "topics")) {
      int index = each.path("topicIndex").asInt(-1);
      if (index >= 0 && index < MOST_TOPICS && each.path("keywords").isArray()) {
        topics.putIfAbsent(index, new Topic(index, words(each.path("rawLabel"), LONGEST_HEADLINE),
            keywords(each.path("keywords"))));
      }
    }
    Map<UUID, Assignment> found = new LinkedHashMap<>();
    JsonNode assignments = list(answer, "assignments");
    int ignored = 0;
    for (JsonNode each : assignments) {
      Optional<UUID> id = id(each.path("submissionId"), asked);
      int topic = each.path("topicIndex").asInt(-1);
      double probability = share(each.path("probability"));
      if (id.isEmpty()) {
        ignored++;
      } else if (topics.containsKey(topic) && probability > LEAST_PROBABILITY) {
        found.merge(id.get(), new Assignment(topic, (float) probability),
            (one, other) -> other.probability > one.probability ? other : one);
      }
    }
    requireSome(assignments, ignored);
    return new Topics(List.copyOf(topics.values()), found, ignored, answer.path("metrics"));
  }

  private static List<String> keywords(JsonNode given) {
    Set<String> words = new LinkedHashSet<>();
    for (JsonNode each : given) {
      String word = words(each, LONGEST_WORD);
      if (!word.isEmpty() && words.size() < MOST_KEYWORDS) {
        words.add(word);
      }
    }
    return List.copyOf(words);
  }

  /** Returns what fits of it; fewer than three are PROVIDER_FAILED, since a language model may do better next time. */
  static Advices advices(JsonNode answer, Set<UUID> asked) {
    completed(answer, false);
    List<Advice> advices = new ArrayList<>();
    int ignored = 0;
    for (JsonNode each : list(answer, "recommendations")) {
      Set<UUID> evidence = new LinkedHashSet<>();
      for (JsonNode id : each.path("supportingEvidence")) {
        Optional<UUID> known = id(id, asked);
        known.ifPresent(evidence::add);
        ignored += known.isPresent() ? 0 : 1;
      }
      Optional<Category> category = word(Category.class, each.path("category"));
      Optional<Level> priority = word(Level.class, each.path("priority"));
      String headline = words(each.path("headline"), LONGEST_HEADLINE);
      if (category.isPresent() && priority.isPresent() && !headline.isEmpty() && !evidence.isEmpty()
          && advices.size() < MOST_RECOMMENDATIONS) {
        advices.add(new Advice(category.get(), headline, words(each.path("description"), LONGEST_TEXT),
            words(each.path("actionPlan"), LONGEST_TEXT), priority.get(), List.copyOf(evidence)));
      }
    }
    if (advices.size() < LEAST_RECOMMENDATIONS) {
      throw Failure.PROVIDER_FAILED.with("The worker gave " + advices.size() + " recommendations that rest on comments,"
          + " but at least " + LEAST_RECOMMENDATIONS + " are needed.");
    }
    return new Advices(advices, ignored);
  }

  private static JsonNode list(JsonNode answer, String field) {
    if (!answer.path(field).isArray()) {
      throw misfit(field);
    }
    return answer.path(field);
  }

  /**
   * Checks what is around the results. A worker may say that it failed, though the exchange went well.
   *
   * @param isAllNeeded whether status, version and time must be there; else they are checked where they are
   */
  private static void completed(JsonNode answer, boolean isAllNeeded) {
    if (!answer.isObject()) {
      throw misfit("an object");
    }
    String status = answer.path("status").asText(isAllNeeded ? "" : "completed");
    if (status.equals("failed")) {
      throw Failure.PROVIDER_FAILED.with("The worker failed: " + words(answer.path("error"), LONGEST_HEADLINE));
    }
    if (!status.equals("completed")) {
      throw misfit("the status completed or failed");
    }
    if (!answer.path("version").asText(isAllNeeded ? "" : VERSION).equals(VERSION)) {
      throw misfit("the version " + VERSION);
    }
    if ((isAllNeeded || answer.has("completedAt")) && !isInstant(answer.path("completedAt").asText())) {
      throw misfit("a completedAt in ISO 8601 with an offset");
    }
  }

  private static boolean isInstant(String given) {
    try {
      OffsetDateTime.parse(given);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static void requireSome(JsonNode results, int ignored) {
    if (ignored > 0 && ignored == results.size()) {
      throw Failure.UNPROCESSABLE.with("The worker answered about other comments than those that it was asked about.");
    }
  }

  private static FailureException misfit(String part) {
    return Failure.UNPROCESSABLE.with("The worker's answer does not have the form that was agreed: it lacks " + part
        + ".");
  }

  private static Optional<UUID> id(JsonNode given, Set<UUID> asked) {
    try {
      return Optional.of(UUID.fromString(given.asText())).filter(asked::contains);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns a number from 0 to 1; NaN for all else. */
  private static double share(JsonNode given) {
    double value = given.isNumber() ? given.doubleValue() : Double.NaN;
    return value >= 0 && value <= 1 ? value : Double.NaN;
  }

  private static String words(JsonNode given, int longest) {
    return Text.cut(Text.stripped(given.asText("").replace('\0', ' ')), longest);
  }

  private static <E extends Enum<E>> Optional<E> word(Class<E> type, JsonNode given) {
    try {
      return Optional.of(Enum.valueOf(type, given.asText()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
