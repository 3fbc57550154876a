package com.mas.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sources of all shapes on one engine, with what may go wrong at each. */
class MirrorIT {
  @AutoClose private static final MirrorWorld world = new MirrorWorld();

  @BeforeEach
  void calm() {
    world.calm();
  }

  @Test
  void sourcesOfAllShapesAreMirroredByTheirOwnPhases() {
    assertEquals(Map.of("courses", 4L, "learners", 11L, "reports", 11L), mirrored(MadeUpSource.school()));
    assertEquals(Map.of("exams", 5L, "submissions", 16L, "analyses", 16L), mirrored(MadeUpSource.examSite()));
    assertEquals(Map.of("categories", 3L, "subjects", 2L, "enrolments", 10L, "roles", 2L),
        mirrored(MadeUpSource.phased()));
    assertEquals(Map.of("credentials", 8L), mirrored(MadeUpSource.issuer()));
  }

  /** Mirrors it slice by slice, and a second time at once; returns how many rows there are by phase. */
  private Map<String, Long> mirrored(MadeUpSource of) {
    world.house.execute("TRUNCATE kept.thing, kept.since, runs.run");
    world.source = of;
    world.time = Duration.ZERO;
    Run run = world.run();
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertNull(run.error());
    assertTrue(run.balanced() && run.slice() > 1, run::toString);
    assertEquals(Stream.concat(Stream.of(Mirror.PROBE), of.stages.stream().map(Stage::name)).toList(), run.phases());
    assertTrue(of.tally().values().stream().allMatch(times -> times == 1), of.tally()::toString);
    assertEquals(run.counts().get("written"), world.house.number("SELECT sum(written) FROM kept.thing"));
    world.time = Duration.ofMinutes(1);
    assertEquals(State.COMPLETED, world.run().state());
    assertEquals(0, world.house.number("SELECT count(*) FROM kept.thing WHERE gone"));
    return world.byPhase();
  }

  @Test
  void aListingThatBreaksOffMakesNobodyGoneAndTheNextWholeOneDoes() {
    breaksOff(MadeUpSource.school(), MadeUpSource.LEARNERS, "c01", "l02", "3",
        "1 page(s) of learners could not be read.");
    breaksOff(MadeUpSource.examSite(), MadeUpSource.SUBMISSIONS, "e03", "s02", "6",
        "1 page(s) of submissions could not be read.");
    breaksOff(MadeUpSource.phased(), MadeUpSource.ENROLMENTS, "s01", "e02", "6",
        "1 page(s) of enrolments could not be read.");
  }

  private void breaksOff(MadeUpSource of, Stage<?> stage, String parent, String left, String page, String error) {
    world.house.execute("TRUNCATE kept.thing, runs.run");
    world.evidence.clear();
    world.source = of;
    world.run();
    of.without(stage, parent, left);
    of.fault = (at, ask) -> at.equals(stage) && ask.of().contains(parent) && page.equals(ask.from())
        ? Failure.PROVIDER_FAILED.with("Broken off.") : null;
    Run run = world.run();
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertEquals(error, run.error());
    assertEquals(0, world.house.number("SELECT count(*) FROM kept.thing WHERE gone"));
    assertEquals(List.of(stage.name() + "/" + parent + "@" + page + " UNREACHABLE null"), world.evidence);
    of.fault = (at, ask) -> null;
    assertNull(world.run().error());
    assertEquals(List.of(left), world.house.column("SELECT id FROM kept.thing WHERE gone"));
  }

  @Test
  void whoComesBackIsThereAgain() {
    world.source = MadeUpSource.school();
    world.run();
    world.source.without(MadeUpSource.LEARNERS, "c01", "l02");
    assertEquals(1, world.run().counts().get("gone"));
    world.source.has(MadeUpSource.LEARNERS, "c01", 7);
    world.run();
    assertEquals(0, world.house.number("SELECT count(*) FROM kept.thing WHERE gone"));
  }

  @Test
  void aListThatMovesWhileItIsReadIsReadOnceMore() {
    world.source = MadeUpSource.school();
    world.source.fault = (stage, ask) -> {
      if (stage.equals(MadeUpSource.LEARNERS) && "3".equals(ask.from())
          && world.source.tally().get("learners/c01@3") == 1) {
        world.source.without(MadeUpSource.LEARNERS, "c01", "l01"); // the rows after it move up, past the reader
      }
      return null;
    };
    Run run = world.run();
    assertNull(run.error());
    assertEquals(2, world.source.tally().get("learners/c01@null"));
    assertEquals(7, world.house.number("SELECT count(*) FROM kept.thing WHERE phase = 'learners' AND of = 'c01'"));
    world.source.fault = (stage, ask) -> null;
    assertEquals(1, world.run().counts().get("gone"));
  }

  @Test
  void aStreamGoesOnWhereTheRunBeforeLeftOff() {
    world.source = MadeUpSource.issuer();
    world.run();
    world.source.asked.clear();
    world.source.has(MadeUpSource.CREDENTIALS, "", 10);
    Run run = world.run();
    assertEquals(2, run.counts().get("written"));
    assertEquals(Map.of("credentials/@8", 1L), world.source.tally());
    assertEquals("10", world.house.text("SELECT mark FROM kept.since"));
    world.source.fault = (stage, ask) -> Failure.PROVIDER_FAILED.with("Away.");
    assertEquals(State.FAILED, world.run().state());
    assertEquals("10", world.house.text("SELECT mark FROM kept.since"));
    assertEquals(0, world.house.number("SELECT count(*) FROM kept.thing WHERE gone"));
  }

