package com.mas.domain.people.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.testkit.Eventually;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TurnsTest {
  @AutoClose private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch first = new CountDownLatch(1);
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void whoAsksOftenWaitsForHimself() throws Exception {
    Turns turns = new Turns(1, 100, 100);
    List<Future<?>> all = new ArrayList<>();
    all.add(ask(turns, "guesser", first));
    for (int i = 0; i < 60; i++) {
      all.add(ask(turns, "guesser", null));
    }
    all.add(ask(turns, "honest", null));
    first.countDown();
    for (Future<?> each : all) {
      each.get();
    }
    assertTrue(done.indexOf("honest") <= 2, "third at the latest, not after sixty: " + done.indexOf("honest"));
    assertEquals(0, refused.get());
  }

  @Test
  void fullLinesRefuseThoseWhoFilledThem() throws Exception {
    Turns turns = new Turns(1, 10, 8);
    List<Future<?>> all = new ArrayList<>();
    all.add(ask(turns, "a", first));
    for (int i = 0; i < 9; i++) {
      all.add(ask(turns, "a", null));
    }
    assertEquals(1, refused.get(), "one network has eight places");
    for (String other : List.of("b", "c", "d", "e")) {
      all.add(ask(turns, other, null));
    }
    assertEquals(3, refused.get(), "ten places in all: the longest line gives way");
    first.countDown();
    for (Future<?> each : all) {
      each.get();
    }
    assertTrue(done.containsAll(List.of("b", "c", "d", "e")), done::toString);
    ask(turns, "a", null).get();
    assertEquals(3, refused.get(), "and there is room again");
  }

  /** A hash that is not made, so that a start need not wait for it. */
  @Test
  void theHashOfNobodyCostsAsMuchAndHasNoPassword() {
    for (int i = 0; i < 20; i++) {
      BCrypt.Result result = BCrypt.verifyer().verify("x".toCharArray(), Passwords.madeUp(4));
      assertTrue(result.validFormat);
      assertFalse(result.verified);
      assertEquals(4, result.details.cost);
    }
  }

  @Test
  void neighboursShareATurn() {
    assertEquals(Passwords.network(from("198.51.100.7")), Passwords.network(from("198.51.100.99")));
    assertFalse(Passwords.network(from("198.51.100.7")).equals(Passwords.network(from("198.51.101.7"))));
    assertEquals(Passwords.network(from("2001:db8::1")), Passwords.network(from("2001:db8::ffff")));
    assertEquals("", Passwords.network(from(null)));
  }

  private static Call from(String address) {
    return new Call("r", null, "t", null, 0, null, address);
  }

  /** Returns when it stands in its line, or is at work. */
  private Future<?> ask(Turns turns, String who, CountDownLatch until) {
    int number = asked.incrementAndGet();
    Future<?> future = threads.submit(() -> {
      try {
        turns.take(who, () -> {
          if (until != null) {
            try {
              until.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          return done.add(who);
        });
      } catch (FailureException e) {
        assertEquals(Failure.TOO_MANY_REQUESTS, e.failure());
        refused.incrementAndGet();
      }
    });
    Eventually.eventually("it has been seen", () -> turns.seen() == number);
    return future;
  }
}
