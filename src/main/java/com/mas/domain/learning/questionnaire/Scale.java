package com.mas.domain.learning.questionnaire;

import com.mas.domain.learning.questionnaire.QuestionnaireContract.Form;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Question;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Section;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Tells what the answers of one version are worth. Immutable.
 *
 * <p>A leaf's average counts by its weight. A leaf of which nothing was answered, which only optional questions allow,
 * is left out of the score and of what could be reached alike.
 */
final class Scale {
  private static final int PLACES = 3;
  private static final double WHOLE = 100;

  private final List<Question> questions = new ArrayList<>();
  /** The leaf that each question is in. */
  private final List<Integer> leaves = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();

  /**
   * @param points sum of the leaves' averages by their weights
   * @param percent of the points that the best answers to the same leaves come to
   */
  record Score(double points, double percent) {}

  private Scale() {}

  static Scale of(Form form) {
    Scale scale = new Scale();
    for (Section section : form.sections()) {
      if (section.questions() != null && !section.questions().isEmpty()) {
        scale.add(section.weight(), section.questions());
      } else if (section.subsections() != null) {
        section.subsections().forEach(part -> scale.add(part.weight(), part.questions()));
      }
    }
    return scale;
  }

  private void add(BigDecimal weight, List<Question> asked) {
    weights.add(weight == null ? 0 : weight.doubleValue());
    asked.forEach(question -> {
      questions.add(question);
      leaves.add(weights.size() - 1);
    });
  }

  /** Returns all questions, in the order in which answers are kept. */
  List<Question> questions() {
    return List.copyOf(questions);
  }

  static boolean isRequired(Question question) {
    return question.required() == null || question.required();
  }

  /** Returns what the best answers to all questions come to. */
  BigDecimal best() {
    Integer[] best = questions.stream().map(question -> question.type().most).toArray(Integer[]::new);
    return BigDecimal.valueOf(score(best).points).setScale(PLACES, RoundingMode.HALF_UP);
  }

  /** @param answers one for each question; null: left out */
  Score score(Integer[] answers) {
    double points = 0;
    double best = 0;
    int at = 0;
    for (int leaf = 0; leaf < weights.size(); leaf++) {
      int sum = 0;
      int most = 0;
      int answered = 0;
      for (; at < questions.size() && leaves.get(at) == leaf; at++) {
        if (answers[at] != null) {
          sum += answers[at];
          most += questions.get(at).type().most;
          answered++;
        }
      }
      if (answered > 0) {
        points += weights.get(leaf) / WHOLE * sum / answered;
        best += weights.get(leaf) / WHOLE * most / answered;
      }
    }
    return new Score(points, best == 0 ? 0 : points / best * WHOLE);
  }

  /** Reads an answer as tables have them: a whole number, also as 4.0, and yes or no where that is asked. */
  static OptionalInt answer(Question question, String word) {
    if (question.type() == QuestionnaireContract.QuestionType.YES_NO) {
      switch (word.toLowerCase(Locale.ROOT)) {
        case "yes", "y", "true" -> {
          return OptionalInt.of(1);
        }
        case "no", "n", "false" -> {
          return OptionalInt.of(0);
        }
        default -> {}
      }
    }
    int end = word.endsWith(".0") ? word.length() - 2 : word.length();
    if (end != 1 || word.charAt(0) < '0' || word.charAt(0) > '9') {
      return OptionalInt.empty();
    }
    int value = word.charAt(0) - '0';
    return isAnswer(question, value) ? OptionalInt.of(value) : OptionalInt.empty();
  }

  static boolean isAnswer(Question question, int value) {
    return value >= question.type().least && value <= question.type().most;
  }
}
