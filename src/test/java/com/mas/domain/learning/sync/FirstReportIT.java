package com.mas.domain.learning.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Modules that a learner had completed before anybody looked. */
class FirstReportIT {
  @AutoClose private static final SyncWorld world = new SyncWorld();

  @Test
  void onlyWhatIsCompletedAfterTheFirstReportAndTheAccountIsNoHistory() {
    UUID asha = new UUID(7, 7);
    world.account("asha.kulkarni@learner.example", asha);
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    world.node.work();
    assertEquals(0L, world.one("SELECT count(*) FROM kept.awards WHERE NOT history"), "all was there at first sight");
    Object first = world.one("SELECT count(*) FROM kept.awards");

    String id = (String) world.one("""
        SELECT graphy_user_id FROM mrlearn.learners WHERE email_stripped = 'asha.kulkarni@learner.example'""");
    world.sandbox("PUT", "progress", new JsonObject().put("courseId", SyncWorld.SMALL).put("userId", id)
        .put("percent", 100).encode());
    assertTrue(world.node.run(config.id()).xpAwards() > 0);
    assertEquals(first, world.one("SELECT count(*) FROM kept.awards WHERE history"), "what came later is live work");

    world.account("harika.konda85@campus.example", new UUID(8, 8));
    assertTrue(world.node.run(config.id()).xpAwards() > 0);
    assertEquals(0L, world.one("SELECT count(*) FROM kept.awards WHERE NOT history AND user_id = '" + new UUID(8, 8)
        + "'"), "what was done before the account was known");
  }
}
