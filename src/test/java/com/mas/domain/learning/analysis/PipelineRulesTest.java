package com.mas.domain.learning.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.analysis.AnalysisContract.Level;
import com.mas.domain.learning.analysis.AnalysisContract.Mood;
import com.mas.domain.learning.analysis.AnalysisContract.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineRulesTest {
  private static final Instant NOW = Instant.parse("2026-03-10T09:00:00Z");

  private static List<Warning> warnings(long submissions, long comments, Long students, Instant synced) {
    return PipelineRules.warnings(submissions, comments, students, synced, NOW);
  }

  @Test
  void fewerThanAQuarterOfTheStudentsIsALowResponseRate() {
    assertEquals(List.of(Warning.LOW_RESPONSE_RATE), warnings(99, 99, 400L, NOW));
    assertEquals(List.of(), warnings(100, 99, 400L, NOW));
    assertEquals(List.of(Warning.LOW_RESPONSE_RATE), warnings(100, 99, 401L, NOW));
    assertEquals(List.of(), warnings(99, 99, null, null), "nobody knows how many there are");
    assertEquals(List.of(), warnings(99, 99, 0L, null));
  }

  @Test
  void fewerThan30SubmissionsAnd10CommentsAreFew() {
    assertEquals(List.of(Warning.FEW_SUBMISSIONS), warnings(29, 10, 29L, NOW));
    assertEquals(List.of(Warning.FEW_COMMENTS), warnings(30, 9, 30L, NOW));
    assertEquals(List.of(), warnings(30, 10, 30L, NOW));
    assertEquals(List.of(Warning.LOW_RESPONSE_RATE, Warning.FEW_SUBMISSIONS, Warning.FEW_COMMENTS,
        Warning.OLD_ENROLMENTS), warnings(0, 0, 30L, null));
  }

  @Test
  void enrolmentsAreOldAfterADayOrWhenTheyWereNeverCompleted() {
    assertEquals(List.of(), warnings(40, 40, 40L, NOW.minus(Duration.ofHours(24))));
    assertEquals(List.of(Warning.OLD_ENROLMENTS),
        warnings(40, 40, 40L, NOW.minus(Duration.ofHours(24)).minusMillis(1)));
    assertEquals(List.of(Warning.OLD_ENROLMENTS), warnings(40, 40, 40L, null));
  }

  @Test
  void moreCommentsThanAnAnalysisTakesAreToldOf() {
    assertEquals(List.of(), warnings(2_000, 2_000, 2_000L, NOW));
    assertEquals(List.of(Warning.NEWEST_ONLY), warnings(2_001, 2_001, 2_001L, NOW));
  }

  @Test
  void theGateLetsPassAllButPraiseOfFewerThanTenWords() {
    assertFalse(PipelineRules.passes(Mood.POSITIVE, 9));
    assertTrue(PipelineRules.passes(Mood.POSITIVE, 10));
    assertTrue(PipelineRules.passes(Mood.NEGATIVE, 1));
    assertTrue(PipelineRules.passes(Mood.NEUTRAL, 1));
    assertEquals(9, PipelineRules.words(" one two  three\tfour five six\nseven eight nine "));
    assertEquals(0, PipelineRules.words(" "));
  }

  @Test
  void fewerThan30AreFewAfterTheGate() {
    assertEquals(Optional.of(Warning.FEW_AFTER_GATE), PipelineRules.afterGate(29));
    assertEquals(Optional.empty(), PipelineRules.afterGate(30));
  }

  @Test
  void topicsNeedBothOfTheirWorkers() {
    for (Stage stage : List.of(Stage.EMBEDDING, Stage.TOPICS)) {
      assertEquals(Optional.of(Warning.NO_TOPIC_WORKER), PipelineRules.missing(stage, true, false));
      assertEquals(Optional.of(Warning.NO_TOPIC_WORKER), PipelineRules.missing(stage, false, true));
      assertEquals(Optional.empty(), PipelineRules.missing(stage, true, true));
    }
    assertEquals(Optional.empty(), PipelineRules.missing(Stage.RECOMMENDATIONS, false, false));
  }

  @Test
  void aMoodIsTheLargestShareAndATieIsNeutralOrElseNegative() {
    assertEquals(Mood.POSITIVE, PipelineRules.mood(0.4, 0.3, 0.3));
    assertEquals(Mood.NEGATIVE, PipelineRules.mood(0.3, 0.3, 0.4));
    assertEquals(Mood.NEUTRAL, PipelineRules.mood(0.4, 0.4, 0.2));
    assertEquals(Mood.NEUTRAL, PipelineRules.mood(0.2, 0.4, 0.4));
    assertEquals(Mood.NEGATIVE, PipelineRules.mood(0.4, 0.2, 0.4));
  }

  @Test
  void confidenceIsHighByTenCommentsOfWhichSevenAgree() {
    assertEquals(Level.HIGH, confidence(7, 3));
    assertEquals(Level.MEDIUM, confidence(6, 4));
    assertEquals(Level.MEDIUM, confidence(9, 0));
    assertEquals(Level.HIGH, confidence(14, 6));
    assertEquals(Level.MEDIUM, confidence(13, 7));
    assertEquals(Level.HIGH, confidence(70, 30));
    assertEquals(Level.MEDIUM, confidence(3, 2));
    assertEquals(Level.LOW, confidence(4, 0));
    assertEquals(Level.LOW, confidence(0, 0));
  }

  private static Level confidence(int negative, int neutral) {
    List<Mood> moods = new ArrayList<>(Collections.nCopies(negative, Mood.NEGATIVE));
    moods.addAll(Collections.nCopies(neutral, Mood.NEUTRAL));
    return PipelineRules.confidence(moods);
  }
}
