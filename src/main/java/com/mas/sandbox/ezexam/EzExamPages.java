package com.mas.sandbox.ezexam;

import com.mas.sandbox.ezexam.EzExamSchool.Exam;
import com.mas.sandbox.ezexam.EzExamSchool.Student;
import com.mas.sandbox.ezexam.EzExamSchool.Submission;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Draws the site's pages: tables with times as people read them, cards with times as programs do, or a new look. */
final class EzExamPages {
  enum Look { TABLE, CARDS, NEW }

  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d, yyyy, ", Locale.ENGLISH);
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("h:mm", Locale.ENGLISH);
  private static final List<String> MONTHS = List.of("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.",
      "Sept.", "Oct.", "Nov.", "Dec.");

  /** @param next number of the next page; 0: this is the last one */
  record Listed<T>(List<T> rows, int total, int next) {}

  private EzExamPages() {}

  static String page(String title, String body) {
    return """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>%s | EzExam</title></head>
        <body><nav class="side"><a href="/staff">Dashboard</a><a href="/staff/online-exams">Online exams</a>
        <a href="/students/">Students</a></nav>
        %s
        </body></html>
        """.formatted(title, body);
  }

  /** Draws a form with its token and what is wrong with what was sent before. */
  static String form(String title, String token, List<String> wrong, String fields) {
    return page(title, """
        <main><h1>%s</h1>%s<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="%s">%s
        <button>Save</button></form></main>""".formatted(title, wrong.isEmpty() ? ""
        : "<ul class=\"errorlist\">" + each(wrong, error -> "<li>" + text(error) + "</li>") + "</ul>", token, fields));
  }

  static String exams(Listed<Exam> exams) {
    return page("Online exams", "<main><table id=\"exams\" class=\"table\"><tbody>" + each(exams.rows, exam -> """
        <tr data-id="%s"><td class="name">%s</td><td class="tags">%s</td><td class="starts">%s</td>\
        <td class="ends">%s</td><td class="minutes">%d</td><td class="marks">%d</td><td class="state">%s</td></tr>
        """.formatted(exam.id(), text(exam.title()), badges(exam.tags()), words(exam.starts()), words(exam.ends()),
        exam.minutes(), exam.marks(), exam.state())) + "</tbody></table>" + pagination(exams) + "</main>");
  }

  static String submissions(Listed<Submission> found, Look look) {
    return page("Submissions", switch (look) {
      case TABLE -> "<main><table id=\"submissions\" class=\"table\"><tbody>" + each(found.rows, one -> """
          <tr data-id="%s"><td class="roll">%s</td><td class="name">%s</td><td class="email">%s</td>\
          <td class="phone">%s</td><td class="attempt">%d</td><td class="score">%s</td><td class="total">%d</td>\
          <td class="percentage">%s</td><td class="rank">%s</td><td class="result">%s</td><td class="state">%s</td>\
          <td class="started">%s</td><td class="submitted">%s</td></tr>
          """.formatted(one.id(), one.student().roll(), text(one.student().name()), text(one.student().email()),
          text(one.student().phone()), one.attempt(), orDash(one.score()), one.total(),
          one.percentage() == null ? "–" : one.percentage() + "%", one.rank() == 0 ? "–" : one.rank(), result(one),
          state(one), words(one.started()), words(one.submitted()))) + "</tbody></table>" + pagination(found)
          + "</main>";
      case CARDS -> "<section class=\"submission-list\" data-count=\"" + found.total + "\">"
          + each(found.rows, one -> """
          <article data-submission="%s" data-attempt="%d"><h3>%s</h3><span data-field="roll">%s</span>\
          <span data-field="email">%s</span><span data-field="phone">%s</span><p data-field="score"><b>%s</b>\
          <small>/ %d</small></p><meter data-value="%s"></meter><span data-field="rank">%s</span>\
          <span class="chip result">%s</span><span class="chip state">%s</span>\
          <time class="started" datetime="%s"></time><time class="submitted" datetime="%s"></time></article>
          """.formatted(one.id(), one.attempt(), text(one.student().name()), one.student().roll(),
              text(one.student().email()), text(one.student().phone()), orDash(one.score()), one.total(),
              one.percentage() == null ? "" : one.percentage(), one.rank() == 0 ? "" : one.rank(), result(one),
              state(one),
              exact(one.started()), exact(one.submitted())))
          + "</section>" + pages(found);
      case NEW -> "<div class=\"grid-v3\">" + each(found.rows, one -> "<div class=\"cell\">"
          + text(one.student().name()) + " <i>" + orDash(one.score()) + "</i></div>") + "</div>";
    });
  }

