package com.mas.domain.learning.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.sync.Lms.LearnerPage;
import com.mas.domain.learning.sync.ProgressMerge.Progress;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The merge statement says the same as its pure twin, on random pages merged on top of each other. */
class MergeTwinIT {
  private static final int LEARNERS = 60;

  @AutoClose private static final SyncWorld world = new SyncWorld();

  @Test
  void statementAndTwinAgreeOnRowsAndOnCounts() {
    var config = world.node.ask(SyncContract.CREATE_CONFIG, new SyncContract.CreateConfig(SyncWorld.SMALL, null, null,
        null, true, false));
    Random random = new Random(11);
    Map<String, Progress> known = new HashMap<>();
    int fresh = 0;
    int changed = 0;
    int blocked = 0;
    int seen = 0;
    RunRow last = null;
    for (int round = 0; round < 25; round++) {
      LearnerPage page = new LearnerPage();
      for (int i = 0; i < LEARNERS; i++) {
        if (random.nextInt(4) > 0) {
          Progress p = round > 0 && random.nextInt(3) == 0 && known.containsKey("u" + i) ? known.get("u" + i)
              : ProgressMergeTest.any(random);
          page.add(new LearnerPage.Row("u" + i, "Name", "acme-u" + i + "@x.example", null, null, p.percent(),
              p.seconds(), p.completed(), p.enrolledAt(), p.startedAt(), p.lastAccessedAt(), p.completedAt()));
          Progress before = known.get("u" + i);
          Progress after = before == null ? p : ProgressMerge.merge(before, p);
          fresh += before == null ? 1 : 0;
          changed += before != null && !after.equals(before) ? 1 : 0;
          blocked += before != null && after.equals(before) && ProgressMerge.regresses(before, p) ? 1 : 0;
          seen++;
          known.put("u" + i, after);
        }
      }
      last = merge(config.runId(), page, round);
    }
    assertEquals(seen, last.shown().learnersFetched());
    assertEquals(fresh, last.shown().learnersNew());
    assertEquals(changed, last.shown().learnersChanged());
    assertEquals(blocked, last.shown().regressionsBlocked());
    assertEquals(seen - fresh - changed - blocked, last.shown().learnersUnchanged());
    assertTrue(changed > 100 && blocked > 10 && last.shown().learnersUnchanged() > 100, last.shown().toString());
    int rows = 0;
    for (Object[] row : world.rows("""
        SELECT graphy_user_id, progress_percent::float8, total_time_seconds, is_completed, enrolled_at, started_at,
          last_accessed_at, completed_at FROM mrlearn.learners""")) {
      assertEquals(known.get((String) row[0]), new Progress((Double) row[1], (Integer) row[2], (Boolean) row[3],
          at(row[4]), at(row[5]), at(row[6]), at(row[7])), (String) row[0]);
      rows++;
    }
    assertEquals(known.size(), rows);
  }

  private RunRow merge(UUID runId, LearnerPage page, int round) {
    return world.node.on(() -> {
      LearnerRepository learners = new LearnerRepository(world.node.db);
      RunRepository runs = new RunRepository(world.node.db, world.clock);
      UUID worker = world.node.takeOver(runId);
      RunRow taken = runs.taken(runId).orElseThrow();
      return runs.one(learners.merge(taken, worker, new LearnerColumns(page.rows(), page.rows(), page.total(),
          UUID::randomUUID), (round + 1) * 100, world.clock.instant())).orElseThrow();
    });
  }

  private static Instant at(Object timestamp) {
    return timestamp == null ? null : ((Timestamp) timestamp).toInstant();
  }
}
