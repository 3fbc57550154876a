package com.mas.domain.learning.mrtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.mrtest.ExamSyncContract.Advance;
import com.mas.domain.learning.mrtest.ExamSyncContract.SyncConfig;
import com.mas.outbound.Outgoing;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import com.mas.testkit.HeapPeak;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Many exams with many submissions, each with its page of questions, one request at a time, and by nodes that are
 * killed. The short form by default; {@code scripts/prove mrtest} has the measure, {@code -Dmrtest.figures} holds it.
 */
class ExamLoadIT {
  private static final int EXAMS = Integer.getInteger("mrtest.exams", 3);
  private static final int SUBMISSIONS = Integer.getInteger("mrtest.submissions", 60);
  private static final int KILLS = Integer.getInteger("kills", 3);
  private static final boolean FIGURES = Boolean.getBoolean("mrtest.figures");
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int SAMPLE = 2_000;
  private static final long MOST_GROWTH = 48L << 20;
  private static final double MOST_TIMES = 3;

  @AutoClose private static final ExamWorld world = new ExamWorld();

  @BeforeEach
  void calm() {
    world.calm();
  }

  private static Run whole(Run run) {
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertTrue(run.balanced(), run::toString);
    return run;
  }

  /** Returns milliseconds of one exchange of a page of questions, one after the other, with nothing made of it. */
  private static double bare() {
    String session = world.sandbox("POST", "session", new JsonObject()).getString("sessionid");
    int pages = Math.min(SAMPLE, EXAMS * SUBMISSIONS);
    return world.node.on(() -> {
      long begun = 0;
      for (int i = -pages / 4; i < pages; i++) { // nothing is measured with code that has never run
        if (i == 0) {
          begun = System.nanoTime();
        }
        int n = Math.abs(i);
        assertEquals(200, world.node.caller.call(Outgoing.get("/staff/submissions/x" + n / SUBMISSIONS + "-"
            + n % SUBMISSIONS + "/analysis", Map.of()).with("cookie", "sessionid=" + session)).await().status());
      }
      return (System.nanoTime() - begun) / 1e6 / pages;
    });
  }

  @Test
  void manySubmissionsAreReadWithTheirQuestionsOneAtATimeInConstantMemory() {
    int submissions = EXAMS * SUBMISSIONS;
    world.scale(1, SUBMISSIONS);
    SyncConfig config = world.node.config(null, "large", null);
    whole(world.node.work(config.runId()));
    world.database.execute("TRUNCATE mrtest.submissions, mrtest.reports");
    world.scale(EXAMS, SUBMISSIONS);
    double before = bare();
    long heap = HeapPeak.used();
    HeapPeak peak = new HeapPeak();
    long begun = System.nanoTime();
    Run first = whole(world.node.sync(config.id()));
    double each = (System.nanoTime() - begun) / 1e6 / submissions;
    long growth = peak.end() - heap;
    double bare = (before + bare()) / 2;
    begun = System.nanoTime();
    Run second = whole(world.node.sync(config.id()));
    double again = (System.nanoTime() - begun) / 1e9;
    System.out.printf("mrtest: %,d submissions, %.2f ms each, bare exchange %.2f ms (%.2f times), again %.1f s, "
        + "heap %+d MB at its peak%n", submissions, each, bare, each / bare, again, growth >> 20);
    assertEquals(submissions, first.counts().get("submissions.inserted"));
    assertEquals(submissions, first.counts().get("analysis.read"));
    assertEquals(submissions, world.number("SELECT count(*) FROM mrtest.reports"));
    assertEquals(0, second.counts().getOrDefault("written", 0L));
    assertTrue(growth < MOST_GROWTH, growth + " bytes");
    assertTrue(!FIGURES || each / bare <= MOST_TIMES, each / bare + " times the bare exchange");
  }

  /** The instants are calls of the site: whichever of them it is, nothing is lost and nothing is twice. */
  @Test
  void whereverANodeIsKilledTheBooksBalance() {
    Random random = new Random(SEED);
    System.out.println("mrtest: seed " + SEED);
    int submissions = 120;
    world.scale(2, submissions / 2);
    UUID account = world.account("learner7@large.example", null);
    SyncConfig config = world.node.config(null, "large", null);
    whole(world.node.work(config.runId()));
    for (int i = 0; i < KILLS; i++) {
      world.database.execute("TRUNCATE mrtest.submissions, mrtest.reports, mrtest.told, jobs.job");
      world.sandbox.ask("ezexam", "DELETE", "requests", null);
      ExamWorld.Node doomed = world.join(Duration.ofMinutes(10), Duration.ofSeconds(20));
      UUID id = doomed.ask(ExamSyncContract.RUN_CONFIG, new ExamSyncContract.RunConfig(config.id())).runId();
      doomed.bus.send(doomed.product(), ExamSyncContract.ADVANCE, new Advance(id, 0));
      world.sandbox.awaitCall("ezexam", null, 1 + random.nextInt(submissions));
      doomed.kill();
      Run run = whole(world.node.work(id));
      assertEquals(submissions, run.counts().get("submissions.read"), "kill " + i + ": " + run);
      assertEquals(submissions, run.counts().get("submissions.inserted"), "kill " + i + ": " + run);
      assertEquals(submissions, run.counts().get("analysis.read"), "kill " + i + ": " + run);
      assertEquals(submissions, world.number("SELECT count(*) FROM mrtest.reports"));
      assertEquals(0,
          world.number("SELECT count(*) FROM mrtest.submissions WHERE analysis_due OR gone_at IS NOT NULL"));
      assertEquals(1, world.number("SELECT count(*) FROM jobs.job WHERE address LIKE '%mrtest.exams.scored%'"));
      assertEquals(2, world.number("SELECT count(*) FROM mrtest.told WHERE account_id = '" + account + "'"));
    }
  }
}
