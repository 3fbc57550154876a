package com.mas.domain.learning.questionnaire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.questionnaire.QuestionnaireContract.Feedback;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Form;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Question;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.QuestionType;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Section;
import com.mas.imports.ImportsContract.Import;
import com.mas.imports.ImportsContract.State;
import com.mas.imports.ImportsContract.Tally;
import com.mas.testkit.Alone;
import com.mas.testkit.HeapPeak;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Large tables of ten answers a row in constant memory: 20,000 rows of CSV and of a sheet, or as many as
 * {@code -Danswers.rows} and {@code -Danswers.sheet.rows} say; with {@code -Danswers.rate} at least so many rows
 * of CSV a second.
 */
@Alone
class AnswersLoadIT {
  private static final int ROWS = Integer.getInteger("answers.rows", 20_000);
  private static final int SHEET_ROWS = Integer.getInteger("answers.sheet.rows", 20_000);
  private static final int RATE = Integer.getInteger("answers.rate", 1_000);
  private static final int PEOPLE = 100_000;
  private static final int COURSES = 10_000;
  private static final int TEACHERS = 500;
  private static final long MOST_MEMORY = 128L << 20;
  private static final String[] COMMENTS = {"Explains well, but the labs start late.",
      "Said \"\"try again\"\" and it worked, thanks.", "बहुत अच्छा पढ़ाते हैं", "Good, clear, fast", "",
      "The pace is fine; more examples of joins would help me before the test.", "Très utile, merci à l’équipe"};

  private static final List<UUID> QUESTIONS = IntStream.range(0, 10).mapToObj(i -> UUID.randomUUID()).toList();
  /** Cells ahead of the answers, of which the period stays empty. */
  private static final int FIRST = 5;
  /** Rows of which the last one is refused, for one of so many reasons. */
  private static final int BAD = 100;
  private static final int REASONS = 4;

  @AutoClose private static final Office office = new Office();

  private static Form form() {
    IntFunction<Question> question = i -> new Question(QUESTIONS.get(i), "Question " + i, QuestionType.LIKERT_1_5,
        i % 2 == 0 ? "CLARITY" : "PACE", null);
    return new Form(List.of(
        new Section("Teaching", new BigDecimal(60), null, IntStream.range(0, 6).mapToObj(question).toList()),
        new Section("All in all", new BigDecimal(40), null, IntStream.range(6, 10).mapToObj(question).toList())),
        new Feedback(true, false, 200));
  }

  private static String head() {
    return "externalId,username,facultyUsername,courseShortname,period," + QUESTIONS.stream().map(UUID::toString)
        .collect(Collectors.joining(",")) + ",comment";
  }

  private static UUID ready() {
    office.execute("TRUNCATE questionnaire.questionnaires CASCADE");
    office.execute("INSERT INTO moodle.people (tenant, id, username, full_name, updated_at) SELECT 'mas', 1000 + n,"
        + " 's' || n, 'Student ' || n, now() FROM generate_series(0, ?) n ON CONFLICT DO NOTHING", PEOPLE - 1);
    office.execute("INSERT INTO moodle.people (tenant, id, username, full_name, updated_at) SELECT 'mas', 500000 + n,"
        + " 'f' || n, 'Teacher ' || n, now() FROM generate_series(0, ?) n ON CONFLICT DO NOTHING", TEACHERS - 1);
    office.execute("INSERT INTO moodle.courses (tenant, id, short_name, full_name, category_id, visible, updated_at)"
        + " SELECT 'mas', 1000 + n, 'C' || n, 'Course ' || n, 3, true, now() FROM generate_series(0, ?) n"
        + " ON CONFLICT DO NOTHING", COURSES - 1);
    office.execute("ANALYZE moodle.people; ANALYZE moodle.courses");
    return office.published(form()).id();
  }

  /** Returns a row of its number; the last of each hundred is refused. */
  private static String[] row(int n) {
    int reason = n % BAD == BAD - 1 ? n / BAD % REASONS : -1;
    int of = reason == 3 ? n - 1 : n;
    int person = of % PEOPLE;
    int course = (person * 7 + of / PEOPLE * 13) % COURSES;
    String[] row = new String[FIRST + QUESTIONS.size() + 1];
    row[0] = "ext-" + n;
    row[1] = reason == 0 ? "nobody" : "s" + person;
    row[2] = "f" + course % TEACHERS;
    row[3] = "C" + course;
    row[4] = "";
    for (int i = 0; i < QUESTIONS.size(); i++) {
      row[FIRST + i] = String.valueOf(1 + (n + i * 7) % 5);
    }
    row[FIRST + 1] = reason == 1 ? "9" : row[FIRST + 1];
    row[FIRST + 8] = reason == 2 ? "" : row[FIRST + 8];
    row[FIRST + QUESTIONS.size()] = COMMENTS[n % COMMENTS.length];
    return row;
  }

