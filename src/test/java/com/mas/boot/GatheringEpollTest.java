package com.mas.boot;

import static io.netty.channel.SelectStrategy.SELECT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.GatheringEpoll.Pace;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GatheringEpollTest {
  private static final int QUICK = Pace.QUICK_NANOS / 2;

  private final AtomicLong now = new AtomicLong();
  private final Pace pace = new Pace(now::get);

  /** Whether the loop looked of its own accord in some of so many windows of turns. */
  private boolean looks(int windows, int nanos, int found) throws Exception {
    boolean looked = false;
    for (int turn = 0; turn < windows * Pace.WINDOW; turn++) {
      now.addAndGet(nanos);
      looked |= pace.calculateStrategy(() -> found, false) != SELECT;
    }
    return looked;
  }

  @Test
  void aLoopThatIsWokenNowAndThenWaitsForThat() throws Exception {
    assertFalse(looks(100, 2 * Pace.QUICK_NANOS, 5));
  }

  @Test
  void aBusyLoopLooksAMomentLaterAsLongAsSeveralHaveArrivedByThen() throws Exception {
    looks(1, QUICK, 3);
    assertEquals(3, pace.calculateStrategy(() -> 3, false));
    assertTrue(looks(10, 3 * Pace.QUICK_NANOS, 3)); // its turns are longer, and worth it
    looks(1, QUICK, 0);
    looks(1, QUICK, 0);
    assertEquals(SELECT, pace.calculateStrategy(() -> 3, false));
  }

  @Test
  void whereOneArrivesAtATimeThatIsTriedRarely() throws Exception {
    looks(2, QUICK, 1);
    assertFalse(looks(Pace.REST - 1, QUICK, 1));
    assertTrue(looks(3, QUICK, 1));
  }

  @Test
  void tasksAreNeverWaitedWith() throws Exception {
    looks(1, QUICK, 3);
    assertEquals(0, pace.calculateStrategy(() -> 0, true));
  }
}
