package com.mas.domain.engagement.risk;

import com.mas.domain.engagement.risk.Facts.Graded;
import com.mas.domain.engagement.risk.Facts.Presence;
import com.mas.domain.engagement.risk.Facts.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A row of a table of real learners, as the report card reads it: what they had done by a day, and how it ended.
 *
 * @param coursework what is known of their marks; null when nothing was due, or no marks are known
 * @param marked whether the marks of the table are known, so that the sums of the row say nothing more
 * @param groups slices by what the rules never see: gender, age, deprivation, disability
 */
record Enrolment(String learner, String module, String presentation, Double leftOn, double clicks,
    double clicksPerVisit, double scoreMean, double submissions, Coursework coursework, boolean marked,
    Map<String, String> groups, boolean atRisk) {
  private static final Map<String, String> SLICES = Map.of(
      "gender", "gender", "age_band", "age", "imd_band", "deprivation", "disability", "disability");

  String cohort() {
    return cohort(module, presentation);
  }

  static String cohort(String module, String presentation) {
    return module + " " + presentation;
  }

  /**
   * Reads the learners, with the marks and the assessments beside them when they are there.
   *
   * @throws IllegalArgumentException that names the line
   */
  static List<Enrolment> read(Path csv) throws IOException {
    Coursework.All coursework = Coursework.beside(csv);
    return Csv.read(csv, row -> of(row, coursework));
  }

  private static Enrolment of(Map<String, String> row, Coursework.All coursework) {
    Map<String, String> groups = SLICES.entrySet().stream().filter(slice -> row.containsKey(slice.getKey()))
        .collect(Collectors.toMap(Map.Entry::getValue, slice -> row.get(slice.getKey())));
    String left = row.get("unregistered_day");
    return new Enrolment(row.get("learner"), row.get("module"), row.get("presentation"),
        left.isEmpty() ? null : Double.valueOf(left), Csv.number(row, "clicks"), Csv.number(row, "clicks_mean"),
        Csv.number(row, "score_mean"), Csv.number(row, "submissions"),
        coursework.of(row.get("learner"), cohort(row.get("module"), row.get("presentation"))), !coursework.isEmpty(),
        groups, "1".equals(row.get("at_risk")));
  }

  /**
   * Returns what the product would have known. A visit is a day's use of one page of the course; progress is the marks
   * of everything that was handed in, due or not. Where the marks are not known, the work that the cohort's median
   * learner handed in is what was due. Nothing is known of days without activity, of sessions, of warnings and of the
   * place in the batch.
   */
  Facts facts(double usualSubmissions) {
    Double missing = usualSubmissions == 0 ? null : Math.max(0, 1 - submissions / usualSubmissions);
    Graded graded = submissions > 0 ? new Graded(scoreMean, null, null) : Graded.NOTHING;
    if (marked) {
      missing = coursework == null ? null : Double.valueOf(coursework.missing());
      graded = coursework == null ? Graded.NOTHING : coursework.graded();
    }
    return new Facts(new Presence(clicksPerVisit > 0 ? clicks / clicksPerVisit : 0, null, null, 0, 0),
        new Work(scoreMean * submissions, true, false, missing, coursework == null ? null : coursework.delay()), graded,
        null, null);
  }
}
