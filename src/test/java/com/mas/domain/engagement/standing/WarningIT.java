package com.mas.domain.engagement.standing;

import static com.mas.domain.engagement.standing.Faculty.TODAY;
import static com.mas.domain.engagement.standing.Faculty.await;
import static com.mas.domain.engagement.standing.Faculty.refused;
import static com.mas.domain.engagement.standing.StandingContract.ISSUE_WARNINGS;
import static com.mas.domain.engagement.standing.StandingContract.LED_ESCALATED;
import static com.mas.domain.engagement.standing.StandingContract.LED_RESOLVE;
import static com.mas.domain.engagement.standing.StandingContract.LED_STUDENTS;
import static com.mas.domain.engagement.standing.StandingContract.LED_WARN;
import static com.mas.domain.engagement.standing.StandingContract.LED_WARNINGS;
import static com.mas.domain.engagement.standing.StandingContract.MENTEE_RESOLVE;
import static com.mas.domain.engagement.standing.StandingContract.MENTEE_WARN;
import static com.mas.domain.engagement.standing.StandingContract.MY_WARNINGS;
import static com.mas.domain.learning.education.EducationContract.AttendanceState.ABSENT;
import static com.mas.domain.learning.education.EducationContract.AttendanceState.EXCUSED;
import static com.mas.domain.learning.education.EducationContract.AttendanceState.LATE;
import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.domain.engagement.standing.StandingContract.CreateWarning;
import com.mas.domain.engagement.standing.StandingContract.EscalatedStudent;
import com.mas.domain.engagement.standing.StandingContract.IssueWarnings;
import com.mas.domain.engagement.standing.StandingContract.LedStudent;
import com.mas.domain.engagement.standing.StandingContract.ListEscalated;
import com.mas.domain.engagement.standing.StandingContract.ListLed;
import com.mas.domain.engagement.standing.StandingContract.ListWarnings;
import com.mas.domain.engagement.standing.StandingContract.MyWarnings;
import com.mas.domain.engagement.standing.StandingContract.ResolveWarning;
import com.mas.domain.engagement.standing.StandingContract.Severity;
import com.mas.domain.engagement.standing.StandingContract.Warning;
import com.mas.domain.engagement.standing.StandingContract.WarningType;
import com.mas.domain.engagement.standing.StandingContract.WarningsIssued;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarningIT {
  private static final LocalDate YESTERDAY = TODAY.minusDays(1);

  private final Faculty faculty = new Faculty();

  @AfterEach
  void close() {
    faculty.close();
  }

  private WarningsIssued issue(LocalDate day) {
    return faculty.run(ISSUE_WARNINGS, new IssueWarnings(day));
  }

  private Warning warn(UUID student) {
    return faculty.ask(faculty.lead, LED_WARN,
        new CreateWarning(student, WarningType.BEHAVIOR, Severity.HIGH, " Shouted at a classmate "));
  }

  private List<Warning> warnings(UUID student) {
    return faculty.ask(faculty.lead, LED_WARNINGS, new ListWarnings(student, null, null, null)).items();
  }

  private List<EscalatedStudent> escalated() {
    return faculty.ask(faculty.lead, LED_ESCALATED, new ListEscalated(null, null)).items();
  }

  /** The count of each student's row, where it is not that of the active warnings. */
  private void countsAreRight() throws SQLException {
    assertEquals(List.of(), faculty.column("""
        SELECT student_id FROM standing.strikes s
         WHERE active <> (SELECT count(*) FROM standing.warnings w WHERE w.student_id = s.student_id AND w.active)
            OR (escalated_at IS NOT NULL) <> (active >= 3)"""));
  }

  /** Times that the long run was asked for. */
  private int asked;

  @Test
  void whoWasAbsentYesterdayIsWarnedOnceWhateverIsRepeated() throws SQLException {
    UUID asha = faculty.student();
    UUID ravi = faculty.student();
    UUID meera = faculty.student();
    faculty.mark(YESTERDAY, asha, ABSENT);
    faculty.mark(YESTERDAY, ravi, LATE);
    faculty.mark(YESTERDAY, meera, EXCUSED);
    faculty.mark(TODAY, ravi, ABSENT);
    assertEquals(new WarningsIssued(List.of(YESTERDAY), 1, 1, 0, 0), issue(null));
    assertEquals(List.of(), issue(null).days());
    assertEquals(new WarningsIssued(List.of(YESTERDAY), 1, 0, 0, 1), issue(YESTERDAY));

    Warning warning = warnings(asha).getFirst();
    assertEquals(YESTERDAY, warning.absentOn());
    assertEquals(Severity.MEDIUM, warning.severity());
    assertNull(warning.createdBy());
    assertTrue(warning.isActive());
    assertEquals(List.of(), warnings(ravi));
    assertEquals(List.of("warning:" + warning.id()), faculty.column(
        "SELECT body::jsonb ->> 'key' FROM jobs.every_job WHERE address = 'notification.notify'"));
    countsAreRight();
  }

  @Test
  void absentInTwoBatchesIsOneWarningAndWhoHasLeftIsNotWarned() throws SQLException {
    var second = faculty.batch("FS-1", faculty.lead, null);
    UUID asha = faculty.student();
    faculty.seat(second, asha);
    UUID gone = faculty.student();
    faculty.mark(YESTERDAY, asha, ABSENT);
    faculty.mark(second, YESTERDAY, asha, ABSENT);
    faculty.mark(YESTERDAY, gone, ABSENT);
    faculty.execute("UPDATE education.applications SET state = 'withdrawn' WHERE user_id = '" + gone + "'");
    assertEquals(new WarningsIssued(List.of(YESTERDAY), 1, 1, 0, 0), issue(null));
  }

  @Test
  void anAbsenceThatIsCorrectedTakesItsWarningBack() throws SQLException {
    UUID asha = faculty.student();
    UUID ravi = faculty.student();
    for (int back = 3; back >= 1; back--) {
      faculty.mark(TODAY.minusDays(back), asha, ABSENT);
      faculty.mark(TODAY.minusDays(back), ravi, ABSENT);
      issue(TODAY.minusDays(back));
    }
    assertEquals(2, escalated().size());
    faculty.mark(YESTERDAY, asha, EXCUSED);
    eventually("it is taken back",
        () -> warnings(asha).stream().filter(Warning::isActive).count() == 2);
    assertEquals(List.of(ravi), escalated().stream().map(EscalatedStudent::studentId).toList());
    assertEquals(3, warnings(ravi).stream().filter(Warning::isActive).count());
    countsAreRight();
  }

  @Test
  void aDayOfApprovedLeaveIsNotWarnedOfAndNoStrikeIfTheLeaveIsApprovedLater() throws SQLException {
    UUID asha = faculty.student();
    UUID ravi = faculty.student();
    leave(asha, "approved");
    leave(ravi, "requested");
    faculty.mark(YESTERDAY, asha, ABSENT);
    faculty.mark(YESTERDAY, ravi, ABSENT);
    assertEquals(1, issue(YESTERDAY).warningsCreated());
    assertEquals(List.of(), warnings(asha));
    faculty.execute("UPDATE gamification.leaves SET state = 'approved'");
    issue(null);
    assertFalse(warnings(ravi).getFirst().isActive());
    countsAreRight();
  }

  @Test
  void aHolidayIsNotWarnedOfAndNoStrikeIfItIsDeclaredLater() throws SQLException {
    UUID asha = faculty.student();
    faculty.mark(YESTERDAY, asha, ABSENT);
    faculty.mark(YESTERDAY.minusDays(1), asha, ABSENT);
    holiday(YESTERDAY);
    assertEquals(0, issue(YESTERDAY).warningsCreated());
    assertEquals(1, issue(YESTERDAY.minusDays(1)).warningsCreated());
    holiday(YESTERDAY.minusDays(1));
    issue(null);
    assertFalse(warnings(asha).getFirst().isActive());
    countsAreRight();
  }

  private void holiday(LocalDate day) throws SQLException {
    faculty.execute("INSERT INTO gamification.holidays (tenant, day, name, created_by, created_at) VALUES ('"
        + Faculty.TENANT + "', '" + day + "', 'Diwali', gen_random_uuid(), now())");
  }

  @Test
  void aClockThatRanAheadForANightStopsNoWarnings() throws SQLException {
    UUID asha = faculty.student();
    faculty.mark(YESTERDAY, asha, ABSENT);
    faculty.execute("INSERT INTO standing.warned_days VALUES ('" + TODAY.plusDays(40) + "', now())");
    assertEquals(1, issue(null).warningsCreated());
  }

  private void leave(UUID student, String state) throws SQLException {
    faculty.execute("""
        INSERT INTO gamification.leaves (id, tenant, user_id, starts_on, ends_on, reason, state, requested_at)
        VALUES (gen_random_uuid(), '%s', '%s', '%s', '%s', 'A wedding', '%s', now())"""
        .formatted(Faculty.TENANT, student, YESTERDAY.minusDays(2), TODAY, state));
  }

  @Test
  void anAdministratorSeesAndResolvesWhatIsLeftOfAStudentWithoutASeat() throws SQLException {
    UUID asha = faculty.student();
    UUID warning = warn(asha).id();
    faculty.execute("UPDATE education.applications SET state = 'withdrawn' WHERE user_id = '" + asha + "'");
    assertThrows(FailureException.class, () -> warnings(asha));
    Call admin = faculty.as(UUID.randomUUID(), Role.ADMIN, Faculty.TENANT);
    assertEquals(1, faculty.ask(admin, LED_WARNINGS, new ListWarnings(asha, true, null, null)).items().size());
    assertFalse(faculty.ask(admin, LED_RESOLVE, new ResolveWarning(warning)).isActive());
    countsAreRight();
  }

  @Test
  void aLeadSeesTheStudentsOfTheOwnBatchesOnly() throws SQLException {
    var second = faculty.batch("FS-1", faculty.lead, null);
    UUID asha = faculty.student();
    faculty.seat(second, asha);
    faculty.student(faculty.batch("DS-9", UUID.randomUUID(), null));
    List<LedStudent> led = faculty.ask(faculty.lead, LED_STUDENTS, new ListLed(null, null)).items();
    assertEquals(List.of(asha, asha), led.stream().map(LedStudent::studentId).toList());
    assertTrue(led.stream().anyMatch(each -> each.batchId().equals(second.id())), led::toString);
    assertEquals(List.of(), faculty.ask(UUID.randomUUID(), LED_STUDENTS, new ListLed(null, null)).items());
  }

  @Test
  void aResolvedWarningIsNotIssuedAgain() throws SQLException {
    UUID asha = faculty.student();
    faculty.mark(YESTERDAY, asha, ABSENT);
    issue(YESTERDAY);
    Warning first = faculty.ask(faculty.lead, LED_RESOLVE, new ResolveWarning(warnings(asha).getFirst().id()));
    assertFalse(first.isActive());
    faculty.clock.advance(Duration.ofSeconds(7));
    assertEquals(first, faculty.ask(faculty.mentor, MENTEE_RESOLVE, new ResolveWarning(first.id())));
    assertEquals(0, issue(YESTERDAY).warningsCreated());
    countsAreRight();
  }

  @Test
  void aBatchThatIsOverHasNobodyToLookAfterAndTellsNobody() {
    var over = faculty.batch("DS-OVER", faculty.lead, null);
    UUID asha = faculty.student(over);
    for (int n = 0; n < 3; n++) {
      warn(asha);
    }
    assertEquals(List.of(asha), escalated().stream().map(EscalatedStudent::studentId).toList());
    long led = ledStudents();
    faculty.execute("UPDATE education.batches SET state = 'completed' WHERE id = '" + over.id() + "'");
    assertEquals(List.of(), escalated());
    assertEquals(led - 1, ledStudents());
    faculty.execute("UPDATE education.batches SET state = 'archived' WHERE id = '" + over.id() + "'");
    assertEquals(List.of(), escalated());
    assertEquals(led - 1, ledStudents());
  }

  private long ledStudents() {
    return faculty.ask(faculty.lead, StandingContract.LED_STUDENTS, new StandingContract.ListLed(null, null)).total();
  }

  @Test
  void theThirdEscalatesThenTheProductIsSilentUntilOneIsResolved() throws SQLException {
    UUID asha = faculty.student();
    for (int back = 4; back >= 1; back--) {
      faculty.mark(TODAY.minusDays(back), asha, ABSENT);
    }
    assertEquals(0, issue(TODAY.minusDays(4)).studentsEscalated());
    warn(asha);
    assertEquals(List.of(), escalated());
    WarningsIssued third = issue(TODAY.minusDays(3));
    assertEquals(1, third.studentsEscalated());
    assertEquals(new WarningsIssued(List.of(TODAY.minusDays(2)), 1, 0, 0, 1), issue(TODAY.minusDays(2)));
    assertEquals(3, escalated().getFirst().activeWarnings());
    assertEquals(List.of(faculty.lead.toString()), faculty.column("SELECT body::jsonb ->> 'userId' FROM jobs.every_job"
        + " WHERE body::jsonb ->> 'template' = 'warning_escalated'"));

    Warning fourth = warn(asha);
    assertFalse(fourth.escalatedToBatchLead());
    assertEquals(4, escalated().getFirst().activeWarnings());
    for (Warning each : warnings(asha).subList(0, 2)) {
      faculty.ask(faculty.lead, LED_RESOLVE, new ResolveWarning(each.id()));
    }
    assertEquals(List.of(), escalated());
    assertEquals(1, issue(YESTERDAY).studentsEscalated());
    assertEquals(1, escalated().size());
    countsAreRight();
  }

  @Test
  void daysThatWereMissedAreMadeUpForUpToAWeek() {
    UUID asha = faculty.student();
    issue(null);
    faculty.clock.advance(Duration.ofDays(3));
    faculty.mark(TODAY, asha, ABSENT);
    faculty.mark(TODAY.plusDays(2), asha, ABSENT);
    WarningsIssued made = issue(null);
    assertEquals(List.of(TODAY, TODAY.plusDays(1), TODAY.plusDays(2)), made.days());
    assertEquals(2, made.warningsCreated());
    faculty.clock.advance(Duration.ofDays(30));
    assertEquals(WarningRules.DAYS_BACK, issue(null).days().size());
  }

  @Test
  void twentyWarningsAtOnceEscalateOnce() throws SQLException {
    UUID asha = faculty.student();
    faculty.mark(YESTERDAY, asha, ABSENT);
    List<Future<?>> asked = new ArrayList<>(IntStream.range(0, 20).mapToObj(i -> faculty.send(Faculty.TENANT,
        i % 2 == 0 ? faculty.lead : faculty.mentor, i % 2 == 0 ? LED_WARN : MENTEE_WARN,
        new CreateWarning(asha, WarningType.PERFORMANCE, Severity.LOW, "Warning " + i))).toList());
    asked.forEach(Faculty::await);
    assertEquals(1, warnings(asha).stream().filter(Warning::escalatedToBatchLead).count());
    assertEquals(20, escalated().getFirst().activeWarnings());
    countsAreRight();
  }

  @Test
  void onlyTheStudentsOwnLeadAndMentorMayActAndOtherTenantsSeeNothing() {
    UUID asha = faculty.student();
    UUID somebody = UUID.randomUUID();
    CreateWarning ask = new CreateWarning(asha, WarningType.PAYMENT, Severity.LOW, "Third instalment is open");
    assertEquals("This student is not in your batches or among your mentees.",
        faculty.refused(Failure.FORBIDDEN, somebody, LED_WARN, ask).detail().message());
    faculty.refused(Failure.FORBIDDEN, faculty.mentor, LED_WARN, ask);
    faculty.refused(Failure.FORBIDDEN, faculty.lead, MENTEE_WARN, ask);
    faculty.refused(Failure.NOT_FOUND, faculty.lead, LED_WARN,
        new CreateWarning(somebody, WarningType.PAYMENT, Severity.LOW, "Nobody"));
    refused(Failure.NOT_FOUND, faculty.send("mr-mentor", faculty.lead, LED_WARN, ask));
    Warning warning = faculty.ask(faculty.mentor, MENTEE_WARN, ask);
    faculty.refused(Failure.FORBIDDEN, somebody, LED_RESOLVE, new ResolveWarning(warning.id()));
    faculty.refused(Failure.NOT_FOUND, faculty.lead, LED_RESOLVE, new ResolveWarning(somebody));
    refused(Failure.NOT_FOUND, faculty.send("mr-mentor", faculty.lead, LED_RESOLVE, new ResolveWarning(warning.id())));
    assertEquals(List.of(warning), faculty.ask(asha, MY_WARNINGS, new MyWarnings(true, null, null)).items());
    assertEquals(0, faculty.ask(somebody, MY_WARNINGS, new MyWarnings(null, null, null)).total());
    assertEquals(0, await(faculty.send("mr-mentor", asha, MY_WARNINGS, new MyWarnings(null, null, null))).total());
  }

  @Test
  void manyAbsencesGoPageByPage() throws SQLException {
    manyAbsences();
    assertEquals(new WarningsIssued(List.of(YESTERDAY), 2500, 2500, 0, 0), issue(null));
    countsAreRight();
  }

  @Test
  void aRunThatIsCutOffGoesOnWithTheDaysThatWereDueAndAnswersWithTheWhole() throws SQLException {
    faculty.mark(YESTERDAY.minusDays(3), faculty.student(), ABSENT);
    issue(YESTERDAY.minusDays(3));
    faculty.execute("INSERT INTO standing.warned_days VALUES ('" + YESTERDAY.minusDays(3) + "', now())");
    manyAbsences();
    UUID job = UUID.randomUUID();
    for (int attempt = 0; attempt < 3; attempt++) {
      FailureException cutOff = assertThrows(FailureException.class, () -> await(asked(job, 3)));
      assertTrue(cutOff.failure().retryable());
    }
    List<LocalDate> days = List.of(YESTERDAY.minusDays(2), YESTERDAY.minusDays(1), YESTERDAY);
    assertEquals(new WarningsIssued(days, 2500, 2500, 0, 0), whole(job));
    int slices = Integer.parseInt(faculty.column("SELECT slice FROM runs.run WHERE subject = ''").getFirst());
    assertTrue(slices > 3 && slices <= asked, slices + " slices of one run, asked for " + asked + " times");
    assertEquals(List.of(), issue(null).days());
    countsAreRight();
  }

  /** Asks again as the queue does: the slice that was cut off last may still hold its rows. */
  private WarningsIssued whole(UUID job) {
    for (int attempt = 0;; attempt++) {
      try {
        return await(asked(job, 30));
      } catch (FailureException e) {
        if (attempt == 5 || !e.failure().retryable()) {
          throw e;
        }
      }
    }
  }

  private Future<WarningsIssued> asked(UUID job, int seconds) {
    asked++;
    Call call = new Call("test", null, Faculty.TENANT, null, faculty.clock.millis() + seconds * 1000L, job, null);
    return faculty.bus.send(call, ISSUE_WARNINGS, new IssueWarnings(null));
  }

  private void manyAbsences() throws SQLException {
    UUID batch = faculty.batch.id();
    faculty.execute("""
        WITH s AS (SELECT gen_random_uuid() AS id FROM generate_series(1, 2500)), a AS (
          INSERT INTO education.applications (id, tenant, batch_id, user_id, state, mou_signed, payment_done,
            diagnostic_done, created_at, state_changed_at)
          SELECT gen_random_uuid(), 'mas', '%s', id, 'enrolled', true, true, true, now(), now() FROM s)
        INSERT INTO education.attendance (batch_id, session_on, user_id, state, source, marked_at)
        SELECT '%s', '%s', id, 'absent', 'import', now() FROM s""".formatted(batch, batch, YESTERDAY));
  }
}
