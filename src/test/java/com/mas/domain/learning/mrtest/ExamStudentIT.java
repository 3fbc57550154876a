package com.mas.domain.learning.mrtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.UuidV7;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.AddCourse;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import com.mas.domain.learning.education.EducationContract.ListCourses;
import com.mas.domain.learning.education.EducationContract.Provider;
import com.mas.domain.learning.education.EducationVerticle;
import com.mas.domain.learning.mrtest.ExamCardContract.BatchExam;
import com.mas.domain.learning.mrtest.ExamCardContract.Card;
import com.mas.domain.learning.mrtest.ExamCardContract.CardState;
import com.mas.domain.learning.mrtest.ExamCardContract.Launch;
import com.mas.domain.learning.mrtest.ExamCardContract.ListBatchExams;
import com.mas.domain.learning.mrtest.ExamCardContract.MyExams;
import com.mas.domain.learning.mrtest.ExamCardContract.MyReport;
import com.mas.domain.learning.mrtest.ExamCardContract.PutBatchExam;
import com.mas.domain.learning.mrtest.ExamCardContract.RemoveBatchExam;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds what a student sees of the exams of the batch, and opens. */
class ExamStudentIT {
  private static final String ASHA = "asha.kulkarni@learner.example";
  private static final String COURSE = "java-from-scratch";

  @AutoClose private static final ExamWorld world = new ExamWorld();

  private UUID asha;
  private UUID batch;

  @BeforeAll
  static void deploy() {
    world.node.deploy(new EducationVerticle(world.node.bus, new Capacity("education", 1, 100), world.node.db,
        new UuidV7(world.clock)));
  }

  @BeforeEach
  void aBatchWithAllExams() {
    world.calm();
    world.database.execute("TRUNCATE education.batches CASCADE");
    world.database.execute("TRUNCATE mrtest.batch_exams, mrtest.launches, mrlearn.learners CASCADE");
    asha = world.account(ASHA, null);
    batch = world.node.ask(EducationContract.BATCHES_CREATE, new CreateBatch("B-1", "Batch one", BatchState.ACTIVE,
        LocalDate.of(2026, 1, 5), null, null, null)).id();
    enrol(asha);
    for (String tag : List.of("java", "sql")) {
      world.node.work(world.node.config(null, tag, null).runId());
    }
    for (String exam : List.of("e101", "e102", "e103", "e104", "e105")) {
      put(exam, null);
    }
  }

  private void enrol(UUID student) {
    world.database.execute("""
        INSERT INTO education.applications (id, batch_id, tenant, user_id, state, mou_signed, payment_done,
          diagnostic_done, created_at, state_changed_at, enrolled_at)
        VALUES (?, ?, 'mas', ?, 'enrolled', true, true, true, now(), now(), now())""", UUID.randomUUID(), batch,
        student);
  }

  private BatchExam put(String exam, Double threshold) {
    return world.node.ask(ExamCardContract.PUT_BATCH_EXAM,
        new PutBatchExam(batch, exam, null, null, threshold == null ? null : COURSE, threshold, exam.equals("e103")));
  }

  /** The student has come so far in the course that must be done before. */
  private void progress(String percent) {
    world.database.execute("DELETE FROM mrlearn.learners");
    world.database.execute("""
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, email, email_stripped,
          progress_percent, total_time_seconds, is_completed, created_at, updated_at)
        VALUES (?, 'mas', ?, 'g1', ?, ?, ?::numeric, 0, false, now(), now())""", UUID.randomUUID(), COURSE, ASHA, ASHA,
        percent);
  }

  private Map<String, Card> cards() {
    return world.node.ask(asha, ExamCardContract.MY_EXAMS, new MyExams(null, null)).items().stream()
        .collect(Collectors.toMap(Card::examId, card -> card));
  }

  @Test
  void eachExamIsACardInItsState() {
    put("e104", 75.0);
    Map<String, Card> cards = cards();
    assertEquals(Map.of("e101", CardState.COMPLETED, "e102", CardState.COMPLETED, "e103", CardState.LIVE, "e104",
        CardState.UPCOMING, "e105", CardState.MISSED),
        cards.values().stream()
            .collect(Collectors.toMap(Card::examId, Card::state)));
    assertEquals(2, cards.get("e102").attempts());
    assertEquals("82.000", cards.get("e102").percentage().toPlainString());
    assertEquals(true, cards.get("e102").passed());
    assertTrue(cards.get("e103").mandatory() && cards.get("e103").canLaunch());
    assertEquals("Needs 75 % of " + COURSE + "; you have 0 %.", cards.get("e104").lockedReason());
    assertEquals("e103", world.node.ask(asha, ExamCardContract.MY_EXAMS, new MyExams(1, null)).items().getFirst()
        .examId(), "what is open comes first");
    UUID meera = world.account("meera.nair@learner.example", null);
    assertTrue(world.node.ask(meera, ExamCardContract.MY_EXAMS, new MyExams(null, null)).items().isEmpty());
  }

  @Test
  void theGateOpensAtSeventyFiveAndNotAHundredthBelow() {
    put("e103", 75.0);
    progress("74.99");
    assertEquals(CardState.LOCKED, cards().get("e103").state());
    FailureException locked = world.node.refused(Failure.CONFLICT, asha, ExamCardContract.LAUNCH, new Launch("e103"));
    assertEquals("Needs 75 % of " + COURSE + "; you have 74.99 %.", locked.getMessage());
    assertEquals(0, world.number("SELECT count(*) FROM mrtest.launches"));
    progress("75.0");
    assertEquals(CardState.LIVE, cards().get("e103").state());
    String url = world.node.ask(asha, ExamCardContract.LAUNCH, new Launch("e103")).takeUrl();
    assertEquals(world.sandbox.url("ezexam") + "/online-exams/e103/take", url);
    world.node.ask(asha, ExamCardContract.LAUNCH, new Launch("e103"));
    assertEquals(2, world.number("SELECT times FROM mrtest.launches"));
  }

