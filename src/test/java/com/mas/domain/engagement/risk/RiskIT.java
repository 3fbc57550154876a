package com.mas.domain.engagement.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.engagement.risk.RiskContract.AskClassroom;
import com.mas.domain.engagement.risk.RiskContract.AskTrend;
import com.mas.domain.engagement.risk.RiskContract.AttachCallSummary;
import com.mas.domain.engagement.risk.RiskContract.ComputeScores;
import com.mas.domain.engagement.risk.RiskContract.ListRisk;
import com.mas.domain.engagement.risk.RiskContract.OfStudent;
import com.mas.domain.engagement.risk.RiskContract.Part;
import com.mas.domain.engagement.risk.RiskContract.ReasonSource;
import com.mas.domain.engagement.risk.RiskContract.Recompute;
import com.mas.domain.engagement.risk.RiskContract.RiskDay;
import com.mas.domain.engagement.risk.RiskContract.RiskStudent;
import com.mas.domain.engagement.risk.RiskContract.ScoresComputed;
import com.mas.domain.engagement.risk.RiskContract.Signal;
import com.mas.domain.engagement.risk.RiskContract.Tier;
import com.mas.domain.engagement.risk.RiskContract.WriteReasons;
import com.mas.module.Parts;
import com.mas.testkit.TestInstallation;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RiskIT {
  private static final ComputeScores ALL = new ComputeScores(null);
  private static final String COURSE = "64b0c1f2a9e8d7c6b5000009";

  @AutoClose private final RiskWorld world = new RiskWorld(true);
  private final UUID lead = UUID.randomUUID();
  private UUID batch;
  private UUID lost;

  /** Nine who work and one who has not been seen for five weeks. */
  @BeforeEach
  void aBatch() throws SQLException {
    batch = world.batch(lead);
    world.follows(batch, COURSE);
    for (int i = 0; i < 9; i++) {
      UUID student = world.student(batch);
      world.acts(student, 20 + i, "2026-03-09T06:00:00Z");
      world.learns(student, COURSE, 40 + i);
    }
    lost = world.student(batch);
    world.execute("UPDATE identity.users SET last_login_at = '2026-02-01T00:00:00Z' WHERE id = '" + lost + "'");
    world.learns(lost, COURSE, 0);
    world.warn(lost, 2);
  }

  private List<RiskStudent> list() {
    return world.ask(lead, RiskContract.LED_LIST, new ListRisk(null)).items();
  }

  @Test
  void theOneWhoStaysAwayIsListedWithPartsReasonAndWaysOut() {
    assertEquals(new ScoresComputed(1, 10, 1), world.run(RiskContract.COMPUTE, ALL));
    RiskStudent row = list().getFirst();
    assertEquals(lost, row.id());
    assertEquals(Tier.HIGH, row.tier());
    assertEquals(row.score(), row.parts().stream().mapToDouble(Part::points).sum(), 0.5);
    assertTrue(row.reason().contains("no activity for 37 days"), row.reason());
    assertEquals(ReasonSource.TEMPLATE, row.reasonSource());
    assertEquals(Tier.MEDIUM, row.nextTier());
    assertFalse(row.ways().isEmpty());
    assertNull(row.parts().stream().filter(part -> part.signal() == Signal.TESTS).findFirst().orElseThrow().value());
  }

  @Test
  void progressOfWhoseAddressOnlyLooksLikeTheStudentsIsNotTheStudents() throws SQLException {
    world.execute("UPDATE mrlearn.learners SET progress_percent = 100, is_completed = true WHERE graphy_user_id = '"
        + lost + "'");
    world.execute("UPDATE identity.users SET email = 'x-' || email WHERE id = '" + lost + "'");
    world.run(RiskContract.COMPUTE, ALL);
    List<Part> parts = list().getFirst().parts();
    world.execute("DELETE FROM mrlearn.learners WHERE graphy_user_id = '" + lost + "'");
    world.run(RiskContract.COMPUTE, ALL);
    assertEquals(list().getFirst().parts(), parts, "as if that learner were not there");
  }

  @Test
  void computingAgainChangesTheOneRowAndWhoLeftHasNone() throws SQLException {
    world.run(RiskContract.COMPUTE, ALL);
    world.clock.advance(Duration.ofHours(1));
    world.execute("UPDATE education.applications SET state = 'withdrawn' WHERE user_id = '" + lost + "'");
    assertEquals(new ScoresComputed(1, 9, 0), world.run(RiskContract.COMPUTE, ALL));
    assertEquals("9", world.text("SELECT count(*) FROM risk.scores"));
    assertEquals(List.of(), list());
  }

  @Test
  void aComputationThatIsCutOffGoesOnBehindTheLastBatch() throws SQLException {
    world.student(world.batch(lead));
    Parts parts = new Parts(world.vertx, world.bus, world.db, null, TestInstallation.PLAIN, Map.of());
    ScoreService stopping = new ScoreService(world.bus, world.db, parts.jobs(),
        RiskConfig.read(Path.of("conf", "rules", "risk.yaml")));
    FailureException cut =
        assertThrows(FailureException.class, () -> stopping.compute(world.product(), ALL, () -> true));
    assertEquals(Failure.UNAVAILABLE, cut.failure());
    assertEquals("1", world.text("SELECT count(DISTINCT batch_id) FROM risk.scores"));
    world.clock.advance(Duration.ofHours(1));
    assertEquals(new ScoresComputed(2, 11, 1), world.run(RiskContract.COMPUTE, ALL), "of both attempts");
    assertEquals("2", world.text("SELECT count(DISTINCT computed_at) FROM risk.scores"), "none is computed twice");
  }

  @Test
  void theTrendHasTheLastScoreOfEachDayAndIsForTheOwnLead() throws SQLException {
    world.run(RiskContract.COMPUTE, ALL);
    double before = list().getFirst().score();
    world.clock.advance(Duration.ofDays(1));
    world.run(RiskContract.COMPUTE, ALL);
    world.learns(lost, "64b0c1f2a9e8d7c6b5000008", 10);
    world.execute("DELETE FROM standing.warnings WHERE student_id = '" + lost + "'");
    world.run(RiskContract.COMPUTE, ALL);
    double after = list().getFirst().score();
    assertTrue(after < before, "without warnings it is lower");
    List<RiskDay> days = world.ask(lead, RiskContract.LED_TREND, new AskTrend(lost, null)).days();
    assertEquals(List.of(LocalDate.of(2026, 3, 10), LocalDate.of(2026, 3, 11)),
        days.stream().map(RiskDay::day).toList());
    assertEquals(List.of(before, after), days.stream().map(RiskDay::score).toList());
    assertEquals(1, world.ask(lead, RiskContract.LED_TREND, new AskTrend(lost, 1)).days().size());
    world.refused(Failure.FORBIDDEN, UUID.randomUUID(), RiskContract.LED_TREND, new AskTrend(lost, null));
    world.refused(Failure.NOT_FOUND, lead, RiskContract.LED_TREND, new AskTrend(UUID.randomUUID(), null));
  }

  @Test
  void newcomersHaveSevenDaysAndOnlyASeatInAnActiveBatchCounts() throws SQLException {
    world.student(batch, "2026-03-04T00:00:00Z");
    world.execute("UPDATE education.applications SET state = 'accepted' WHERE user_id = '" + lost + "'");
    assertEquals(9, world.run(RiskContract.COMPUTE, ALL).studentsProcessed());
    world.clock.advance(Duration.ofDays(2));
    assertEquals(10, world.run(RiskContract.COMPUTE, ALL).studentsProcessed());
    world.execute("UPDATE education.batches SET state = 'completed'");
    assertEquals(0, world.run(RiskContract.COMPUTE, ALL).batchesProcessed());
    assertEquals("0", world.text("SELECT count(*) FROM risk.scores"));
  }

  @Test
  void absencesWarningsAndOpenStepsAreSeen() throws SQLException {
    world.execute("""
        INSERT INTO education.attendance (batch_id, session_on, user_id, state, source, marked_at)
        SELECT '%s', date '2026-03-01' + n, '%s', CASE n WHEN 4 THEN 'present' ELSE 'absent' END, 'manual', now()
          FROM generate_series(0, 4) n
        """.formatted(batch, lost));
    world.execute("UPDATE education.applications SET mou_signed = false WHERE user_id = '" + lost + "'");
    world.execute("""
        INSERT INTO standing.metrics (student_id, tenant, eval_test, told_eval_test, calculated_at)
        VALUES ('%s', 'mas', 31, 31, now())
        """.formatted(lost));
    world.run(RiskContract.COMPUTE, ALL);
    List<Part> parts = list().getFirst().parts();
    assertEquals("4 of 5 sessions missed, less active than 95 % of the batch", words(parts, Signal.INACTIVITY));
    assertEquals("2 active warnings", words(parts, Signal.WARNINGS));
    assertEquals("a test mean of 31", words(parts, Signal.TESTS));
    assertEquals("1 of agreement, payment and diagnostic still open", words(parts, Signal.PLACEMENT));
    assertEquals("courses not begun", words(parts, Signal.LEARNING_PROGRESS));
  }

  private static String words(List<Part> parts, Signal signal) {
    return parts.stream().filter(part -> part.signal() == signal).findFirst().orElseThrow().words();
  }

  @Test
  void aReviewHidesForTwoDaysAndACallsSummaryStaysInSight() {
    world.run(RiskContract.COMPUTE, ALL);
    RiskStudent reviewed = world.ask(lead, RiskContract.LED_REVIEW, new OfStudent(lost));
    assertEquals(lead, reviewed.reviewedBy());
    assertEquals(world.clock.instant().plus(Duration.ofHours(48)), reviewed.reviewedUntil());
    assertEquals(List.of(), list());
    world.clock.advance(Duration.ofHours(48));
    assertEquals(lost, list().getFirst().id());

    assertTrue(world.run(RiskContract.ATTACH_CALL_SUMMARY,
        new AttachCallSummary(lost, batch, "Was ill, comes back.", world.clock.instant())).attached());
    RiskStudent called = list().getFirst();
    assertEquals("Was ill, comes back.", called.lastCallSummary());
    assertNull(called.reviewedBy());
    assertNotNull(called.reviewedUntil());
    assertFalse(world.run(RiskContract.ATTACH_CALL_SUMMARY, new AttachCallSummary(lost, batch, "An older call.",
        world.clock.instant().minusSeconds(60))).attached());
    world.run(RiskContract.COMPUTE, ALL);
    assertEquals("Was ill, comes back.", list().getFirst().lastCallSummary());
  }

  @Test
  void whoLeftAndWhoseBatchIsOverIsOffTheListAtOnce() throws SQLException {
    world.run(RiskContract.COMPUTE, ALL);
    assertEquals(1, list().size());
    world.execute("UPDATE education.batches SET state = 'completed'");
    assertEquals(List.of(), list());
    world.execute("UPDATE education.batches SET state = 'active'");
    world.execute("UPDATE education.applications SET state = 'withdrawn' WHERE user_id = '" + lost + "'");
    assertEquals(List.of(), list());
  }

  @Test
  void aReviewBetweenACallAndItsSummaryLosesNothing() {
    world.run(RiskContract.COMPUTE, ALL);
    Instant called = world.clock.instant();
    world.clock.advance(Duration.ofMinutes(1));
    world.ask(lead, RiskContract.LED_REVIEW, new OfStudent(lost));
    assertTrue(world.run(RiskContract.ATTACH_CALL_SUMMARY,
        new AttachCallSummary(lost, batch, "Was ill.", called)).attached());
    assertEquals("Was ill.", list().getFirst().lastCallSummary());
    assertEquals(lead, list().getFirst().reviewedBy());
  }

  @Test
  void othersStudentsAreForbiddenAndUnscoredOnesNotFound() throws SQLException {
    OfStudent ask = new OfStudent(lost);
    world.refused(Failure.NOT_FOUND, lead, RiskWorld.TENANT, RiskContract.LED_REVIEW, ask);
    world.run(RiskContract.COMPUTE, ALL);
    world.refused(Failure.FORBIDDEN, UUID.randomUUID(), RiskWorld.TENANT, RiskContract.LED_REVIEW, ask);
    world.refused(Failure.FORBIDDEN, UUID.randomUUID(), RiskWorld.TENANT, RiskContract.LED_CALL, ask);
    world.refused(Failure.NOT_FOUND, lead, "another", RiskContract.LED_REVIEW, ask);
    world.refused(Failure.NOT_FOUND, lead, RiskWorld.TENANT, RiskContract.LED_CLASSROOM,
        new AskClassroom(UUID.randomUUID(), null));
    world.refused(Failure.NOT_CONFIGURED, lead, RiskWorld.TENANT, RiskContract.LED_CALL, ask);
    world.refused(Failure.INVALID, lead, RiskWorld.TENANT, RiskContract.LED_LIST, new ListRisk(21));
    assertEquals(List.of(), world.ask(UUID.randomUUID(), RiskContract.LED_LIST, new ListRisk(20)).items());
  }

  @Test
  void aClassroomIsAskedForOnce() {
    world.run(RiskContract.COMPUTE, ALL);
    var first = world.ask(lead, RiskContract.LED_CLASSROOM, new AskClassroom(lost, " please "));
    assertEquals("please", first.note());
    assertEquals(first, world.ask(lead, RiskContract.LED_CLASSROOM, new AskClassroom(lost, null)));
    assertEquals(first.createdAt(), list().getFirst().classroomRequestedAt());
  }

  @Test
  void recomputingIsAStoredRequestForTheLeadsOwnBatches() throws SQLException {
    var asked = world.ask(lead, RiskContract.LED_RECOMPUTE, new Recompute());
    assertEquals(1, asked.batches());
    assertEquals(asked, world.ask(lead, RiskContract.LED_RECOMPUTE, new Recompute()));
    assertEquals("{\"batchIds\": [\"" + batch + "\"]}",
        world.text("SELECT body::jsonb::text FROM jobs.job WHERE address = 'risk.scores.compute'"));
    assertNull(world.ask(UUID.randomUUID(), RiskContract.LED_RECOMPUTE, new Recompute()).jobId());
  }

  @Test
  void theModelWordsReasonsAndIsNeverToldWhoItIsAbout() throws Exception {
    world.run(RiskContract.COMPUTE, ALL);
    assertEquals(1, world.run(RiskContract.WRITE_REASONS, new WriteReasons(batch)).written());
    RiskStudent row = list().getFirst();
    assertEquals(ReasonSource.AI, row.reasonSource());
    assertTrue(row.reason().startsWith("What stands out is"), row.reason());
    String told = String.join("\n", world.sandbox.bodies("llm"));
    assertFalse(told.contains(lost.toString()) || told.contains("Student ") || told.contains("learner.example"), told);
    world.run(RiskContract.COMPUTE, ALL);
    assertEquals(row.reason(), list().getFirst().reason(), "what says the same keeps its wording");
    assertEquals(0, world.run(RiskContract.WRITE_REASONS, new WriteReasons(batch)).asked());
  }

  @Test
  void whateverTheModelDoesWrongTheTemplateStands() throws Exception {
    world.run(RiskContract.COMPUTE, ALL);
    String template = list().getFirst().reason();
    for (String fault : List.of("status status=429", "status status=500", "slow delayMs=6000", "close", "malformed",
        "multiline", "long", "cut", "invented")) {
      world.sandbox.fault("llm", fault);
      assertEquals(0, world.run(RiskContract.WRITE_REASONS, new WriteReasons(batch)).written(), fault);
      assertEquals(template, list().getFirst().reason());
    }
  }
}
