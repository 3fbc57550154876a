package com.mas.domain.engagement.risk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Measures how well scores foretell what happened. */
final class Marks {
  private Marks() {}

  /** One learner's score, and how it ended. */
  record Scored(Enrolment who, double score) {
    boolean atRisk() {
      return who.atRisk();
    }
  }

  /** @param rate of those at risk; null when there is nobody */
  record Bin(String range, int learners, Double meanScore, Double rate) {}

  /**
   * @param aurocWithin the mean of the slice's own in each cohort
   * @param flagged share that is in the riskiest fifth of its cohort, of all, of those who got through
   */
  record Slice(String group, int learners, double atRisk, Double auroc, double aurocWithin, double meanScore,
      double flagged, Double flaggedOfFine) {}

  /** The chance that one who ended badly has the higher score than one who did not; ties count half. */
  static Double auroc(List<Scored> all) {
    List<Scored> sorted = all.stream().sorted(Comparator.comparingDouble(Scored::score)).toList();
    double ranks = 0;
    long bad = sorted.stream().filter(Scored::atRisk).count();
    for (int from = 0; from < sorted.size();) {
      int to = from;
      long here = 0;
      while (to < sorted.size() && sorted.get(to).score() == sorted.get(from).score()) {
        here += sorted.get(to).atRisk() ? 1 : 0;
        to++;
      }
      ranks += here * (from + to + 1) / 2.0;
      from = to;
    }
    long fine = sorted.size() - bad;
    return bad == 0 || fine == 0 ? null : (ranks - bad * (bad + 1) / 2.0) / ((double) bad * fine);
  }

  /** Returns the mean of the cohorts' own, by learners; a cohort in which all ended alike says nothing. */
  static double aurocWithin(List<Scored> all) {
    return byCohort(all).values().stream().mapToDouble(cohort -> cohort.size() * orHalf(auroc(cohort))).sum()
        / Math.max(1, all.size());
  }

  private static double orHalf(Double auroc) {
    return auroc == null ? 0.5 : auroc;
  }

  static Map<String, List<Scored>> byCohort(List<Scored> all) {
    return all.stream().collect(Collectors.groupingBy(each -> each.who().cohort(), TreeMap::new, Collectors.toList()));
  }

  /** The mean over cohorts of how many of the riskiest so many ended badly. */
  static double precisionOfTop(List<Scored> all, int top) {
    return byCohort(all).values().stream().mapToDouble(cohort -> rate(riskiest(cohort, top))).average().orElse(0);
  }

  /** Returns the share of the learners who ended badly that is found when this share of each cohort is flagged. */
  static double recallAt(List<Scored> all, double share) {
    long found = flagged(all, share).stream().filter(Scored::atRisk).count();
    return (double) found / Math.max(1, all.stream().filter(Scored::atRisk).count());
  }

  static List<Scored> flagged(List<Scored> all, double share) {
    return byCohort(all).values().stream()
        .flatMap(cohort -> riskiest(cohort, (int) Math.round(cohort.size() * share)).stream()).toList();
  }

  private static List<Scored> riskiest(List<Scored> cohort, int top) {
    return cohort.stream().sorted(Comparator.comparingDouble(Scored::score).reversed()
        .thenComparing(each -> each.who().learner())).limit(top).toList();
  }

  static List<Bin> calibration(List<Scored> all) {
    List<Bin> bins = new ArrayList<>();
    for (int low = 0; low < 100; low += 10) {
      int from = low;
      List<Scored> in = all.stream().filter(each -> Math.min(9, (int) (each.score() / 10)) * 10 == from).toList();
      bins.add(new Bin(low + "-" + (low + 10), in.size(), in.isEmpty() ? null : mean(in), in.isEmpty() ? null
          : rate(in)));
    }
    return bins;
  }

  static Map<String, List<Slice>> slices(List<Scored> all) {
    Map<String, List<Slice>> slices = new TreeMap<>();
    List<Scored> flagged = flagged(all, 0.2);
    all.stream().flatMap(each -> each.who().groups().keySet().stream()).distinct()
        .forEach(by -> slices.put(by, slices(all, flagged, each -> each.who().groups().get(by))));
    return slices;
  }

  private static List<Slice> slices(List<Scored> all, List<Scored> flagged, Function<Scored, String> group) {
    Map<String, List<Scored>> red = flagged.stream().collect(Collectors.groupingBy(group));
    return new TreeMap<>(all.stream().collect(Collectors.groupingBy(group))).entrySet().stream().map(slice -> {
      List<Scored> in = slice.getValue();
      List<Scored> ofIt = red.getOrDefault(slice.getKey(), List.of());
      long fine = in.stream().filter(each -> !each.atRisk()).count();
      return new Slice(slice.getKey(), in.size(), rate(in), auroc(in), aurocWithin(in), mean(in),
          (double) ofIt.size() / in.size(),
          fine == 0 ? null : (double) ofIt.stream().filter(each -> !each.atRisk()).count() / fine);
    }).toList();
  }

  static double rate(List<Scored> some) {
    return some.stream().mapToInt(each -> each.atRisk() ? 1 : 0).average().orElse(0);
  }

  private static double mean(List<Scored> some) {
    return some.stream().mapToDouble(Scored::score).average().orElse(0);
  }
}