  private static byte[] csv(int rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes((head() + "\n").getBytes(UTF_8));
    for (int n = 0; n < rows; n++) {
      String[] row = row(n);
      row[row.length - 1] = '"' + row[row.length - 1] + '"';
      bytes.writeBytes((String.join(",", row) + "\n").getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] sheet(int rows) throws IOException {
    String space = "http://schemas.openxmlformats.org/";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      part(zip, "[Content_Types].xml", "<Types xmlns=\"" + space + "package/2006/content-types\"><Override PartName="
          + "\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet."
          + "main+xml\"/></Types>");
      part(zip, "_rels/.rels", "<Relationships xmlns=\"" + space + "package/2006/relationships\">"
          + "<Relationship Id=\"r1\" Type=\"" + space + "officeDocument/2006/relationships/officeDocument\""
          + " Target=\"xl/workbook.xml\"/>"
          + "</Relationships>");
      part(zip, "xl/workbook.xml", "<workbook xmlns=\"" + space + "spreadsheetml/2006/main\" xmlns:r=\"" + space
          + "officeDocument/2006/relationships\"><sheets><sheet name=\"Answers\" sheetId=\"1\" r:id=\"r1\"/></sheets>"
          + "</workbook>");
      part(zip, "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"" + space + "package/2006/relationships\">"
          + "<Relationship Id=\"r1\" Type=\"" + space + "officeDocument/2006/relationships/worksheet\""
          + " Target=\"worksheets/sheet1.xml\"/></Relationships>");
      zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
      zip.write(("<worksheet xmlns=\"" + space + "spreadsheetml/2006/main\"><sheetData>").getBytes(UTF_8));
      String[] head = head().split(",");
      IntFunction<String[]> rowOf = n -> n < 0 ? head : row(n);
      for (int n = -1; n < rows; n++) {
        StringBuilder row = new StringBuilder("<row r=\"" + (n + 2) + "\">");
        for (String cell : rowOf.apply(n)) {
          row.append("<c t=\"inlineStr\"><is><t>").append(cell.replace("\"\"", "'")).append("</t></is></c>");
        }
        zip.write(row.append("</row>").toString().getBytes(UTF_8));
      }
      zip.write("</sheetData></worksheet>".getBytes(UTF_8));
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  private static void part(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(UTF_8));
    zip.closeEntry();
  }

  @Test
  void aLargeTableIsCheckedAndImportedFastInConstantMemory() {
    measure("csv", ROWS, () -> csv(ROWS), RATE);
  }

  @Test
  void aLargeSheetIsCheckedAndImportedInConstantMemory() {
    measure("xlsx", SHEET_ROWS, () -> {
      try {
        return sheet(SHEET_ROWS);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }, 1_000);
  }

  private static void measure(String kind, int rows, Supplier<byte[]> file, int rate) {
    UUID version = ready();
    office.confirmed(office.checked(version, csv(2_000))); // warms up
    version = ready();
    Import put = office.put(version, file.get());
    long idle = HeapPeak.used();
    HeapPeak peak = new HeapPeak();
    long began = System.nanoTime();
    Import checked = office.work(put.id());
    double check = (System.nanoTime() - began) / 1e9;
    Tally tally = new Tally(rows, rows - rows / BAD, 0, 0, rows / BAD);
    assertEquals(tally, checked.checked(), checked.error());
    assertEquals(Set.of("username: is no user name in Moodle and no e-mail address of an account",
        QUESTIONS.get(1) + ": is not a whole number from 1 to 5", QUESTIONS.get(8) + ": is missing",
        "username: is the same as in row"),
        office.refused(checked).stream()
            .map(each -> each.replaceFirst("^\\d+ ", "").replaceFirst(" in row \\d+$", " in row"))
            .collect(Collectors.toSet()));
    began = System.nanoTime();
    Import done = office.confirmed(checked);
    double written = (System.nanoTime() - began) / 1e9;
    long most = peak.end() - idle;
    assertEquals(State.COMPLETED, done.state());
    assertEquals(tally, done.imported());
    System.out.printf("answers %s: %d rows, %d kB; check %.0f rows/s, import %.0f rows/s; %d MB above idle%n", kind,
        rows, put.bytes() >> 10, rows / check, rows / written, most >> 20);
    assertTrue(most < MOST_MEMORY, () -> (most >> 20) + " MB above idle");
    assertTrue(rows / written >= rate, () -> "import " + written + " s");
  }
}
