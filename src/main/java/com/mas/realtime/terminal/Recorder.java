package com.mas.realtime.terminal;

import com.mas.bus.Bus;
import com.mas.bus.Json;
import com.mas.realtime.terminal.TerminalContract.Admission;
import com.mas.realtime.terminal.TerminalContract.AppendRecording;
import com.mas.realtime.terminal.TerminalContract.NotRecorded;
import io.netty.buffer.ByteBufUtil;
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
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes a session's events as lines of asciicast v2, and has them stored in batches, one at a time. When more comes
 * than the account may record, or the database is slow or away, a bounded amount waits; beyond that events are left
 * out, a mark says how many bytes, and the screen as it is then follows. When the domain takes no more, nothing is
 * recorded any more. Of the session's event loop.
 */
final class Recorder {
  private static final int FULL_BATCH = 128 << 10;
  private static final int MOST_WAITING = 4 << 20;
  private static final long FLUSH_MS = 1000;
  private static final long RETRY_MS = 2000;

  private final Bus bus;
  private final Admission about;
  private final UUID owner;
  private final EventLoop loop;
  private final RecordedBytes bytes;
  private final Supplier<byte[]> screen;
  private final Runnable leftOut;
  private final Consumer<NotRecorded> stopped;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
      .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final byte[] scratch = Batch.scratch();
  private final ByteBuffer undecoded = ByteBuffer.allocate(scratch.length + 8);
  private final CharBuffer decoded = CharBuffer.allocate(scratch.length + 8);
  private final StringBuilder waiting = new StringBuilder();
  private final UUID writer = UUID.randomUUID();
  private long waitingBytes;
  private String underWay;
  private long underWayBytes;
  private int sequence;
  private boolean flushScheduled;
  private boolean gap;
  private long lost;
  private boolean over;
  private String typist = "";
  private int columns;
  private int lines;
  private long begun;
  private double before;
  private double last;

  /**
   * @param screen answers what draws the screen as it is
   * @param leftOut told whenever something is not recorded although recording goes on
   * @param stopped told once, when nothing more is recorded
   * @param before seconds that the recording has already, from another node or an earlier connection
   */
  Recorder(Bus bus, Admission about, EventLoop loop, RecordedBytes bytes, Supplier<byte[]> screen,
      Runnable leftOut, Consumer<NotRecorded> stopped, double before) {
    this.bus = bus;
    this.about = about;
    this.owner = about.ownerId() == null ? about.sessionId() : about.ownerId();
    this.loop = loop;
    this.bytes = bytes;
    this.screen = screen;
    this.leftOut = leftOut;
    this.stopped = stopped;
    resume(before);
  }

  /**
   * Resumes for the next host of the session; what the last one left to store still comes first.
   *
   * @param before as above
   */
  void resume(double before) {
    this.before = Math.max(before, last);
    begun = System.nanoTime();
    over = false;
    typist = "";
    decoder.reset();
    undecoded.clear();
  }

  void output(Batch batch) {
    if (over) {
      return;
    }
    batch.eachPiece(scratch, (piece, length) -> {
      undecoded.put(piece, 0, length).flip();
      decoded.clear();
      decoder.decode(undecoded, decoded, false);
      undecoded.compact(); // the beginning of a character waits for its rest
      event("o", decoded.flip().toString(), length);
    });
  }

  void size(int columns, int lines) {
    boolean first = this.columns == 0;
    this.columns = columns;
    this.lines = lines;
    if (!first) {
      event("r", columns + "x" + lines, 0);
    }
  }

  /** Records input. A mark names the person who types whenever it is another one than before. */
  void input(String who, byte[] typed) {
    if (!who.equals(typist)) {
      typist = who;
      mark("typing: " + who);
    }
    event("i", new String(typed, StandardCharsets.UTF_8), typed.length);
  }

  void mark(String label) {
    event("m", label, 0);
  }

  private void event(String kind, String text, int length) {
    if (over) {
      return;
    }
    if (gap) {
      goOn();
    }
    if (gap || waiting.length() > MOST_WAITING || !bytes.mayRecord(owner)) {
      gap = true;
      lost += length;
      bytes.leaveOut(length);
      leftOut.run();
    } else if (!text.isEmpty()) {
      line(kind, text);
    }
    if (waiting.length() >= FULL_BATCH) {
      flush();
    }
    schedule();
  }

  private void schedule() {
    if (!flushScheduled && (gap || !waiting.isEmpty())) {
      flushScheduled = true;
      loop.schedule(this::scheduledFlush, FLUSH_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** Records the whole screen with its size, which makes up for what was left out. */
  private void goOn() {
    if (waiting.length() <= MOST_WAITING / 2 && bytes.mayGoOn(owner)) {
      gap = false;
      line("m", lost + " bytes were not recorded");
      line("r", columns + "x" + lines);
      line("o", new String(screen.get(), StandardCharsets.UTF_8));
      lost = 0;
    }
  }

  private void line(String kind, String text) {
    last = before + (System.nanoTime() - begun) / 1e9;
    int from = waiting.length();
    waiting.append('[').append(String.format(Locale.ROOT, "%.6f", last)).append(", \"").append(kind).append("\", ")
        .append(Json.write(text)).append("]\n");
    long length = ByteBufUtil.utf8Bytes(waiting, from, waiting.length());
    waitingBytes += length;
    bytes.take(owner, length);
  }

  private void scheduledFlush() {
    flushScheduled = false;
    if (gap && !over) {
      goOn();
    }
    flush();
    if (!over) {
      schedule();
    }
  }

  /** Stores at the end, too: what is under way then is stored by itself. */
  void flush() {
    if (underWay == null && !waiting.isEmpty()) {
      underWay = waiting.toString();
      underWayBytes = waitingBytes;
      waiting.setLength(0);
      waitingBytes = 0;
      store();
    }
  }

  private void store() {
    AppendRecording append = new AppendRecording(about.recordingId(), writer, sequence, underWay,
        Math.max(columns, 2), Math.max(lines, 1), last);
    bus.send(bus.systemCall(about.tenant(), Duration.ofSeconds(10)), TerminalContract.RECORDINGS_APPEND, append)
        .onComplete(stored -> loop.execute(() -> {
          if (stored.failed()) {
            loop.schedule(this::store, RETRY_MS, TimeUnit.MILLISECONDS);
            return;
          }
          underWay = null;
          bytes.release(underWayBytes);
          sequence++;
          if (stored.result().refused() != null) {
            stop(stored.result().refused());
          } else if (waiting.length() >= FULL_BATCH || !flushScheduled) {
            flush();
          }
        }));
  }

  private void stop(NotRecorded why) {
    over = true;
    bytes.release(waitingBytes);
    waitingBytes = 0;
    waiting.setLength(0);
    gap = false;
    lost = 0;
    stopped.accept(why);
  }
}
