package com.mas.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.db.Database;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asks ahead, and counts what each phase does. */
class MirrorAheadIT {
  @AutoClose private static final MirrorWorld world = new MirrorWorld();

  @BeforeEach
  void calm() {
    world.calm();
  }

  @Test
  void aCancelledRunKeepsWhatItHasAskedForAndAsksForNothingMore() {
    world.source = MadeUpSource.school().has(MadeUpSource.LEARNERS, "c01", 15);
    world.source.fault = (stage, ask) -> {
      if (stage.equals(MadeUpSource.LEARNERS) && "3".equals(ask.from())) {
        Database.await(world.house.db.send("UPDATE runs.run SET cancelling = true WHERE id = $1", world.id));
      }
      return null;
    };
    Run run = world.run();
    assertEquals(State.CANCELLED, run.state());
    long asked = world.source.tally().keySet().stream().filter(page -> page.startsWith("learners/c01")).count();
    assertEquals(3 * asked, world.byPhase().get("learners"));
    assertTrue(world.source.tally().containsKey("learners/c01@3"));
    assertFalse(world.source.tally().containsKey("learners/c01@9"), world.source.tally()::toString);
  }

  @Test
  void theNextPageComesWhileTheLastOneIsWritten() {
    world.source = MadeUpSource.school();
    List<String> next = List.of("learners/c01@3", "learners/c01@6", "learners/c02@null", "learners/c03@null",
        "learners/c04@null");
    ConcurrentLinkedQueue<String> coming = new ConcurrentLinkedQueue<>(next);
    world.writing = (stage, place) -> {
      if (stage.equals(MadeUpSource.LEARNERS) && !coming.isEmpty()) {
        Database.await(world.source.whenAsked(coming.poll()).timeout(10, TimeUnit.SECONDS));
      }
    };
    Run run = world.run();
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertTrue(coming.isEmpty());
    assertTrue(world.source.tally().values().stream().allMatch(times -> times == 1), world.source.tally()::toString);
    assertEquals(11, world.byPhase().get("learners"));
  }

  @Test
  void asManyParentsAreAskedAtOnceAsTheSourceAllowsAndWrittenInTheirOrder() {
    world.source = MadeUpSource.school().has(MadeUpSource.LEARNERS, "c01", 2);
    world.source.atOnce = 3;
    List<String> written = new ArrayList<>();
    world.writing = (stage, place) -> {
      if (stage.equals(MadeUpSource.LEARNERS)) {
        written.addAll(place.of());
        if (place.of().contains("c01")) {
          Database.await(Future.all(Stream.of("c02", "c03", "c04")
              .map(parent -> world.source.whenAsked("learners/" + parent + "@null")).toList())
              .timeout(10, TimeUnit.SECONDS));
        }
      }
    };
    Run run = world.run();
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertEquals(List.of("c01", "c02", "c03", "c04"), written);
    assertTrue(world.source.tally().values().stream().allMatch(times -> times == 1), world.source.tally()::toString);
  }

  @Test
  void whatAPhaseCountsIsKnownOfThePhaseToo() {
    world.source = MadeUpSource.school();
    Run run = world.run();
    assertEquals(26, run.counts().get("written"));
    assertEquals(List.of(4L, 11L, 11L), Stream.of("courses", "learners", "reports")
        .map(phase -> run.counts().get(phase + ".written")).toList());
    assertTrue(run.counts().containsKey("reports.millis"), run::toString);
    world.source.fault = (stage, ask) -> stage.equals(MadeUpSource.LEARNERS) && ask.of().contains("c03")
        ? Failure.PROVIDER_FAILED.with("Broken.") : null;
    assertEquals(1, world.run().counts().get("learners.pagesFailed"));
  }
}
