package com.mas.domain.learning.sync;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.sync.SyncContract.CompletedModule;
import com.mas.domain.learning.sync.SyncContract.DeleteConfig;
import com.mas.domain.learning.sync.SyncContract.GetRun;
import com.mas.domain.learning.sync.SyncContract.ListRuns;
import com.mas.domain.learning.sync.SyncContract.ModulesCompleted;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The run as stored requests, from the creation of a config to the awards at their receiver, and by schedule. */
class StoredRunIT {
  @AutoClose private static final SyncWorld world = new SyncWorld();

  @Test
  void creatingAConfigIsAllThatItTakesAndItsScheduleRunsItAgain() {
    UUID asha = new UUID(7, 7);
    world.account("asha.kulkarni@learner.example", asha);
    Map<UUID, ModulesCompleted> completed = new ConcurrentHashMap<>();
    SyncWorld.Node node = world.joinWithJobs(completed);

    SyncConfig config = node.create(SyncWorld.SMALL);

    eventually("the run ends", Duration.ofSeconds(60), () -> run(node, config.runId()).status().equals("success"));
    eventually("the awards arrive", Duration.ofSeconds(30), () -> completed.containsKey(asha));
    Run run = run(node, config.runId());
    ModulesCompleted event = completed.get(asha);
    assertEquals(run.id(), event.runId());
    assertEquals(run.xpAwards(), event.modules().size());
    CompletedModule module = event.modules().getFirst();
    assertTrue(module.moduleId().startsWith("m"));
    assertEquals(SyncWorld.SMALL + ":" + module.moduleId(), module.id());
    assertEquals(SyncWorld.SMALL, module.graphyCourseId());

    String id = (String) world.one("""
        SELECT graphy_user_id FROM mrlearn.learners WHERE email_stripped = 'asha.kulkarni@learner.example'""");
    world.sandbox("PUT", "progress", new JsonObject().put("courseId", SyncWorld.SMALL).put("userId", id)
        .put("percent", 100).encode());

    world.clock.advance(Duration.ofHours(24).plusSeconds(1));
    eventually("the schedule runs it again", Duration.ofSeconds(60), () -> {
      List<Run> runs = node.ask(SyncContract.LIST_RUNS, new ListRuns(config.id(), null, null)).items();
      return runs.size() == 2 && runs.getFirst().status().equals("success");
    });
    assertEquals("scheduled", node.ask(SyncContract.LIST_RUNS, new ListRuns(config.id(), null,
        null)).items().getFirst().triggeredBy());
    assertEquals(asha + " " + SyncWorld.SMALL, world.one("""
        SELECT body ->> 'accountId' || ' ' || (body ->> 'graphyCourseId') FROM jobs.job
        WHERE address = 'credential.on.mrlearn.course.completed'"""), "whoever certifies courses is told");
    assertEquals(1L, world.one("SELECT count(*) FROM jobs.schedule"));
    node.ask(SyncContract.DELETE_CONFIG, new DeleteConfig(config.id(), true));
    assertEquals(0L, world.one("SELECT count(*) FROM jobs.schedule"));
  }

  private static Run run(SyncWorld.Node node, UUID id) {
    return node.ask(SyncContract.GET_RUN, new GetRun(id));
  }
}
