package com.mas.domain.learning.questionnaire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.FailureException;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Form;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Question;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.QuestionType;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Section;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Subsection;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.VersionState;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QuestionnaireRulesTest {
  private static Question question(QuestionType type) {
    return new Question(UUID.randomUUID(), "x", type, "D", null);
  }

  private static Section leaf(String weight, Question... questions) {
    return new Section("s", weight == null ? null : new BigDecimal(weight), null, List.of(questions));
  }

  private static String wrong(Section... sections) {
    FailureException refused = assertThrows(FailureException.class,
        () -> FormRules.check(new Form(List.of(sections), null)));
    return refused.detail().errors().getFirst().path() + " " + refused.getMessage();
  }

  @Test
  void weightsStandAtLeavesAndSumToExactly100() {
    Question one = question(QuestionType.LIKERT_1_5);
    FormRules.check(new Form(List.of(leaf("33.33", one), new Section("s", null,
        List.of(new Subsection("p", new BigDecimal("66.67"), List.of(question(QuestionType.YES_NO)))), null)), null));
    assertEquals("/schema/sections The weights sum to 99.99, not to 100.", wrong(leaf("99.99", one)));
    assertEquals("/schema/sections/0/weight Questions need a weight above 0.", wrong(leaf(null, one)));
    assertEquals("/schema/sections/0 A section has either subsections or questions.",
        wrong(new Section("s", BigDecimal.TEN, List.of(), List.of())));
    assertEquals("/schema/sections/1/questions/0/id Another question has this id.",
        wrong(leaf("50", one), leaf("50", one)));
    assertEquals("/schema/sections/0/weight The subsections have the weights; leave this one out.",
        wrong(new Section("s", BigDecimal.TEN, List.of(new Subsection("p", new BigDecimal(100), List.of(one))), null)));
  }

  @Test
  void statesFollowEachOther() {
    assertTrue(FormRules.moves(VersionState.DRAFT, VersionState.ACTIVE));
    assertTrue(FormRules.moves(VersionState.DEPRECATED, VersionState.ARCHIVED));
    assertFalse(FormRules.moves(VersionState.ACTIVE, VersionState.DRAFT));
    assertFalse(FormRules.moves(VersionState.DRAFT, VersionState.DEPRECATED));
  }

  @Test
  void aLeafThatNobodyAnswersCountsNeitherWay() {
    Scale scale = Scale.of(new Form(List.of(leaf("60", question(QuestionType.LIKERT_1_5),
        question(QuestionType.LIKERT_1_5)), leaf("40", question(QuestionType.YES_NO))), null));
    assertEquals("3.400", scale.best().toPlainString());
    assertEquals(new Scale.Score(3.4, 100), scale.score(new Integer[] {5, 5, 1}));
    assertEquals(new Scale.Score(3, 100), scale.score(new Integer[] {5, null, null}));
    assertEquals(new Scale.Score(0.6, 20), scale.score(new Integer[] {1, 1, null}));
    assertEquals(new Scale.Score(0, 0), scale.score(new Integer[] {null, null, null}));
  }

  @Test
  void answersOfTablesAreWholeNumbersOfTheirScale() {
    Question likert = question(QuestionType.LIKERT_1_4);
    assertEquals(OptionalInt.of(4), Scale.answer(likert, "4"));
    assertEquals(OptionalInt.of(4), Scale.answer(likert, "4.0"));
    for (String word : List.of("5", "0", "4.5", "04", "-1", "four", "4,0", ".0", "٤")) {
      assertEquals(OptionalInt.empty(), Scale.answer(likert, word), word);
    }
    assertEquals(OptionalInt.of(1), Scale.answer(question(QuestionType.YES_NO), "Yes"));
    assertEquals(OptionalInt.of(0), Scale.answer(question(QuestionType.YES_NO), "0"));
    assertEquals(OptionalInt.empty(), Scale.answer(question(QuestionType.YES_NO), "2"));
  }

  @Test
  void commentsAreCleanedAndThoseThatSayNothingAreLeftOut() {
    assertEquals("goood teaching of the class".replace("ooo", "oo"),
        CommentRules.clean("gooooood teaching of the class"));
    assertEquals("See it, it is good!", CommentRules.clean("See https://x.example/a?b it, it is good!!!!! hahaha"));
    assertEquals("बहुत अच्छा पढ़ाते हैं", CommentRules.clean("बहुत अच्छा पढ़ाते हैं"));
    assertEquals("Très utile, merci à l’équipe", CommentRules.clean(" Très utile,\n merci à l’équipe "));
    for (String nothing : List.of("ok", "very good", "#N/A", "xkcd qwrt zxcv bnmm", "....", "lol lol lol",
        "\uFFFD\uFFFD")) {
      assertNull(CommentRules.clean(nothing), nothing);
    }
    assertNull(CommentRules.clean(null));
  }
}
