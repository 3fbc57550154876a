package com.mas.jobs;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.DurableEvent;
import com.mas.bus.Failure;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.jobs.Queues.Queue;
import com.mas.testkit.House;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tells each subscriber, and each alone, what has happened. */
class DurableEventsIT {
  public record Happened(String what) {}

  private static final DurableEvent<Happened> HAPPENED = DurableEvent.of("test.thing.happened", Happened.class);
  private static final DurableEvent<Happened> IGNORED = DurableEvent.of("test.thing.ignored", Happened.class);
  private static final Subscription<Happened> FIRST =
      new Subscription<>(HAPPENED, "first", JobOptions.on("one").attempts(5));
  private static final Subscription<Happened> SECOND = new Subscription<>(HAPPENED, "second", JobOptions.on("two"));
  private static final Subscriptions SUBSCRIPTIONS =
      Subscriptions.of(List.of(HAPPENED, IGNORED), List.of(FIRST, SECOND));

  private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
  @AutoClose private final Stated stated = new Stated();
  private final Jobs jobs = stated.jobs;

  /** A bus with subscribers, in the machine's time. */
  private static final class Stated extends House {
    final Jobs jobs = new Jobs(clock, SUBSCRIPTIONS);

    Stated() {
      super(TurnableClock.running());
    }
  }

  @BeforeEach
  void open() {
    subscriber("first", (call, event) -> told.add("first " + event.what()));
  }

  @Test
  void eachSubscriberIsToldInItsOwnQueueAlsoOneThatComesLater() {
    run();
    assertEquals(2, publish("a"));
    eventually("the first is told", () -> told.contains("first a"));
    assertEquals(1, count("address = 'second.on.test.thing.happened' AND queue = 'two' AND tenant = 'mas'"));
    subscriber("second", (call, event) -> told.add("second " + event.what()));
    eventually("the second is told", () -> told.contains("second a"));
    eventually("nothing is left", () -> count("true") == 0);
    assertEquals(2, told.size());
  }

  @Test
  void whatIsRolledBackHasNotHappened() {
    assertThrows(IllegalStateException.class, () -> with(tx -> {
      jobs.publish(tx, HAPPENED, new Happened("a"), "a", call());
      throw new IllegalStateException("no");
    }));
    assertEquals(0, count("true"));
  }

  @Test
  void whatIsStatedTwiceIsToldOnceAndOneSubscriberDoesNotHoldUpTheOther() {
    assertEquals(2, publish("a"));
    assertEquals(0, publish("a"));
    assertEquals(2, publish("b"));
    assertEquals(4, count("true"));
    AtomicInteger failures = new AtomicInteger();
    subscriber("second", (call, event) -> {
      if (failures.incrementAndGet() <= 2) {
        throw Failure.TIMEOUT.with("not now");
      }
      return told.add("second " + event.what());
    });
    run();
    eventually("all are told", Duration.ofSeconds(30), () -> told.size() == 4);
    assertEquals(Set.of("first a", "first b", "second a", "second b"), new TreeSet<>(told));
  }

  @Test
  void manyAreStoredByOneStatementForEachSubscriber() {
    List<Happened> many = IntStream.range(0, 500).mapToObj(i -> new Happened("thing " + i)).toList();
    assertEquals(1000, stored(tx -> jobs.publishAll(tx, HAPPENED, many, Happened::what, call())));
    assertEquals(0, stored(tx -> jobs.publishAll(tx, HAPPENED, many, Happened::what, call())));
    assertEquals(500, count("address = 'first.on.test.thing.happened' AND max_attempts = 5"));
  }

  @Test
  void anEventThatNobodyActsUponCostsNothingAndOneThatNobodyDeclaresIsRefused() {
    assertEquals(0, stored(tx -> jobs.publish(tx, IGNORED, new Happened("a"), "a", call())));
    Jobs others = new Jobs(Clock.systemUTC());
    assertEquals("No contract of this build declares the durable event test.thing.happened.",
        assertThrows(IllegalStateException.class,
            () -> with(tx -> others.publish(tx, HAPPENED, new Happened("a"), "a", call()))).getMessage());
    assertEquals("No contract declares these events:\n  - first subscribes to test.thing.happened",
        assertThrows(IllegalStateException.class, () -> Subscriptions.of(List.of(IGNORED), List.of(FIRST)))
            .getMessage());
  }

  @Test
  void aSubscriptionToAQueueThatIsNotDeclaredIsNamed() {
    assertEquals(List.of("second is told of test.thing.happened by two, which is not declared"),
        SUBSCRIPTIONS.unknownQueues(new Queues(List.of(Queue.named("one")))));
  }

  private void subscriber(String role, DomainVerticle.Answer<Happened, ?> handler) {
    stated.deploy(new DomainVerticle(stated.bus, new Capacity(role, 1, 100)) {
      @Override
      protected void open() {
        on(HAPPENED, handler);
      }
    });
  }

  private void run() {
    Map<String, Request<?, ?>> catalogue = Stream.of(FIRST, SECOND)
        .collect(Collectors.toMap(each -> each.request().address(), Subscription::request));
    stated.deploy(new JobsVerticle(stated.bus, new Capacity("jobs", 1, 100), stated.db, catalogue,
        new Queues(List.of(fast("one"), fast("two"))), Node.config("one")));
  }

  private static Queue fast(String name) {
    Queue usual = Queue.named(name);
    return new Queue(name, true, 10, null, 1, 5, Duration.ofMillis(50), usual.limit(), 100, 100, 30, List.of());
  }

  private int publish(String what) {
    return stored(tx -> jobs.publish(tx, HAPPENED, new Happened(what), what, call()));
  }

  private <T> T with(Function<Tx, T> work) {
    return stated.on(() -> stated.db.transaction(work));
  }

  private int stored(Function<Tx, Future<Integer>> work) {
    return with(tx -> Database.await(work.apply(tx)));
  }

  private Call call() {
    return stated.product();
  }

  private long count(String condition) {
    return stated.number("SELECT count(*) FROM jobs.job WHERE " + condition);
  }
}
