package com.mas.realtime.terminal;

import com.mas.realtime.terminal.screen.Screen;

/**
 * The newest batches of a session, by number, and the screen that all before them have drawn. Bounded: the oldest leave
 * when there are too many, here or in all sessions of the node, whoever still wanted them. The screen is drawn late,
 * when many bytes wait or somebody asks, since forwarding comes first.
 */
final class Log {
  static final int MOST_BYTES = 8 << 20;
  /** Bounds it while the node as a whole holds much. */
  static final int FEW_BYTES = 512 << 10;
  private static final int MOST_BATCHES = 4096;
  private static final int MOST_UNDRAWN = 256 << 10;

  private final Batch[] ring = new Batch[MOST_BATCHES];
  private final Screen screen;
  private final Backlog node;
  private long first;
  private long next;
  private long bytes;
  private long drawn;
  private int undrawn;

  Log(Screen screen, Backlog node) {
    this.screen = screen;
    this.node = node;
  }

  long first() {
    return first;
  }

  /** The number that the next batch will have. */
  long next() {
    return next;
  }

  /** Takes over the batch's reference. */
  void add(Batch batch) {
    if (next - first == MOST_BATCHES) {
      dropFirst();
    }
    ring[(int) (next++ % MOST_BATCHES)] = batch;
    bytes += batch.size();
    node.add(batch.size());
    undrawn += batch.size();
    while (bytes > MOST_BYTES || bytes > FEW_BYTES && node.isMuch()) {
      dropFirst();
    }
  }

  Batch at(long number) {
    return ring[(int) (number % MOST_BATCHES)];
  }

  boolean isMuchUndrawn() {
    return undrawn > MOST_UNDRAWN;
  }

  /** The screen after all batches so far. */
  Screen screen(byte[] scratch) {
    while (drawn < next) {
      at(drawn++).drawOn(screen, scratch);
    }
    undrawn = 0;
    return screen;
  }

  /** Forgets what nobody needs any more: all before {@code number} that has been drawn. */
  void forgetBefore(long number) {
    while (first < number && first < drawn) {
      release();
    }
  }

  private void dropFirst() {
    if (drawn <= first) {
      screen(Batch.scratch());
    }
    release();
  }

  private void release() {
    Batch gone = at(first);
    ring[(int) (first++ % MOST_BATCHES)] = null;
    bytes -= gone.size();
    node.add(-gone.size());
    gone.release();
  }

  void close() {
    while (first < next) {
      release();
    }
    drawn = next;
  }
}
