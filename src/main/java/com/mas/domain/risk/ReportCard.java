package com.mas.domain.risk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.domain.risk.Marks.Bin;
import com.mas.domain.risk.Marks.Scored;
import com.mas.domain.risk.Marks.Slice;
import com.mas.domain.risk.RiskContract.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the rules are worth on learners whose end is known: scored by the very rules, cohort by cohort. */
final class ReportCard {
  static final int DAY = 56;
  static final int TOP = 20;
  static final double FIFTH = 0.2;

  private final RiskConfig config;
  private final Map<String, List<Enrolment>> cohorts;
  private final int rows;

  /** Those who had left by the day are nobody's risk any more. */
  ReportCard(RiskConfig config, List<Enrolment> rows) {
    this.config = config;
    this.rows = rows.size();
    this.cohorts = rows.stream().filter(row -> row.leftOn() == null || row.leftOn() > DAY)
        .collect(Collectors.groupingBy(Enrolment::cohort, TreeMap::new, Collectors.toList()));
  }

  /** @param auroc over all learners together; {@code aurocWithin} is the mean of the cohorts' own */
  record Figures(int learners, double atRisk, Double auroc, Double aurocWithin, double precisionAt20,
      double recallAtFifth) {
    static Figures of(List<Scored> all) {
      double within = Marks.byCohort(all).values().stream()
          .mapToDouble(cohort -> cohort.size() * orHalf(Marks.auroc(cohort))).sum() / Math.max(1, all.size());
      return new Figures(all.size(), Marks.rate(all), Marks.auroc(all), within, Marks.precisionOfTop(all, TOP),
          Marks.recallAt(all, FIFTH));
    }

    private static double orHalf(Double auroc) {
      return auroc == null ? 0.5 : auroc;
    }
  }

  /** The parameters that were best on the other presentations, and what they are worth on this one. */
  record HeldOut(String presentation, Map<String, Double> chosen, Figures figures) {}

  /** @param without what is left when the signal is; the rest shares its weight */
  record Ablation(Signal signal, Figures without, double aurocAdded, double precisionAdded) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Report(int rows, int scored, int leftBefore, Figures asConfigured, Map<String, Figures> presentations,
      Figures heldOut, List<HeldOut> heldOutEach, List<Ablation> ablation, Map<String, Figures> cohorts,
      List<Bin> calibration, Map<String, Double> tiers, Map<String, List<Slice>> slices) {}

  Report report() {
    List<Scored> all = score(config, null);
    Map<String, Figures> cohortFigures = new LinkedHashMap<>();
    Marks.byCohort(all).forEach((cohort, scored) -> cohortFigures.put(cohort, Figures.of(scored)));
    List<HeldOut> each = new ArrayList<>();
    List<Scored> heldOut = leaveOneOut(each);
    RiskRules rules = new RiskRules(config);
    Map<String, Double> tiers = new TreeMap<>();
    all.stream().collect(Collectors.groupingBy(one -> rules.tier(one.score()).name().toLowerCase(Locale.ROOT)))
        .forEach((tier, some) -> tiers.put(tier, Marks.rate(some)));
    return new Report(rows, all.size(), rows - all.size(), Figures.of(all), byPresentation(all), Figures.of(heldOut),
        each,
        ablation(all), cohortFigures, Marks.calibration(all), tiers, Marks.slices(all));
  }

  /** @param without a signal that is taken as unknown, or null */
  private List<Scored> score(RiskConfig tried, Signal without) {
    RiskRules rules = new RiskRules(tried);
    return cohorts.values().stream().flatMap(cohort -> {
      double[] submissions = cohort.stream().mapToDouble(Enrolment::submissions).sorted().toArray();
      double usual = Cohort.quantile(submissions, 0.5);
      List<Facts> facts = cohort.stream().map(row -> row.facts(usual, config.tests().pass())).toList();
      Cohort others = Cohort.of(facts);
      List<Scored> scored = new ArrayList<>(cohort.size());
      for (int i = 0; i < cohort.size(); i++) {
        Map<Signal, Double> values = rules.values(facts.get(i), others);
        values.keySet().removeIf(signal -> signal == without);
        scored.add(new Scored(cohort.get(i), rules.score(values)));
      }
      return scored.stream();
    }).toList();
  }

  private static Map<String, Figures> byPresentation(List<Scored> all) {
    Map<String, Figures> figures = new TreeMap<>();
    all.stream().collect(Collectors.groupingBy(each -> each.who().presentation()))
        .forEach((presentation, scored) -> figures.put(presentation, Figures.of(scored)));
    return figures;
  }

  /** Chooses the parameters without looking at the presentation that they are then tried on. */
  private List<Scored> leaveOneOut(List<HeldOut> each) {
    Map<Candidate, Map<String, List<Scored>>> tried = new LinkedHashMap<>();
    for (Candidate candidate : Candidate.all()) {
      tried.put(candidate, score(candidate.in(config), null).stream()
          .collect(Collectors.groupingBy(one -> one.who().presentation())));
    }
    List<Scored> heldOut = new ArrayList<>();
    for (String left : cohorts.values().stream().map(rows -> rows.getFirst().presentation()).distinct().sorted()
        .toList()) {
      Candidate best = tried.keySet().stream().max(Comparator.comparingDouble(candidate ->
          worth(tried.get(candidate), left))).orElseThrow();
      List<Scored> scored = tried.get(best).get(left);
      each.add(new HeldOut(left, best.parameters(), Figures.of(scored)));
      heldOut.addAll(scored);
    }
    return heldOut;
  }

  private static double worth(Map<String, List<Scored>> presentations, String left) {
    List<Scored> others = presentations.entrySet().stream().filter(one -> !one.getKey().equals(left))
        .flatMap(one -> one.getValue().stream()).toList();
    Figures figures = Figures.of(others);
    return (figures.auroc() == null ? 0 : figures.auroc()) + figures.precisionAt20();
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