  @Test
  void aCourseOfMoodleOpensTheGate() {
    world.database.execute("TRUNCATE moodle.courses, moodle.people, moodle.enrolments");
    world.database.execute("""
        INSERT INTO moodle.courses (tenant, id, short_name, full_name, category_id, visible, updated_at)
        VALUES ('mas', 42, 'JAVA', 'Java for everyone', 1, true, now())""");
    world.database.execute("""
        INSERT INTO moodle.people (tenant, id, username, full_name, email, updated_at)
        VALUES ('mas', 7, 'asha', 'Asha', ?, now())""", ASHA);
    world.database.execute("""
        INSERT INTO moodle.enrolments (tenant, course_id, user_id, role, suspended, progress_percent, updated_at)
        VALUES ('mas', 42, 7, 'student', false, 74.99, now())""");
    world.node.ask(ExamCardContract.PUT_BATCH_EXAM, new PutBatchExam(batch, "e103", null, null, "42", 75.0, true));
    assertEquals("Needs 75 % of Java for everyone; you have 74.99 %.", cards().get("e103").lockedReason());
    world.database.execute("UPDATE moodle.enrolments SET progress_percent = 75");
    assertEquals(CardState.LIVE, cards().get("e103").state());
    world.database.execute("UPDATE moodle.enrolments SET suspended = true");
    assertEquals(CardState.LOCKED, cards().get("e103").state());
  }

  @Test
  void anExamIsNotOpenedOutsideItsTimeNorByStrangers() {
    world.node.refused(Failure.CONFLICT, asha, ExamCardContract.LAUNCH, new Launch("e104"));
    world.node.refused(Failure.CONFLICT, asha, ExamCardContract.LAUNCH, new Launch("e105"));
    world.node.refused(Failure.NOT_FOUND, asha, ExamCardContract.LAUNCH, new Launch("e999"));
    world.node.refused(Failure.NOT_FOUND, UUID.randomUUID(), ExamCardContract.LAUNCH, new Launch("e103"));
    world.clock.advance(Duration.ofDays(2));
    assertEquals(CardState.MISSED, cards().get("e103").state());
    world.node.refused(Failure.CONFLICT, asha, ExamCardContract.LAUNCH, new Launch("e103"));
    world.clock.advance(Duration.ofDays(-2));
  }

  @Test
  void aReportIsForItsOwnStudent() {
    assertEquals(10, world.node.ask(asha, ExamCardContract.MY_REPORT, new MyReport("s1008")).questions().size());
    world.node.refused(Failure.NOT_FOUND, asha, ExamCardContract.MY_REPORT, new MyReport("s1002"));
    world.node.refused(Failure.NOT_FOUND, UUID.randomUUID(), ExamCardContract.MY_REPORT, new MyReport("s1008"));
  }

  /** A phone number is what a person says of himself: with somebody else's one would see his results. */
  @Test
  void whatAPhoneAloneTiesIsNotShownToTheAccount() {
    UUID zoya = world.account("zoya@home.example", "+919820033333");
    enrol(zoya);
    world.node.work(world.node.config("e101", null, null).runId());
    assertEquals("phone", world.one("SELECT tie FROM mrtest.submissions WHERE account_id = '" + zoya + "'"));
    Card card = world.node.ask(zoya, ExamCardContract.MY_EXAMS, new MyExams(null, null)).items().stream()
        .filter(each -> each.examId().equals("e101")).findFirst().orElseThrow();
    assertEquals(0, card.attempts());
    assertNull(card.percentage());
    assertNull(card.submissionId());
    world.node.refused(Failure.NOT_FOUND, zoya, ExamCardContract.MY_REPORT, new MyReport("s1003"));
  }

  @Test
  void anExamOfABatchIsGivenChangedAndTaken() {
    BatchExam exam = put("e103", 60.5);
    assertEquals("60.50", exam.prerequisiteThreshold().toPlainString());
    assertEquals(5, world.node.ask(ExamCardContract.LIST_BATCH_EXAMS, new ListBatchExams(batch, null, null)).total());
    assertEquals(5, world.node.ask(EducationContract.COURSES_LIST, new ListCourses(batch, Provider.MRTEST, null, null))
        .total(), "it is mapped once");
    world.node.refused(Failure.UNPROCESSABLE, ExamCardContract.PUT_BATCH_EXAM,
        new PutBatchExam(batch, "e999", null, null, null, null, null));
    world.node.refused(Failure.NOT_FOUND, ExamCardContract.PUT_BATCH_EXAM,
        new PutBatchExam(UUID.randomUUID(), "e103", null, null, null, null, null));
    world.node.ask(ExamCardContract.REMOVE_BATCH_EXAM, new RemoveBatchExam(batch, "e103"));
    assertFalse(cards().containsKey("e103"));
    world.node.refused(Failure.NOT_FOUND, ExamCardContract.REMOVE_BATCH_EXAM, new RemoveBatchExam(batch, "e103"));
    world.node.ask(EducationContract.COURSES_ADD,
        new AddCourse(batch, Provider.MRTEST, "e103", null, null, "https://exams.example/take"));
    assertNull(cards().get("e103").lockedReason(), "an exam that is only mapped has no gate");
    assertEquals("https://exams.example/take",
        world.node.ask(asha, ExamCardContract.LAUNCH, new Launch("e103")).takeUrl());
  }
}
