package com.mas.domain.learning.questionnaire;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Request;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Version;
import com.mas.imports.ImportKind.Work;
import com.mas.imports.ImportsContract;
import com.mas.imports.ImportsContract.CancelImport;
import com.mas.imports.ImportsContract.ConfirmImport;
import com.mas.imports.ImportsContract.GetImport;
import com.mas.imports.ImportsContract.Import;
import com.mas.imports.ImportsContract.ListKinds;
import com.mas.imports.ImportsContract.Purge;
import com.mas.imports.ImportsContract.State;
import com.mas.imports.ImportsContract.Tally;
import com.mas.imports.ImportsContract.Upload;
import com.mas.runs.RunsContract;
import com.mas.runs.RunsContract.GivenUp;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
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

  private static long takeBacks(UUID id) {
    return office.number("SELECT count(*) FROM jobs.job WHERE unique_key = ?", "import take back " + id);
  }

  @Test
  void thatItIsTakenBackIsStoredWithTheEndOfTheRun() {
    Import checked = many();
    lastOneIsTaken();
    whole(checked);
    office.work(checked.id());
    assertEquals(1, takeBacks(checked.id()));
  }

  @Test
  void oneWhoseRunIsGivenUpIsTakenBackToo() {
    UUID id = many().id();
    office.execute("UPDATE imports.file SET state = 'importing', whole = true WHERE id = ?", id);
    UUID run = UUID.randomUUID();
    String kind = SubmissionContract.ANSWERS.work().address();
    office.execute(
        "INSERT INTO runs.run (id, kind, tenant, subject, state, phases, asked_at, moved_at, ended_at, error,"
            + " untold) VALUES (?, ?, 'mas', ?, 'failed', '{}', now(), now(), now(), 'Given up.', true)",
        run, kind,
        id.toString());
    Request<GivenUp, Void> tells = RunsContract.GIVEN_UP.request("imports", Duration.ofSeconds(10));
    office.ask(office.product(), tells, new GivenUp(run, kind, "mas", id.toString()));
    assertEquals(State.FAILED, office.ask(ImportsContract.GET, new GetImport(id)).state());
    assertEquals(1, takeBacks(id));
  }

  private Import two() {
    return office.checked(version.id(),
        office.table("e1,many1,prof,PH-101,,5,4,yes,", "e2,many2,prof,PH-101,,5,4,yes,"));
  }

  private static void mustWait(Future<?> asked) {
    assertEquals("whole_under_way", Office.refused(Failure.CONFLICT, asked).detail().reason());
  }

  @Test
  void noOtherFileCountsOnRowsThatMayGoAgain() {
    Import first = many();
    Import second = two();
    whole(first);
    ConfirmImport confirm = new ConfirmImport(second.id());
    Upload upload = new Upload(null, "answers", version.id(), "answers.csv", "YQ==", true);
    mustWait(office.send(ImportsContract.CONFIRM, confirm));
    mustWait(office.send(ImportsContract.UPLOAD, upload));
    office.work(first.id());
    office.execute("UPDATE imports.file SET state = 'failed', ended_at = now() WHERE id = ?", first.id());
    mustWait(office.send(ImportsContract.CONFIRM, confirm));
    mustWait(office.send(ImportsContract.UPLOAD, upload));
    assertNotNull(office.work(first.id()).takenBackAt());
    Import done = office.confirmed(second);
    assertEquals("COMPLETED 2", done.state() + " " + done.imported().added());
    assertEquals(2, submissions());
    assertEquals(State.CHECKING, office.ask(ImportsContract.UPLOAD, upload).state());
  }

  @Test
  void oneThatBeganEarlierDoesNotMeetAWholeOneEither() {
    Import first = many();
    Import second = two();
    Version other = office.published();
    office.ask(ImportsContract.CONFIRM, new ConfirmImport(second.id()));
    mustWait(office.send(ImportsContract.CONFIRM, new ConfirmImport(first.id(), true)));
    Import elsewhere = office.checked(other.id(), office.table("e1,tara,prof,PH-101,,5,4,yes,"));
    whole(elsewhere);
    assertEquals(State.COMPLETED, office.work(elsewhere.id()).state());
    assertEquals(State.COMPLETED, office.work(second.id()).state());
    whole(first);
  }

  @Test
  void whatTwoNodesTakeBackAtOnceIsSaidToBeGoneOnlyWhenItIs() throws Exception {
    UUID id = many().id();
    office.execute("UPDATE imports.file SET state = 'failed', whole = true, ended_at = now() WHERE id = ?", id);
    office.execute("""
        INSERT INTO questionnaire.submissions (id, tenant, version_id, respondent, faculty, faculty_name, course,
          period, answers, score, percent, source, import_id, created_at)
        SELECT gen_random_uuid(), 'mas', ?, 'many' || n, 'prof', 'Prof Iyer', 'ph-101', '2026-1', '{1,1,0}', 1, 20,
          'import', ?, now() FROM generate_series(1, 5100) n""", version.id(), id);
    office.execute("UPDATE questionnaire.versions SET submissions = 5100 WHERE id = ?", version.id());
    Future<?> taken;
    try (Connection another = office.database.connect()) {
      another.setAutoCommit(false);
      try (Statement statement = another.createStatement()) {
        statement.execute("DELETE FROM questionnaire.submissions WHERE id IN (SELECT id FROM questionnaire.submissions"
            + " WHERE version_id = '" + version.id() + "' AND import_id = '" + id + "' LIMIT 5000)");
        statement.execute("UPDATE questionnaire.versions SET submissions = submissions - 5000 WHERE id = '"
            + version.id() + "'");
        taken = office.bus.send(office.jobs(), SubmissionContract.ANSWERS.work(), new Work(id));
        eventually("the other node waits", () -> office.number("SELECT count(*) FROM pg_stat_activity"
            + " WHERE wait_event_type = 'Lock' AND datname = current_database()") > 0);
      }
      another.commit();
    }
    Office.await(taken);
    assertNotNull(office.ask(ImportsContract.GET, new GetImport(id)).takenBackAt());
    assertEquals(0, submissions());
  }

  @Test
  void anOldReportStaysUntilItsRowsAreGone() {
    UUID id = many().id();
    office.execute("UPDATE imports.file SET state = 'failed', whole = true, ended_at = '2026-01-01' WHERE id = ?", id);
    assertEquals(0, office.run(ImportsContract.PURGE, new Purge()).removed());
    assertNotNull(office.work(id).takenBackAt());
    assertEquals(1, office.run(ImportsContract.PURGE, new Purge()).removed());
  }
}
