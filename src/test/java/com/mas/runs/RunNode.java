package com.mas.runs;

import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Principal.Role;
import com.mas.bus.Request;
import com.mas.db.Tx;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.jobs.Subscription;
import com.mas.jobs.Subscriptions;
import com.mas.runs.RunsContract.GivenUp;
import com.mas.runs.RunsContract.Run;
import com.mas.testkit.House;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A node of its own, with a domain that copies the numbers 1 to {@link #LAST} into {@code kept.number}, 10 a page. */
final class RunNode extends House {
  static final int LAST = 95;
  static final int PAGE = 10;
  static final About COPY = new About("test.copy", "mas", "numbers");

  record Ask(String subject) {}

  record Advance(UUID run, int slice) {}

  static final Request<Ask, Run> COPY_ALL = Request.of("test.copy", Ask.class, Run.class, Duration.ofMinutes(5));
  static final Request<Advance, Run> ADVANCE = Request.of("test.advance", Advance.class, Run.class);

  /** Called by a step before it writes, with the page that it is at. */
  record Gate(int page, CountDownLatch reached, CountDownLatch open) {
    static Gate at(int page) {
      return new Gate(page, new CountDownLatch(1), new CountDownLatch(1));
    }
  }

  static final Subscription<GivenUp> GIVEN_UP =
      new Subscription<>(RunsContract.GIVEN_UP, "test", JobOptions.on("databaseQueue"));

  final Runs runs;
  final Queue<Run> told = new ConcurrentLinkedQueue<>();
  final Queue<Run> ended = new ConcurrentLinkedQueue<>();
  volatile Gate gate;
  volatile Consumer<Integer> onPage = page -> {};
  volatile UnaryOperator<Move<Integer>> turn = move -> move;
  volatile Runnable onLook = () -> {};
  /** Tells whether a page is what has happened outside. */
  volatile boolean outside;
  volatile boolean stopping;
  volatile Duration time = Duration.ofMinutes(1);
  volatile int lost;

  RunNode(TestDatabase database, TurnableClock clock) {
    super(clock, database, COPY.tenant());
    runs = new Runs(bus, db);
    bus.observe(RunsContract.PROGRESSED, told::add);
    deploy(new DomainVerticle(bus, new Capacity("test", 1, 100)) {
      @Override
      protected void open() {
        answer(COPY_ALL, (call, ask) -> runs.work(call, new About(COPY.kind(), COPY.tenant(), ask.subject()), phases(),
            budget()));
        answer(ADVANCE, (call, ask) -> runs.advance(call, ask.run(), ask.slice(), phases(), budget(),
            RunNode.this::store).orElse(null));
        on(RunsContract.GIVEN_UP, (call, run) -> runs.settle(run.id(), phases()));
      }
    });
    deploy(new RunsVerticle(bus, new Capacity("runs", 1, 100), db,
        new Jobs(clock, Subscriptions.of(List.of(RunsContract.GIVEN_UP), List.of(GIVEN_UP)))));
  }

  /** Makes all as it was when the node had just begun. */
  void calm() {
    gate = null;
    onPage = page -> {};
    turn = move -> move;
    onLook = () -> {};
    outside = false;
    stopping = false;
    time = Duration.ofMinutes(1);
    lost = 0;
    told.clear();
    ended.clear();
  }

  private Budget budget() {
    return new Budget(time, () -> {
      onLook.run();
      return stopping;
    }, false);
  }

  Phases<Integer> phases() {
    return Phases.from(0).then("copy", this::copy).then("count", this::count)
        .whenEnded((tx, run) -> {
          ended.add(run);
          tx.send("INSERT INTO kept.ended (run, state) VALUES ($1, $2)", run.id(), run.state().wire());
        });
  }

  private Move<Integer> copy(Slice slice, Integer from) {
    int page = from / PAGE + 1;
    boolean happened = outside;
    onPage.accept(page);
    Gate closed = gate;
    if (closed != null && closed.page == page) {
      closed.reached.countDown();
      awaitQuietly(closed.open);
    }
    int to = Math.min(LAST, from + PAGE);
    Function<Tx, Move<Integer>> work = tx -> {
      tx.send("INSERT INTO kept.number SELECT generate_series($1::int, $2::int)", from + 1, to);
      Move<Integer> move = to == LAST ? Move.done(to) : Move.to(to);
      return turn.apply(move.count(Counts.READ, to - from).count(Counts.WRITTEN, to - from - lost)
          .count(Counts.SKIPPED, 0).percent(to));
    };
    return happened ? slice.record(work) : slice.write(work);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads only. */
  private Move<Integer> count(Slice slice, Integer from) {
    return Move.done(from);
  }

  /** Stores like the outbox of a domain, in a table that the test looks into. */
  Future<UUID> store(Tx tx, Call cause, UUID run, int slice, Instant due) {
    UUID job = UUID.randomUUID();
    return tx.send("INSERT INTO kept.slice (job, run, slice, due) VALUES ($1, $2, $3, $4)", job, run, slice, due)
        .map(job);
  }

  Call job(UUID id) {
    return new Call("test", null, tenant, null, clock.millis() + 300_000, id, null);
  }

  Call person(UUID id) {
    return as(id, Role.ADMIN);
  }

  Call person(UUID id, String ofTenant) {
    return as(id, Role.ADMIN, ofTenant);
  }

  Future<Run> copyAll(Call call) {
    return bus.send(call, COPY_ALL, new Ask(COPY.subject()));
  }

  Future<Run> advance(UUID run, int slice) {
    return bus.send(job(UUID.randomUUID()), ADVANCE, new Advance(run, slice));
  }

  List<Run> told(UUID run) {
    return told.stream().filter(each -> each.id().equals(run)).toList();
  }
}
