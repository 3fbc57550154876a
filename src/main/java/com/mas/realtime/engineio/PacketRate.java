package com.mas.realtime.engineio;

/** Measures how many packets a client sends; the clock is read once in so many of them only. */
final class PacketRate {
  private static final long SECOND_MS = 1_000;

  private int packets;
  private long since;

  /**
   * Counts one more.
   *
   * @param perSecond 0 is no limit
   */
  boolean isExceeded(int perSecond) {
    if (perSecond == 0 || ++packets <= perSecond) {
      return false;
    }
    long now = Loop.now();
    if (now - since < SECOND_MS) {
      return true;
    }
    since = now;
    packets = 1;
    return false;
  }
}
