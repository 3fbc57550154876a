package com.mas.sources;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Request;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract.Run;
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
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** A product that mirrors one made up source, slice by slice. */
final class MirrorWorld implements AutoCloseable {
  record Advance(UUID run, int slice) {}

  static final Request<Advance, Run> ADVANCE = Request.of("test.mirror.advance", Advance.class, Run.class,
      Duration.ofMinutes(1));
  private final TestDatabase database = TestDatabase.create();
  final House house = new House(TurnableClock.at("2026-03-10T09:00:00Z"), database, "mas");
  private final Runs runs = new Runs(house.bus, house.db);
  final List<String> evidence = new ArrayList<>();
  volatile MadeUpSource source;
  volatile Duration time = Duration.ofMinutes(1);
  volatile BiConsumer<Stage<?>, Place> writing = (stage, place) -> {};
  volatile UUID id;
  Instant due;

  MirrorWorld() {
    house.execute("""
        CREATE SCHEMA kept;
        CREATE TABLE kept.thing (phase text, of text, id text, run uuid, gone boolean NOT NULL DEFAULT false,
          written int NOT NULL DEFAULT 1, PRIMARY KEY (phase, of, id));
        CREATE TABLE kept.since (phase text PRIMARY KEY, mark text);
        CREATE TABLE kept.slice (run uuid, slice int, due timestamptz)""");
    house.deploy(new DomainVerticle(house.bus, new Capacity("mirror", 1, 10)) {
      @Override
      protected void open() {
        answer(ADVANCE, (call, ask) -> {
          return runs.advance(call, ask.run(), ask.slice(), mirror().phases(), Budget.of(time, () -> false),
              (tx, cause, run, slice, until) -> tx.send("INSERT INTO kept.slice VALUES ($1, $2, $3)", run, slice, until)
                  .map(UUID.randomUUID()))
              .orElse(null);
        });
      }
    });
  }

  private Mirror mirror() {
    Mirror mirror = new Mirror(source, "mas", (place, stage, position, trouble, message, excerpt) -> evidence.add(
        stage.name() + "/" + String.join("/", place.of()) + "@" + position + " " + trouble + " " + excerpt));
    source.stages.forEach(stage -> mirror.into(stage, new MirrorTable(house, stage,
        place -> writing.accept(stage, place))));
    return mirror;
  }

  /** Forgets what was mirrored, and what was to go wrong. */
  void calm() {
    house.execute("TRUNCATE kept.thing, kept.since, kept.slice, runs.run");
    time = Duration.ofMinutes(1);
    evidence.clear();
    writing = (stage, place) -> {};
  }

  @Override
  public void close() {
    house.close();
    database.close();
  }

  Map<String, Long> byPhase() {
    return house.column("SELECT phase || ' ' || count(*) FROM kept.thing WHERE NOT gone GROUP BY phase").stream()
        .map(each -> each.split(" ")).collect(Collectors.toMap(each -> each[0],
            each -> Long.valueOf(each[1])));
  }

  void put() {
    house.execute("TRUNCATE kept.slice");
    id = UUID.randomUUID();
    About about = new About("test.mirror", "mas", "made-up");
    assertTrue(house.on(() -> house.db.transaction(tx -> runs.put(tx, house.product(), id, about, mirror().names(),
        (stored, cause, run, slice, until) -> Future.succeededFuture(UUID.randomUUID())))).isPresent());
  }

  Run advance(int slice) {
    Run run = house.ask(house.product(), ADVANCE, new Advance(id, slice));
    due = house.column("SELECT to_char(due AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM kept.slice"
        + " WHERE slice = " + (slice + 1)).stream().filter(text -> text != null).map(Instant::parse).findFirst()
        .orElse(null);
    return run;
  }

  Run run() {
    put();
    return run(0);
  }

  Run run(int from) {
    Run run = advance(from);
    for (int slice = from + 1; !run.state().isOver(); slice++) {
      run = advance(slice);
    }
    return run;
  }
}
