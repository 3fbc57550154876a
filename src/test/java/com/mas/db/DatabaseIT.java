package com.mas.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.testkit.TestDatabase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two transactions that wait for each other: PostgreSQL ends one of them. */
class DatabaseIT {
  private static final String RAISE = "UPDATE public.race SET number = number + 1 WHERE name = $1";
  private static final int PATIENCE_SECONDS = 30;

  @AutoClose static final TestDatabase database = TestDatabase.createEmpty();

  private static Vertx vertx;
  private static Database db;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    db = Database.open(vertx, database.url(), 2);
    db.query("CREATE TABLE public.race (name text PRIMARY KEY, number int)");
  }

  @AfterAll
  static void close() {
    db.close().await();
    vertx.close().await();
  }

  @BeforeEach
  void prepare() {
    db.query("DELETE FROM public.race");
    db.query("INSERT INTO public.race VALUES ('a', 0), ('b', 0)");
  }

  @Test
  void workThatMayRunSeveralTimesWinsInTheEnd() {
    assertEquals(3, race(db::repeatable), "both have run, one of them twice");
    assertEquals(List.of(2, 2), numbers());
  }

  @Test
  void otherWorkIsToldToTryAgainAndLeavesNothing() {
    FailureException lost = (FailureException) assertThrows(CompletionException.class, () -> race(db::transaction))
        .getCause();
    assertEquals(Failure.UNAVAILABLE, lost.failure());
    assertEquals(List.of(1, 1), numbers());
  }

  /** Raises a and b in one transaction, and b and a in another; each has one before either asks for the second. */
  private static int race(Function<Function<Tx, Object>, Object> how) {
    CyclicBarrier each = new CyclicBarrier(2);
    AtomicInteger runs = new AtomicInteger();
    Executor threads = Thread.ofPlatform()::start; // the common pool may have one only
    CompletableFuture<?> there = CompletableFuture.supplyAsync(
        () -> how.apply(tx -> raise(tx, each, runs, "a", "b")), threads);
    CompletableFuture<?> back = CompletableFuture.supplyAsync(
        () -> how.apply(tx -> raise(tx, each, runs, "b", "a")), threads);
    CompletableFuture.allOf(there, back).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    return runs.get();
  }

  private static Object raise(Tx tx, CyclicBarrier each, AtomicInteger runs, String first, String second) {
    boolean again = runs.incrementAndGet() > 2;
    tx.query(RAISE, first);
    if (!again) {
      try {
        each.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    tx.query(RAISE, second);
    return null;
  }

  private static List<Integer> numbers() {
    return db.query("SELECT number FROM public.race ORDER BY name").stream().map(row -> row.getInteger(0)).toList();
  }
}
