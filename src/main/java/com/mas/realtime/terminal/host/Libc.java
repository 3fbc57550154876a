package com.mas.realtime.terminal.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Functions of the C library; numbers are those of Linux. What fails there is an {@link IOException} here. */
@SuppressWarnings("restricted")
final class Libc {
  static final int O_RDWR = 2;
  static final int O_NOCTTY = 0x100;
  static final int O_CLOEXEC = 0x80000;
  static final long TIOCGWINSZ = 0x5413;
  static final long TIOCSWINSZ = 0x5414;
  static final short SPAWN_SETSID = 0x80;
  static final int SIGHUP = 1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPENPT = function("posix_openpt", JAVA_INT, JAVA_INT);
  private static final MethodHandle GRANTPT = function("grantpt", JAVA_INT, JAVA_INT);
  private static final MethodHandle UNLOCKPT = function("unlockpt", JAVA_INT, JAVA_INT);
  private static final MethodHandle PTSNAME = function("ptsname_r", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle READ = function("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = function("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle ISATTY = function("isatty", JAVA_INT, JAVA_INT);
  private static final MethodHandle KILL = function("kill", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle WAITPID = function("waitpid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle TCGETATTR = function("tcgetattr", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle TCSETATTR = function("tcsetattr", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle CFMAKERAW = LINKER.downcallHandle(
      LINKER.defaultLookup().findOrThrow("cfmakeraw"), FunctionDescriptor.ofVoid(ADDRESS));
  private static final MethodHandle IOCTL = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("ioctl"),
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
  private static final MethodHandle ACTIONS_INIT = function("posix_spawn_file_actions_init", JAVA_INT, ADDRESS);
  private static final MethodHandle ACTIONS_OPEN =
      function("posix_spawn_file_actions_addopen", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle ACTIONS_DUP =
      function("posix_spawn_file_actions_adddup2", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle ATTR_INIT = function("posix_spawnattr_init", JAVA_INT, ADDRESS);
  private static final MethodHandle ATTR_FLAGS = function("posix_spawnattr_setflags", JAVA_INT, ADDRESS, JAVA_SHORT);
  private static final MethodHandle SPAWN =
      function("posix_spawnp", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);

  private Libc() {}

  private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  private static int call(MethodHandle function, Object... arguments) {
    try {
      return ((Number) function.invokeWithArguments(arguments)).intValue();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void check(int result, String what) throws IOException {
    if (result != 0) {
      throw new IOException(what + " did not work");
    }
  }

  static int openMaster() throws IOException {
    int master = call(OPENPT, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0) {
      throw new IOException("no pseudo-terminal can be had");
    }
    check(call(GRANTPT, master), "grantpt");
    check(call(UNLOCKPT, master), "unlockpt");
    return master;
  }

  static void slaveName(int master, MemorySegment name) throws IOException {
    check(call(PTSNAME, master, name, name.byteSize()), "ptsname_r");
  }

  /** @return how many, 0 or less at the end */
  static int read(int file, MemorySegment into) {
    return call(READ, file, into, into.byteSize());
  }

  static int write(int file, MemorySegment from) {
    return call(WRITE, file, from, from.byteSize());
  }

  static void close(int file) {
    call(CLOSE, file);
  }

  static boolean isTerminal(int file) {
    return call(ISATTY, file) == 1;
  }

  static void kill(int process, int signal) {
    call(KILL, process, signal);
  }

  static void waitFor(int process) {
    call(WAITPID, process, MemorySegment.NULL, 0);
  }

  static void attributes(int file, MemorySegment into) throws IOException {
    check(call(TCGETATTR, file, into), "tcgetattr");
  }

  static void setAttributes(int file, MemorySegment attributes) {
    call(TCSETATTR, file, 0, attributes);
  }

  static void makeRaw(MemorySegment attributes) {
    try {
      CFMAKERAW.invokeExact(attributes);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** @param size rows and columns as two shorts, then two unused */
  static boolean windowSize(int file, long request, MemorySegment size) {
    return call(IOCTL, file, request, size) == 0;
  }

  /** Starts a program as the leader of a session of its own, with the terminal as its input, output and control. */
  static int spawn(MemorySegment program, MemorySegment arguments, MemorySegment environment, MemorySegment terminal,
      MemorySegment scratch) throws IOException {
    MemorySegment actions = scratch.asSlice(0, 512);
    MemorySegment attributes = scratch.asSlice(512, 512);
    MemorySegment process = scratch.asSlice(1024, 8);
    check(call(ACTIONS_INIT, actions), "posix_spawn_file_actions_init");
    check(call(ACTIONS_OPEN, actions, 0, terminal, O_RDWR, 0), "posix_spawn_file_actions_addopen");
    check(call(ACTIONS_DUP, actions, 0, 1), "posix_spawn_file_actions_adddup2");
    check(call(ACTIONS_DUP, actions, 0, 2), "posix_spawn_file_actions_adddup2");
    check(call(ATTR_INIT, attributes), "posix_spawnattr_init");
    check(call(ATTR_FLAGS, attributes, SPAWN_SETSID), "posix_spawnattr_setflags");
    check(call(SPAWN, process, program, actions, attributes, arguments, environment), "starting the shell");
    return process.get(JAVA_INT, 0);
  }
}
