package com.mas.domain.learning.questionnaire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Version;
import com.mas.imports.ImportsContract;
import com.mas.imports.ImportsContract.CancelImport;
import com.mas.imports.ImportsContract.ConfirmImport;
import com.mas.imports.ImportsContract.GetImport;
import com.mas.imports.ImportsContract.Import;
import com.mas.imports.ImportsContract.ListKinds;
import com.mas.imports.ImportsContract.Purge;
import com.mas.imports.ImportsContract.State;
import com.mas.imports.ImportsContract.Tally;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Imports the whole file, or nothing of it. */
class WholeImportIT {
  /** More than are written in one commit. */
  private static final int MANY = 1_200;

  @AutoClose private static final Office office = new Office();
  private Version version;

  @BeforeEach
  void nothingWasImported() {
    office.execute("TRUNCATE questionnaire.questionnaires CASCADE; DELETE FROM imports.file; DELETE FROM runs.run;"
        + " DELETE FROM jobs.job");
    version = office.published();
  }

  private long submissions() {
    long rows = office.number("SELECT count(*) FROM questionnaire.submissions WHERE version_id = ?", version.id());
    assertEquals(rows, office.number("SELECT submissions FROM questionnaire.versions WHERE id = ?", version.id()),
        "the counter of the version");
    return rows;
  }

  private static void whole(Import checked) {
    Import confirmed = office.ask(ImportsContract.CONFIRM, new ConfirmImport(checked.id(), true));
    assertTrue(confirmed.allOrNothing());
  }

  private Import many() {
    office.execute("INSERT INTO moodle.people (tenant, id, username, full_name, updated_at)"
        + " SELECT 'mas', 1000 + n, 'many' || n, 'Many', now() FROM generate_series(1, " + MANY
        + ") n ON CONFLICT DO NOTHING");
    Import checked = office.checked(version.id(), office.table(IntStream.rangeClosed(1, MANY)
        .mapToObj(n -> "e" + n + ",many" + n + ",prof,PH-101,,5,4,yes,").toArray(String[]::new)));
    assertEquals(new Tally(MANY, MANY, 0, 0, 0), checked.checked());
    return checked;
  }

  /** Takes the place of the last one meanwhile, with other answers. */
  private void lastOneIsTaken() {
    office.execute("""
        INSERT INTO questionnaire.submissions (id, tenant, version_id, respondent, faculty, faculty_name, course,
          period, answers, score, percent, source, created_at)
        VALUES (gen_random_uuid(), 'mas', ?, ?, 'prof', 'Prof Iyer', 'ph-101', '2026-1', '{1,1,0}', 1, 20, 'person',
          now())""", version.id(), "many" + MANY);
    office.execute("UPDATE questionnaire.versions SET submissions = submissions + 1 WHERE id = ?", version.id());
  }

  @Test
  void aFileWithARefusedRowIsNotBegunAsAWhole() {
    assertTrue(office.ask(ImportsContract.KINDS, new ListKinds(null, null)).items().getFirst().allOrNothing());
    Import checked = office.checked(version.id(), office.table("e1,tara,prof,PH-101,,5,4,yes,",
        "e2,nobody,prof,PH-101,,5,4,yes,"));
    FailureException refused = office.refused(Failure.UNPROCESSABLE, ImportsContract.CONFIRM,
        new ConfirmImport(checked.id(), true));
    assertTrue(refused.getMessage().startsWith("1 of 2 rows are refused, so nothing was imported"),
        refused.getMessage());
    assertEquals("/allOrNothing", refused.detail().errors().getFirst().path());
    Import now = office.ask(ImportsContract.GET, new GetImport(checked.id()));
    assertEquals(State.CHECKED, now.state());
    assertEquals(0, submissions());
    Import done = office.confirmed(now);
    assertEquals("COMPLETED false 1", done.state() + " " + done.allOrNothing() + " " + submissions());
  }

  @Test
  void aFileThatIsValidIsWrittenWhole() {
    Import checked = many();
    whole(checked);
    Import done = office.work(checked.id());
    assertEquals(State.COMPLETED, done.state(), done.error());
    assertNull(done.takenBackAt());
    assertEquals(MANY, submissions());
  }

  @Test
  void whereARowIsRefusedAfterAllWhatWasWrittenIsTakenBack() {
    Import checked = many();
    lastOneIsTaken();
    whole(checked);
    Import done = office.work(checked.id());
    assertEquals(State.FAILED, done.state());
    assertTrue(done.error().startsWith("Row " + (MANY + 1) + " is refused now"), done.error());
    assertEquals(1_000, done.imported().added(), "two commits of rows were there");
    assertNotNull(done.takenBackAt());
    assertEquals(1, submissions(), "the one that is not of this file stays");
    assertEquals(done, office.work(checked.id()), "the stored request comes again");
  }

  @Test
  void withoutTheOptionTheValidRowsStay() {
    Import checked = many();
    lastOneIsTaken();
    Import done = office.confirmed(checked);
    assertEquals(State.COMPLETED, done.state(), done.error());
    assertEquals(new Tally(MANY, MANY - 1, 0, 0, 1), done.imported());
    assertEquals(MANY, submissions());
  }

  @Test
  void whatAKilledServerHadNotTakenBackYetIsTakenBackLater() {
    Import checked = many();
    whole(checked);
    office.work(checked.id());
    office.execute("UPDATE imports.file SET state = 'failed', ended_at = now() WHERE id = ?", checked.id());
    office.execute("DELETE FROM jobs.job");
    office.run(ImportsContract.PURGE, new Purge());
    office.run(ImportsContract.PURGE, new Purge());
    assertEquals(1, office.number("SELECT count(*) FROM jobs.job WHERE body->>'id' = ?", checked.id().toString()));
    assertNotNull(office.work(checked.id()).takenBackAt());
    assertEquals(0, submissions());
    office.execute("DELETE FROM jobs.job");
    office.run(ImportsContract.PURGE, new Purge());
    assertEquals(0, office.number("SELECT count(*) FROM jobs.job"));
  }

  @Test
  void aCancelledOneIsTakenBackToo() {
    Import checked = many();
    whole(checked);
    UUID id = checked.id();
    assertEquals(State.CANCELLED, office.ask(ImportsContract.CANCEL, new CancelImport(id)).state());
    assertEquals(1, office.number("SELECT count(*) FROM jobs.job WHERE unique_key = ?", "import take back " + id));
    assertNotNull(office.work(id).takenBackAt());
    assertEquals(0, submissions());
  }
}