  static String analysis(Submission one, Look look) {
    int questions = EzExamSchool.QUESTIONS;
    int right = Math.floorMod(one.id().hashCode(), questions + 1);
    int accuracy = 100 * right / questions;
    return page("Analysis", switch (look) {
      case TABLE -> """
          <main><header id="report" data-submission="%s"><b class="accuracy">%d%%</b><b class="percentile">%d.5</b>\
          <b class="seconds">%d</b></header><table id="questions" class="table"><tbody>%s</tbody></table></main>"""
          .formatted(one.id(), accuracy, right * 9, 40 * questions, numbers(questions, n -> """
              <tr><td class="no">%d</td><td class="topic">%s</td><td class="marks">%d</td><td class="negative">0.5</td>\
              <td class="verdict">%s</td><td class="seconds">%d</td><td class="key">%s</td></tr>
              """.formatted(n, topic(n), n <= right ? 5 : 0, verdict(n, right), 30 + n, key(n))));
      case CARDS -> """
          <main data-submission="%s"><b data-metric="accuracy" data-value="%d"></b>\
          <b data-metric="percentile" data-value="%d.5"></b><b data-metric="seconds" data-value="%d"></b>\
          <ol class="questions">%s</ol></main>"""
          .formatted(one.id(), accuracy, right * 9, 40 * questions, numbers(questions, n -> """
              <li value="%d" data-marks="%d" data-negative="0.5"><span class="topic">%s</span>\
              <span class="chip">%s</span><time data-seconds="%d"></time><details><p>%s</p></details></li>
              """.formatted(n, n <= right ? 5 : 0, topic(n), verdict(n, right), 30 + n, key(n))));
      case NEW -> "<div id=\"root\" data-props=\"{}\"></div>";
    });
  }

  static String students(Listed<Student> found, Look look) {
    return page("Students", switch (look) {
      case TABLE -> "<main><table id=\"students\" class=\"table\"><tbody>" + each(found.rows, one -> """
          <tr data-id="%s"><td class="roll">%s</td><td class="name">%s</td><td class="email">%s</td>\
          <td class="phone">%s</td><td class="tags">%s</td></tr>
          """.formatted(one.id(), one.roll(), text(one.name()), text(one.email()), text(one.phone()),
          badges(one.tags()))) + "</tbody></table>" + pagination(found) + "</main>";
      case CARDS -> "<section class=\"student-list\" data-count=\"" + found.total + "\">" + each(found.rows, one -> """
          <article data-student="%s"><h3>%s</h3><span data-field="roll">%s</span><span data-field="email">%s</span>\
          <span data-field="phone">%s</span>%s</article>
          """.formatted(one.id(), text(one.name()), one.roll(), text(one.email()), text(one.phone()),
          each(one.tags(), tag -> "<span class=\"chip tag\">" + text(tag) + "</span>"))) + "</section>" + pages(found);
      case NEW -> "<div class=\"grid-v3\"></div>";
    });
  }

  static String words(Instant at) {
    ZonedDateTime local = at.atZone(IST);
    return MONTHS.get(local.getMonthValue() - 1) + " " + DAY.format(local) + (local.getMinute() != 0
        ? HOUR.format(local) + (local.getHour() < 12 ? " a.m." : " p.m.") : local.getHour() == 0 ? "midnight"
            : local.getHour() == 12 ? "noon"
                : (local.getHour() + 11) % 12 + 1 + (local.getHour() < 12 ? " a.m." : " p.m."));
  }

  static String exact(Instant at) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(IST));
  }

  private static String topic(int n) {
    return List.of("Loops", "Classes", "Streams", "Joins").get(n % 4);
  }

  private static String key(int n) {
    return n % 3 == 0 ? "" : "Answer " + "ABCD".charAt(n % 4) + ", since the others do not compile.";
  }

  private static String verdict(int n, int right) {
    return n <= right ? "Correct" : n % 4 == 0 ? "Skipped" : "Wrong";
  }

  private static String state(Submission one) {
    return one.percentage() == null ? "Under evaluation" : "Submitted";
  }

  private static String result(Submission one) {
    return one.percentage() == null ? "–" : Double.parseDouble(one.percentage()) >= 50 ? "Pass" : "Fail";
  }

  private static String orDash(String value) {
    return value == null || value.isEmpty() ? "–" : value;
  }

  private static String badges(List<String> tags) {
    return each(tags, tag -> "<span class=\"badge\">" + text(tag) + "</span>");
  }

  private static String pagination(Listed<?> listed) {
    return "<ul class=\"pagination\"><li class=\"count\">" + listed.total + "</li>" + (listed.next == 0 ? ""
        : "<li><a rel=\"next\" href=\"?page=" + listed.next + "\">Next</a></li>") + "</ul>";
  }

  private static String pages(Listed<?> listed) {
    return "<nav class=\"pages\">" + (listed.next == 0 ? "" : "<a class=\"next\" href=\"?page=" + listed.next
        + "\">More</a>") + "</nav>";
  }

  private static <T> String each(List<T> rows, Function<T, String> draw) {
    StringBuilder html = new StringBuilder();
    rows.forEach(row -> html.append(draw.apply(row)));
    return html.toString();
  }

  private static String numbers(int most, Function<Integer, String> draw) {
    StringBuilder html = new StringBuilder();
    for (int n = 1; n <= most; n++) {
      html.append(draw.apply(n));
    }
    return html.toString();
  }

  static String text(String plain) {
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
