package com.mas.jobs;

import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Request;
import com.mas.db.Tx;
import com.mas.testkit.House;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One node as the jobs see it: a Vert.x and a bus of its own, a domain that does the work, and a runner. */
final class Node extends House {
  record Work(String name, int number) {}

  record Done(String by) {}

  static final Request<Work, Done> WORK = Request.of("test.work", Work.class, Done.class, Duration.ofMinutes(5));
  static final Request<Work, Done> MISSING = Request.of("test.missing", Work.class, Done.class, Duration.ofSeconds(5));

  private static final Capacity CAPACITY = new Capacity("test", 1, 5000);

  final Jobs jobs;
  private final String name;
  private Runner runner;
  private String verticle;

  /** Lives in the machine's time. */
  Node(String name, TestDatabase database, DomainVerticle.Answer<Work, Done> handler) {
    this(name, database, TurnableClock.running(), handler);
  }

  Node(String name, TestDatabase database, TurnableClock clock, DomainVerticle.Answer<Work, Done> handler) {
    super(clock, database, null);
    this.name = name;
    jobs = new Jobs(clock);
    deploy(new DomainVerticle(bus, CAPACITY) {
      @Override
      protected void open() {
        answer(WORK, handler);
      }
    });
  }

  static JobsVerticle.Config config(String name) {
    return new JobsVerticle.Config(name, Duration.ofMillis(300), Duration.ofSeconds(2), Duration.ofMillis(500), 500,
        Duration.ofMillis(500));
  }

  /** The verticle as it is deployed in the product. */
  Node start(Queues.Queue... queues) {
    verticle = deploy(new JobsVerticle(bus, CAPACITY, db, catalogue(), new Queues(List.of(queues)), config(name)));
    return this;
  }

  /** Closes only the runner, so that it can be killed. */
  Node startRunner(JobsVerticle.Config config, Queues.Queue... queues) {
    Queues declared = new Queues(List.of(queues));
    with(tx -> {
      JobsRepository.declare(tx, declared, bus.clock().instant());
      return null;
    });
    runner = new Runner(bus, db, catalogue(), declared, config);
    await(vertx.deployVerticle(runner));
    return this;
  }

  Runner runner() {
    return runner;
  }

  void stop() {
    await(vertx.undeploy(verticle));
  }

  /** The runner's connections break and nothing is tidied up; handlers that run go on. */
  void kill() {
    CompletableFuture<Void> dead = new CompletableFuture<>();
    vertx.runOnContext(go -> runner.die().onComplete(done -> dead.complete(null)));
    dead.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static Map<String, Request<?, ?>> catalogue() {
    return List.<Request<?, ?>>of(WORK, MISSING).stream()
        .collect(Collectors.toMap(Request::address, request -> request));
  }

  /** Runs it in a transaction, on a virtual thread of this node, and waits. */
  <T> T with(Function<Tx, T> work) {
    return on(() -> db.transaction(work));
  }

  /** Takes time without blocking a thread. */
  static void pause(long millis) {
    Future.<Void>future(done -> Vertx.currentContext().owner().setTimer(millis, over -> done.complete())).await();
  }
}
