package com.mas.domain.learning.sync;

import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;

/** Learners made up on the spot, so that a measurement shows the engine and the database and no provider. */
record MadeUpLms(int learners, IntSupplier wave) implements LmsConnector {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Session open(String tenant) {
    return new Session() {
      @Override
      public CoursePage courses(int start, int size) {
        return new CoursePage(List.of(course("C1"), course("C2")), 2);
      }

      @Override
      public LearnerPage learners(String courseId, int start, int size) {
        LearnerPage page = new LearnerPage();
        page.total(learners);
        for (int i = start; i < Math.min(learners, start + size); i++) {
          page.add(learner(i));
        }
        return page;
      }

      @Override
      public LearnerReport report(String courseId, String userId) {
        LearnerPage.Row learner = learner(Integer.parseInt(userId));
        String modules = "[{\"id\":\"m0\",\"title\":\"Module 0\",\"progress\":%s,\"completed\":false}]"
            .formatted(learner.percent());
        return new LearnerReport(userId, "98" + userId, learner.percent(), learner.seconds(), learner.completed(),
            modules, "[]", List.of(), "{\"modules\":" + modules + "}");
      }

      @Override
      public StudentPage students(int start, int size) {
        return new StudentPage(List.of(), 0);
      }
    };
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
