package com.mas.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.Request;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import com.mas.testkit.House;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sources of all shapes on one engine, with what may go wrong at each. */
class MirrorIT {
  record Advance(UUID run, int slice) {}

  private static final Request<Advance, Run> ADVANCE = Request.of("test.mirror.advance", Advance.class, Run.class,
      Duration.ofMinutes(1));
  @AutoClose private static final TestDatabase database = TestDatabase.create();
  private static final House house =
      new House(TurnableClock.at("2026-03-10T09:00:00Z"), database, "mas");
  private static Runs runs;
  private static volatile MadeUpSource source;
  private static volatile Duration time = Duration.ofMinutes(1);
  private static final List<String> evidence = new ArrayList<>();

  private UUID id;
  private Instant due;

  @BeforeAll
  static void open() {
    house.execute("""
        CREATE SCHEMA kept;
        CREATE TABLE kept.thing (phase text, of text, id text, run uuid, gone boolean NOT NULL DEFAULT false,
          written int NOT NULL DEFAULT 1, PRIMARY KEY (phase, of, id));
        CREATE TABLE kept.since (phase text PRIMARY KEY, mark text);
        CREATE TABLE kept.slice (run uuid, slice int, due timestamptz)""");
    runs = new Runs(house.bus, house.db);
    house.deploy(new DomainVerticle(house.bus, new Capacity("mirror", 1, 10)) {
      @Override
      protected void open() {
        answer(ADVANCE, (call, ask) -> {
          return runs.advance(call, ask.run(), ask.slice(), mirror().phases(), Budget.of(time, () -> false),
              (tx, cause, run, slice, until) -> tx.send("INSERT INTO kept.slice VALUES ($1, $2, $3)", run, slice, until)
                  .map(UUID.randomUUID())).orElse(null);
        });
      }
    });
  }

