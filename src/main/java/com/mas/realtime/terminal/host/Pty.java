package com.mas.realtime.terminal.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/** A program on a pseudo-terminal. Reading and writing block, each from one thread of its own. */
final class Pty implements AutoCloseable {
  private static final int PIECE = 32 << 10;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment in = arena.allocate(PIECE);
  private final int master;
  private final int process;

  Pty(List<String> command, Map<String, String> environment, int columns, int lines) throws IOException {
    master = Libc.openMaster();
    MemorySegment slave = arena.allocate(256);
    Libc.slaveName(master, slave);
    resize(columns, lines);
    process = Libc.spawn(arena.allocateFrom(command.getFirst()), strings(command),
        strings(environment.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList()), slave,
        arena.allocate(1040, 16));
  }

  private MemorySegment strings(List<String> all) {
    MemorySegment array = arena.allocate(ADDRESS, all.size() + 1L);
    for (int i = 0; i < all.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(all.get(i)));
    }
    return array;
  }

  /** Null when the program has ended. */
  byte[] read() {
    int count = Libc.read(master, in);
    return count <= 0 ? null : in.asSlice(0, count).toArray(JAVA_BYTE);
  }

  synchronized void write(byte[] bytes) {
    try (Arena once = Arena.ofConfined()) {
      MemorySegment all = once.allocateFrom(JAVA_BYTE, bytes);
      for (long done = 0; done < bytes.length;) {
        int count = Libc.write(master, all.asSlice(done));
        if (count <= 0) {
          return; // the program has ended
        }
        done += count;
      }
    }
  }

  void resize(int columns, int lines) {
    try (Arena once = Arena.ofConfined()) {
      MemorySegment size = once.allocate(JAVA_SHORT, 4);
      size.setAtIndex(JAVA_SHORT, 0, (short) lines);
      size.setAtIndex(JAVA_SHORT, 1, (short) columns);
      Libc.windowSize(master, Libc.TIOCSWINSZ, size);
    }
  }

  /** The program is hung up on, as when a terminal's window is closed. */
  @Override
  public void close() {
    Libc.kill(process, Libc.SIGHUP);
    Libc.close(master);
    Libc.waitFor(process);
  }
}
