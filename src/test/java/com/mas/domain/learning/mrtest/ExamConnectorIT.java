package com.mas.domain.learning.mrtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.learning.mrtest.ExamRows.Analysis;
import com.mas.domain.learning.mrtest.ExamRows.Exam;
import com.mas.domain.learning.mrtest.ExamRows.Person;
import com.mas.domain.learning.mrtest.ExamRows.Submission;
import com.mas.domain.learning.mrtest.MrTestContract.GetStatus;
import com.mas.domain.learning.mrtest.MrTestContract.LiveExams;
import com.mas.domain.learning.mrtest.MrTestContract.LogIn;
import com.mas.domain.learning.mrtest.MrTestContract.LogOut;
import com.mas.domain.learning.mrtest.MrTestContract.OnlineExam;
import com.mas.runs.Politeness;
import com.mas.sandbox.ezexam.EzExamSimulator;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import com.mas.sources.Connector;
import com.mas.sources.ConnectorConformance;
import com.mas.sources.Stage;
import com.mas.sources.UnreadableAnswer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ExamConnectorIT extends ConnectorConformance {
  @AutoClose private static final ExamWorld world = new ExamWorld();

  @Override
  protected Connector connector() {
    return world.node.connector;
  }

  @Override
  protected String tenant() {
    return ExamWorld.TENANT;
  }

  @Override
  protected List<String> parent(Stage<?> stage) {
    return stage.equals(ExamRows.SUBMISSIONS) ? List.of("x0")
        : stage.equals(ExamRows.ANALYSIS) ? List.of("x0", "x0-3") : List.of();
  }

  @Override
  protected String id(Stage<?> stage, Object row) {
    return switch (row) {
      case Exam exam -> exam.id();
      case Person person -> person.id();
      case Submission submission -> submission.id();
      case Analysis analysis -> analysis.submissionId();
      default -> throw new IllegalArgumentException(row.toString());
    };
  }

  @Override
  protected Stage<?> listed() {
    return ExamRows.SUBMISSIONS;
  }

  @Override
  protected void misbehave(Misbehaviour how) {
    world.sandbox.reset("ezexam");
    world.scale(1, 130);
    switch (how) {
      case NONE -> world.node.logIn();
      case SESSION_EXPIRED_ONCE -> world.fault("expire");
      case LOGIN_REFUSED -> {
        world.sandbox("PUT", "account", new JsonObject().put("state", "refused"));
        world.fault("expire");
      }
      case LOGIN_PAGE -> world.fault("redirect path=submissions");
      case TRUNCATED -> {
        world.node.logIn();
        world.fault("truncated path=submissions");
      }
      case MAINTENANCE -> {
        world.node.logIn();
        world.fault("maintenance retryAfter=120 path=submissions");
      }
      case SERVER_ERROR -> {
        world.node.logIn();
        world.fault("status status=500 path=submissions");
      }
    }
  }

  @Override
  protected <T> T on(Callable<T> work) {
    return world.node.on(work);
  }

  private static Submission submission(String exam, String id) {
    return world.node.on(() -> world.node.connector.open(ExamWorld.TENANT).read(ExamRows.SUBMISSIONS, Ask.about(exam)))
        .rows().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void bothLayoutsTellTheSame() {
    Batch<Submission> tables = read(ExamRows.SUBMISSIONS, Ask.about("e102"));
    Batch<Person> people = read(ExamRows.STUDENTS, Ask.about());
    Analysis table = read(ExamRows.ANALYSIS, Ask.about("e101", "s1001")).rows().getFirst();
    world.sandbox("PUT", "layout", new JsonObject().put("layout", "cards"));
    assertEquals(tables, read(ExamRows.SUBMISSIONS, Ask.about("e102")));
    assertEquals(people, read(ExamRows.STUDENTS, Ask.about()));
    Analysis cards = read(ExamRows.ANALYSIS, Ask.about("e101", "s1001")).rows().getFirst();
    assertEquals(table.questions(), cards.questions());
    assertEquals(table.accuracy(), cards.accuracy());
    assertEquals(List.of("table", "cards"), List.of(table.layout(), cards.layout()));
    assertTrue(!table.structure().equals(cards.structure()), table.structure());
  }

  @Test
  void theOddRowsAreReadAsTheyAre() {
    Submission negative = submission("e101", "s1006");
    assertEquals("-4", negative.percentage().toPlainString());
    assertEquals("-2", negative.score().toPlainString());
    Submission evaluated = submission("e102", "s1009");
    assertEquals(null, evaluated.percentage());
    assertEquals(false, evaluated.submitted());
    assertEquals(null, evaluated.passed());
    assertEquals("ravi.iyer@learner.example", submission("e101", "s1002").email());
    assertEquals(null, submission("e101", "s1003").email());
    assertEquals(List.of(1, 2), List.of(submission("e102", "s1007").attempt(), submission("e102", "s1008").attempt()));
  }

  @Test
  void aLayoutThatNobodyKnowsNamesWhatWasLookedFor() {
    world.fault("layout which=3 path=analysis");
    UnreadableAnswer thrown = assertThrows(UnreadableAnswer.class,
        () -> read(ExamRows.ANALYSIS, Ask.about("e101", "s1001")));
    assertTrue(thrown.getMessage().contains("table#questions"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("ol.questions"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("structure"), thrown.getMessage());
    assertTrue(thrown.excerpt().contains("id=\"root\""), thrown.excerpt());
  }

  /** The token of the form changes between the page and what is sent: one more page, and then it is enough. */
  @Test
  void aTokenThatRotatesIsAskedForAnewOnce() {
    Map<String, String> fields = Map.of("name", "Kiran Rao", "email", "kiran@learner.example", "phone", "");
    world.fault("rotateCsrf path=create times=1");
    assertEquals("st8",
        on(() -> world.node.sessions.open(ExamWorld.TENANT, Politeness.NONE).send("/students/create", fields)).id());
    assertEquals(2, world.sandbox.calls("ezexam", "create"));
    assertEquals(List.of("Email: Student with this Email already exists."),
        on(() -> world.node.sessions.open(ExamWorld.TENANT, Politeness.NONE).send("/students/create", fields)).wrong());
    world.fault("rotateCsrf path=create");
    FailureException failed = assertThrows(FailureException.class,
        () -> on(() -> world.node.sessions.open(ExamWorld.TENANT, Politeness.NONE).send("/students/create", fields)));
    assertEquals(Failure.PROVIDER_FAILED, failed.failure());
  }

  @Test
  void aSessionThatLapsesBeforeAFormIsRenewed() {
    world.fault("expire path=createForm");
    assertEquals("st8", on(() -> world.node.sessions.open(ExamWorld.TENANT, Politeness.NONE).send("/students/create",
        Map.of("name", "Kiran Rao"))).id());
  }

  @Test
  void aWrongPasswordIsToldAndTheCatalogueIsReadLive() {
    FailureException refused = world.node.refused(Failure.PROVIDER_UNAUTHENTICATED, MrTestContract.LOG_IN,
        new LogIn(EzExamSimulator.USER, "guess"));
    assertTrue(refused.getMessage().contains("refused"), refused.getMessage());
    List<OnlineExam> exams = world.node.ask(MrTestContract.LIVE_EXAMS, new LiveExams(2, 1L)).items();
    assertEquals(List.of("e102", "e103"), exams.stream().map(OnlineExam::id).toList());
    assertEquals(List.of("sql"), exams.getFirst().tags());
    assertTrue(world.node.ask(MrTestContract.STATUS, new GetStatus()).authenticated());
    assertTrue(!world.node.ask(MrTestContract.LOG_OUT, new LogOut()).authenticated());
    world.node.refused(Failure.PROVIDER_UNAUTHENTICATED, MrTestContract.LIVE_EXAMS, new LiveExams(null, null));
  }

  /** After a refusal the site is not asked again, so that the account is not locked. */
  @Test
  void aRefusedPasswordIsTriedByNobodyUntilSomebodyLogsIn() {
    misbehave(Misbehaviour.LOGIN_REFUSED);
    world.node.refused(Failure.PROVIDER_UNAUTHENTICATED, MrTestContract.LIVE_EXAMS, new LiveExams(null, null));
    long logins = world.sandbox.calls("ezexam", "authenticate");
    world.node.refused(Failure.PROVIDER_UNAUTHENTICATED, MrTestContract.LIVE_EXAMS, new LiveExams(null, null));
    assertEquals(logins, world.sandbox.calls("ezexam", "authenticate"));
    assertTrue(!world.node.ask(MrTestContract.STATUS, new GetStatus()).authenticated());
  }
}
