package com.mas.realtime.engineio;

import static io.netty.channel.SelectStrategy.SELECT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.realtime.engineio.GatheringEpoll.Pace;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GatheringEpollTest {
  private static final int QUICK = Pace.QUICK_NANOS / 2;

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger forSockets = new AtomicInteger();
  private final Pace pace = new Pace(now::get, () -> forSockets.getAndSet(0));

  /**
   * Returns whether the loop looked of its own accord in some of so many windows of turns, each of which finds so many.
   */
  private boolean looks(int windows, int nanos, int found, boolean sockets) throws Exception {
    boolean looked = false;
    for (int turn = 0; turn < windows * Pace.WINDOW; turn++) {
      now.addAndGet(nanos);
      looked |= pace.calculateStrategy(() -> found, false) != SELECT;
      forSockets.addAndGet(sockets ? found : 0);
    }
    return looked;
  }

  @Test
  void aLoopThatIsWokenNowAndThenWaitsForThat() throws Exception {
    assertFalse(looks(100, 2 * Pace.QUICK_NANOS, 5, true));
  }

  @Test
  void aBusyLoopLooksAMomentLaterAsLongAsSeveralHaveArrivedByThen() throws Exception {
    looks(1, QUICK, 3, true);
    assertEquals(3, pace.calculateStrategy(() -> 3, false));
    assertTrue(looks(10, 3 * Pace.QUICK_NANOS, 3, true)); // its turns are longer, and worth it
    looks(2, QUICK, 0, true);
    assertEquals(SELECT, pace.calculateStrategy(() -> 3, false));
  }

  @Test
  void whereOneArrivesAtATimeThatIsTriedRarely() throws Exception {
    looks(2, QUICK, 1, true);
    assertFalse(looks(Pace.REST - 1, QUICK, 1, true));
    assertTrue(looks(3, QUICK, 1, true));
  }

  @Test
  void whatArrivesForOthersIsNotWaitedFor() throws Exception {
    assertFalse(looks(3 * Pace.REST, QUICK, 5, false));
  }

  @Test
  void whenOthersHaveMoreToDoItEnds() throws Exception {
    looks(1, QUICK, 3, true);
    assertTrue(looks(1, QUICK, 3, true));
    looks(1, QUICK, 3, false);
    assertFalse(looks(Pace.REST - 1, QUICK, 3, false));
  }

  @Test
  void tasksAreNeverWaitedWith() throws Exception {
    looks(1, QUICK, 3, true);
    assertEquals(0, pace.calculateStrategy(() -> 0, true));
  }
}
