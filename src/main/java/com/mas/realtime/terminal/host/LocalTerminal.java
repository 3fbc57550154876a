package com.mas.realtime.terminal.host;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The terminal of the person who shares, raw while it is open; without one (input from a pipe) there is none. */
final class LocalTerminal implements AutoCloseable {
  private static final int FILE = 0;
  private static final int ATTRIBUTES = 256;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment before = arena.allocate(ATTRIBUTES);
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private boolean raw;

  static boolean isThere() {
    return Libc.isTerminal(FILE) && Libc.isTerminal(1);
  }

  void open() throws IOException {
    Libc.attributes(FILE, before);
    MemorySegment now = arena.allocate(ATTRIBUTES).copyFrom(before);
    Libc.makeRaw(now);
    Libc.setAttributes(FILE, now);
    raw = true;
  }

  /** Columns and lines. */
  static int[] size() {
    try (Arena once = Arena.ofConfined()) {
      MemorySegment size = once.allocate(JAVA_SHORT, 4);
      boolean known = Libc.windowSize(FILE, Libc.TIOCGWINSZ, size);
      int lines = size.getAtIndex(JAVA_SHORT, 0);
      int columns = size.getAtIndex(JAVA_SHORT, 1);
      return known && lines > 0 && columns > 1 ? new int[] {columns, lines} : new int[] {80, 24};
    }
  }

  synchronized void write(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    if (raw) {
      raw = false;
      Libc.setAttributes(FILE, before);
    }
  }
}
