package com.mas.domain.learning.questionnaire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.DeprecateVersion;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Version;
import com.mas.domain.learning.questionnaire.SubmissionContract.GetTemplate;
import com.mas.domain.learning.questionnaire.SubmissionContract.Ingest;
import com.mas.imports.ImportsContract.Import;
import com.mas.imports.ImportsContract.State;
import com.mas.imports.ImportsContract.Tally;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswerImportIT {
  @AutoClose private static final Office office = new Office();

  private Version version;

  @BeforeEach
  void aVersionThatIsAnswered() {
    office.execute("TRUNCATE questionnaire.questionnaires CASCADE; DELETE FROM imports.file; DELETE FROM runs.run");
    version = office.published();
  }

  private long submissions() {
    return office.number("SELECT count(*) FROM questionnaire.submissions WHERE version_id = ?", version.id());
  }

  @Test
  void theCheckTellsRowByRowWhatTheImportThenDoes() {
    Import checked = office.checked(version.id(), office.table(
        "e1,tara,prof,PH-101,,5,4,yes,\"Clear, and with many good examples\"",
        "e2,Ben,PROF,ph-101,,1,1.0,,ok",
        "e3,tara,prof,ph-102,,3,3,no,",
        "e4,asha@learner.example,rohan@mas.example,DA-01,March,5,5,1,x",
        "e5,nobody,prof,PH-101,,5,5,,",
        "e6,ben,nobody,PH-102,,5,5,,",
        "e7,ben,prof,NO-1,,5,5,,",
        "e8,ben,prof,PH-102,2026-1,5,5,,",
        "e9,ben,prof,PH-102,,9,,maybe,",
        "e10,TARA,prof,PH-101,,5,4,yes,again",
        "e11,tara@school.example,prof,PH-101,,5,4,yes,",
        "e12,#N/A,prof,PH-101,,5,4,yes,",
        ",ben,prof,PH-102,,5,4,yes,"));
    assertEquals(State.CHECKED, checked.state(), checked.error());
    assertEquals(new Tally(13, 4, 0, 0, 9), checked.checked());
    assertEquals(0, submissions());
    List<String> said = List.of("6 username: is no user name in Moodle and no e-mail address of an account",
        "7 facultyUsername: is no user name in Moodle and no e-mail address of an account",
        "8 courseShortname: is no short name of a course in Moodle and no code of a batch",
        "9 period: must be empty: the course belongs to 2026-1",
        "10 " + office.questions.get(1) + ": is missing",
        "11 username: is the same as in row 2",
        "12 username: belongs to the Moodle user tara; give that user name",
        "13 username: is an error of the spreadsheet, not a value",
        "14 externalId: is missing");
    assertEquals(said, office.refused(checked));
    Import done = office.confirmed(checked);
    assertEquals(State.COMPLETED, done.state(), done.error());
    assertEquals(checked.checked(), done.imported());
    assertEquals(said, office.refused(done));
    assertEquals(List.of("asha@learner.example rohan@mas.example da-01 Data Analytics March null 100.00 t null",
        "ben prof ph-101 Mechanics 2026-1 Physics 20.00 f null",
        "tara prof ph-101 Mechanics 2026-1 Physics 91.18 f Clear, and with many good examples",
        "tara prof ph-102 Optics 2026-1 Physics 52.94 f null"),
        office.column("SELECT concat_ws(' ', respondent, faculty, course, course_name, period, coalesce(department,"
            + " 'null'), percent, respondent_id IS NOT NULL, coalesce(clean, 'null')) FROM questionnaire.submissions"
            + " ORDER BY 1"));
    assertEquals(4, office.number("SELECT submissions FROM questionnaire.versions WHERE id = ?", version.id()));
  }

  @Test
  void refusedRowsAreCorrectedAndSentAgainAndTheSameRowsChangeNothing() {
    Import first = office.confirmed(office.checked(version.id(), office.table(
        "e1,tara,prof,PH-101,,5,4,yes,=1+1 is what she said", "e2,ben,prof,PH-101,,9,4,yes,=cmd|x")));
    assertEquals(new Tally(2, 1, 0, 0, 1), first.imported());
    String report = office.refusedFile(first);
    assertTrue(report.contains("e2,ben,prof,PH-101,,9,4,yes,'=cmd|x," + office.questions.get(0)
        + " is not a whole number from 1 to 5"), report);
    Import second = office.confirmed(office.checked(version.id(), report.replace(",9,4,", ",2,4,").getBytes(UTF_8)));
    assertEquals(new Tally(1, 1, 0, 0, 0), second.imported());
    assertEquals("=cmd|x",
        office.text("SELECT comment FROM questionnaire.submissions WHERE respondent = 'ben'"));
    Import again = office.confirmed(office.checked(version.id(), office.table(
        "e1,tara,prof,PH-101,,5,4,yes,=1+1 is what she said", "e2,ben,prof,PH-101,,2,4,yes,=cmd|x",
        "e3,ben,prof,PH-101,,2,4,no,other")));
    assertEquals(new Tally(3, 0, 0, 2, 1), again.imported());
    assertEquals(List.of("4 username: is the same as in row 3"), office.refused(again));
    Import other = office.checked(version.id(), office.table("e3,ben,prof,PH-101,,3,4,yes,"));
    assertEquals(List.of("2 username: has answered about this teacher and course already, and otherwise; the first"
        + " answers stay"), office.refused(other));
  }

  @Test
  void columnsAreKnownByIdByTextAndByNumberInAnyDelimiterAndEncoding() {
    String table = "External ID;User name;Faculty username;Course shortname;Is it clear?;q2;Q3;Remarks\r\n"
        + "e1;tara;prof;PH-101;5;4;yes;José said it is clear to him\r\n";
    Import checked = office.checked(version.id(), table.getBytes(Charset.forName("windows-1252")));
    assertEquals(new Tally(1, 1, 0, 0, 0), checked.checked(), checked.error());
    assertEquals(";", checked.found().delimiter());
    assertEquals("Windows-1252", checked.found().encoding());
    assertEquals(1, checked.found().notes().size());
    assertEquals("Is it clear?", checked.found().columns().stream()
        .filter(each -> each.column().equals(office.questions.get(0).toString())).findFirst().orElseThrow().header());
    String template = office.ask(SubmissionContract.TEMPLATE, new GetTemplate(version.id(), null)).text();
    assertEquals("\uFEFFexternalId,username,facultyUsername,courseShortname,period," + office.questions.get(0) + ","
        + office.questions.get(1) + "," + office.questions.get(2) + ",comment\r\n", template);
  }

  @Test
  void whatCannotBeTakenSaysWhy() {
    Import missing =
        office.checked(version.id(), "externalId,username,facultyUsername\ne1,tara,prof\n".getBytes(UTF_8));
    assertEquals(State.FAILED, missing.state());
    assertTrue(missing.error().startsWith("The file lacks the columns " + office.questions.get(0)), missing.error());
    office.ask(QuestionnaireContract.DEPRECATE, new DeprecateVersion(version.id()));
    Import closed = office.checked(version.id(), office.table("e1,tara,prof,PH-101,,5,4,yes,"));
    assertEquals("This version of the questionnaire is not open for answers; publish it first.", closed.error());
    Import unknown = office.checked(UUID.randomUUID(), office.table("e1,tara,prof,PH-101,,5,4,yes,"));
    assertEquals("There is no such version of a questionnaire.", unknown.error());
  }

  @Test
  void aVersionThatEndsBetweenCheckAndImportTakesNothing() {
    Import checked = office.checked(version.id(), office.table("e1,tara,prof,PH-101,,5,4,yes,"));
    office.ask(QuestionnaireContract.DEPRECATE, new DeprecateVersion(version.id()));
    assertEquals(State.FAILED, office.confirmed(checked).state());
    assertEquals(0, submissions());
  }

  @Test
  void theAddressOfTheSeedTakesATableToo() {
    byte[] table = office.table("e1,tara,prof,PH-101,,5,4,yes,");
    Import put = office.ask(SubmissionContract.INGEST, new Ingest(null, version.id(), "a.csv",
        Base64.getEncoder().encodeToString(table), true));
    assertEquals("answers", put.kind());
    assertEquals(new Tally(1, 1, 0, 0, 0), office.work(put.id()).checked());
    office.refused(Failure.NOT_FOUND, Office.ASHA, SubmissionContract.INGEST, new Ingest(null, version.id(), "a.csv",
        Base64.getEncoder().encodeToString(table), true));
  }
}
