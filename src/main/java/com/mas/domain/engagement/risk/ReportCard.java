package com.mas.domain.engagement.risk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.domain.engagement.risk.Marks.Bin;
import com.mas.domain.engagement.risk.Marks.Scored;
import com.mas.domain.engagement.risk.Marks.Slice;
import com.mas.domain.engagement.risk.RiskContract.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Measures what the rules are worth on learners whose end is known: scored by the very rules, cohort by cohort. */
final class ReportCard {
  static final int DAY = 56;
  static final int TOP = 20;
  static final double FIFTH = 0.2;

  private final RiskConfig config;
  private final List<Learners> cohorts;
  private final int rows;

  /** Leaves out learners who had left by the day, since they are no risk any more. */
  ReportCard(RiskConfig config, List<Enrolment> rows) {
    this.config = config;
    this.rows = rows.size();
    this.cohorts = rows.stream().filter(row -> row.leftOn() == null || row.leftOn() > DAY)
        .collect(Collectors.groupingBy(Enrolment::cohort, TreeMap::new, Collectors.toList())).values().stream()
        .map(Learners::of).toList();
  }

  /** One cohort as the rules see it. */
  record Learners(List<Enrolment> rows, List<Facts> facts, Cohort others) {
    static Learners of(List<Enrolment> rows) {
      double[] submissions = rows.stream().mapToDouble(Enrolment::submissions).sorted().toArray();
      double usual = Cohort.quantile(submissions, 0.5);
      List<Facts> facts = rows.stream().map(row -> row.facts(usual)).toList();
      return new Learners(rows, facts, Cohort.of(facts));
    }

    String presentation() {
      return rows.getFirst().presentation();
    }

    /** Returns whether anything was due by the day, so that there are marks to judge by. */
    boolean isAssessed() {
      return facts.stream().anyMatch(each -> each.work().missing() != null);
    }

    /** @param without a signal that is taken as unknown, or null */
    List<Scored> score(RiskRules rules, Signal without) {
      List<Scored> scored = new ArrayList<>(rows.size());
      for (int i = 0; i < rows.size(); i++) {
        Map<Signal, Double> values = rules.values(facts.get(i), others);
        if (without != null) {
          values.remove(without);
        }
        scored.add(new Scored(rows.get(i), rules.score(values)));
      }
      return scored;
    }
  }

  /** @param auroc over all learners together; {@code aurocWithin} is the mean of the cohorts' own */
  record Figures(int learners, double atRisk, Double auroc, Double aurocWithin, double precisionAt20,
      double recallAtFifth) {
    static Figures of(List<Scored> all) {
      return new Figures(all.size(), Marks.rate(all), Marks.auroc(all), Marks.aurocWithin(all),
          Marks.precisionOfTop(all, TOP), Marks.recallAt(all, FIFTH));
    }
  }

  /** The parameters that were best on the other presentations, and what they are worth on this one. */
  record HeldOut(String presentation, Map<String, Double> chosen, Figures figures) {}

  /** @param without what is left when the signal is; the rest shares its weight */
  record Ablation(Signal signal, Figures without, double aurocAdded, double precisionAdded) {}

  /**
   * @param auroc the mean of the presentations' own, which need not be on one scale, since each has its parameters
   * @param assessed the same of the cohorts in which something was due by the day, so that there are marks
   */
  record LeftOut(Figures together, double auroc, List<HeldOut> each, Map<String, List<Slice>> slices,
      Figures assessed, Map<String, List<Slice>> assessedSlices) {}

  /** @param onAll what the same search chooses when no presentation is left out */
  record Chosen(Map<String, Double> configured, Map<String, Double> onAll) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Report(int rows, int scored, int leftBefore, Figures asConfigured, Map<String, Figures> presentations,
      Chosen parameters, LeftOut heldOut, List<Ablation> ablation,
      Map<String, Figures> cohorts, List<Bin> calibration, Map<String, Double> tiers,
      Map<String, List<Slice>> slices) {}

  Report report() {
    List<Scored> all = score(config, null);
    Map<String, Figures> cohortFigures = new LinkedHashMap<>();
    Marks.byCohort(all).forEach((cohort, scored) -> cohortFigures.put(cohort, Figures.of(scored)));
    Tuning tuning = new Tuning(config, cohorts);
    Chosen chosen = new Chosen(Candidate.of(config).parameters(), tuning.best(null).parameters());
    RiskRules rules = new RiskRules(config);
    Map<String, Double> tiers = new TreeMap<>();
    all.stream().collect(Collectors.groupingBy(one -> rules.tier(one.score()).wire()))
        .forEach((tier, some) -> tiers.put(tier, Marks.rate(some)));
    return new Report(rows, all.size(), rows - all.size(), Figures.of(all), byPresentation(all), chosen,
        leaveOneOut(tuning), ablation(all), cohortFigures, Marks.calibration(all), tiers, Marks.slices(all));
  }

  private List<Scored> score(RiskConfig tried, Signal without) {
    RiskRules rules = new RiskRules(tried);
    return cohorts.stream().flatMap(cohort -> cohort.score(rules, without).stream()).toList();
  }

  private static Map<String, Figures> byPresentation(List<Scored> all) {
    Map<String, Figures> figures = new TreeMap<>();
    all.stream().collect(Collectors.groupingBy(each -> each.who().presentation()))
        .forEach((presentation, scored) -> figures.put(presentation, Figures.of(scored)));
    return figures;
  }

  /** Chooses the parameters without looking at the presentation that they are then tried on. */
  private LeftOut leaveOneOut(Tuning tuning) {
    List<HeldOut> each = new ArrayList<>();
    List<Scored> heldOut = new ArrayList<>();
    for (String left : cohorts.stream().map(Learners::presentation).distinct().sorted().toList()) {
      Candidate best = tuning.best(left);
      RiskRules rules = new RiskRules(best.in(config));
      List<Scored> scored = cohorts.stream().filter(cohort -> cohort.presentation().equals(left))
          .flatMap(cohort -> cohort.score(rules, null).stream()).toList();
      each.add(new HeldOut(left, best.parameters(), Figures.of(scored)));
      heldOut.addAll(scored);
    }
    double auroc = each.stream().mapToDouble(one -> one.figures().learners() * or0(one.figures().auroc())).sum()
        / Math.max(1, heldOut.size());
    Set<String> assessed = cohorts.stream().filter(Learners::isAssessed)
        .map(cohort -> cohort.rows().getFirst().cohort()).collect(Collectors.toSet());
    List<Scored> withMarks = heldOut.stream().filter(one -> assessed.contains(one.who().cohort())).toList();
    return new LeftOut(Figures.of(heldOut), auroc, each, Marks.slices(heldOut), Figures.of(withMarks),
        Marks.slices(withMarks));
  }

  private List<Ablation> ablation(List<Scored> all) {
    Figures whole = Figures.of(all);
    List<Ablation> ablation = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      Figures without = Figures.of(score(config, signal));
      ablation.add(new Ablation(signal, without, or0(whole.auroc()) - or0(without.auroc()),
          whole.precisionAt20() - without.precisionAt20()));
    }
    return ablation;
  }

  private static double or0(Double value) {
    return value == null ? 0 : value;
  }
}
