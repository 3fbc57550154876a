package com.mas.domain.learning.questionnaire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.ArchiveVersion;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.ChangeDimension;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.ChangeVersion;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.CopyVersion;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.CreateDimension;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.CreateVersion;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.DeprecateVersion;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Form;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.GetQuestionnaire;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.GetVersion;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.ListDimensions;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.ListQuestionnaires;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.ListTypes;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.ListVersions;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.PublishVersion;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Version;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.VersionState;
import com.mas.domain.learning.questionnaire.SubmissionContract.Answer;
import com.mas.domain.learning.questionnaire.SubmissionContract.CheckSubmission;
import com.mas.domain.learning.questionnaire.SubmissionContract.GetDraft;
import com.mas.domain.learning.questionnaire.SubmissionContract.GetSummary;
import com.mas.domain.learning.questionnaire.SubmissionContract.ListSubmissions;
import com.mas.domain.learning.questionnaire.SubmissionContract.RemoveDraft;
import com.mas.domain.learning.questionnaire.SubmissionContract.RemoveSubmissions;
import com.mas.domain.learning.questionnaire.SubmissionContract.Removed;
import com.mas.domain.learning.questionnaire.SubmissionContract.SaveDraft;
import com.mas.domain.learning.questionnaire.SubmissionContract.Submission;
import com.mas.domain.learning.questionnaire.SubmissionContract.Submit;
import com.mas.domain.learning.questionnaire.SubmissionContract.Summary;
import com.mas.testkit.House;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuestionnaireIT {
  @AutoClose private static final Office office = new Office();

  @BeforeEach
  void nothingIsAsked() {
    office.execute("TRUNCATE questionnaire.questionnaires, questionnaire.dimensions CASCADE");
  }

  private static Version version(UUID id) {
    return office.ask(QuestionnaireContract.GET_VERSION, new GetVersion(id));
  }

  private static Submit answers(Version version, String course, Integer... values) {
    return new Submit(version.id(), "Prof", course, null, IntStream.range(0, values.length)
        .filter(i -> values[i] != null).mapToObj(i -> new Answer(office.questions.get(i), values[i])).toList(), null);
  }

  @Test
  void publishingAVersionDeprecatesTheOneBeforeAndOnlyDraftsAreEdited() {
    UUID id = office.questionnaire();
    Version first = office.ask(QuestionnaireContract.CREATE_VERSION, new CreateVersion(id, office.form()));
    assertEquals(VersionState.DRAFT, first.state());
    assertEquals("3.400", first.maxScore().toPlainString());
    FailureException twice = office.refused(Failure.CONFLICT, QuestionnaireContract.CREATE_VERSION,
        new CreateVersion(id, office.form()));
    assertEquals("draft_exists", twice.detail().reason());
    office.ask(QuestionnaireContract.CHANGE_VERSION, new ChangeVersion(first.id(), Change.to(office.form())));
    office.refused(Failure.CONFLICT, QuestionnaireContract.DEPRECATE, new DeprecateVersion(first.id()));
    office.ask(QuestionnaireContract.PUBLISH, new PublishVersion(first.id()));
    assertEquals(VersionState.ACTIVE,
        office.ask(QuestionnaireContract.PUBLISH, new PublishVersion(first.id())).state());
    office.refused(Failure.CONFLICT, QuestionnaireContract.CHANGE_VERSION,
        new ChangeVersion(first.id(), Change.to(office.form())));
    Version second = office.ask(QuestionnaireContract.COPY_VERSION, new CopyVersion(id, first.id()));
    assertEquals(2, second.number());
    assertNotEquals(first.schema().sections().getFirst().questions().getFirst().id(),
        second.schema().sections().getFirst().questions().getFirst().id());
    office.ask(QuestionnaireContract.PUBLISH, new PublishVersion(second.id()));
    assertEquals(VersionState.DEPRECATED, version(first.id()).state());
    assertEquals(VersionState.ARCHIVED,
        office.ask(QuestionnaireContract.ARCHIVE, new ArchiveVersion(first.id())).state());
    assertEquals(second.id(),
        office.ask(QuestionnaireContract.GET, new GetQuestionnaire(id)).activeVersionId());
    assertEquals(2, office.ask(QuestionnaireContract.VERSIONS, new ListVersions(id, null, null)).total());
    assertEquals(1, office.ask(QuestionnaireContract.LIST, new ListQuestionnaires(null, null, null)).total());
    assertEquals(1, office.ask(QuestionnaireContract.TYPES, new ListTypes(null, null)).items().getFirst()
        .questionnaires());
    office.refused(Failure.NOT_FOUND, QuestionnaireContract.GET, new GetQuestionnaire(UUID.randomUUID()));
  }

  @Test
  void aSubmissionKeepsThePlacesOfItsTime() {
    office.execute("""
        INSERT INTO moodle.categories (tenant, id, name, parent_id, depth, path, updated_at)
          VALUES ('mas', 40, 'BSc Physics', 3, 4, '{1,2,3,40}', now()), ('mas', 41, 'Arts', 2, 3, '{1,2,41}', now()),
          ('mas', 42, 'BA History', 41, 4, '{1,2,41,42}', now());
        INSERT INTO moodle.courses (tenant, id, short_name, full_name, category_id, visible, updated_at)
          VALUES ('mas', 40, 'PH-201', 'Waves', 40, true, now());
        INSERT INTO moodle.people (tenant, id, username, full_name, email, campus, department_id, program_id,
          updated_at) VALUES ('mas', 40, 'asha.k', 'Asha', 'asha@learner.example', 'UCMN', 41, 42, now())""");
    try {
      Version version = office.published();
      Submission ofCourse =
          office.ask(Office.ASHA, SubmissionContract.SUBMIT, answers(version, "PH-201", 5, 5, 1));
      assertEquals("Physics BSc Physics Arts BA History", ofCourse.department() + " " + ofCourse.program() + " "
          + ofCourse.homeDepartment() + " " + ofCourse.homeProgram());
      office.execute("UPDATE moodle.categories SET name = 'Renamed' WHERE id IN (40, 41, 42)");
      office.ask(Office.ASHA, SubmissionContract.SUBMIT, answers(version, "DA-01", 5, 5, 1));
      assertEquals(List.of("Physics Pune BSc Physics", "Renamed UCMN Renamed"), office.column("SELECT concat_ws(' ',"
          + " department, campus, program) FROM questionnaire.shared_submissions ORDER BY department"));
    } finally {
      office.execute("DELETE FROM moodle.courses WHERE id = 40; DELETE FROM moodle.people WHERE id = 40;"
          + " DELETE FROM moodle.categories WHERE id IN (40, 41, 42)");
    }
  }

  @Test
  void aQuestionNeedsARegisteredDimensionThatIsOpen() {
    UUID id = office.questionnaire();
    office.ask(QuestionnaireContract.CHANGE_DIMENSION,
        new ChangeDimension("PACE", Change.none(), Change.to(false)));
    assertTrue(office.refused(Failure.UNPROCESSABLE, QuestionnaireContract.CREATE_VERSION,
        new CreateVersion(id, office.form())).getMessage().contains("PACE"));
    office.refused(Failure.CONFLICT, QuestionnaireContract.CREATE_DIMENSION, new CreateDimension("PACE", "x"));
    office.refused(Failure.NOT_FOUND, QuestionnaireContract.CHANGE_DIMENSION,
        new ChangeDimension("NONE", Change.to("x"), Change.none()));
    assertEquals(1, office.ask(QuestionnaireContract.DIMENSIONS, new ListDimensions(true, null, null)).total());
  }

  @Test
  void aWholeClassAnswersAtTheSameTime() {
    Version version = office.published();
    List<UUID> people = IntStream.range(0, 24).mapToObj(i -> UUID.randomUUID()).toList();
    people.forEach(id -> office.person(id, id + "@learner.example", "One of a class"));
    List<Future<Submission>> all = people.stream()
        .map(id -> office.send(id, SubmissionContract.SUBMIT, answers(version, "ph-101", 5, 4, 1))).toList();
    all.forEach(House::await);
    assertEquals(24, office.ask(SubmissionContract.LIST, new ListSubmissions(version.id(), null, null, null)).total());
  }

  @Test
  void aPersonAnswersOnceThoughAskedAtTheSameTime() {
    Version version = office.published();
    Submit ask = answers(version, "ph-101", 5, 4, 1);
    List<Future<Submission>> all = IntStream.range(0, 8)
        .mapToObj(i -> office.send(Office.ASHA, SubmissionContract.SUBMIT, ask)).toList();
    long taken = all.stream().filter(each -> {
      try {
        return House.await(each).facultyName().equals("Prof Iyer");
      } catch (FailureException e) {
        assertEquals("submitted_already", e.detail().reason());
        return false;
      }
    }).count();
    assertEquals(1, taken);
    Submission kept = office.ask(SubmissionContract.LIST, new ListSubmissions(version.id(), null, null, null)).items()
        .getFirst();
    assertEquals("3.100 91.18 Physics 2026-1", kept.score() + " " + kept.percent() + " " + kept.department() + " "
        + kept.period());
    CheckSubmission check = new CheckSubmission(version.id(), "prof", "PH-101", null);
    assertTrue(office.ask(Office.ASHA, SubmissionContract.CHECK, check).submitted());
    assertFalse(office.ask(Office.ROHAN, SubmissionContract.CHECK, check).submitted());
  }

  @Test
  void answersThatDoNotFitAreRefusedWithTheirPlaces() {
    Version version = office.published();
    assertWrong(answers(version, null, 5), "is not answered");
    assertWrong(answers(version, null, 6, 5), "1 to 5");
    assertWrong(answers(version, "NO-1", 5, 5), "no short name");
    assertWrong(new Submit(version.id(), "nobody", null, null, answers(version, null, 5, 5).answers(), null),
        "no user name in Moodle");
    assertWrong(new Submit(version.id(), "prof", "PH-101", "May", answers(version, null, 5, 5).answers(), null),
        "2026-1");
    assertWrong(new Submit(version.id(), "prof", null, null, answers(version, null, 5, 5).answers(), "x".repeat(201)),
        "at most 200");
    assertWrong(new Submit(version.id(), "prof", null, null,
        List.of(new Answer(UUID.randomUUID(), 1), new Answer(office.questions.get(0), 5)), null), "no such question");
    office.ask(QuestionnaireContract.DEPRECATE, new DeprecateVersion(version.id()));
    office.refused(Failure.CONFLICT, Office.ASHA, SubmissionContract.SUBMIT, answers(version, null, 5, 5));
  }

  private static void assertWrong(Submit ask, String words) {
    FailureException refused = office.refused(Failure.UNPROCESSABLE, Office.ASHA, SubmissionContract.SUBMIT, ask);
    assertTrue(refused.detail().errors().toString().contains(words), () -> refused.detail().toString());
  }

  @Test
  void aDraftIsKeptUntilItIsSubmitted() {
    Version version = office.published();
    SaveDraft draft = new SaveDraft(version.id(), "PROF", "PH-101", answers(version, null, 3).answers(), "so far");
    office.ask(Office.ASHA, SubmissionContract.SAVE_DRAFT, draft);
    office.ask(Office.ASHA, SubmissionContract.SAVE_DRAFT, draft);
    GetDraft mine = new GetDraft(version.id(), "prof", "ph-101");
    assertEquals("so far", office.ask(Office.ASHA, SubmissionContract.GET_DRAFT, mine).comment());
    office.refused(Failure.NOT_FOUND, Office.ROHAN, SubmissionContract.GET_DRAFT, mine);
    office.ask(Office.ASHA, SubmissionContract.SUBMIT, answers(version, "PH-101", 3, 4));
    office.refused(Failure.NOT_FOUND, Office.ASHA, SubmissionContract.GET_DRAFT, mine);
    office.ask(Office.ROHAN, SubmissionContract.SAVE_DRAFT,
        new SaveDraft(version.id(), "prof", null, List.of(), null));
    assertNull(office.ask(Office.ROHAN, SubmissionContract.REMOVE_DRAFT, new RemoveDraft(version.id(), "prof", null))
        .courseShortname());
  }

  @Test
  void theSummaryCountsByDimensionAndByTeacher() {
    Version version = office.published();
    office.ask(Office.ASHA, SubmissionContract.SUBMIT, answers(version, null, 5, 1, 1));
    office.ask(Office.ROHAN, SubmissionContract.SUBMIT, answers(version, null, 3, 3, 0));
    Summary summary = office.ask(SubmissionContract.SUMMARY, new GetSummary(version.id()));
    assertEquals(2, summary.submissions());
    assertEquals("[CLARITY 62.50, PACE 25.00]", summary.dimensions().stream()
        .map(each -> each.code() + " " + each.percent()).toList().toString());
    assertEquals("prof", summary.faculties().getFirst().faculty());
    assertEquals(2, summary.faculties().getFirst().submissions());
    assertEquals(new Removed(2, false),
        office.ask(SubmissionContract.REMOVE, new RemoveSubmissions(version.id())));
    assertEquals(0, office.ask(SubmissionContract.SUMMARY, new GetSummary(version.id())).submissions());
    assertEquals(0, office.number("SELECT submissions FROM questionnaire.versions WHERE id = ?", version.id()));
  }

  @Test
  void anotherTenantSeesNothing() {
    Version version = office.published();
    House.refused(Failure.NOT_FOUND, office.send("other", Office.ADMIN, QuestionnaireContract.GET_VERSION,
        new GetVersion(version.id())));
    House.refused(Failure.NOT_FOUND, office.send("other", Office.ADMIN, QuestionnaireContract.PUBLISH,
        new PublishVersion(version.id())));
    House.refused(Failure.NOT_FOUND, office.send("other", Office.ADMIN, SubmissionContract.REMOVE,
        new RemoveSubmissions(version.id())));
    Form form = version.schema();
    assertEquals(1, form.sections().get(1).questions().size());
  }
}
