package com.mas.domain.learning.moodle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.domain.learning.moodle.MoodleContract.ChangeSchedule;
import com.mas.domain.learning.moodle.MoodleContract.GetSchedule;
import com.mas.domain.learning.moodle.MoodleContract.SyncSchedule;
import com.mas.domain.learning.moodle.MoodleContract.Tick;
import com.mas.domain.learning.moodle.MoodleContract.Trigger;
import com.mas.jobs.JobsVerticle;
import com.mas.jobs.Queues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decides when Moodle is mirrored: by the database, else by the environment, else as is usual there. */
class MoodleScheduleIT {
  private static final String STORED = "SELECT every_ms / 60000 FROM jobs.schedule WHERE key = 'moodle-sync'";
  private static final String TICKS =
      "SELECT body->>'trigger' FROM jobs.job WHERE address = 'moodle.sync.tick' ORDER BY 1";

  @AutoClose private static final MoodleWorld world = new MoodleWorld();

  @BeforeEach
  void calm() {
    world.calm();
    world.database.execute("DELETE FROM moodle.settings; DELETE FROM jobs.schedule");
  }

  private static MoodleWorld.Node started(int minutes, String environment) {
    MoodleWorld.Node node = world.join(minutes, environment, false);
    node.deploy(new JobsVerticle(node.bus, new Capacity("jobs", 1, 100), node.db, Map.of(), new Queues(List.of()),
        JobsVerticle.Config.of("one")));
    return node;
  }

  private static String told(MoodleWorld.Node node) {
    SyncSchedule schedule = node.ask(MoodleContract.SCHEDULE, new GetSchedule());
    assertEquals(schedule.intervalMinutes(), world.number(STORED), "what is told is what is stored");
    return schedule.intervalMinutes() + " " + schedule.source();
  }

  @Test
  void withoutAnyWordTheIntervalIsThatOfTheEnvironment() {
    assertEquals("60 STANDARD", told(started(0, "development")));
    assertEquals("360 STANDARD", told(started(0, "staging")));
    assertEquals("180 STANDARD", told(started(0, "production")));
  }

  @Test
  void theDatabaseGoesBeforeTheEnvironmentAndOutlivesARestart() {
    MoodleWorld.Node node = started(45, "production");
    assertEquals("45 ENVIRONMENT", told(node));
    SyncSchedule changed = node.ask(MoodleContract.CHANGE_SCHEDULE, new ChangeSchedule(30));
    assertEquals("30 DATABASE", changed.intervalMinutes() + " " + changed.source());
    assertEquals(world.clock.instant().plus(Duration.ofMinutes(30)), changed.nextRunAt(), "it holds at once");
    assertEquals("30 DATABASE", told(node));
    node.kill();
    assertEquals("30 DATABASE", told(started(90, "staging")));
    assertEquals(1, world.number("SELECT count(*) FROM jobs.schedule WHERE key = 'moodle-sync'"));
  }

  @Test
  void anIntervalOutOfItsBoundsChangesNothing() {
    MoodleWorld.Node node = started(0, "development");
    node.refused(Failure.INVALID, MoodleContract.CHANGE_SCHEDULE, new ChangeSchedule(29));
    node.refused(Failure.INVALID, MoodleContract.CHANGE_SCHEDULE, new ChangeSchedule(43_201));
    assertEquals("60 STANDARD", told(node));
    assertEquals(43_200, node.ask(MoodleContract.CHANGE_SCHEDULE, new ChangeSchedule(43_200)).intervalMinutes());
  }

  @Test
  void aServerThatSyncsOnStartupDoesSoOnceHoweverManyStart() {
    started(0, "development");
    assertEquals(List.of(), world.database.column(TICKS), "it is not asked for");
    MoodleWorld.Node first = world.join(0, "development", true);
    world.join(0, "development", true);
    assertEquals(List.of("startup"), world.database.column(TICKS));
    first.ask(first.product(), MoodleContract.TICK, new Tick(Trigger.STARTUP));
    assertEquals(Trigger.STARTUP, first.last().trigger());
  }
}
