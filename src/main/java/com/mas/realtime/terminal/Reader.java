package com.mas.realtime.terminal;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * One outlet's place in a session's log. It has a bounded number of bytes under way; when it falls so far behind that
 * the log has forgotten its place, it gets the current screen and goes on from there. Of the session's event loop.
 */
final class Reader {
  private static final int MOST_UNDER_WAY = 256 << 10;
  private static final int MUCH = 1 << 20;
  private static final long SECOND = 1_000_000_000;
  private static final long WINDOW_NANOS = SECOND / 4;
  private static final long LONGEST_PROBATION = 600 * SECOND;
  /** Least rate, in bytes per second, of a reader that keeps up. */
  private static final long LEAST_PER_SECOND = 4 << 20;

  final Outlet outlet;
  private final Session session;
  private final Log log;
  private long cursor;
  private int underWay;
  private boolean behind;
  private boolean closed;
  /** Bytes of the session that have been passed, by sending or by skipping. */
  private long passed;
  private boolean lagging;
  private boolean slow;
  private long slowSince;
  private long probation = 5 * SECOND;
  private long windowBegan;
  private long passedThen;

  /** @param behind begins with the current screen even if that is empty */
  Reader(Session session, Log log, Outlet outlet, boolean behind) {
    this.session = session;
    this.log = log;
    this.outlet = outlet;
    this.behind = behind;
    this.cursor = log.next();
    this.passed = session.written();
  }

  long cursor() {
    return behind ? Long.MAX_VALUE : cursor;
  }

  boolean isSlow() {
    return behind || slow;
  }

  /**
   * Returns whether the host should write no more than it always may: this reader lacks much, but takes so much that it
   * is only the network or the machine that is busy. One that does not is left to fall behind, within a quarter of a
   * second, and not waited for again for a while.
   */
  boolean holdsBack(long now) {
    if (slow && now - slowSince > probation) {
      slow = false;
    }
    if (closed || behind || slow || session.written() - passed <= MUCH) {
      lagging = false;
      return false;
    }
    if (!lagging) {
      lagging = true;
      windowBegan = now;
      passedThen = passed;
    } else if (now - windowBegan > WINDOW_NANOS) {
      if (passed - passedThen < (now - windowBegan) / 1e9 * LEAST_PER_SECOND) {
        slow = true;
        slowSince = now;
        probation = Math.min(2 * probation, LONGEST_PROBATION);
      }
      windowBegan = now;
      passedThen = passed;
    }
    return !slow;
  }

  void pump() {
    if (closed) {
      return;
    }
    behind |= cursor < log.first();
    if (behind) {
      if (underWay == 0) {
        resync();
      }
      return;
    }
    List<ByteBuf> frames = null;
    int bytes = 0;
    while (cursor < log.next() && underWay + bytes < MOST_UNDER_WAY) {
      Batch batch = log.at(cursor++);
      if (batch.control() && !outlet.takesMessages()) {
        passed += batch.size();
        continue;
      }
      frames = frames == null ? new ArrayList<>(4) : frames;
      frames.add(batch.frames().retainedDuplicate());
      bytes += batch.size();
    }
    if (frames != null) {
      send(frames, bytes);
    }
  }

  private void send(List<ByteBuf> frames, int bytes) {
    underWay += bytes;
    outlet.send(frames, () -> {
      underWay -= bytes;
      passed += bytes;
      session.taken(this);
    });
  }

  /** The screen as it is now, as soon as there is room for it. */
  void redraw() {
    if (underWay < MOST_UNDER_WAY) {
      resync();
    } else {
      behind = true;
    }
  }

  /** The screen as it is now, then whatever comes. */
  void resync() {
    behind = false;
    cursor = log.next();
    ByteBuf frame = session.screenFrame(outlet.takesMessages());
    int bytes = frame.readableBytes();
    underWay += bytes;
    long position = session.written();
    outlet.send(List.of(frame), () -> {
      underWay -= bytes;
      passed = Math.max(passed, position);
      session.taken(this);
    });
  }

  void close(Closing why, String reason) {
    if (!closed) {
      closed = true;
      outlet.close(why, reason);
    }
  }

  /** Sends it before everything that is not under way yet. */
  void say(ByteBuf frame) {
    outlet.send(List.of(frame), () -> {});
  }
}
