package com.mas.domain.learning.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.credential.CredentialContract.MakeAnchor;
import com.mas.domain.learning.credential.ExternalSyncContract.Advance;
import com.mas.domain.learning.credential.VerifyContract.Verdict;
import com.mas.domain.learning.credential.VerifyContract.VerifyOne;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Many credentials of an outside issuer, and nodes that are killed while they are taken in and anchored. The short form
 * by default; {@code scripts/prove issuers} has the measure, {@code -Dissuers.figures} holds the rate.
 */
class ExternalSyncLoadIT {
  private static final int CREDENTIALS = Integer.getInteger("issuers.credentials", 3_000);
  private static final int WITH_FILES = Integer.getInteger("issuers.files", 150);
  private static final int KILLS = Integer.getInteger("kills", 3);
  private static final boolean FIGURES = Boolean.getBoolean("issuers.figures");
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int PAGE = 500;
  private static final int LEAST_RATE = 3_000;
  private static final long MOST_NANOS = 40_000_000;

  @AutoClose private static final OutsideWorld world = new OutsideWorld();

  @BeforeEach
  void calm() {
    world.calm();
  }

  private static List<OutsideIssuer> paged(int rows) {
    return world.node.issuers.stream().map(each -> OutsideWorld.paged(each, rows)).toList();
  }

  @Test
  void manyAreTakenInFastAndOnceAgainWithoutWriting() {
    OutsideWorld.Node node = world.join(paged(PAGE), Duration.ofMinutes(10));
    world.scale("nsdc", CREDENTIALS, false);
    node.sync("nsdc"); // nothing is measured with code that has never run
    world.calm();
    world.scale("nsdc", CREDENTIALS, false);
    long begun = System.nanoTime();
    Run first = node.sync("nsdc");
    double seconds = (System.nanoTime() - begun) / 1e9;
    assertEquals(State.COMPLETED, first.state(), first::toString);
    assertEquals(CREDENTIALS, first.counts().get("written"));
    begun = System.nanoTime();
    assertEquals(CREDENTIALS, node.anchor());
    double anchored = (System.nanoTime() - begun) / 1e9;
    world.database.execute("UPDATE credential.sync_state SET since = NULL");
    begun = System.nanoTime();
    assertEquals(CREDENTIALS, node.sync("nsdc").counts().get("duplicate"));
    double again = (System.nanoTime() - begun) / 1e9;
    System.out.printf("issuers: %,d credentials, first %,.0f/s, again %,.0f/s, anchored in %.1f s%n", CREDENTIALS,
        CREDENTIALS / seconds, CREDENTIALS / again, anchored);
    world.assertWhole(CREDENTIALS);
    if (FIGURES) {
      assertTrue(CREDENTIALS / seconds >= LEAST_RATE, CREDENTIALS / seconds + " credentials/s");
    }
  }

  /** The instants lie between a call of the issuer and a moment later, while the log is written, too. */
  @Test
  void whereverANodeIsKilledNothingIsLostDoubledOrAnchoredTwice() {
    Random random = new Random(SEED);
    System.out.println("issuers: seed " + SEED);
    int calls = 4 + WITH_FILES / 20 + WITH_FILES;
    for (int i = 0; i < KILLS; i++) {
      world.calm();
      world.scale("nsdc", WITH_FILES, true);
      OutsideWorld.Node doomed = world.join(paged(20), Duration.ofMinutes(10));
      UUID id = doomed.start("nsdc");
      doomed.bus.send(doomed.product(), ExternalSyncContract.ADVANCE, new Advance(id, 0));
      world.sandbox.awaitCall("nsdc", null, 1 + random.nextInt(calls - 4));
      doomed.bus.send(doomed.product(), CredentialContract.ANCHOR, new MakeAnchor());
      LockSupport.parkNanos(random.nextLong(MOST_NANOS));
      doomed.kill();
      Run run = world.node.work(id);
      assertEquals(State.COMPLETED, run.state(), run::toString);
      assertTrue(run.balanced(), run::toString);
      assertEquals(WITH_FILES, run.counts().get("written"), "kill " + i + ": " + run);
      world.node.anchor();
      assertEquals(0, world.node.anchor());
      world.assertWhole(WITH_FILES);
      assertEquals(0, world.number("SELECT count(*) FROM credential.entries WHERE anchor IS NULL"));
      assertEquals(WITH_FILES, world.number("SELECT synced FROM credential.sync_state"));
      for (String one : world.database.column("SELECT id FROM credential.credentials ORDER BY random() LIMIT 3")) {
        assertTrue(Registry.verdicts(world.node.ask(world.node.call(OutsideWorld.TENANT, null), VerifyContract.VERIFY,
            new VerifyOne(one))).values().stream().allMatch(Verdict.PASSED::equals), "kill " + i + ": " + one);
      }
    }
  }
}
