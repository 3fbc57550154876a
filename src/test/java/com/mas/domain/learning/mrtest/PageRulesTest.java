package com.mas.domain.learning.mrtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.mrtest.ExamRows.Submission;
import com.mas.sources.Batch;
import com.mas.sources.UnreadableAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageRulesTest {
  private static final PageRules PAGES = new PageRules(ExamWorld.SITE);
  private static final String ROW = "<tr data-id=\"s1\"><td class=\"roll\">R-1</td><td class=\"name\">Asha</td>"
      + "<td class=\"email\">ASHA@X.EXAMPLE</td><td class=\"phone\">–</td><td class=\"attempt\">1</td>"
      + "<td class=\"score\">1,037.5</td><td class=\"total\">/ 2000</td><td class=\"percentage\">74.99 %</td>"
      + "<td class=\"rank\">2</td><td class=\"result\">Pass</td><td class=\"state\">Submitted</td>"
      + "<td class=\"started\">Nov. 28, 2026, 10:30 a.m.</td><td class=\"submitted\">Nov. 28, 2026, noon</td></tr>";

  private static Batch<Submission> read(String rows) {
    return PAGES.submissions(PAGES.parse(("<table id=submissions><tbody>" + rows
        + "</tbody></table><ul class=pagination><li class=count>1</li></ul>").getBytes(UTF_8)));
  }

  @Test
  void aRowIsReadWithItsNumbersAndTimes() {
    Submission row = read(ROW).rows().getFirst();
    assertEquals("asha@x.example", row.email());
    assertEquals(null, row.phone());
    assertEquals("1037.5", row.score().toPlainString());
    assertEquals("2000", row.total().toPlainString());
    assertEquals("74.99", row.percentage().toPlainString());
    assertEquals(Instant.parse("2026-11-28T05:00:00Z"), row.startedAt());
    assertEquals(Instant.parse("2026-11-28T06:30:00Z"), row.submittedAt());
  }

  /** Nothing becomes zero, absent or failed because it was not found or not understood. */
  @Test
  void whatIsNotUnderstoodIsARowThatCannotBeRead() {
    Map<String, String> odd =
        Map.of("<td class=\"percentage\">74.99 %</td>", "", ">74.99 %<", ">seventy<", ">Submitted<",
            ">Marked<", ">Pass<", ">Distinction<", "data-id=\"s1\"", "data-id=\"../1\"", ">noon<", ">some day<",
            ", noon<", ", 99 p.m.<", ">2</td><td class=\"result\"", ">2.5</td><td class=\"result\"");
    odd.forEach((what, instead) -> {
      String spoiled = ROW.replace(what, instead);
      if (!spoiled.equals(ROW)) {
        UnreadableAnswer alone = assertThrows(UnreadableAnswer.class, () -> read(spoiled), instead);
        assertTrue(alone.getMessage().contains("looked for"), alone.getMessage());
        Batch<Submission> beside = read(ROW + spoiled);
        assertEquals(List.of(1), beside.unread(), instead);
        assertEquals(1, beside.rows().size(), instead);
      }
    });
    assertThrows(UnreadableAnswer.class, () -> read(ROW.replace("Nov. 28, 2026, noon", "some day")));
  }

  @Test
  void anEmptyListIsOneAndAPageWithoutAListIsNone() {
    assertEquals(List.of(), read("").rows());
    assertThrows(UnreadableAnswer.class, () -> PAGES.submissions(PAGES.parse("<h1>Hi</h1>".getBytes(UTF_8))));
    assertThrows(UnreadableAnswer.class, () -> PAGES.submissions(PAGES.parse(new byte[] {(byte) 0xff, 0, 1})));
  }

  @Test
  void aPageThatMeansHarmIsReadInBounds() {
    String deep = "<div>".repeat(200_000);
    assertThrows(UnreadableAnswer.class, () -> PAGES.submissions(PAGES.parse(deep.getBytes(UTF_8))));
    UnreadableAnswer many = assertThrows(UnreadableAnswer.class, () -> read(ROW.repeat(PageRules.MOST_ROWS + 1)));
    assertTrue(many.getMessage().contains("2000"), many.getMessage());
    Submission long1 = read(ROW.replace(">Asha<", ">" + "A".repeat(100_000) + "<")).rows().getFirst();
    assertEquals(255, long1.name().length());
    assertEquals("<script>alert(1)</script>",
        read(ROW.replace(">Asha<", ">&lt;script&gt;alert(1)&lt;/script&gt;<")).rows().getFirst().name());
    assertEquals("A", read(ROW.replace(">Asha<", ">A<script>x</script><")).rows().getFirst().name());
  }

  @Test
  void timesAreReadInTheWritingsOfTheSite() {
    Map<String, String> times = Map.of("Sept. 1, 2026, midnight", "2026-08-31T18:30:00Z", "May 9, 2026, 2 p.m.",
        "2026-05-09T08:30:00Z", "Dec. 31, 2026, 12:05 a.m.", "2026-12-30T18:35:00Z", "2026-11-28 10:30",
        "2026-11-28T05:00:00Z", "2026-11-28T10:30:00+05:30", "2026-11-28T05:00:00Z", "2026-11-28T05:00:00Z",
        "2026-11-28T05:00:00Z");
    times.forEach((written, at) -> assertEquals(Optional.of(Instant.parse(at)), TimeRules.read(written), written));
    for (String none : List.of("", "Foo 3, 2026, noon", "Feb. 30, 2026, noon", "2026-13-01 10:00", "yesterday")) {
      assertEquals(Optional.empty(), TimeRules.read(none), none);
    }
  }

  @Test
  void aMistakeInTheLayoutsNamesItsPlace() {
    IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class, () -> SiteMap.read("""
        paths: {login: /login, exams: staff, submissions: /staff/s, analysis: '/a/{submission}', students: /s, \
        create: /c, take: '/t/{exam}'}
        login: {form: 'input[', password: p, errors: li}
        words: {}
        exams: [{name: t, is: table, row: tr, page: {total: p}, fields: {colour: td}}]
        """));
    for (String part : List.of("paths.exams", "paths.submissions", "login.form", "words.passed", "exams.t.page.next",
        "exams.t.fields.colour", "submissions has no layout")) {
      assertTrue(wrong.getMessage().contains(part), part + " in " + wrong.getMessage());
    }
  }
}
