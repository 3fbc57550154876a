package com.mas.domain.engagement.risk;

import com.mas.domain.engagement.risk.RiskContract.Part;
import com.mas.domain.engagement.risk.RiskContract.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what was seen of a learner, in plain words without names. */
final class RiskWords {
  /** Characters of a reason, whoever wrote it. */
  static final int LONGEST = 240;
  private static final int QUIET_DAYS = 7;

  private RiskWords() {}

  static String seen(Signal signal, Facts facts, Cohort cohort) {
    return switch (signal) {
      case INACTIVITY -> inactivity(facts, cohort);
      case LEARNING_PROGRESS -> learning(facts, cohort);
      case TESTS -> facts.testMean() == null ? "no test graded yet" : "a test mean of " + amount(facts.testMean());
      case WARNINGS -> facts.warnings() == 0 ? "no active warning" : counted(facts.warnings(), "active warning");
      case PLACEMENT -> facts.openSteps() == null ? "nothing known of the place in the batch"
          : facts.openSteps() == 0 ? "agreement, payment and diagnostic settled"
          : facts.openSteps() + " of agreement, payment and diagnostic still open";
    };
  }

  private static String inactivity(Facts facts, Cohort cohort) {
    List<String> seen = new ArrayList<>();
    if (facts.idleDays() != null && facts.idleDays() >= QUIET_DAYS) {
      seen.add("no activity for " + facts.idleDays() + " days");
    } else {
      seen.add("less active than " + behind(cohort.activity(), facts.activity()) + " % of the batch");
    }
    if (facts.missed() > 0) {
      seen.add(facts.missed() + " of " + facts.sessions() + " sessions missed");
    }
    return String.join(", ", seen);
  }

  private static String learning(Facts facts, Cohort cohort) {
    if (facts.progress() == null) {
      return facts.isExpectedToLearn() ? "not found in the batch's courses" : "no course to follow yet";
    }
    if (facts.finished()) {
      return "all courses finished";
    }
    return facts.progress() == 0 ? "courses not begun"
        : "behind " + behind(cohort.progress(), facts.progress()) + " % of the batch in the courses";
  }

  /** One sentence, at most {@value #LONGEST} characters, of the parts that add most. */
  static String reason(List<Part> parts) {
    double most = parts.getFirst().points();
    List<String> words = parts.stream().filter(part -> part.points() > 0 && part.points() >= most / 2).limit(3)
        .map(Part::words).toList();
    if (words.isEmpty()) {
      return "Nothing stands out.";
    }
    String last = words.getLast();
    String text = words.size() == 1 ? last
        : String.join("; ", words.subList(0, words.size() - 1)) + "; and " + last;
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  static String amount(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.1f", value);
  }

  private static long behind(double[] sorted, double value) {
    return sorted.length == 0 ? 0 : Math.round(Cohort.behind(sorted, value));
  }
}
