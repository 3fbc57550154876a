package com.mas.domain.engagement.risk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.mas.domain.engagement.risk.Marks.Slice;
import com.mas.domain.engagement.risk.ReportCard.Figures;
import com.mas.domain.engagement.risk.ReportCard.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints the report card of {@code conf/rules/risk.yaml} on a CSV of learners: tables, then the same as one JSON
 * document.
 */
final class RiskReport {
  private static final String ROW = "%-38s %8s %8s %8s %8s %8s %8s%n";

  private final StringBuilder out = new StringBuilder();

  private RiskReport() {}

  static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: scripts/risk-report CSV");
      System.exit(2);
    }
    try {
      RiskConfig config = RiskConfig.read(Path.of("conf/rules/risk.yaml"));
      System.out.print(text(new ReportCard(config, Enrolment.read(Path.of(args[0]))).report()));
    } catch (IllegalArgumentException | IOException e) {
      System.err.println("The report card cannot be made: " + e.getMessage());
      System.exit(1);
    }
  }

  static String text(Report report) throws JsonProcessingException {
    RiskReport text = new RiskReport();
    text.tables(report);
    text.out.append('\n')
        .append(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report))
        .append('\n');
    return text.out.toString();
  }

  private void tables(Report report) {
    line("%d rows, %d scored, %d had left before day %d%n", report.rows(), report.scored(), report.leftBefore(),
        ReportCard.DAY);
    title("As configured", "learners", "at risk", "AUROC", "within", "prec@20", "rec@20%");
    figures("all", report.asConfigured());
    report.presentations().forEach(this::figures);
    line("  configured %s%n  best on all of them %s%n", report.parameters().configured(), report.parameters().onAll());
    title("Left out, tuned on the rest", "learners", "at risk", "AUROC", "within", "prec@20", "rec@20%");
    figures("together", report.heldOut().together());
    row("mean", "", "", n(report.heldOut().auroc()), "", "", "");
    figures("with marks due", report.heldOut().assessed());
    report.heldOut().each().forEach(each -> {
      figures(each.presentation(), each.figures());
      line("  %s%n", each.chosen());
    });
    slices("Left out, by ", report.heldOut().slices());
    slices("Left out, with marks due, by ", report.heldOut().assessedSlices());
    title("Without a signal", "learners", "at risk", "AUROC", "within", "prec@20", "rec@20%");
    report.ablation().forEach(each -> {
      figures("without " + each.signal().wire(), each.without());
      line("  it adds %+.4f AUROC, %+.4f precision%n", each.aurocAdded(), each.precisionAdded());
    });
    title("Cohort", "learners", "at risk", "AUROC", "within", "prec@20", "rec@20%");
    report.cohorts().forEach(this::figures);
    title("Score", "learners", "mean", "at risk", "", "", "");
    report.calibration().forEach(bin -> row(bin.range(), bin.learners(), n(bin.meanScore()), n(bin.rate()), "", "",
        ""));
    title("Tier", "at risk", "", "", "", "", "");
    report.tiers().forEach((tier, rate) -> row(tier, n(rate), "", "", "", "", ""));
    slices("By ", report.slices());
  }

  private void slices(String title, Map<String, List<Slice>> all) {
    all.forEach((by, slices) -> {
      title(title + by, "learners", "at risk", "AUROC", "within", "flagged", "of fine");
      slices.forEach(slice -> row(slice.group(), slice.learners(), n(slice.atRisk()), n(slice.auroc()),
          n(slice.aurocWithin()), n(slice.flagged()), n(slice.flaggedOfFine())));
    });
  }

  private void figures(String name, Figures figures) {
    row(name, figures.learners(), n(figures.atRisk()), n(figures.auroc()), n(figures.aurocWithin()),
        n(figures.precisionAt20()), n(figures.recallAtFifth()));
  }

  private void title(Object... cells) {
    out.append('\n');
    row(cells);
  }

  private void row(Object... cells) {
    line(ROW, cells);
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values).replaceAll(" +(?=\\R)", ""));
  }

  private static String n(Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, Math.abs(value) > 1 ? "%.1f" : "%.4f", value);
  }
}
