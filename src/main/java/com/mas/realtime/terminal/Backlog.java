package com.mas.realtime.terminal;

import java.util.concurrent.atomic.AtomicLong;

/** The frames that all sessions of a node hold for viewers that have not taken them yet. Thread-safe. */
final class Backlog {
  static final long MUCH = 128L << 20;

  private final AtomicLong bytes = new AtomicLong();

  void add(long more) {
    bytes.addAndGet(more);
  }

  long bytes() {
    return bytes.get();
  }

  /** Returns whether each session should hold less than it may. */
  boolean isMuch() {
    return bytes.get() > MUCH;
  }
}
