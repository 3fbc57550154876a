package com.mas.domain.learning.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Change;
import com.mas.domain.learning.sync.SyncContract.ChangeConfig;
import com.mas.domain.learning.sync.SyncContract.CreateConfig;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.RunConfig;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that the simulated provider can do wrong, at every page and every kind of request of a run. Whatever it
 * is: the run ends and says how it went; a run that says success has everybody; nobody's progress goes back; and the
 * next run, with the provider well again, leaves the same learners as if nothing had happened.
 */
class EveryFaultIT {
  private static final String COURSE = "faulty";
  private static final int LEARNERS = 230;
  /** One learner of so many has something to merge and to report. */
  private static final int ONE_OF = Integer.getInteger("faults.one.of", 4);
  /** States in which a run may end; they stay so until faults are cleared. */
  private static final List<String> ENDS = List.of("success", "incomplete", "failed", "unauthenticated");
  private static final String MIRROR = """
      SELECT md5(string_agg((graphy_user_id, progress_percent, total_time_seconds, is_completed, email, enrolled_at,
        completed_at, completed_modules, vanished_at)::text, ',' ORDER BY graphy_user_id)) FROM mrlearn.learners""";

  @AutoClose private static final SyncWorld world = new SyncWorld();
  private static final SyncWorld.Node node = world.join(Duration.ofMinutes(10), Duration.ofMillis(150));

  static Stream<String> faults() {
    return Stream.of("\"kind\":\"status\",\"status\":401",
        "\"kind\":\"status\",\"status\":403", "\"kind\":\"status\",\"status\":404",
        "\"kind\":\"status\",\"status\":429,\"retryAfter\":0", "\"kind\":\"status\",\"status\":500",
        "\"kind\":\"status\",\"status\":503,\"retryAfter\":0", "\"kind\":\"garbage\"",
        "\"kind\":\"maintenance\",\"status\":200", "\"kind\":\"redirect\"",
        "\"kind\":\"truncated\"", "\"kind\":\"slow\",\"delayMs\":30", "\"kind\":\"hang\"", "\"kind\":\"close\"",
        "\"kind\":\"regress\"", "\"kind\":\"unordered\"", "\"kind\":\"duplicateRows\"", "\"kind\":\"missingPhones\"",
        "\"kind\":\"missingEmails\"", "\"kind\":\"nullCourseUrl\"", "\"kind\":\"shortPage\"",
        "\"kind\":\"shortPage\",\"rows\":0", "\"kind\":\"wrongTotal\"", "\"kind\":\"wrongTotal\",\"delta\":-50",
        "\"kind\":\"expire\"");
  }

  /** Pages of the lists, and reports: the first, one in the middle of a batch, the last. */
  private static List<String> places() {
    return Stream.of(Stream.of("\"path\":\"courses\""),
        IntStream.of(0, 100, 200).mapToObj(page -> "\"path\":\"learners\",\"page\":" + page),
        IntStream.of(0, 100).mapToObj(page -> "\"path\":\"users\",\"page\":" + page),
        IntStream.of(0, 27, LEARNERS / ONE_OF - 1).mapToObj(after -> "\"path\":\"report\",\"afterRequests\":" + after))
        .flatMap(place -> place).toList();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void endsInARunThatSaysHowItWentAndIsMadeUpForByTheNext(String fault) {
    world.sandbox("PUT", "scale", "{\"courseId\":\"" + COURSE + "\",\"learners\":" + LEARNERS + "}");
    SyncConfig config = mirrored();
    String well = (String) world.one(MIRROR);
    for (String place : places()) {
      String told = fault + " at " + place;
      setBack();
      world.fault("{" + fault + "," + place + "}");
      Run run = ran(config);
      assertTrue(ENDS.contains(run.status()), told + ": " + run);
      if (run.status().equals("success")) {
        assertBalanced(run, told);
      } else {
        assertNotNull(run.error(), told);
      }
      assertEquals(0L, world.one("""
          SELECT count(*) FROM mrlearn.learners l JOIN kept.known k USING (id)
          WHERE l.progress_percent < k.progress_percent OR l.total_time_seconds < k.total_time_seconds
            OR k.is_completed AND NOT l.is_completed OR l.email IS NULL OR l.vanished_at IS NOT NULL"""), told);
      assertEquals(true, world.one("SELECT course_url ~ '^http://[^/]+(/graphy)?/s/courses/" + COURSE
          + "/take$' FROM mrlearn.courses"), told);
      world.noFaults();
      world.clock.advance(Duration.ofSeconds(5)); // the circuit has closed
      node.logIn();
      if (run.status().equals("unauthenticated")) {
        node.ask(SyncContract.CHANGE_CONFIG, new ChangeConfig(config.id(), null, Change.none(), null, true,
            null, null, null,
            null, null));
      }
      assertBalanced(ran(config), told);
      if (!well.equals(world.one(MIRROR))) {
        well = afresh(config, told);
      }
    }
  }

  /** Time has passed, and somebody may have learned: the mirror is that of somebody who begins now. */
  private static String afresh(SyncConfig config, String told) {
    Object mirror = world.one(MIRROR);
    world.sql("TRUNCATE mrlearn.learners, mrlearn.learner_reports");
    assertBalanced(ran(config), told);
    assertEquals(world.one(MIRROR), mirror, told);
    return (String) mirror;
  }

  /** The course with all reports, once for each fault. */
  private static SyncConfig mirrored() {
    world.noFaults();
    world.clock.advance(Duration.ofSeconds(5));
    node.logIn();
    world.sql("""
        TRUNCATE mrlearn.sync_configs, mrlearn.sync_runs, runs.run, mrlearn.sync_errors, mrlearn.learners,
          mrlearn.learner_reports, kept.slices, kept.schedules""");
    SyncConfig config = node.ask(SyncContract.CREATE_CONFIG, new CreateConfig(COURSE, null, null, 24, true, true));
    assertBalanced(node.work(), "at first");
    return config;
  }

  /** Some of them as they were before they learned, so that there is something to merge and to report. */
  private static void setBack() {
    world.sql("""
        UPDATE mrlearn.learners SET progress_percent = progress_percent / 2,
          total_time_seconds = total_time_seconds / 2,
          is_completed = false, completed_at = NULL, mobile = NULL, report_due = true
        WHERE id IN (SELECT id FROM (
          SELECT id, row_number() OVER (ORDER BY graphy_user_id) AS n FROM mrlearn.learners) l WHERE n %% %d = 0);
        DROP TABLE IF EXISTS kept.known;
        CREATE TABLE kept.known AS SELECT id, progress_percent, total_time_seconds, is_completed
          FROM mrlearn.learners""".formatted(ONE_OF));
  }

  private static Run ran(SyncConfig config) {
    node.ask(SyncContract.RUN_CONFIG, new RunConfig(config.id(), null));
    return node.work();
  }

  private static void assertBalanced(Run run, String told) {
    assertEquals("success", run.status(), told + ": " + run);
    assertNull(run.error(), told);
    assertEquals(LEARNERS, run.learnersAtSource(), told);
    assertEquals(LEARNERS, run.learnersFetched(), told);
    assertEquals(LEARNERS,
        run.learnersNew() + run.learnersChanged() + run.learnersUnchanged() + run.regressionsBlocked(), told);
    assertEquals(0, run.learnersVanished(), told);
  }
}
