package com.mas.domain.learning.mrtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.domain.learning.mrtest.ExamSyncContract.ChangeConfig;
import com.mas.domain.learning.mrtest.ExamSyncContract.CreateConfig;
import com.mas.domain.learning.mrtest.ExamSyncContract.DeleteConfig;
import com.mas.domain.learning.mrtest.ExamSyncContract.GetReport;
import com.mas.domain.learning.mrtest.ExamSyncContract.ListConfigs;
import com.mas.domain.learning.mrtest.ExamSyncContract.ListExams;
import com.mas.domain.learning.mrtest.ExamSyncContract.ListRuns;
import com.mas.domain.learning.mrtest.ExamSyncContract.ListStudents;
import com.mas.domain.learning.mrtest.ExamSyncContract.ListSubmissions;
import com.mas.domain.learning.mrtest.ExamSyncContract.MirroredExam;
import com.mas.domain.learning.mrtest.ExamSyncContract.Report;
import com.mas.domain.learning.mrtest.ExamSyncContract.RunConfig;
import com.mas.domain.learning.mrtest.ExamSyncContract.Submission;
import com.mas.domain.learning.mrtest.ExamSyncContract.SyncConfig;
import com.mas.domain.learning.mrtest.ExamSyncContract.SyncState;
import com.mas.domain.learning.mrtest.ExamSyncContract.Tick;
import com.mas.domain.learning.mrtest.ExamSyncContract.Tie;
import com.mas.domain.learning.mrtest.ExamSyncContract.Verdict;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExamSyncIT {
  private static final String ASHA = "asha.kulkarni@learner.example";
  private static final String ALL = """
      SELECT md5(string_agg(s::text, ',' ORDER BY id)) || (SELECT md5(string_agg(r::text, ',' ORDER BY submission_id))
        FROM mrtest.reports r) FROM mrtest.submissions s""";
  private static final String TOLD = "SELECT count(*) FROM jobs.job WHERE address LIKE '%mrtest.exams.scored%'";

  @AutoClose private static final ExamWorld world = new ExamWorld();

  @BeforeEach
  void calm() {
    world.calm();
  }

  private static Run first(SyncConfig config) {
    return whole(world.node.work(config.runId()));
  }

  private static Run sync(SyncConfig config) {
    return whole(world.node.sync(config.id()));
  }

  private static Run whole(Run run) {
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertNull(run.error(), run::toString);
    assertTrue(run.balanced(), run::toString);
    return run;
  }

  private static Submission submission(String id) {
    return world.node.ask(ExamSyncContract.LIST_SUBMISSIONS, new ListSubmissions(null, null, null, 500, 0L)).items()
        .stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  /** Returns what others were told, oldest first, as examId=percentage. */
  private static List<String> told() {
    return world.database.column("""
        SELECT (e ->> 'examId') || '=' || (e ->> 'percentage') FROM jobs.job,
          jsonb_array_elements(body::jsonb -> 'exams') e
        WHERE address LIKE '%mrtest.exams.scored%' ORDER BY id, 1""");
  }

  @Test
  void anExamIsMirroredPhaseByPhaseWithWhatCameOfEachQuestion() {
    Run run = first(world.node.config("e101", null, null));
    assertEquals(List.of("probe", "exams", "students", "submissions", "analysis", "student_ties", "ties", "scores"),
        run.phases());
    assertEquals(5, world.number("SELECT count(*) FROM mrtest.exams"), "the catalogue is read as a whole");
    assertEquals(6, world.number("SELECT count(*) FROM mrtest.submissions"), "and the submissions of one exam");
    assertEquals(7, world.number("SELECT count(*) FROM mrtest.students"));
    assertEquals(6, world.number("SELECT count(*) FROM mrtest.reports"));
    assertEquals(0, world.number("SELECT count(*) FROM mrtest.pages"));
    Report report = world.node.ask(ExamSyncContract.GET_REPORT, new GetReport("s1001"));
    assertEquals(10, report.questions().size());
    assertEquals("table", report.layout());
    assertTrue(report.questions().stream().anyMatch(answer -> answer.verdict() != Verdict.CORRECT));
    MirroredExam exam = world.node.ask(ExamSyncContract.LIST_EXAMS, new ListExams("java bas", null, null)).items()
        .getFirst();
    assertEquals(List.of(6, 4), List.of(exam.submissions(), exam.passed()), exam::toString);
    assertEquals(SyncState.SUCCESS, world.node.ask(ExamSyncContract.LIST_CONFIGS, new ListConfigs(null, null)).items()
        .getFirst().lastSyncStatus());
  }

  @Test
  void aSecondRunOfTheSameExamsWritesNothing() {
    SyncConfig config = world.node.config(null, "SQL", null);
    first(config);
    Object before = world.one(ALL);
    world.clock.advance(Duration.ofHours(1));
    Run run = sync(config);
    assertEquals(0, run.counts().getOrDefault("written", 0L), run::toString);
    assertEquals(before, world.one(ALL));
    assertFalse(run.phases().contains("students"), "the list of students is not read again within six hours");
  }

  /** Passing begins at 50, and what is under evaluation has neither percentage nor result. */
  @Test
  void whatIsUnderEvaluationIsNeitherPassedNorToldUntilItIsMarked() {
    UUID meera = world.account("meera.nair@learner.example", null);
    SyncConfig config = world.node.config("e102", null, null);
    first(config);
    Submission open = submission("s1009");
    assertNull(open.percentage());
    assertNull(open.passed());
    assertEquals(meera, open.userId());
    assertFalse(open.analysed());
    assertEquals(0, world.number(TOLD));
    world.sandbox("PUT", "submission", new JsonObject().put("submissionId", "s1009").put("score", "25")
        .put("percentage", "50"));
    sync(config);
    assertEquals(true, submission("s1009").passed());
    assertTrue(submission("s1009").analysed());
    assertEquals(List.of("e102=50.0"), told());
    assertEquals(true, submission("s1008").passed());
    assertEquals(false, submission("s1007").passed());
  }

  @Test
  void ofTwoAttemptsTheBestCountsAndEachIsKept() {
    world.account(ASHA, null);
    SyncConfig config = world.node.config("e102", null, null);
    first(config);
    assertEquals(List.of("e102=82.0"), told());
    assertEquals(2, world.number("SELECT count(*) FROM mrtest.submissions WHERE email = '" + ASHA + "'"));
    world.sandbox("POST", "attempt", new JsonObject().put("examId", "e102").put("submissionId", "s1008")
        .put("score", "30").put("percentage", "60"));
    sync(config);
    assertEquals(3, world.number("SELECT count(*) FROM mrtest.submissions WHERE email = '" + ASHA + "'"));
    assertEquals(List.of("e102=82.0"), told(), "a worse attempt changes nothing");
    world.sandbox("POST", "attempt", new JsonObject().put("examId", "e102").put("submissionId", "s1008")
        .put("score", "48").put("percentage", "96"));
    sync(config);
    assertEquals(List.of("e102=82.0", "e102=96.0"), told());
  }

  /** The ranks of all others shift, too: rows are changed in place, and the analysis is read anew where marks moved. */
  @Test
  void aScoreThatIsRevisedIsChangedInPlaceAndToldAgain() {
    world.account("ravi.iyer@learner.example", null);
    SyncConfig config = world.node.config("e101", null, null);
    first(config);
    long rows = world.number("SELECT count(*) FROM mrtest.submissions");
    world.sandbox("PUT", "submission", new JsonObject().put("submissionId", "s1002").put("score", "20")
        .put("percentage", "40").put("rank", 4));
    Run run = sync(config);
    assertEquals(rows, world.number("SELECT count(*) FROM mrtest.submissions"));
    assertEquals(1, run.counts().get("analysis.read"), run::toString);
    assertEquals("40.000", submission("s1002").percentage().toPlainString());
    assertEquals(List.of("e101=90.0", "e101=40.0"), told());
  }

  @Test
  void anExamOfTwoConfigsIsStoredOnceAndToldOnce() {
    world.account(ASHA, null);
    UUID batch = UUID.randomUUID();
    world.database.execute("""
        INSERT INTO education.batches (id, tenant, code, name, state, starts_on, created_at, updated_at)
        VALUES (?, 'mas', 'B-1', 'Batch one', 'active', current_date, now(), now())""", batch);
    world.database.execute("""
        INSERT INTO education.batch_courses (id, batch_id, provider, external_course_id, sequence, created_at)
        VALUES (?, ?, 'mrtest', 'e101', 1, now())""", UUID.randomUUID(), batch);
    first(world.node.config(null, "foundation", null));
    SyncConfig ofBatch = world.node.ask(ExamSyncContract.CREATE_CONFIG,
        new CreateConfig(null, batch, null, "Batch one", 24, true, true));
    Run run = first(ofBatch);
    assertEquals(6, run.counts().get("submissions.read"), "the batch has one exam");
    assertEquals(0, run.counts().getOrDefault("written", 0L));
    assertEquals(List.of("e101=75.0"), told());
    world.database.execute("DELETE FROM education.batches");
  }

  @Test
  void accountsAreFoundByAddressThenByAPhoneThatOneAloneHas() {
    UUID asha = world.account(ASHA, null);
    UUID ravi = world.account("ravi.iyer@learner.example", null);
    UUID zoya = world.account("zoya@home.example", "+919820033333");
    world.account("shaikh@home.example", "+91 98200 44444");
    world.account("neha.joshi@learner.example", "+919999999999");
    world.database.execute("UPDATE identity.users SET email_verified_at = NULL WHERE email LIKE 'neha%'");
    Run run = first(world.node.config("e101", null, null));
    assertEquals(List.of(asha, Tie.EMAIL), List.of(submission("s1001").userId(), submission("s1001").tie()));
    assertEquals(ravi, submission("s1002").userId(), "capitals make no other address");
    assertEquals(List.of(zoya, Tie.PHONE), List.of(submission("s1003").userId(), submission("s1003").tie()));
    assertEquals("0", world.database.text("SELECT count(*) FROM mrtest.told WHERE account_id = '" + zoya + "'"),
        "anybody may enter a phone number, so it earns nothing");
    assertEquals(Tie.AMBIGUOUS, submission("s1004").tie(), "two students have this phone");
    assertNull(submission("s1004").userId());
    assertNull(submission("s1005").userId());
    assertEquals(Tie.NONE, submission("s1006").tie(), "the address is not verified, and there is no phone");
    assertEquals(2, run.counts().get("ties.ambiguous"));
    assertEquals(2, world.node.ask(ExamSyncContract.LIST_STUDENTS, new ListStudents(null, Tie.AMBIGUOUS, null, null))
        .total());
    world.account("another@home.example", "098200 33333");
    first(world.node.config(null, "java", null));
    assertEquals(Tie.AMBIGUOUS, submission("s1003").tie(), "two accounts have this phone");
    assertNull(submission("s1003").userId());
  }

  @Test
  void anExamThatIsTakenAwayKeepsItsHistory() {
    SyncConfig config = world.node.config(null, "sql", null);
    first(config);
    Object before = world.one(ALL);
    world.sandbox("PUT", "exam", new JsonObject().put("examId", "e102").put("state", "gone"));
    sync(config);
    assertEquals(before, world.one(ALL));
    assertTrue(world.node.ask(ExamSyncContract.LIST_EXAMS, new ListExams("joins", null, null)).items().getFirst()
        .gone());
    world.sandbox("PUT", "exam", new JsonObject().put("examId", "e104").put("state", "unpublished"));
    sync(config);
    assertFalse(world.node.ask(ExamSyncContract.LIST_EXAMS, new ListExams("final", null, null)).items().getFirst()
        .published());
  }

  /** The exam vanishes between the catalogue and its submissions. */
  @Test
  void anExamThatVanishesInMidRunEndsNothing() {
    world.fault("status status=404 path=submissions");
    SyncConfig config = world.node.config("e101", null, null);
    Run run = world.node.work(config.runId());
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertEquals(1, run.counts().get("absent"));
    assertEquals(0, world.number("SELECT count(*) FROM mrtest.submissions"));
  }

  /** Keeps what is known of a student whose page cannot be read; the run says so with evidence. */
  @Test
  void anAnalysisInALayoutThatNobodyKnowsIsBlockedWithEvidenceAndReadLater() {
    world.fault("layout which=3 path=analysis afterRequests=5 times=3"); // all tries of the last page
    SyncConfig config = world.node.config("e101", null, null);
    Run run = world.node.work(config.runId());
    assertEquals(State.COMPLETED, run.state());
    assertTrue(run.error() != null && run.balanced(), run::toString);
    assertEquals(SyncState.INCOMPLETE, world.node.told(run.id()).status());
    assertEquals(1, world.node.told(run.id()).blocked());
    assertTrue(world.node.told(run.id()).errors().getFirst().message().contains("table#questions"));
    assertTrue(world.node.told(run.id()).errors().getFirst().excerpt().contains("id=\"root\""));
    assertEquals(5, world.number("SELECT count(*) FROM mrtest.reports"));
    assertEquals(1, world.number("SELECT count(*) FROM mrtest.submissions WHERE blocked_at IS NOT NULL"));
    assertEquals(6, world.number("SELECT count(*) FROM mrtest.submissions WHERE percentage IS NOT NULL"));
    world.sandbox.well("ezexam");
    assertEquals(1, sync(config).counts().get("analysis.read"));
    assertEquals(0, world.number("SELECT count(*) FROM mrtest.submissions WHERE blocked_at IS NOT NULL"));
  }

  /** The whole site gets another look in the middle of a run: nothing is deactivated, nothing becomes zero. */
  @Test
  void aSiteThatChangesItsLookInMidRunChangesNobodysMarks() {
    world.scale(3, 130);
    SyncConfig config = world.node.config(null, "large", null);
    first(config);
    Object before = world.one(ALL);
    world.fault("layout which=3 path=submissions afterRequests=3");
    Run run = world.node.sync(config.id());
    assertTrue(run.error() != null, run::toString);
    assertEquals(before, world.one(ALL));
    assertEquals(0, world.number("SELECT count(*) FROM mrtest.submissions WHERE gone_at IS NOT NULL"));
    world.fault("layout which=2 path=submissions afterRequests=3");
    assertEquals(0, sync(config).counts().getOrDefault("written", 0L), "the other layout tells the same");
    assertEquals(before, world.one(ALL));
  }

  @Test
  void aListingThatBreaksOffOrLosesRowsTakesNobodyAway() {
    world.scale(1, 230);
    SyncConfig config = world.node.config(null, "large", null);
    first(config);
    for (String fault : List.of("truncated path=submissions page=2", "status status=500 path=submissions page=3",
        "shortPage rows=20 path=submissions", "wrongTotal delta=7 path=submissions")) {
      world.fault(fault);
      Run run = world.node.sync(config.id());
      assertTrue(run.error() != null, fault + run);
      assertEquals(0, world.number("SELECT count(*) FROM mrtest.submissions WHERE gone_at IS NOT NULL"), fault);
      assertEquals(0, world.number("SELECT count(*) FROM mrtest.pages"), fault);
    }
    world.fault("duplicateRows path=submissions");
    assertTrue(world.node.sync(config.id()).balanced());
    assertEquals(230, world.number("SELECT count(*) FROM mrtest.submissions"));
    world.sandbox.well("ezexam");
    world.scale(1, 229);
    sync(config);
    assertEquals(1, world.number("SELECT count(*) FROM mrtest.submissions WHERE gone_at IS NOT NULL"));
  }

  /** The session lapses on the third page, and the same page is read with a new one. */
  @Test
  void aSessionThatLapsesInMidRunIsRenewedOnce() {
    world.scale(1, 250);
    long logins = world.sandbox.calls("ezexam", "authenticate");
    world.fault("expire path=submissions page=3");
    first(world.node.config(null, "large", null));
    assertEquals(250, world.number("SELECT count(*) FROM mrtest.submissions"));
    assertEquals(logins + 1, world.sandbox.calls("ezexam", "authenticate"));
  }

  /** A login that is refused in mid-run, and a site that leads to its login for ever: nobody is told half of it. */
  @Test
  void aRefusalEndsTheRunAndSwitchesTheConfigOffUntilSomebodyLogsIn() {
    world.account(ASHA, null);
    for (String how : List.of("refused", "loop")) {
      world.scale(1, 250);
      SyncConfig config = world.node.ask(ExamSyncContract.CREATE_CONFIG,
          new CreateConfig(null, null, how.equals("loop") ? "java" : "large", null, 24, true, true));
      if (how.equals("loop")) {
        world.fault("redirect path=submissions");
      } else {
        world.sandbox("PUT", "account", new JsonObject().put("state", "refused"));
        world.fault("expire path=submissions page=3");
      }
      Run run = world.node.work(config.runId());
      assertEquals(State.FAILED, run.state(), run::toString);
      SyncConfig after = world.node.ask(ExamSyncContract.LIST_CONFIGS, new ListConfigs(null, null)).items().stream()
          .filter(each -> each.id().equals(config.id())).findFirst().orElseThrow();
      assertEquals(SyncState.UNAUTHENTICATED, after.lastSyncStatus());
      assertFalse(after.enabled());
      assertEquals(0, world.number("SELECT count(*) FROM jobs.schedule WHERE key = 'mrtest-sync-" + config.id() + "'"));
      assertEquals(0, world.number(TOLD));
      world.sandbox("PUT", "account", new JsonObject().put("state", "well"));
      world.sandbox.well("ezexam");
      world.node.logIn();
      SyncConfig revived = world.node.ask(ExamSyncContract.LIST_CONFIGS, new ListConfigs(null, null)).items().stream()
          .filter(each -> each.id().equals(config.id())).findFirst().orElseThrow();
      assertTrue(revived.enabled());
      assertEquals(1, world.number("SELECT count(*) FROM jobs.schedule WHERE key = 'mrtest-sync-" + config.id() + "'"));
    }
  }

  @Test
  void aSiteThatIsAwayForAWhileIsLeftAloneAndTheRunGoesOn() {
    SyncConfig config = world.node.config("e101", null, null);
    world.fault("maintenance retryAfter=120 path=submissions");
    Run resting = world.node.slice(config.runId());
    assertEquals(State.RUNNING, resting.state(), resting::toString);
    world.sandbox.well("ezexam");
    whole(world.node.work(config.runId()));
    assertEquals(6, world.number("SELECT count(*) FROM mrtest.submissions"));
  }

  @Test
  void configsAreMadeChangedTickedAndDeleted() {
    SyncConfig config = world.node.config("e101", null, null);
    assertEquals("Java basics", config.title());
    world.node.refused(Failure.CONFLICT, ExamSyncContract.CREATE_CONFIG,
        new CreateConfig("e101", null, null, null, null, null, null));
    world.node.refused(Failure.UNPROCESSABLE, ExamSyncContract.CREATE_CONFIG,
        new CreateConfig("e999", null, null, null, null, null, null));
    world.node.refused(Failure.UNPROCESSABLE, ExamSyncContract.CREATE_CONFIG,
        new CreateConfig("e101", null, "sql", null, null, null, null));
    world.node.refused(Failure.UNPROCESSABLE, ExamSyncContract.CREATE_CONFIG,
        new CreateConfig(null, null, null, null, null, null, null));
    world.node.refused(Failure.ALREADY_RUNNING, ExamSyncContract.RUN_CONFIG, new RunConfig(config.id()));
    assertNull(world.node.ask(world.node.product(), ExamSyncContract.TICK, new Tick(config.id())).runId());
    first(config);
    assertTrue(world.node.ask(world.node.product(), ExamSyncContract.TICK, new Tick(config.id())).runId() != null);
    SyncConfig changed = world.node.ask(ExamSyncContract.CHANGE_CONFIG, new ChangeConfig(config.id(), Change.none(),
        Change.to(6), Change.to(false), Change.none()));
    assertNull(changed.nextSyncAt());
    assertEquals(6, changed.intervalHours());
    assertEquals(2, world.node.ask(ExamSyncContract.LIST_RUNS, new ListRuns(config.id(), null, null)).total());
    UUID running = changed.runId();
    world.node.ask(ExamSyncContract.DELETE_CONFIG, new DeleteConfig(config.id()));
    assertEquals(State.CANCELLED, world.node.work(running).state());
    world.node.refused(Failure.NOT_FOUND, ExamSyncContract.RUN_CONFIG, new RunConfig(config.id()));
    assertEquals(6, world.number("SELECT count(*) FROM mrtest.submissions"));
    world.node.refused(Failure.NOT_FOUND, world.node.as(UUID.randomUUID()).userId(), ExamSyncContract.GET_REPORT,
        new GetReport("nobody"));
  }
}
