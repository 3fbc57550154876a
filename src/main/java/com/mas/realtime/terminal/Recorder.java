package com.mas.realtime.terminal;

import com.mas.bus.Bus;
import com.mas.bus.Json;
import com.mas.realtime.terminal.TerminalContract.AppendRecording;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Writes a session's events as lines of asciicast v2, and has them stored in batches, one at a time. When the database
 * is slow or
 * away, a bounded amount waits; beyond that events are left out and a mark says how many bytes. Of the session's event
 * loop.
 */
final class Recorder {
  private static final int FULL_BATCH = 128 << 10;
  private static final int MOST_WAITING = 4 << 20;
  private static final long FLUSH_MS = 1000;
  private static final long RETRY_MS = 2000;

  private final Bus bus;
  private final String tenant;
  private final UUID id;
  private final EventLoop loop;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
      .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final byte[] scratch = Batch.scratch();
  private final ByteBuffer undecoded = ByteBuffer.allocate(scratch.length + 8);
  private final CharBuffer decoded = CharBuffer.allocate(scratch.length + 8);
  private final StringBuilder waiting = new StringBuilder();
  private final UUID writer = UUID.randomUUID();
  private String underWay;
  private int sequence;
  private boolean flushScheduled;
  private long lost;
  private String typist = "";
  private int columns;
  private int lines;
  private long begun;
  private double before;
  private double last;

  /** @param before seconds that the recording has already, from another node or an earlier connection */
  Recorder(Bus bus, String tenant, UUID id, EventLoop loop, double before) {
    this.bus = bus;
    this.tenant = tenant;
    this.id = id;
    this.loop = loop;
    resume(before);
  }

  /**
   * For the next host of the session: what the last one's left to store still comes first.
   *
   * @param before as above
   */
  void resume(double before) {
    this.before = Math.max(before, last);
    begun = System.nanoTime();
    typist = "";
    decoder.reset();
    undecoded.clear();
  }

  void output(Batch batch) {
    batch.eachPiece(scratch, (bytes, length) -> {
      undecoded.put(bytes, 0, length).flip();
      decoded.clear();
      decoder.decode(undecoded, decoded, false);
      undecoded.compact(); // the beginning of a character waits for its rest
      event("o", decoded.flip().toString(), length);
    });
  }

  void size(int columns, int lines) {
    if (this.columns != 0) {
      event("r", columns + "x" + lines, 0);
    }
    this.columns = columns;
    this.lines = lines;
  }

  /** Who types is told by a mark whenever it is somebody else than before. */
  void input(String who, byte[] bytes) {
    if (!who.equals(typist)) {
      typist = who;
      mark("typing: " + who);
    }
    event("i", new String(bytes, StandardCharsets.UTF_8), bytes.length);
  }

  void mark(String label) {
    event("m", label, 0);
  }

  private void event(String kind, String text, int bytes) {
    if (waiting.length() > MOST_WAITING) {
      lost += bytes;
      return;
    }
    last = before + (System.nanoTime() - begun) / 1e9;
    if (lost > 0) {
      line("m", lost + " bytes were not recorded");
      lost = 0;
    }
    if (!text.isEmpty()) {
      line(kind, text);
    }
    if (waiting.length() >= FULL_BATCH) {
      flush();
    } else if (!flushScheduled) {
      flushScheduled = true;
      loop.schedule(this::scheduledFlush, FLUSH_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void line(String kind, String text) {
    waiting.append('[').append(String.format(Locale.ROOT, "%.6f", last)).append(", \"").append(kind).append("\", ")
        .append(Json.write(text)).append("]\n");
  }

  private void scheduledFlush() {
    flushScheduled = false;
    flush();
  }

  /** Also at the end: what is under way then is stored by itself. */
  void flush() {
    if (underWay == null && !waiting.isEmpty()) {
      underWay = waiting.toString();
      waiting.setLength(0);
      store();
    }
  }

  private void store() {
    AppendRecording append = new AppendRecording(id, writer, sequence, underWay, Math.max(columns, 2),
        Math.max(lines, 1), last);
    bus.send(bus.systemCall(tenant, Duration.ofSeconds(10)), TerminalContract.RECORDINGS_APPEND, append)
        .onComplete(stored -> loop.execute(() -> {
          if (stored.succeeded()) {
            underWay = null;
            sequence++;
            if (waiting.length() >= FULL_BATCH || !flushScheduled) {
              flush();
            }
          } else {
            loop.schedule(this::store, RETRY_MS, TimeUnit.MILLISECONDS);
          }
        }));
  }
}
