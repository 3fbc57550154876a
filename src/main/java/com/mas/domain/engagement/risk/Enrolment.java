package com.mas.domain.engagement.risk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A row of a table of real learners, as the report card reads it: what they had done by a day, and how it ended.
 *
 * @param groups slices by what the rules never see: gender, age, deprivation, disability
 */
record Enrolment(String learner, String module, String presentation, Double leftOn, double clicks,
    double clicksPerVisit,
    double scoreMean, double submissions, Map<String, String> groups, boolean atRisk) {
  private static final Map<String, String> SLICES = Map.of(
      "gender", "gender", "age_band", "age", "imd_band", "deprivation", "disability", "disability");

  String cohort() {
    return module + " " + presentation;
  }

  /** @throws IllegalArgumentException that names the line */
  static List<Enrolment> read(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(csv + " is empty");
    }
    List<String> names = List.of(lines.getFirst().split(",", -1));
    List<Enrolment> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      Map<String, String> row = new HashMap<>();
      for (int c = 0; c < Math.min(cells.length, names.size()); c++) {
        row.put(names.get(c), cells[c]);
      }
      try {
        rows.add(of(row));
      } catch (IllegalArgumentException | NullPointerException e) {
        throw new IllegalArgumentException(csv + ", line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return rows;
  }

  private static Enrolment of(Map<String, String> row) {
    Map<String, String> groups = SLICES.entrySet().stream().filter(slice -> row.containsKey(slice.getKey()))
        .collect(Collectors.toMap(Map.Entry::getValue, slice -> row.get(slice.getKey())));
    return new Enrolment(row.get("learner"), row.get("module"), row.get("presentation"),
        row.get("unregistered_day").isEmpty() ? null : Double.valueOf(row.get("unregistered_day")), number(row,
            "clicks"),
        number(row, "clicks_mean"), number(row, "score_mean"), number(row, "submissions"), groups,
        "1".equals(row.get("at_risk")));
  }

  private static double number(Map<String, String> row, String name) {
    String cell = row.get(name);
    if (cell == null) {
      throw new IllegalArgumentException("has no " + name);
    }
    return cell.isEmpty() ? 0 : Double.parseDouble(cell);
  }

  /**
   * Returns what the product would have known. A visit is a day's use of one page of the course; progress is the marks
   * earned. The product's people warn of work that the cohort's median learner handed in and this one did not, and of a
   * mean below the pass mark. Nothing is known of days without activity, of sessions and of the place in the batch.
   */
  Facts facts(double usualSubmissions, double passMark) {
    boolean graded = submissions > 0;
    int warnings = usualSubmissions == 0 ? 0
        : (int) Math.max(0, usualSubmissions - submissions) + (graded && scoreMean < passMark ? 1 : 0);
    return new Facts(clicksPerVisit > 0 ? clicks / clicksPerVisit : 0, null, 0, 0, scoreMean * submissions, true, false,
        graded ? scoreMean : null, warnings, null);
  }
}
