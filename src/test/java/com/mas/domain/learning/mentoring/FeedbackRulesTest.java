package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.mentoring.FeedbackContract.Criterion;
import com.mas.domain.learning.mentoring.FeedbackContract.Score;
import com.mas.domain.learning.mentoring.MentoringContract.BookingKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeedbackRulesTest {
  private static List<Score> all(BookingKind kind) {
    return FeedbackRules.criteria(kind).stream().map(each -> new Score(each, 3)).toList();
  }

  @Test
  void everyKindHasCriteriaAndEveryCriterionAKind() {
    Set<Criterion> used = new HashSet<>();
    for (BookingKind kind : BookingKind.values()) {
      assertTrue(FeedbackRules.criteria(kind).size() >= 3, kind::wire);
      used.addAll(FeedbackRules.criteria(kind));
    }
    assertEquals(Set.of(Criterion.values()), used);
  }

  @Test
  void scoresFitTheirKindAloneAndEachOnce() {
    for (BookingKind kind : BookingKind.values()) {
      assertTrue(FeedbackRules.fit(kind, all(kind)));
      assertTrue(FeedbackRules.fit(kind, all(kind).subList(0, 1)));
      assertFalse(FeedbackRules.fit(kind, List.of(all(kind).getFirst(), all(kind).getFirst())));
      for (Criterion each : Criterion.values()) {
        assertEquals(FeedbackRules.criteria(kind).contains(each),
            FeedbackRules.fit(kind, List.of(new Score(each, 1))), kind + " " + each);
      }
    }
  }
}
