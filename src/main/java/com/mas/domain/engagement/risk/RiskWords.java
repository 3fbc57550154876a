package com.mas.domain.engagement.risk;

import com.mas.domain.engagement.risk.RiskContract.Part;
import com.mas.domain.engagement.risk.RiskContract.Signal;
import com.mas.domain.engagement.risk.RiskRules.Quiet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what was seen of a learner, in plain words without names: what counts most comes first. */
final class RiskWords {
  /** Characters of a reason, whoever wrote it. */
  static final int LONGEST = 240;
  private static final int QUIET_DAYS = 7;
  /** Share of the own first weeks below which somebody has become quiet. */
  private static final double QUIETER = 0.7;
  private static final int LATE_DAYS = 3;

  private RiskWords() {}

  static String seen(Signal signal, Facts facts, Cohort cohort, Quiet quiet) {
    return switch (signal) {
      case INACTIVITY -> inactivity(facts.presence(), cohort, quiet);
      case LEARNING_PROGRESS -> learning(facts.work(), cohort);
      case TESTS -> tests(facts.graded());
      case WARNINGS -> facts.warnings() == null ? "nothing known of warnings"
          : facts.warnings() == 0 ? "no active warning" : counted(facts.warnings(), "active warning");
      case PLACEMENT -> facts.openSteps() == null ? "nothing known of the place in the batch"
          : facts.openSteps() == 0 ? "agreement, payment and diagnostic settled"
              : facts.openSteps() + " of agreement, payment and diagnostic still open";
    };
  }

  private static String inactivity(Facts.Presence seen, Cohort cohort, Quiet quiet) {
    List<String> words = new ArrayList<>();
    boolean isIdle = seen.idleDays() != null && seen.idleDays() >= QUIET_DAYS;
    if (isIdle) {
      words.add("no activity for " + seen.idleDays() + " days");
    }
    if (seen.missed() > 0) {
      words.add(quiet.missed() > quiet.idle() ? 0 : words.size(),
          seen.missed() + " of " + seen.sessions() + " sessions missed");
    }
    boolean isFirst = quiet.compared() >= Math.max(quiet.idle(), quiet.missed());
    if (!isIdle && seen.activity() == null) {
      words.add("away on leave or holidays");
    } else if (!isIdle && (isFirst || behind(cohort.activity(), seen.activity()) > 50)) {
      words.add(isFirst ? 0 : words.size(),
          "less active than " + behind(cohort.activity(), seen.activity()) + " % of the batch");
    }
    if (!isIdle && seen.trend() != null && seen.trend() < QUIETER) {
      words.add(Math.round(100 * (1 - seen.trend())) + " % fewer active days than at first");
    }
    return String.join(", ", words);
  }

  private static String learning(Facts.Work work, Cohort cohort) {
    if (work.progress() == null && work.isExpected()) {
      return "not found in the batch's courses";
    }
    List<String> words = new ArrayList<>();
    if (work.progress() != null) {
      words.add(work.isFinished() ? "all courses finished"
          : work.progress() == 0 ? "courses not begun"
              : "behind " + behind(cohort.progress(), work.progress())
                  + " % of the batch in the courses at the same age");
    }
    if (work.missing() != null && work.missing() > 0) {
      words.add(Math.round(100 * work.missing()) + " % of the work that was due is missing");
    }
    if (work.delay() != null && work.delay() >= LATE_DAYS) {
      words.add("handed in " + counted(Math.round(work.delay()), "day") + " late on average");
    }
    return words.isEmpty() ? "no course to follow yet" : String.join(", ", words);
  }

  private static String tests(Facts.Graded graded) {
    if (graded.mean() == null) {
      return "no test graded yet";
    }
    return "a test mean of " + amount(graded.mean())
        + (graded.last() == null || graded.last() >= graded.mean() ? "" : ", the last " + amount(graded.last()));
  }

  /** One sentence, at most {@value #LONGEST} characters, of the parts that add most. */
  static String reason(List<Part> parts) {
    double most = parts.getFirst().points();
    List<String> words = parts.stream().filter(part -> part.points() > 0 && part.points() >= most / 2).limit(3)
        .map(Part::words).toList();
    if (words.isEmpty()) {
      return "Nothing stands out.";
    }
    String text = joined(words);
    for (int fewer = words.size() - 1; text.length() > LONGEST - 1 && fewer > 0; fewer--) {
      text = joined(words.subList(0, fewer));
    }
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  private static String joined(List<String> words) {
    String last = words.getLast();
    return words.size() == 1 ? last : String.join("; ", words.subList(0, words.size() - 1)) + "; and " + last;
  }

  static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  static String amount(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.1f", value);
  }

  private static long behind(double[] sorted, double value) {
    return sorted.length == 0 ? 0 : Math.round(Cohort.behind(sorted, value));
  }
}
