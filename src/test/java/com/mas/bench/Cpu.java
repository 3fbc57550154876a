package com.mas.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** CPU time as Linux counts it. */
final class Cpu {
  private static final double TICKS_PER_SECOND = 100;

  private Cpu() {}

  /**
   * Returns the CPU time of a process and its descendants, ended ones included; 0 for a process that does not exist.
   */
  static double seconds(long pid) {
    double ticks = 0;
    Deque<ProcessHandle> open = new ArrayDeque<>();
    ProcessHandle.of(pid).ifPresent(open::add);
    while (!open.isEmpty()) {
      ProcessHandle process = open.remove();
      ticks += ticks(process.pid());
      process.children().forEach(open::add);
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" "); // the name before it may hold blanks
      return Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum();
    } catch (IOException gone) {
      return 0;
    }
  }
}