  @Test
  void aRefusedLoginEndsTheRunAndNothingMoreIsAskedFor() {
    world.source = MadeUpSource.examSite();
    world.source.fault = (stage, ask) -> stage.equals(MadeUpSource.SUBMISSIONS) && "3".equals(ask.from())
        ? Failure.PROVIDER_UNAUTHENTICATED.with("Log in again.") : null;
    Run run = world.run();
    assertEquals(State.FAILED, run.state());
    assertEquals("Log in again.", run.error());
    assertEquals(List.of("exams/@null", "exams/@3", "submissions/e01@null", "submissions/e01@3"),
        List.copyOf(world.source.asked));
    assertEquals(8, world.house.number("SELECT count(*) FROM kept.thing"), "what was fetched is there");
  }

  @Test
  void aSourceThatIsAwayForAWhileIsLeftAloneAndTheRunGoesOn() {
    world.source = MadeUpSource.phased();
    world.source.fault = (stage, ask) -> stage.equals(MadeUpSource.ENROLMENTS) && "6".equals(ask.from())
        ? Trouble.maintenance("Back soon.", 600) : null;
    world.put();
    assertEquals(State.RUNNING, world.advance(0).state());
    assertEquals(world.house.clock.instant().plusSeconds(600), world.due);
    world.source.asked.clear();
    world.source.fault = (stage, ask) -> null;
    Run run = world.advance(1);
    assertEquals(State.COMPLETED, run.state());
    assertNull(run.error());
    assertEquals(List.of("enrolments/s01@6", "enrolments/s02@null", "roles/@null"), List.copyOf(world.source.asked));
    world.source.fault = (stage, ask) -> Trouble.maintenance("Back soon.", 600);
    Run never = world.run();
    assertEquals(State.FAILED, never.state());
    assertEquals("Back soon.", never.error());
    assertEquals(MirrorRules.MOST_RESTS, never.slice());
  }

  @Test
  void anAnswerOfAnotherLayoutIsEvidenceAndTheOthersGoOn() {
    world.source = MadeUpSource.examSite();
    world.source.fault = (stage, ask) -> stage.equals(MadeUpSource.ANALYSES) && ask.of().equals(List.of("e03", "s05"))
        ? new UnreadableAnswer("It is not the agreed page.", "<html>\0new") : null;
    Run run = world.run();
    assertEquals(State.COMPLETED, run.state());
    assertEquals("1 page(s) of analyses could not be read.", run.error());
    assertEquals(List.of("analyses/e03/s05@null LAYOUT <html>new"), world.evidence);
    assertEquals(15, world.byPhase().get("analyses"));
    assertEquals(MirrorRules.TRIES, world.source.tally().get("analyses/e03/s05@null"));
    world.source.fault = (stage, ask) -> stage.equals(MadeUpSource.SUBMISSIONS)
        ? new UnreadableAnswer("It is not the agreed page.", "<html>") : null;
    assertEquals(State.FAILED, world.run().state(), "all of them are of another layout");
  }

  @Test
  void aFailedPhaseThatIsNeededSkipsTheLaterOnesAndAnotherDoesNotFailTheRun() {
    world.source = MadeUpSource.phased();
    world.source.fault = (stage, ask) -> stage.equals(MadeUpSource.ROLES)
        ? Failure.PROVIDER_FAILED.with("Broken.") : null;
    Run run = world.run();
    assertEquals(State.COMPLETED, run.state());
    assertEquals("1 page(s) of roles could not be read.", run.error());
    world.house.execute("TRUNCATE kept.thing");
    world.source.asked.clear();
    world.source.fault = (stage, ask) -> stage.equals(MadeUpSource.SUBJECTS)
        ? Failure.PROVIDER_FAILED.with("Broken.") : null;
    run = world.run();
    assertEquals(State.FAILED, run.state());
    assertEquals("subjects", run.phase());
    assertEquals(List.of("categories/@null", "subjects/@null"), List.copyOf(world.source.asked));
  }

  @Test
  void aParentThatIsGoneMeanwhileIsPassedOver() {
    world.source = MadeUpSource.school();
    world.source.rows.remove("learners/c02");
    Run run = world.run();
    assertEquals(State.COMPLETED, run.state());
    assertEquals(1, run.counts().get(Mirror.ABSENT));
    assertEquals(11, world.byPhase().get("learners"));
  }

  @Test
  void theProbeNamesWhatTheLoginMayNotHave() {
    world.source = MadeUpSource.phased();
    world.source.probe = new Connector.Probe(List.of("get_categories", "get_roles"), "4.5");
    Run run = world.run();
    assertEquals(State.FAILED, run.state());
    assertEquals("The login at Made up may not have: get_categories, get_roles.", run.error());
    assertTrue(world.source.asked.isEmpty());
  }

  @Test
  void ourOwnTroubleIsNotTheSources() {
    world.source = MadeUpSource.school();
    world.source.fault = (stage, ask) -> stage.equals(MadeUpSource.LEARNERS)
        ? Failure.UNAVAILABLE.with("Away.") : null;
    world.put();
    assertEquals(Failure.UNAVAILABLE, world.house.refusal(world.house.product(), MirrorWorld.ADVANCE,
        new MirrorWorld.Advance(world.id, 0)).failure());
    world.source.fault = (stage, ask) -> null;
    assertEquals(State.COMPLETED, world.run(0).state());
    assertTrue(world.evidence.isEmpty());
    assertEquals(11, world.byPhase().get("reports"));
    assertEquals(2, world.source.tally().get("learners/c01@null"));
    assertEquals(1, world.source.tally().get("courses/@null"));
  }
}
