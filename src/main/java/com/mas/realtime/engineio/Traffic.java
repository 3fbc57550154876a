package com.mas.realtime.engineio;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * Counts how often something came for a socket on one loop: a read of a WebSocket, or a request. For its thread alone.
 */
final class Traffic {
  private static final FastThreadLocal<Traffic> HERE = new FastThreadLocal<>() {
    @Override
    protected Traffic initialValue() {
      return new Traffic();
    }
  };

  private int since;

  /** Returns the counter of the calling thread's loop. */
  static Traffic here() {
    return HERE.get();
  }

  void add() {
    since++;
  }

  /** Since the last call. */
  int take() {
    int taken = since;
    since = 0;
    return taken;
  }
}
