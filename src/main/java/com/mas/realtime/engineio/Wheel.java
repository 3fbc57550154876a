package com.mas.realtime.engineio;

/**
 * All deadlines of one event loop on one clock: setting one is a few writes, and putting one off, which every heartbeat
 * does, is one. Runs a deadline at most one tick late, never early. Not thread-safe.
 */
final class Wheel {
  private static final int SLOTS = 512;

  /** Something that has a deadline; of one wheel at a time. */
  abstract static class Timer {
    private long due;
    private long slotTick = -1; // not on the wheel
    private Timer previous;
    private Timer next;

    final long due() {
      return due;
    }

    abstract void expired(long now);
  }

  private final Timer[] slots = new Timer[SLOTS];
  private final int tickMs;
  private long tick;

  Wheel(int tickMs, long now) {
    this.tickMs = tickMs;
    this.tick = now / tickMs;
  }

  int tickMs() {
    return tickMs;
  }

  void set(Timer timer, long due) {
    timer.due = due;
    long wanted = tickOf(due);
    if (timer.slotTick >= 0) {
      if (wanted >= timer.slotTick) {
        return; // put off: looked at when its old time comes
      }
      unlink(timer);
    }
    link(timer, wanted);
  }

  void clear(Timer timer) {
    if (timer.slotTick >= 0) {
      unlink(timer);
    }
  }

  void advance(long now) {
    long until = now / tickMs;
    while (tick < until) {
      tick++;
      int slot = (int) (tick % SLOTS);
      // a timer that is put off, or set anew by one that expires, goes to another slot
      for (Timer timer = slots[slot]; timer != null; timer = slots[slot]) {
        unlink(timer);
        if (timer.due <= now) {
          timer.expired(now);
        } else {
          link(timer, tickOf(timer.due));
        }
      }
    }
  }

  private long tickOf(long due) {
    return (due + tickMs - 1) / tickMs;
  }

  private void link(Timer timer, long wanted) {
    long at = Math.min(Math.max(wanted, tick + 1), tick + SLOTS - 1);
    int slot = (int) (at % SLOTS);
    timer.slotTick = at;
    timer.next = slots[slot];
    if (timer.next != null) {
      timer.next.previous = timer;
    }
    slots[slot] = timer;
  }

  private void unlink(Timer timer) {
    if (timer.previous != null) {
      timer.previous.next = timer.next;
    } else {
      slots[(int) (timer.slotTick % SLOTS)] = timer.next;
    }
    if (timer.next != null) {
      timer.next.previous = timer.previous;
    }
    timer.previous = null;
    timer.next = null;
    timer.slotTick = -1;
  }
}
