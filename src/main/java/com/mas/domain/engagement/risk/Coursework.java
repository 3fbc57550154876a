package com.mas.domain.engagement.risk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One learner's marks of the assessments that were due and count for something.
 *
 * @param missing share of the weight that was due, 0 to 1, that was not handed in
 * @param delay days after the due day, on the average; null when nothing was handed in this time
 * @param graded weighted by what each assessment counts for
 */
record Coursework(double missing, Double delay, Facts.Graded graded) {

  private record Assessment(String id, String cohort, double dueOn, double weight) {}

  /** @param score null when it is not marked yet */
  private record Mark(String learner, String assessment, double submittedOn, boolean isBanked, Double score) {}

  /** Coursework of all learners of some cohorts. */
  static final class All {
    static final All NONE = new All(Map.of(), Map.of());

    private final Map<String, List<Assessment>> due;
    private final Map<String, Map<String, Mark>> marks;

    private All(Map<String, List<Assessment>> due, Map<String, Map<String, Mark>> marks) {
      this.due = due;
      this.marks = marks;
    }

    /** Returns what this learner did of what was due; null in a cohort in which nothing was. */
    Coursework of(String learner, String cohort) {
      List<Assessment> assessments = due.getOrDefault(cohort, List.of());
      return assessments.isEmpty() ? null : Coursework.of(assessments, marks.getOrDefault(learner, Map.of()));
    }

    boolean isEmpty() {
      return due.isEmpty();
    }
  }

  /** Reads the marks and the assessments beside a table of learners; none when they are not there. */
  static All beside(Path learners) throws IOException {
    Path assessments = Csv.beside(learners, "-assessments");
    Path marks = Csv.beside(learners, "-marks");
    if (!Files.exists(assessments) || !Files.exists(marks)) {
      return All.NONE;
    }
    Map<String, List<Assessment>> due = Csv.read(assessments, Coursework::assessment).stream()
        .filter(each -> each.weight() > 0).sorted(Comparator.comparingDouble(Assessment::dueOn))
        .collect(Collectors.groupingBy(Assessment::cohort));
    Map<String, Map<String, Mark>> handedIn = new HashMap<>();
    Csv.read(marks, Coursework::mark).forEach(
        mark -> handedIn.computeIfAbsent(mark.learner(), first -> new HashMap<>()).put(mark.assessment(), mark));
    return new All(due, handedIn);
  }

  private static Coursework of(List<Assessment> due, Map<String, Mark> marks) {
    double weight = 0;
    double missing = 0;
    double marked = 0;
    double sum = 0;
    List<Double> scores = new ArrayList<>();
    List<Double> delays = new ArrayList<>();
    for (Assessment each : due) {
      Mark mark = marks.get(each.id());
      weight += each.weight();
      if (mark == null) {
        missing += each.weight();
        continue;
      }
      if (!mark.isBanked()) {
        delays.add(mark.submittedOn() - each.dueOn());
      }
      if (mark.score() != null) {
        marked += each.weight();
        sum += each.weight() * mark.score();
        scores.add(mark.score());
      }
    }
    return new Coursework(missing / weight, delays.isEmpty() ? null
        : delays.stream().mapToDouble(each -> each).average().orElseThrow(),
        scores.isEmpty() ? Facts.Graded.NOTHING
            : new Facts.Graded(sum / marked, scores.getLast(), scores.stream().min(Double::compare).orElseThrow()));
  }

  private static Assessment assessment(Map<String, String> row) {
    return new Assessment(row.get("assessment"), Enrolment.cohort(row.get("module"), row.get("presentation")),
        Csv.number(row, "due_day"), Csv.number(row, "weight"));
  }

  private static Mark mark(Map<String, String> row) {
    return new Mark(row.get("learner"), row.get("assessment"), Csv.number(row, "submitted_day"),
        "1".equals(row.get("banked")), row.get("score").isEmpty() ? null : Csv.number(row, "score"));
  }
}