  private static Mirror mirror() {
    Mirror mirror = new Mirror(source, "mas", (place, stage, position, trouble, message, excerpt) -> evidence.add(
        stage.name() + "/" + String.join("/", place.of()) + "@" + position + " " + trouble + " " + excerpt));
    source.stages.forEach(stage -> mirror.into(stage, new MirrorTable(house, stage)));
    return mirror;
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void calm() {
    house.execute("TRUNCATE kept.thing, kept.since, kept.slice, runs.run");
    time = Duration.ofMinutes(1);
    evidence.clear();
  }

  private static MadeUpSource school() {
    return new MadeUpSource(MadeUpSource.SCHOOL).has(MadeUpSource.COURSES, "", 4)
        .has(MadeUpSource.LEARNERS, "c01", 7).has(MadeUpSource.LEARNERS, "c02", 0)
        .has(MadeUpSource.LEARNERS, "c03", 3).has(MadeUpSource.LEARNERS, "c04", 1);
  }

  private static MadeUpSource examSite() {
    return new MadeUpSource(MadeUpSource.EXAM_SITE).has(MadeUpSource.EXAMS, "", 5)
        .has(MadeUpSource.SUBMISSIONS, "e01", 4).has(MadeUpSource.SUBMISSIONS, "e02", 1)
        .has(MadeUpSource.SUBMISSIONS, "e03", 9).has(MadeUpSource.SUBMISSIONS, "e04", 0)
        .has(MadeUpSource.SUBMISSIONS, "e05", 2);
  }

  private static MadeUpSource phased() {
    return new MadeUpSource(MadeUpSource.PHASES).has(MadeUpSource.CATEGORIES, "", 3)
        .has(MadeUpSource.SUBJECTS, "", 2).has(MadeUpSource.ENROLMENTS, "s01", 8)
        .has(MadeUpSource.ENROLMENTS, "s02", 2).has(MadeUpSource.ROLES, "", 2);
  }

  private static MadeUpSource issuer() {
    return new MadeUpSource(MadeUpSource.ISSUER).has(MadeUpSource.CREDENTIALS, "", 8);
  }

  @Test
  void sourcesOfAllShapesAreMirroredByTheirOwnPhases() {
    assertEquals(Map.of("courses", 4L, "learners", 11L, "reports", 11L), mirrored(school()));
    assertEquals(Map.of("exams", 5L, "submissions", 16L, "analyses", 16L), mirrored(examSite()));
    assertEquals(Map.of("categories", 3L, "subjects", 2L, "enrolments", 10L, "roles", 2L), mirrored(phased()));
    assertEquals(Map.of("credentials", 8L), mirrored(issuer()));
  }

  /** Mirrors it slice by slice, and a second time at once; returns how many rows there are by phase. */
  private Map<String, Long> mirrored(MadeUpSource of) {
    house.execute("TRUNCATE kept.thing, kept.since, runs.run");
    source = of;
    time = Duration.ZERO;
    Run run = run();
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertNull(run.error());
    assertTrue(run.balanced() && run.slice() > 1, run::toString);
    assertEquals(Stream.concat(Stream.of(Mirror.PROBE), of.stages.stream().map(Stage::name)).toList(), run.phases());
    assertTrue(of.tally().values().stream().allMatch(times -> times == 1), of.tally()::toString);
    assertEquals(run.counts().get("written"), house.number("SELECT sum(written) FROM kept.thing"));
    time = Duration.ofMinutes(1);
    assertEquals(State.COMPLETED, run().state());
    assertEquals(0, house.number("SELECT count(*) FROM kept.thing WHERE gone"));
    return byPhase();
  }

  private static Map<String, Long> byPhase() {
    return house.column("SELECT phase || ' ' || count(*) FROM kept.thing WHERE NOT gone GROUP BY phase").stream()
        .map(each -> each.split(" ")).collect(Collectors.toMap(each -> each[0],
            each -> Long.valueOf(each[1])));
  }

  @Test
  void aListingThatBreaksOffMakesNobodyGoneAndTheNextWholeOneDoes() {
    breaksOff(school(), MadeUpSource.LEARNERS, "c01", "l02", "3", "1 page(s) of learners could not be read.");
    breaksOff(examSite(), MadeUpSource.SUBMISSIONS, "e03", "s02", "6", "1 page(s) of submissions could not be read.");
    breaksOff(phased(), MadeUpSource.ENROLMENTS, "s01", "e02", "6", "1 page(s) of enrolments could not be read.");
  }

  private void breaksOff(MadeUpSource of, Stage<?> stage, String parent, String left, String page, String error) {
    house.execute("TRUNCATE kept.thing, runs.run");
    evidence.clear();
    source = of;
    run();
    of.without(stage, parent, left);
    of.fault = (at, ask) -> at.equals(stage) && ask.of().contains(parent) && page.equals(ask.from())
        ? Failure.PROVIDER_FAILED.with("Broken off.") : null;
    Run run = run();
    assertEquals(State.COMPLETED, run.state(), run::toString);
    assertEquals(error, run.error());
    assertEquals(0, house.number("SELECT count(*) FROM kept.thing WHERE gone"));
    assertEquals(List.of(stage.name() + "/" + parent + "@" + page + " UNREACHABLE null"), evidence);
    of.fault = (at, ask) -> null;
    assertNull(run().error());
    assertEquals(List.of(left), house.column("SELECT id FROM kept.thing WHERE gone"));
  }

  @Test
  void whoComesBackIsThereAgain() {
    source = school();
    run();
    source.without(MadeUpSource.LEARNERS, "c01", "l02");
    assertEquals(1, run().counts().get("gone"));
    source.has(MadeUpSource.LEARNERS, "c01", 7);
    run();
    assertEquals(0, house.number("SELECT count(*) FROM kept.thing WHERE gone"));
  }

  @Test
  void aListThatMovesWhileItIsReadIsReadOnceMore() {
    source = school();
    source.fault = (stage, ask) -> {
      if (stage.equals(MadeUpSource.LEARNERS) && "3".equals(ask.from())
          && source.tally().get("learners/c01@3") == 1) {
        source.without(MadeUpSource.LEARNERS, "c01", "l01"); // the rows after it move up, past the reader
      }
      return null;
    };
    Run run = run();
    assertNull(run.error());
    assertEquals(2, source.tally().get("learners/c01@null"));
    assertEquals(7, house.number("SELECT count(*) FROM kept.thing WHERE phase = 'learners' AND of = 'c01'"));
    source.fault = (stage, ask) -> null;
    assertEquals(1, run().counts().get("gone"));
  }

  @Test
  void aStreamGoesOnWhereTheRunBeforeLeftOff() {
    source = issuer();
    run();
    source.asked.clear();
    source.has(MadeUpSource.CREDENTIALS, "", 10);
    Run run = run();
    assertEquals(2, run.counts().get("written"));
    assertEquals(Map.of("credentials/@8", 1L), source.tally());
    assertEquals("10", house.text("SELECT mark FROM kept.since"));
    source.fault = (stage, ask) -> Failure.PROVIDER_FAILED.with("Away.");
    assertEquals(State.FAILED, run().state());
    assertEquals("10", house.text("SELECT mark FROM kept.since"));
    assertEquals(0, house.number("SELECT count(*) FROM kept.thing WHERE gone"));
  }

  @Test
  void aRefusedLoginEndsTheRunAndNothingMoreIsAskedFor() {
    source = examSite();
    source.fault = (stage, ask) -> stage.equals(MadeUpSource.SUBMISSIONS) && "3".equals(ask.from())
        ? Failure.PROVIDER_UNAUTHENTICATED.with("Log in again.") : null;
    Run run = run();
    assertEquals(State.FAILED, run.state());
    assertEquals("Log in again.", run.error());
    assertEquals(List.of("exams/@null", "exams/@3", "submissions/e01@null", "submissions/e01@3"),
        List.copyOf(source.asked));
    assertEquals(8, house.number("SELECT count(*) FROM kept.thing"), "what was fetched is there");
  }

  @Test
  void aSourceThatIsAwayForAWhileIsLeftAloneAndTheRunGoesOn() {
    source = phased();
    source.fault = (stage, ask) -> stage.equals(MadeUpSource.ENROLMENTS) && "6".equals(ask.from())
        ? Trouble.maintenance("Back soon.", 600) : null;
    put();
    assertEquals(State.RUNNING, advance(0).state());
    assertEquals(house.clock.instant().plusSeconds(600), due);
    source.asked.clear();
    source.fault = (stage, ask) -> null;
    Run run = advance(1);
    assertEquals(State.COMPLETED, run.state());
    assertNull(run.error());
    assertEquals(List.of("enrolments/s01@6", "enrolments/s02@null", "roles/@null"), List.copyOf(source.asked));
    source.fault = (stage, ask) -> Trouble.maintenance("Back soon.", 600);
    Run never = run();
    assertEquals(State.FAILED, never.state());
    assertEquals("Back soon.", never.error());
    assertEquals(MirrorRules.MOST_RESTS, never.slice());
  }

  @Test
  void anAnswerOfAnotherLayoutIsEvidenceAndTheOthersGoOn() {
    source = examSite();
    source.fault = (stage, ask) -> stage.equals(MadeUpSource.ANALYSES) && ask.of().equals(List.of("e03", "s05"))
        ? new UnreadableAnswer("It is not the agreed page.", "<html>\0new") : null;
    Run run = run();
    assertEquals(State.COMPLETED, run.state());
    assertEquals("1 page(s) of analyses could not be read.", run.error());
    assertEquals(List.of("analyses/e03/s05@null LAYOUT <html>new"), evidence);
    assertEquals(15, byPhase().get("analyses"));
    assertEquals(MirrorRules.TRIES, source.tally().get("analyses/e03/s05@null"));
    source.fault = (stage, ask) -> stage.equals(MadeUpSource.SUBMISSIONS)
        ? new UnreadableAnswer("It is not the agreed page.", "<html>") : null;
    assertEquals(State.FAILED, run().state(), "all of them are of another layout");
  }

  @Test
  void aFailedPhaseThatIsNeededSkipsTheLaterOnesAndAnotherDoesNotFailTheRun() {
    source = phased();
    source.fault = (stage, ask) -> stage.equals(MadeUpSource.ROLES) ? Failure.PROVIDER_FAILED.with("Broken.") : null;
    Run run = run();
    assertEquals(State.COMPLETED, run.state());
    assertEquals("1 page(s) of roles could not be read.", run.error());
    house.execute("TRUNCATE kept.thing");
    source.asked.clear();
    source.fault = (stage, ask) -> stage.equals(MadeUpSource.SUBJECTS) ? Failure.PROVIDER_FAILED.with("Broken.") : null;
    run = run();
    assertEquals(State.FAILED, run.state());
    assertEquals("subjects", run.phase());
    assertEquals(List.of("categories/@null", "subjects/@null"), List.copyOf(source.asked));
  }

  @Test
  void aParentThatIsGoneMeanwhileIsPassedOver() {
    source = school();
    source.rows.remove("learners/c02");
    Run run = run();
    assertEquals(State.COMPLETED, run.state());
    assertEquals(1, run.counts().get(Mirror.ABSENT));
    assertEquals(11, byPhase().get("learners"));
  }

  @Test
  void theProbeNamesWhatTheLoginMayNotHave() {
    source = phased();
    source.probe = new Connector.Probe(List.of("get_categories", "get_roles"), "4.5");
    Run run = run();
    assertEquals(State.FAILED, run.state());
    assertEquals("The login at Made up may not have: get_categories, get_roles.", run.error());
    assertTrue(source.asked.isEmpty());
  }

  @Test
  void ourOwnTroubleIsNotTheSources() {
    source = school();
    source.fault = (stage, ask) -> stage.equals(MadeUpSource.LEARNERS) ? Failure.UNAVAILABLE.with("Away.") : null;
    put();
    assertEquals(Failure.UNAVAILABLE, house.refusal(house.product(), ADVANCE, new Advance(id, 0)).failure());
    source.fault = (stage, ask) -> null;
    assertEquals(State.COMPLETED, run(0).state());
    assertTrue(evidence.isEmpty());
    assertEquals(11, byPhase().get("reports"));
    assertEquals(2, source.tally().get("learners/c01@null"));
    assertEquals(1, source.tally().get("courses/@null"));
  }

  @Test
  void aCancelledRunKeepsThePageInHand() {
    source = school();
    source.fault = (stage, ask) -> {
      if (stage.equals(MadeUpSource.LEARNERS) && "3".equals(ask.from())) {
        house.execute("UPDATE runs.run SET cancelling = true WHERE id = '" + id + "'");
      }
      return null;
    };
    Run run = run();
    assertEquals(State.CANCELLED, run.state());
    assertEquals(6, byPhase().get("learners"));
    assertFalse(source.tally().containsKey("learners/c01@6"));
  }

  private void put() {
    house.execute("TRUNCATE kept.slice");
    id = UUID.randomUUID();
    About about = new About("test.mirror", "mas", "made-up");
    assertTrue(house.on(() -> house.db.transaction(tx -> runs.put(tx, house.product(), id, about, mirror().names(),
        (stored, cause, run, slice, until) -> Future.succeededFuture(UUID.randomUUID())))).isPresent());
  }

  private Run advance(int slice) {
    Run run = house.ask(house.product(), ADVANCE, new Advance(id, slice));
    due = house.column("SELECT to_char(due AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM kept.slice"
        + " WHERE slice = " + (slice + 1)).stream().filter(text -> text != null).map(Instant::parse).findFirst()
        .orElse(null);
    return run;
  }

  private Run run() {
    put();
    return run(0);
  }

  private Run run(int from) {
    Run run = advance(from);
    for (int slice = from + 1; !run.state().isOver(); slice++) {
      run = advance(slice);
    }
    return run;
  }
}
