package com.mas.domain.engagement.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mas.domain.engagement.risk.Marks.Scored;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCardTest {
  private static final RiskConfig CONFIG = RiskConfig.read(Path.of("conf", "rules", "risk.yaml"));
  private static final String HEAD = "learner,module,presentation,registered_day,unregistered_day,clicks,clicks_mean,"
      + "score_mean,submissions,gender,age_band,imd_band,disability,at_risk\n";

  @TempDir
  private Path folder;

  /** Made up: who does little tends to fail; the made-up gender has nothing to do with it. */
  private Path learners(long seed, boolean swapGenders) throws Exception {
    StringBuilder csv = new StringBuilder(HEAD);
    Random random = new Random(seed);
    for (int i = 0; i < 600; i++) {
      double zeal = random.nextDouble();
      boolean bad = random.nextDouble() > zeal;
      boolean gone = i % 20 == 0;
      csv.append(i).append(",M").append(i % 2).append(",P").append(i % 3).append(",-10,").append(gone ? "40" : "")
          .append(',')
          .append((int) (zeal * 900 + random.nextInt(200))).append(",3.0,").append((int) (zeal * 60
              + random.nextInt(40)))
          .append(',').append(zeal > 0.2 ? 3 : 1).append(',').append((i / 6 % 2 == 0) == swapGenders ? 'F' : 'M')
          .append(",0-35,10-20,N,").append(bad ? 1 : 0).append('\n');
    }
    return Files.writeString(folder.resolve(seed + "-" + swapGenders + ".csv"), csv);
  }

  @Test
  void theCardFindsWhoWillFailAmongThoseStillThere() throws Exception {
    ReportCard.Report report = new ReportCard(CONFIG, Enrolment.read(learners(1, true))).report();
    assertEquals(600, report.rows());
    assertEquals(570, report.scored());
    assertTrue(report.asConfigured().auroc() > 0.75, report.asConfigured().toString());
    assertTrue(report.heldOut().together().auroc() > 0.75, report.heldOut().toString());
    assertEquals(3, report.heldOut().each().size());
    assertEquals(6, report.cohorts().size());
    assertEquals(10, report.calibration().size());
    assertEquals(570, report.calibration().stream().mapToInt(Marks.Bin::learners).sum());
    report.slices().values().forEach(slices ->
        assertEquals(570, slices.stream().mapToInt(Marks.Slice::learners).sum()));
    assertEquals(0, report.ablation().getLast().aurocAdded(), "nothing is known of the place in these batches");
  }

  @Test
  void whoSomebodyIsChangesNoScore() throws Exception {
    ReportCard.Report one = new ReportCard(CONFIG, Enrolment.read(learners(2, true))).report();
    ReportCard.Report other = new ReportCard(CONFIG, Enrolment.read(learners(2, false))).report();
    assertEquals(one.asConfigured(), other.asConfigured());
    assertEquals(one.calibration(), other.calibration());
  }

  @Test
  void thePresentationThatIsLeftOutHasNoSay() throws Exception {
    List<Enrolment> rows = Enrolment.read(learners(4, true));
    List<Enrolment> turned = rows.stream().map(row -> row.presentation().equals("P1") ? new Enrolment(row.learner(),
        row.module(), row.presentation(), row.leftOn(), row.clicks(), row.clicksPerVisit(), row.scoreMean(),
        row.submissions(), row.groups(), !row.atRisk()) : row).toList();
    ReportCard.HeldOut honest = new ReportCard(CONFIG, rows).report().heldOut().each().get(1);
    ReportCard.HeldOut other = new ReportCard(CONFIG, turned).report().heldOut().each().get(1);
    assertEquals("P1", honest.presentation());
    assertEquals(honest.chosen(), other.chosen());
    assertEquals(1, honest.figures().auroc() + other.figures().auroc(), 1e-9);
  }

  @Test
  void theSearchIsTheSameEachTime() throws Exception {
    List<Enrolment> rows = Enrolment.read(learners(5, true));
    assertEquals(new ReportCard(CONFIG, rows).report(), new ReportCard(CONFIG, rows).report());
  }

  @Test
  void theJsonSaysWhatTheTablesSay() throws Exception {
    String text = RiskReport.text(new ReportCard(CONFIG, Enrolment.read(learners(3, true))).report());
    JsonNode json = new ObjectMapper().readTree(text.substring(text.indexOf("\n{") + 1));
    assertTrue(text.contains(String.format("%.4f", json.at("/asConfigured/auroc").asDouble())), text);
    assertTrue(text.contains("By gender"));
  }

  @Test
  void marksOfAFewByHand() {
    List<Scored> all = List.of(scored("a", 90, true), scored("b", 50, false), scored("c", 50, true), scored("d", 10,
        false));
    assertEquals(3.5 / 4, Marks.auroc(all));
    assertEquals(1.0, Marks.precisionOfTop(all, 1));
    assertEquals(0.5, Marks.recallAt(all, 0.25));
    assertEquals(null, Marks.auroc(all.subList(0, 1)));
  }

  @Test
  void aBrokenLineIsNamed() throws Exception {
    Path csv = Files.writeString(folder.resolve("broken.csv"), HEAD + "1,A,B,0,,many,3,50,2,F,0-35,x,N,1\n");
    assertTrue(assertThrows(IllegalArgumentException.class, () -> Enrolment.read(csv)).getMessage().contains("line 2"));
  }

  private static Scored scored(String learner, double score, boolean atRisk) {
    return new Scored(new Enrolment(learner, "M", "P", null, 0, 0, 0, 0, Map.of(), atRisk), score);
  }
}
