package com.mas.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.testkit.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UuidV7Test {
  private final TurnableClock clock = TurnableClock.at("2026-03-01T09:00:00.123+05:30");
  private final UuidV7 ids = new UuidV7(clock);

  @Test
  void carriesItsMillisecondVersionAndVariant() {
    UUID id = ids.next();
    assertEquals(clock.millis(), id.getMostSignificantBits() >>> 16);
    assertEquals(7, id.version());
    assertEquals(2, id.variant());
  }

  @Test
  void risesWithinAMillisecondEvenWhenItsCounterOverflows() {
    UUID last = ids.next();
    for (int i = 0; i < 20_000; i++) {
      UUID next = ids.next();
      assertRises(last, next);
      last = next;
    }
    assertTrue((last.getMostSignificantBits() >>> 16) - clock.millis() <= 20_000 / 2048);
  }

  @Test
  void risesWhenTheClockIsSetBackAndFollowsItAgainLater() {
    Instant begin = clock.instant();
    UUID before = ids.next();
    clock.set(begin.minus(Duration.ofHours(1)));
    UUID during = ids.next();
    assertRises(before, during);
    clock.set(begin.plusMillis(50));
    UUID after = ids.next();
    assertRises(during, after);
    assertEquals(clock.millis(), after.getMostSignificantBits() >>> 16);
  }

  @Test
  void laterMillisecondsSortLaterAcrossGenerators() {
    UUID here = ids.next();
    clock.advance(Duration.ofMillis(1));
    assertRises(here, new UuidV7(clock).next());
  }

  @Test
  void eachThreadSeesItsOwnRiseAndNobodyAnotherOnesId() throws Exception {
    int threads = 8;
    int each = 5_000;
    Callable<List<UUID>> take = () -> {
      List<UUID> taken = new ArrayList<>(each);
      for (int i = 0; i < each; i++) {
        taken.add(ids.next());
      }
      return taken;
    };
    Set<UUID> all = new HashSet<>();
    try (var executor = Executors.newFixedThreadPool(threads)) {
      for (Future<List<UUID>> result : executor.invokeAll(Collections.nCopies(threads, take))) {
        List<UUID> taken = result.get();
        for (int i = 1; i < each; i++) {
          assertRises(taken.get(i - 1), taken.get(i));
        }
        all.addAll(taken);
      }
    }
    assertEquals(threads * each, all.size());
  }

  /** Compares as PostgreSQL does; {@link UUID#compareTo} is signed. */
  private static void assertRises(UUID lower, UUID higher) {
    int high = Long.compareUnsigned(lower.getMostSignificantBits(), higher.getMostSignificantBits());
    assertTrue(high < 0, () -> lower + " is not below " + higher);
  }
}
