package com.mas.domain.learning.questionnaire;

import com.mas.bus.FailureException;
import com.mas.bus.FailureException.FieldError;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Form;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Question;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Section;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Subsection;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.VersionState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Says whether sections and questions fit together, and how a version moves on. */
final class FormRules {
  static final int MOST_QUESTIONS = 200;
  private static final int MOST_ERRORS = 20;
  private static final BigDecimal WHOLE = new BigDecimal(100);

  private FormRules() {}

  /** Returns whether a version may go from one state to the next. */
  static boolean moves(VersionState from, VersionState to) {
    return to.ordinal() == from.ordinal() + 1;
  }

  /**
   * Checks all but the dimensions.
   *
   * @throws FailureException UNPROCESSABLE with a path for each mistake
   */
  static void check(Form form) {
    List<FieldError> wrong = new ArrayList<>();
    Set<UUID> ids = new HashSet<>();
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < form.sections().size(); i++) {
      Section section = form.sections().get(i);
      String path = "/schema/sections/" + i;
      boolean divided = section.subsections() != null && !section.subsections().isEmpty();
      boolean asks = section.questions() != null && !section.questions().isEmpty();
      if (divided == asks) {
        wrong.add(new FieldError(path, "A section has either subsections or questions."));
      } else if (divided) {
        if (section.weight() != null) {
          wrong.add(new FieldError(path + "/weight", "The subsections have the weights; leave this one out."));
        }
        for (int k = 0; k < section.subsections().size(); k++) {
          Subsection part = section.subsections().get(k);
          sum = sum.add(leaf(part.weight(), part.questions(), path + "/subsections/" + k, ids, wrong));
        }
      } else {
        sum = sum.add(leaf(section.weight(), section.questions(), path, ids, wrong));
      }
    }
    if (wrong.isEmpty() && sum.compareTo(WHOLE) != 0) {
      wrong.add(new FieldError("/schema/sections", "The weights sum to " + sum.stripTrailingZeros().toPlainString()
          + ", not to 100."));
    }
    if (wrong.isEmpty() && ids.size() > MOST_QUESTIONS) {
      wrong.add(new FieldError("/schema/sections", "There are more than " + MOST_QUESTIONS + " questions."));
    }
    if (!wrong.isEmpty()) {
      throw QuestionnaireContract.FORM_WRONG.with(wrong.getFirst().message())
          .errors(wrong.subList(0, Math.min(MOST_ERRORS, wrong.size())));
    }
  }

  private static BigDecimal leaf(BigDecimal weight, List<Question> questions, String path, Set<UUID> ids,
      List<FieldError> wrong) {
    for (int i = 0; i < questions.size(); i++) {
      if (!ids.add(questions.get(i).id())) {
        wrong.add(new FieldError(path + "/questions/" + i + "/id", "Another question has this id."));
      }
    }
    if (weight == null || weight.signum() <= 0) {
      wrong.add(new FieldError(path + "/weight", "Questions need a weight above 0."));
      return BigDecimal.ZERO;
    }
    return weight;
  }

  /** Returns the codes of the dimensions that the questions name. */
  static Set<String> dimensions(Form form) {
    return Scale.of(form).questions().stream().map(Question::dimensionCode).collect(Collectors.toSet());
  }

  /** Returns the same sections and questions, with new ids. */
  static Form copy(Form form, Supplier<UUID> ids) {
    return new Form(form.sections().stream().map(section -> new Section(section.title(), section.weight(),
        section.subsections() == null ? null : section.subsections().stream()
            .map(part -> new Subsection(part.title(), part.weight(), copies(part.questions(), ids))).toList(),
        section.questions() == null ? null : copies(section.questions(), ids))).toList(), form.qualitativeFeedback());
  }

  private static List<Question> copies(List<Question> questions, Supplier<UUID> ids) {
    return questions.stream().map(each -> new Question(ids.get(), each.text(), each.type(), each.dimensionCode(),
        each.required())).toList();
  }
}
