package com.mas.domain.engagement.risk;

import com.mas.domain.engagement.risk.ReportCard.Learners;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the best candidate on some presentations: all are tried, the first of equals is taken. */
final class Tuning {
  /** A precision of twenty hangs on a few hundred learners: its error is about four times that of the AUROC. */
  private static final double PRECISION_COUNTS = 0.25;
  /** Scores are tenths. */
  private static final int SCORES = 1001;

  private final List<Candidate> candidates = Candidate.all();
  private final List<Tried> tried;

  Tuning(RiskConfig config, List<Learners> cohorts) {
    tried = candidates.parallelStream().map(candidate -> Tried.of(candidate.in(config), cohorts)).toList();
  }

  /** @param left the presentation that has no say; null: all have */
  Candidate best(String left) {
    double[] worth = tried.stream().mapToDouble(each -> each.worth(left)).toArray();
    return candidates.get(IntStream.range(0, worth.length).boxed().max(Comparator.comparingDouble(i -> worth[i]))
        .orElseThrow());
  }

  /**
   * Results of one candidate, by presentation.
   *
   * @param ends for each score, how many ended well and how many badly
   * @param precisions of the riskiest of each cohort
   */
  private record Tried(Map<String, int[][]> ends, Map<String, List<Double>> precisions) {
    static Tried of(RiskConfig config, List<Learners> cohorts) {
      RiskRules rules = new RiskRules(config);
      Map<String, int[][]> ends = new TreeMap<>();
      Map<String, List<Double>> precisions = new TreeMap<>();
      for (Learners cohort : cohorts) {
        int[][] counts = ends.computeIfAbsent(cohort.presentation(), first -> new int[SCORES][2]);
        List<Marks.Scored> scored = cohort.score(rules, null);
        scored.forEach(each -> counts[(int) Math.round(each.score() * 10)][each.atRisk() ? 1 : 0]++);
        precisions.merge(cohort.presentation(), List.of(Marks.precisionOfTop(scored, ReportCard.TOP)), Tried::both);
      }
      return new Tried(ends, precisions);
    }

    private static List<Double> both(List<Double> some, List<Double> more) {
      return Stream.concat(some.stream(), more.stream()).toList();
    }

    double worth(String left) {
      int[][] sum = new int[SCORES][2];
      ends.forEach((presentation, counts) -> {
        for (int score = 0; score < SCORES && !presentation.equals(left); score++) {
          sum[score][0] += counts[score][0];
          sum[score][1] += counts[score][1];
        }
      });
      double precision = precisions.entrySet().stream().filter(each -> !each.getKey().equals(left))
          .flatMap(each -> each.getValue().stream()).mapToDouble(each -> each).average().orElse(0);
      return auroc(sum) + PRECISION_COUNTS * precision;
    }

    private static double auroc(int[][] counts) {
      double pairs = 0;
      long fineBelow = 0;
      for (int[] at : counts) {
        pairs += at[1] * (fineBelow + at[0] / 2.0);
        fineBelow += at[0];
      }
      long bad = Arrays.stream(counts).mapToLong(at -> at[1]).sum();
      return bad == 0 || fineBelow == 0 ? 0 : pairs / ((double) bad * fineBelow);
    }
  }
}
