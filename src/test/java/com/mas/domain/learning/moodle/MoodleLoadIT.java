package com.mas.domain.learning.moodle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.moodle.MoodleContract.Advance;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import com.mas.testkit.HeapPeak;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A large school, synced twice, and by nodes that are killed. The short form by default; {@code scripts/prove moodle}
 * has the measure, {@code -Dmoodle.figures} holds the rates.
 */
class MoodleLoadIT {
  private static final int COURSES = Integer.getInteger("moodle.courses", 4);
  private static final int PEOPLE = Integer.getInteger("moodle.people", 1_200);
  private static final int ONE_COURSE = Integer.getInteger("moodle.one.course", 6_000);
  private static final int KILLS = Integer.getInteger("kills", 3);
  private static final boolean FIGURES = Boolean.getBoolean("moodle.figures");
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  /** Enrolments of the recorded school. */
  private static final int SMALL = 7;
  private static final long MOST_GROWTH = 48L << 20;
  private static final int LEAST_RATE = 10_000;

  @AutoClose private static final MoodleWorld world = new MoodleWorld();

  @BeforeEach
  void calm() {
    world.calm();
  }

  @Test
  void aLargeSchoolIsMirroredInConstantMemoryAndAgainWithoutWriting() {
    world.scale(COURSES, PEOPLE);
    sync(); // nothing is measured with code that has never run
    world.database.execute("TRUNCATE moodle.people, moodle.enrolments");
    long before = HeapPeak.used();
    HeapPeak peak = new HeapPeak();
    long begun = System.nanoTime();
    Run first = sync();
    double firstSeconds = (System.nanoTime() - begun) / 1e9;
    begun = System.nanoTime();
    Run second = sync();
    double secondSeconds = (System.nanoTime() - begun) / 1e9;
    long growth = peak.end() - before;
    int enrolments = COURSES * PEOPLE + SMALL;
    assertEquals(enrolments, first.counts().get("enrolments.inserted"));
    assertEquals(enrolments, second.counts().get("enrolments.read"));
    assertEquals(0, second.counts().getOrDefault("written", 0L));
    System.out.printf("moodle: %,d enrolments, first %,.0f/s, second %,.0f/s (%.1f times), heap %+d MB at its peak%n",
        enrolments, enrolments / firstSeconds, enrolments / secondSeconds, firstSeconds / secondSeconds, growth >> 20);
    assertTrue(growth < MOST_GROWTH, growth + " bytes");
    if (FIGURES) {
      assertTrue(enrolments / firstSeconds >= LEAST_RATE, enrolments / firstSeconds + " enrolments/s");
      assertTrue(enrolments / secondSeconds >= 3 * LEAST_RATE,
          "again: " + enrolments / secondSeconds + " enrolments/s");
      assertTrue(secondSeconds < firstSeconds, "again " + secondSeconds + " s, first " + firstSeconds + " s");
    }
  }

  @Test
  void oneLargeCourseIsReadPageByPage() {
    world.scale(1, ONE_COURSE);
    long before = HeapPeak.used();
    HeapPeak peak = new HeapPeak();
    Run run = sync();
    long growth = peak.end() - before;
    assertEquals(ONE_COURSE + SMALL, run.counts().get("enrolments.read"));
    assertEquals(ONE_COURSE, world.number("SELECT count(*) FROM moodle.enrolments WHERE course_id = 1000"));
    assertEquals(0, world.number("SELECT count(*) FROM moodle.pages"));
    assertTrue(growth < MOST_GROWTH, growth + " bytes");
  }

  /** The instants are calls of Moodle: whichever of them it is, nothing is lost and nothing is twice. */
  @Test
  void whereverANodeIsKilledTheBooksBalance() {
    Random random = new Random(SEED);
    System.out.println("moodle: seed " + SEED);
    world.scale(COURSES, PEOPLE);
    world.sandbox.ask("moodle", "DELETE", "requests", null);
    sync();
    int calls = (int) world.sandbox.calls("moodle", "rest");
    for (int i = 0; i < KILLS; i++) {
      world.database.execute("TRUNCATE moodle.people, moodle.enrolments");
      world.sandbox.ask("moodle", "DELETE", "requests", null);
      MoodleWorld.Node doomed = world.join(Duration.ofMinutes(10), Duration.ofSeconds(20));
      UUID id = doomed.start();
      doomed.bus.send(doomed.product(), MoodleContract.ADVANCE, new Advance(id, 0));
      world.sandbox.awaitCall("moodle", "rest", 1 + random.nextInt(calls - 1));
      doomed.kill();
      Run run = world.node.work(id);
      assertEquals(State.COMPLETED, run.state(), run::toString);
      assertTrue(run.balanced(), run::toString);
      assertEquals(COURSES * PEOPLE + SMALL, run.counts().get("enrolments.read"), "kill " + i + ": " + run);
      assertEquals(COURSES * PEOPLE + SMALL, run.counts().get("enrolments.inserted"), "kill " + i + ": " + run);
      assertEquals(COURSES * PEOPLE + SMALL, world.number("SELECT count(*) FROM moodle.enrolments"));
      assertEquals(0, world.number("SELECT count(*) FROM moodle.enrolments WHERE gone_at IS NOT NULL"));
    }
  }

  private static Run sync() {
    Run run = world.node.sync();
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertTrue(run.balanced(), run::toString);
    return run;
  }
}
