package com.mas.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads what the kernel says of a process. */
final class Proc {
  private Proc() {}

  /** Returns whether the process exists and has not ended; one that waits to be reaped has. */
  static boolean lives(long pid) throws IOException {
    try {
      return !fieldsAfterName(pid).getFirst().equals("Z");
    } catch (IOException gone) {
      return false;
    }
  }

  static int uid(long pid) throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc", Long.toString(pid)), "unix:uid");
  }

  static long session(long pid) throws IOException {
    return Long.parseLong(fieldsAfterName(pid).get(3));
  }

  private static List<String> fieldsAfterName(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
  }
}
