package com.mas.domain.learning.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.sync.SyncContract.AskProgress;
import com.mas.domain.learning.sync.SyncContract.CourseProgress;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Progress of a course's learners, as its charts show it. */
class ProgressIT {
  @AutoClose private static final SyncWorld world = new SyncWorld();

  private static CourseProgress progress(SyncConfig config, Integer days) {
    return world.node.ask(SyncContract.PROGRESS, new AskProgress(config.id(), days));
  }

  @Test
  void everySyncKeepsTheStateOfItsDayAndTheBandsAreThoseOfAllLearners() {
    world.node.logIn();
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    Run run = world.node.work();
    assertEquals("success", run.status(), run.error());
    CourseProgress now = progress(config, null);
    assertEquals(run.learnersFetched(), now.learners());
    assertEquals(6, now.bands().size());
    assertEquals(run.learnersFetched(), now.bands().stream().mapToInt(Integer::intValue).sum());
    assertEquals(1, now.days().size());
    assertEquals(run.learnersFetched(), now.days().getFirst().learners());
    assertEquals(world.one("SELECT round(avg(progress_percent), 2)::float8 FROM mrlearn.learners"),
        now.days().getFirst().mean());
    assertEquals(world.one("SELECT count(*)::int FROM mrlearn.learners WHERE is_completed"),
        now.days().getFirst().completed());
    world.sql("UPDATE mrlearn.progress_days SET day = day - 1, mean = 1.5");
    world.node.run(config.id());
    CourseProgress later = progress(config, null);
    assertEquals(2, later.days().size());
    assertEquals(1.5, later.days().getFirst().mean());
    assertTrue(later.days().getFirst().day().isBefore(later.days().getLast().day()), "oldest first");
    assertEquals(1, progress(config, 1).days().size());
    world.sql("UPDATE mrlearn.learners SET vanished_at = now()");
    assertEquals(0, progress(config, null).learners(), "without those who are no longer enrolled");
  }
}
