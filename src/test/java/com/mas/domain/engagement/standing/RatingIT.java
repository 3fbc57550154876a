package com.mas.domain.engagement.standing;

import static com.mas.domain.engagement.standing.Faculty.TODAY;
import static com.mas.domain.engagement.standing.Faculty.refused;
import static com.mas.domain.learning.education.EducationContract.AttendanceState.ABSENT;
import static com.mas.domain.learning.education.EducationContract.AttendanceState.PRESENT;
import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.engagement.standing.StandingContract.ChangeMetric;
import com.mas.domain.engagement.standing.StandingContract.GetMetric;
import com.mas.domain.engagement.standing.StandingContract.GetWeekly;
import com.mas.domain.engagement.standing.StandingContract.MetricsRefreshed;
import com.mas.domain.engagement.standing.StandingContract.MyMetric;
import com.mas.domain.engagement.standing.StandingContract.OfStudent;
import com.mas.domain.engagement.standing.StandingContract.PerformanceMetric;
import com.mas.domain.engagement.standing.StandingContract.RefreshMetrics;
import com.mas.domain.engagement.standing.StandingContract.SaveSkills;
import com.mas.domain.engagement.standing.StandingContract.SaveWeekly;
import com.mas.domain.engagement.standing.StandingContract.Skill;
import com.mas.domain.engagement.standing.StandingContract.SkillRating;
import com.mas.domain.engagement.standing.StandingContract.WeekOfMentees;
import com.mas.domain.engagement.standing.StandingContract.WeeklyRating;
import com.mas.domain.learning.mrtest.WriteBackContract;
import com.mas.domain.learning.mrtest.WriteBackContract.EvalScored;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RatingIT {
  private final Faculty faculty = new Faculty();
  private final UUID asha = faculty.student();

  @AfterEach
  void close() {
    faculty.close();
  }

  private static SaveWeekly week(UUID student, double communication, double rest) {
    return new SaveWeekly(student, null, null, communication, rest, rest, rest, rest, "Steady");
  }

  private static SaveSkills skill(UUID student, String name, Double overall) {
    return new SaveSkills(student, List.of(new Skill(name, null, null, null, overall, null)));
  }

  private WeeklyRating save(SaveWeekly rating) {
    return faculty.ask(faculty.mentor, StandingContract.SAVE_WEEKLY, rating);
  }

  private PerformanceMetric metric() {
    return faculty.ask(asha, StandingContract.MY_METRIC, new MyMetric());
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  @Test
  void aWeekHasOneRatingAndTheMetricFollowsAtOnce() {
    WeeklyRating first = save(week(asha, 3, 4));
    assertEquals(decimal("3.80"), first.overallAverage());
    assertEquals(2026, first.year());
    assertEquals(11, first.weekNumber());
    faculty.clock.advance(Duration.ofSeconds(5));
    WeeklyRating second = save(week(asha, 5, 5));
    assertEquals(first.id(), second.id());
    assertEquals(first.createdAt(), second.createdAt());
    var current = faculty.ask(faculty.mentor, StandingContract.MENTEE_WEEKLY, new GetWeekly(asha));
    assertEquals(second, current.rating());

    PerformanceMetric metric = metric();
    assertEquals(decimal("5.00"), metric.superMentorRating());
    assertEquals(decimal("100.00"), metric.communicationScore());
    assertEquals(decimal("45.00"), metric.overallScore());
    assertNull(metric.attendanceScore());
    var history = faculty.ask(UUID.randomUUID(), StandingContract.METRIC_HISTORY, new OfStudent(asha, null, null));
    assertEquals(List.of(decimal("45.00"), decimal("31.80")),
        history.items().stream().map(PerformanceMetric::overallScore).toList());
  }

  @Test
  void weeksBeforeTheStudentWasAMenteeAreRefused() throws SQLException {
    faculty.execute("UPDATE education.applications SET enrolled_at = '2026-03-04T00:00:00Z'"); // a Wednesday, week 10
    faculty.refused(Failure.INVALID, faculty.mentor, StandingContract.SAVE_WEEKLY,
        new SaveWeekly(asha, 2026, 9, 2.0, 1.0, 1.0, 1.0, 1.0, null));
    faculty.refused(Failure.INVALID, faculty.mentor, StandingContract.SAVE_WEEKLY,
        new SaveWeekly(asha, 2020, 53, 2.0, 1.0, 1.0, 1.0, 1.0, null));
    assertEquals(10, save(new SaveWeekly(asha, 2026, 10, 2.0, 1.0, 1.0, 1.0, 1.0, null)).weekNumber());
  }

  @Test
  void menteesOfABatchThatIsOverAreNotToBeRated() throws SQLException {
    assertEquals(1, mentees());
    for (String over : java.util.List.of("completed", "archived")) {
      faculty.execute("UPDATE education.batches SET state = '" + over + "'");
      assertEquals(0, mentees());
    }
  }

  private int mentees() {
    return faculty.ask(faculty.mentor, StandingContract.MENTEES_WEEK,
        new StandingContract.WeekOfMentees(null, null, null, null)).items().size();
  }

  @Test
  void theLatestWeekCountsAndCommunicationIsTheMeanOfAll() throws SQLException {
    faculty.execute("UPDATE education.applications SET enrolled_at = '2026-01-05T00:00:00Z'");
    save(week(asha, 5, 5));
    save(new SaveWeekly(asha, 2026, 9, 2.0, 1.0, 1.0, 1.0, 1.0, null));
    assertEquals(decimal("5.00"), metric().superMentorRating());
    assertEquals(decimal("70.00"), metric().communicationScore());
    assertEquals(List.of(11, 9), faculty.ask(faculty.mentor, StandingContract.MENTEE_WEEKLIES,
        new OfStudent(asha, null, null)).items().stream().map(WeeklyRating::weekNumber).toList());
  }

  @Test
  void theWeekBeginsOnMondayMidnightInIndia() {
    faculty.clock.set(Instant.parse("2026-03-15T18:29:59Z"));
    assertEquals(11, save(week(asha, 1, 1)).weekNumber());
    faculty.clock.advance(Duration.ofSeconds(1));
    assertNull(faculty.ask(faculty.mentor, StandingContract.MENTEE_WEEKLY, new GetWeekly(asha)).rating());
    assertEquals(12, save(week(asha, 1, 1)).weekNumber());
  }

  @Test
  void weeksToComeOrThatNoYearHasAreRefused() {
    for (int[] wrong : new int[][] {{2026, 12}, {2027, 1}, {2025, 53}}) {
      faculty.refused(Failure.INVALID, faculty.mentor, StandingContract.SAVE_WEEKLY,
          new SaveWeekly(asha, wrong[0], wrong[1], 1.0, 1.0, 1.0, 1.0, 1.0, null));
    }
    faculty.refused(Failure.INVALID, faculty.mentor, StandingContract.SAVE_WEEKLY,
        new SaveWeekly(asha, 2026, null, 1.0, 1.0, 1.0, 1.0, 1.0, null));
  }

  @Test
  void allMenteesAreListedRatedOrNot() {
    UUID ravi = faculty.student();
    faculty.student(faculty.batch("FS-1", faculty.lead, UUID.randomUUID()));
    save(week(asha, 4, 4));
    var week = faculty.ask(faculty.mentor, StandingContract.MENTEES_WEEK, new WeekOfMentees(null, null, null, null));
    assertEquals(2, week.total());
    week.items().forEach(row -> assertEquals(row.studentId().equals(ravi), row.rating() == null));
    assertEquals(0, faculty.ask(faculty.lead, StandingContract.MENTEES_WEEK,
        new WeekOfMentees(2026, 11, null, null)).total());
  }

  @Test
  void skillsAreEachRatersOwnAndKeepTheirHistory() {
    faculty.ask(faculty.mentor, StandingContract.SAVE_MENTEE_SKILLS, skill(asha, " SQL ", 80.0));
    faculty.ask(faculty.mentor, StandingContract.SAVE_MENTEE_SKILLS, skill(asha, "SQL", 80.0));
    faculty.ask(faculty.mentor, StandingContract.SAVE_MENTEE_SKILLS, skill(asha, "sql", 60.0));
    List<SkillRating> all =
        faculty.ask(faculty.lead, StandingContract.SAVE_LED_SKILLS, skill(asha, "SQL", 40.0)).items();
    assertEquals(List.of(faculty.lead, faculty.mentor), all.stream().map(SkillRating::raterId).sorted(
        Comparator.comparing(faculty.mentor::equals)).toList());
    assertEquals(decimal("2.50"), metric().superMentorRating());
    var log = faculty.ask(faculty.mentor, StandingContract.MENTEE_SKILL_HISTORY, new OfStudent(asha, null, null));
    assertEquals(List.of(decimal("40.00"), decimal("60.00"), decimal("80.00")),
        log.items().stream().map(SkillRating::overallRating).toList());
    faculty.refused(Failure.INVALID, faculty.lead, StandingContract.SAVE_LED_SKILLS, skill(asha, "Java", null));
    faculty.refused(Failure.INVALID, faculty.lead, StandingContract.SAVE_LED_SKILLS, new SaveSkills(asha, List.of(
        new Skill("Java", 1.0, null, null, null, null), new Skill("JAVA ", 1.0, null, null, null, null))));
  }

  @Test
  void attendanceIsTakenUpWhenItIsMarked() {
    faculty.mark(TODAY, asha, PRESENT);
    eventually("all sessions", () -> decimal("100.00").equals(metric().attendanceScore()));
    faculty.mark(TODAY.minusDays(1), asha, ABSENT);
    eventually("one of two", () -> decimal("50.00").equals(metric().attendanceScore()));
    assertEquals(decimal("7.50"), metric().overallScore());
  }

  @Test
  void theNightlyRunMakesUpForWhatWasNotHeardAndChangesNothingTwice() throws SQLException {
    faculty.student();
    faculty.execute("INSERT INTO education.attendance VALUES ('%s', '2026-03-09', '%s', 'late', 'import', null, now())"
        .formatted(faculty.batch.id(), asha));
    assertEquals(new MetricsRefreshed(2, 1), faculty.run(StandingContract.REFRESH_METRICS, new RefreshMetrics()));
    assertEquals(new MetricsRefreshed(2, 0), faculty.run(StandingContract.REFRESH_METRICS, new RefreshMetrics()));
    assertEquals(decimal("15.00"), metric().overallScore());
  }

  @Test
  void learningIsOnesOwnAndNotOfWhoseAddressIsThatBehindAHyphen() throws SQLException {
    faculty.execute("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
        VALUES ('%s', 'mas', 'mary-jane@mas.example', 'Mary-Jane', 'USER', now(), now(), now());
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, email, email_stripped,
          progress_percent, total_time_seconds, is_completed, created_at, updated_at)
        VALUES (gen_random_uuid(), 'mas', 'c', 'u', 'acme-mary-jane@mas.example', 'mary-jane@mas.example', 40, 0, false,
            now(), now()),
          (gen_random_uuid(), 'mas', 'c', 'v', 'acme-jane@mas.example', 'jane@mas.example', 90, 0, false, now(), now())
        """.formatted(asha));
    faculty.run(StandingContract.REFRESH_METRICS, new RefreshMetrics());
    assertEquals(decimal("40.00"), metric().learnProgressScore());
  }

  @Test
  void scoredTestsOfTheLedgerAreTheEvaluationTestUntilAPersonTellsIt() throws SQLException {
    faculty.execute("""
        INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at, score)
        SELECT '%s', 'test_taken', 't' || n, 50, 50, '{}', now(), true, now(), CASE WHEN n < 3 THEN n * 15 END
          FROM generate_series(1, 3) n
        """.formatted(asha));
    faculty.run(StandingContract.REFRESH_METRICS, new RefreshMetrics());
    assertEquals(decimal("22.50"), metric().evalTestScore(), "the third has no score: it was practice");
    PerformanceMetric told = faculty.ask(UUID.randomUUID(), StandingContract.CHANGE_METRIC,
        new ChangeMetric(asha, Change.to(80.0), Change.none()));
    assertEquals(decimal("80.00"), told.evalTestScore());
    faculty.run(StandingContract.REFRESH_METRICS, new RefreshMetrics());
    assertEquals(decimal("80.00"), metric().evalTestScore());
    assertEquals(decimal("22.50"), faculty.ask(UUID.randomUUID(), StandingContract.CHANGE_METRIC,
        new ChangeMetric(asha, Change.to(null), Change.none())).evalTestScore());
  }

  @Test
  void importedScoresStandBeforeTheLedgerAndBehindAPersonsWord() throws SQLException {
    faculty.execute("""
        INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at, score)
        VALUES ('%1$s', 'test_taken', 't', 50, 50, '{}', now(), true, now(), 20);
        INSERT INTO mrtest.eval_tests (tenant, account_id, test_key, test, score, total, percentage, import_id,
          imported_at)
        SELECT 'mas', '%1$s', 't' || n, 'T', n, 4, n * 25, gen_random_uuid(), now() FROM generate_series(2, 3) n
        """.formatted(asha));
    faculty.ask(faculty.product(), WriteBackContract.EVAL_SCORED.request("standing", Duration.ofSeconds(30)),
        new EvalScored(asha, UUID.randomUUID()));
    assertEquals(decimal("62.50"), metric().evalTestScore());
    faculty.ask(UUID.randomUUID(), StandingContract.CHANGE_METRIC,
        new ChangeMetric(asha, Change.to(80.0), Change.none()));
    faculty.run(StandingContract.REFRESH_METRICS, new RefreshMetrics());
    assertEquals(decimal("80.00"), metric().evalTestScore());
    faculty.execute("DELETE FROM mrtest.eval_tests");
  }

  @Test
  void learningIsTheMeanOfTheMirroredCoursesWhateverThePrefixOfTheAddress() throws SQLException {
    faculty.execute("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
        VALUES ('%s', 'mas', 'asha@mas.example', 'Asha', 'USER', now(), now(), now());
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, email, email_stripped,
          progress_percent, total_time_seconds, is_completed, created_at, updated_at)
        SELECT gen_random_uuid(), 'mas', 'course ' || n, 'u', 'acme-asha@mas.example', 'asha@mas.example', 20.25 * n, 0,
          false, now(), now() FROM generate_series(1, 2) n""".formatted(asha));
    faculty.run(StandingContract.REFRESH_METRICS, new RefreshMetrics());
    assertEquals(decimal("30.38"), metric().learnProgressScore());
    assertEquals(decimal("4.56"), metric().overallScore());
  }

  /** One run refreshes everybody at a time; what is saved beside it is the point here. */
  private static Future<Object> otherIsUnderWay(Throwable refusal) {
    return refusal instanceof FailureException failed && failed.failure() == Failure.ALREADY_RUNNING
        ? Future.succeededFuture() : Future.failedFuture(refusal);
  }

  /** The last one to save under the lock has seen what all before it saved. */
  @Test
  void whatIsSavedAtOnceIsAllInTheMetric() throws SQLException {
    faculty.execute("UPDATE education.applications SET enrolled_at = '2026-01-01T00:00:00Z'");
    List<Future<?>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.add(faculty.send(Faculty.TENANT, faculty.mentor, StandingContract.SAVE_MENTEE_SKILLS,
          skill(asha, "skill " + i, 5.0 * i)));
      asked.add(faculty.send(Faculty.TENANT, faculty.mentor, StandingContract.SAVE_WEEKLY,
          new SaveWeekly(asha, 2026, 1 + i % 11, 4.0, 4.0, 4.0, 4.0, 4.0, null)));
      asked.add(faculty.send(Faculty.TENANT, faculty.lead, StandingContract.CHANGE_METRIC,
          i % 2 == 0 ? new ChangeMetric(asha, Change.to(90.0), Change.none())
              : new ChangeMetric(asha, Change.none(), Change.to(70.0))));
      asked.add(faculty.bus.send(faculty.bus.systemCall(null, Duration.ofSeconds(30)),
          StandingContract.REFRESH_METRICS, new RefreshMetrics()).mapEmpty().recover(RatingIT::otherIsUnderWay));
    }
    asked.forEach(Faculty::await);
    PerformanceMetric metric = metric();
    assertEquals(decimal("3.19"), metric.superMentorRating(), "half of 4, half of 47.5 / 20, half up");
    assertEquals(decimal("80.00"), metric.communicationScore());
    assertEquals(decimal("90.00"), metric.evalTestScore());
    assertEquals(decimal("70.00"), metric.mockInterviewScore());
    assertEquals(decimal("51.64"), metric.overallScore());
    assertNull(faculty.ask(faculty.lead, StandingContract.CHANGE_METRIC,
        new ChangeMetric(asha, Change.none(), Change.to(null))).mockInterviewScore());
    faculty.ask(faculty.lead, StandingContract.CHANGE_METRIC, new ChangeMetric(asha, Change.none(), Change.to(70.0)));
    faculty.refused(Failure.INVALID, faculty.lead, StandingContract.CHANGE_METRIC,
        new ChangeMetric(asha, Change.none(), Change.none()));
    assertEquals(List.of("1"), faculty.column("SELECT count(*) FROM standing.metrics"));
    assertEquals(List.of("51.64"),
        faculty.column("SELECT overall FROM standing.metric_history ORDER BY id DESC LIMIT 1"));
  }

  @Test
  void everybodySeesTheirOwnStudentsOnly() {
    UUID somebody = UUID.randomUUID();
    GetMetric get = new GetMetric(asha);
    PerformanceMetric nothing = faculty.ask(faculty.lead, StandingContract.LED_METRIC, get);
    assertEquals(0, nothing.overallScore().signum());
    assertNull(nothing.calculatedAt());
    assertEquals(nothing, faculty.ask(faculty.mentor, StandingContract.MENTEE_METRIC, get));
    faculty.refused(Failure.FORBIDDEN, somebody, StandingContract.LED_METRIC, get);
    faculty.refused(Failure.FORBIDDEN, faculty.lead, StandingContract.MENTEE_METRIC, get);
    faculty.refused(Failure.FORBIDDEN, faculty.lead, StandingContract.SAVE_WEEKLY, week(asha, 1, 1));
    faculty.refused(Failure.FORBIDDEN, faculty.mentor, StandingContract.SAVE_LED_SKILLS, skill(asha, "SQL", 1.0));
    faculty.refused(Failure.NOT_FOUND, faculty.lead, StandingContract.GET_METRIC, new GetMetric(somebody));
    refused(Failure.NOT_FOUND,
        faculty.send("mr-mentor", faculty.mentor, StandingContract.SAVE_WEEKLY, week(asha, 1, 1)));
    assertTrue(faculty.ask(faculty.lead, StandingContract.GET_METRIC, get).overallScore().signum() == 0);
  }
}
