package com.mas.jobs;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.Tx;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One node as the jobs see it: a Vert.x and a bus of its own, a domain that does the work, and a runner. */
final class Node implements AutoCloseable {
  record Work(String name, int number) {}

  record Done(String by) {}

  static final Request<Work, Done> WORK = Request.of("test.work", Work.class, Done.class, Duration.ofMinutes(5));
  static final Request<Work, Done> MISSING = Request.of("test.missing", Work.class, Done.class, Duration.ofSeconds(5));

  private static final Capacity CAPACITY = new Capacity("test", 1, 5000);

  final Vertx vertx = Vertx.vertx();
  final Bus bus;
  final Database db;
  final Jobs jobs;
  private final String name;
  private Runner runner;
  private String verticle;

  Node(String name, String url, Clock clock, DomainVerticle.Answer<Work, Done> handler) {
    this.name = name;
    bus = new Bus(vertx, clock);
    db = Database.open(vertx, url, 20);
    jobs = new Jobs(clock);
    wait(vertx.deployVerticle(new DomainVerticle(bus, CAPACITY) {
      @Override
      protected void open() {
        answer(WORK, handler);
      }
    }, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  static JobsVerticle.Config config(String name) {
    return new JobsVerticle.Config(name, Duration.ofMillis(300), Duration.ofSeconds(2), Duration.ofMillis(500), 500,
        Duration.ofMillis(500));
  }

  /** The verticle as it is deployed in the product. */
  Node start(Queues.Queue... queues) {
    verticle = wait(vertx.deployVerticle(
        new JobsVerticle(bus, CAPACITY, db, catalogue(), new Queues(List.of(queues)), config(name)),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    return this;
  }

  /** Only the runner, so that it can be killed. */
  Node startRunner(JobsVerticle.Config config, Queues.Queue... queues) {
    Queues declared = new Queues(List.of(queues));
    with(tx -> {
      JobsRepository.declare(tx, declared, bus.clock().instant());
      return null;
    });
    runner = new Runner(bus, db, catalogue(), declared, config);
    wait(vertx.deployVerticle(runner));
    return this;
  }

  Runner runner() {
    return runner;
  }

  void stop() {
    wait(vertx.undeploy(verticle));
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

  /** Runs on a virtual thread of this node and waits. */
  <T> T with(Function<Tx, T> work) {
    return call(() -> db.transaction(work));
  }

  <T> T call(java.util.concurrent.Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> {
      try {
        result.complete(work.call());
      } catch (Throwable e) {
        result.completeExceptionally(e);
      }
    });
    try {
      return result.get(60, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  <Q, A> A ask(Request<Q, A> request, Q body) {
    return call(() -> bus.send(Call.system("test", null, bus.clock().millis() + 10_000), request, body).await());
  }

  /** Takes time without blocking a thread. */
  static void pause(long millis) {
    Future.<Void>future(done -> Vertx.currentContext().owner().setTimer(millis, over -> done.complete())).await();
  }

  static <T> T wait(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    wait(db.close());
    wait(vertx.close());
  }
}
