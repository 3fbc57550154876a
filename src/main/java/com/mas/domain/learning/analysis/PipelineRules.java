package com.mas.domain.learning.analysis;

import com.mas.domain.learning.analysis.AnalysisContract.Level;
import com.mas.domain.learning.analysis.AnalysisContract.Mood;
import com.mas.domain.learning.analysis.AnalysisContract.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says how a pipeline moves on, what makes its results weak, and which comments are looked at closer. */
final class PipelineRules {
  private static final int FEW_SUBMISSIONS = 30;
  private static final int FEW_COMMENTS = 10;
  private static final int FEW_AFTER_GATE = 30;
  /** Words of a positive comment that passes the gate; the others pass always. */
  private static final int POSITIVE_WORDS = 10;
  /** Answers of workers to one piece that may be none. */
  static final int MOST_FAILURES = 3;
  private static final double LOW_RATE = 0.25;
  private static final Duration OLD = Duration.ofHours(24);
  private static final int HIGH_COMMENTS = 10;
  private static final double HIGH_AGREEMENT = 0.7;
  private static final int MEDIUM_COMMENTS = 5;
  private static final int LABEL_WORDS = 3;
  private static final Pattern BETWEEN = Pattern.compile("\\s+");

  private PipelineRules() {}

  static Optional<Stage> after(Stage stage) {
    return stage.ordinal() + 1 < Stage.values().length ? Optional.of(Stage.values()[stage.ordinal() + 1])
        : Optional.empty();
  }

  /**
   * Returns what is weak before anything was asked.
   *
   * @param students null: unknown, and so is how fresh that is
   * @param synced when Moodle was mirrored last; null: never
   */
  static List<Warning> warnings(long submissions, long comments, Long students, Instant synced, Instant now) {
    List<Warning> warnings = new ArrayList<>();
    if (students != null && students > 0 && submissions < students * LOW_RATE) {
      warnings.add(Warning.LOW_RESPONSE_RATE);
    }
    if (submissions < FEW_SUBMISSIONS) {
      warnings.add(Warning.FEW_SUBMISSIONS);
    }
    if (comments < FEW_COMMENTS) {
      warnings.add(Warning.FEW_COMMENTS);
    }
    if (students != null && students > 0 && (synced == null || synced.isBefore(now.minus(OLD)))) {
      warnings.add(Warning.OLD_ENROLMENTS);
    }
    if (comments > AnalysisContract.MOST_COMMENTS) {
      warnings.add(Warning.NEWEST_ONLY);
    }
    return warnings;
  }

  /** Returns whether a comment is looked at closer. */
  static boolean passes(Mood mood, int words) {
    return mood != Mood.POSITIVE || words >= POSITIVE_WORDS;
  }

  static int words(String comment) {
    return (int) BETWEEN.splitAsStream(comment).filter(word -> !word.isEmpty()).count();
  }

  /** @param passed comments that have passed the gate */
  static Optional<Warning> afterGate(int passed) {
    return passed < FEW_AFTER_GATE ? Optional.of(Warning.FEW_AFTER_GATE) : Optional.empty();
  }

  /** Returns why a stage is left out: topics need both of their workers. */
  static Optional<Warning> missing(Stage stage, boolean hasEmbeddings, boolean hasTopics) {
    boolean isOfTopics = stage == Stage.EMBEDDING || stage == Stage.TOPICS;
    return isOfTopics && !(hasEmbeddings && hasTopics) ? Optional.of(Warning.NO_TOPIC_WORKER) : Optional.empty();
  }

  static Mood mood(double positive, double neutral, double negative) {
    return positive > neutral && positive > negative ? Mood.POSITIVE
        : negative > neutral ? Mood.NEGATIVE : Mood.NEUTRAL;
  }

  /** @param moods of the comments behind a recommendation */
  static Level confidence(List<Mood> moods) {
    Map<Mood, Integer> counts = new EnumMap<>(Mood.class);
    moods.forEach(mood -> counts.merge(mood, 1, Integer::sum));
    int most = counts.isEmpty() ? 0 : Collections.max(counts.values());
    if (moods.size() >= HIGH_COMMENTS && most >= moods.size() * HIGH_AGREEMENT) {
      return Level.HIGH;
    }
    return moods.size() >= MEDIUM_COMMENTS ? Level.MEDIUM : Level.LOW;
  }

  /** Names a topic by its words, where nobody has a better name. */
  static String label(String rawLabel, List<String> keywords) {
    return keywords.isEmpty() ? rawLabel.replaceFirst("^-?\\d+_", "").replace('_', ' ')
        : String.join(", ", keywords.subList(0, Math.min(LABEL_WORDS, keywords.size())));
  }
}
