package com.mas.domain.learning.sync;

import com.mas.domain.learning.sync.Lms.CourseRow;
import com.mas.domain.learning.sync.Lms.LearnerPage;
import com.mas.domain.learning.sync.Lms.LearnerReport;
import com.mas.runs.Politeness;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import com.mas.sources.Connector;
import com.mas.sources.Reads;
import com.mas.sources.Source;
import com.mas.sources.Stage;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;

/** Learners made up on the spot, so that a measurement shows the engine and the database and no provider. */
record MadeUpLms(int learners, IntSupplier wave) implements Connector {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Source source() {
    return new Source("made-up", "Made up");
  }

  @Override
  public List<Stage<?>> stages() {
    return Lms.STAGES;
  }

  @Override
  public Politeness politeness(Stage<?> stage) {
    return Politeness.NONE;
  }

  @Override
  public Session open(String tenant) {
    Reads reads = new Reads(source())
        .on(Lms.COURSES, ask -> Batch.counted(List.of(course("C1"), course("C2")), ask, 2))
        .on(Lms.LEARNERS, this::learners)
        .on(Lms.REPORTS, ask -> Batch.one(report(ask.of().getLast())))
        .on(Lms.STUDENTS, ask -> Batch.counted(List.of(), ask, 0));
    return new Session() {
      @Override
      public Probe probe() {
        return Probe.WHOLE;
      }

      @Override
      public <T> Batch<T> read(Stage<T> stage, Ask ask) {
        return reads.read(stage, ask);
      }
    };
  }

  private Batch<LearnerPage.Row> learners(Ask ask) {
    LearnerPage page = new LearnerPage();
    page.total(learners);
    for (int i = ask.start(); i < Math.min(learners, ask.start() + ask.size()); i++) {
      page.add(learner(i));
    }
    return page.batch(ask);
  }

  private LearnerReport report(String userId) {
    LearnerPage.Row learner = learner(Integer.parseInt(userId));
    String modules = "[{\"id\":\"m0\",\"title\":\"Module 0\",\"progress\":%s,\"completed\":false}]"
        .formatted(learner.percent());
    return new LearnerReport(userId, "98" + userId, learner.percent(), learner.seconds(), learner.completed(),
        modules, "[]", List.of(), "{\"modules\":" + modules + "}");
  }

  private CourseRow course(String id) {
    return new CourseRow(id, "Course " + id, null, true, null, learners, "{}");
  }

  /** Returns a learner's row. With each wave half of the learners move on and a tenth go back. */
  private LearnerPage.Row learner(int i) {
    int hash = (int) ((i * 2_654_435_761L & 0xFFFF_FFFFL) % 1000);
    int step = hash % 10 == 0 ? -7 : hash % 10 < 6 ? 11 : 0;
    int percent = Math.clamp(hash % 91 + (long) step * (wave.getAsInt() - 1), 0, 100);
    Instant enrolled = EPOCH.plusSeconds(hash);
    return new LearnerPage.Row("%08d".formatted(i), "Learner " + i, "org-user" + i + "@example.org", null, "active",
        percent, hash * 60 + percent, percent >= 95, enrolled, enrolled.plusSeconds(60),
        EPOCH.plusSeconds(1_000_000L * wave.getAsInt()), null);
  }
}
