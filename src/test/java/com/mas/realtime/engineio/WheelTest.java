package com.mas.realtime.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WheelTest {
  private static final int TICK = 10;

  private final Wheel wheel = new Wheel(TICK, 0);
  private final List<String> fired = new ArrayList<>();

  private Wheel.Timer timer(String name) {
    return new Wheel.Timer() {
      @Override
      void expired(long now) {
        fired.add(name + " " + now);
      }
    };
  }

  @Test
  void aDeadlineThatIsPutOffFiresOnceAtItsLastTime() {
    Wheel.Timer timer = timer("a");
    wheel.set(timer, 30);
    wheel.advance(20);
    wheel.set(timer, 75);
    wheel.advance(70);
    assertEquals(List.of(), fired);
    wheel.advance(200);
    assertEquals(1, fired.size());
  }

  @Test
  void aDeadlineMayBeMovedNearerAndCleared() {
    Wheel.Timer near = timer("near");
    Wheel.Timer never = timer("never");
    wheel.set(near, 5_000);
    wheel.set(never, 60);
    wheel.set(near, 40);
    wheel.clear(never);
    wheel.advance(50);
    assertEquals(List.of("near 50"), fired);
  }

  @Test
  void farDeadlinesOutliveTheRoundsOfTheWheel() {
    wheel.set(timer("far"), 100_000);
    for (long now = 0; now < 100_000; now += TICK) {
      wheel.advance(now);
    }
    assertEquals(List.of(), fired);
    wheel.advance(100_000);
    assertEquals(List.of("far 100000"), fired);
  }

  @Test
  void randomDeadlinesFireNeitherEarlyNorMoreThanATickLate() {
    Random random = new Random(3);
    Map<Wheel.Timer, Long> due = new HashMap<>();
    List<Long> late = new ArrayList<>();
    long[] clock = new long[1];
    for (int i = 0; i < 500; i++) {
      Wheel.Timer timer = new Wheel.Timer() {
        @Override
        void expired(long now) {
          late.add(now - due.remove(this));
          if (random.nextInt(4) > 0) {
            long next = now + random.nextInt(12_000);
            due.put(this, next);
            wheel.set(this, next);
          }
        }
      };
      due.put(timer, (long) random.nextInt(12_000));
      wheel.set(timer, due.get(timer));
    }
    for (; clock[0] < 200_000 && !due.isEmpty(); clock[0] += TICK) {
      wheel.advance(clock[0]);
    }
    assertTrue(late.size() >= 500);
    assertTrue(late.stream().allMatch(by -> by >= 0 && by <= TICK), () -> "late by " + late.stream().sorted().toList()
        .getLast());
  }
}
