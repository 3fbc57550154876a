package com.mas.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A server started by this process: dies with it, and is not reached by a Ctrl-C meant for it. */
final class ChildProcess {
  private static final long POLL_NANOS = 2_000_000;
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);

  /** The kernel sends the parent-death signal when the forking thread ends, so that thread lives as long as the JVM. */
  private static final ExecutorService PARENT = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().daemon().name("embedded-servers-parent").factory());

  private final Process process;

  private ChildProcess(Process process) {
    this.process = process;
  }

  /** Starts the command with {@code log} as its output; {@code deathSignal} is its request for a clean, quick stop. */
  static ChildProcess start(List<String> command, RunAs account, String deathSignal, Path log) throws IOException {
    List<String> whole = new ArrayList<>();
    if (Tools.SETSID) { // its own session: a terminal's Ctrl-C reaches us only, and we stop it when drained
      whole.add("setsid");
    }
    whole.addAll(account.prefix());
    if (Tools.DEATH_SIGNAL) {
      whole.addAll(List.of("setpriv", "--pdeathsig", deathSignal));
    }
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole).directory(log.getParent().toFile())
        .redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG")); // PGOPTIONS and the like are not for us
    try {
      return new ChildProcess(PARENT.submit(builder::start).get());
    } catch (ExecutionException e) {
      throw new IOException("cannot start " + command.getFirst() + ": " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting " + command.getFirst(), e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Returns when it has ended. */
  void waitFor() throws InterruptedException {
    process.waitFor();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Sends each signal in turn until the child has ended, waiting so long after each; at last kills it. */
  void stop(Duration patience, String... signals) {
    for (String signal : signals) {
      signal(pid(), signal);
      if (await(patience, () -> !isAlive())) {
        return;
      }
    }
    process.destroyForcibly();
    await(patience, () -> !isAlive());
  }

  static boolean diesWithUs() {
    return Tools.DEATH_SIGNAL;
  }

  /**
   * Returns whether the process is that program (by the name it was called by) at work on that folder, whoever started
   * it; false for gone and reused pids, and for a server's own children, which go by other names.
   */
  static boolean serves(long pid, String program, Path folder) {
    List<String> arguments = arguments(pid);
    if (arguments.isEmpty() || !isCalled(arguments, program)) {
      return false;
    }
    String wanted = new String(folder.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return arguments.contains(wanted) || worksIn(pid).filter(folder::equals).isPresent();
  }

  /** Returns whether the process is alive and is not that program on that folder; false where that can not be told. */
  static boolean isAnother(long pid, String program, Path folder) {
    List<String> arguments = arguments(pid);
    return !arguments.isEmpty() && !serves(pid, program, folder)
        && (!isCalled(arguments, program) || worksIn(pid).isPresent());
  }

  /**
   * Returns whether the process was killed and its memory is gone, though its number is not free yet; false where that
   * is hidden.
   */
  static boolean isEnding(long pid) {
    return told(pid, "cmdline").filter(String::isEmpty).isPresent();
  }

  /** Returns whether nothing is left of the process but its number, until its parent asks for it. */
  static boolean waitsToBeReaped(long pid) {
    return told(pid, "stat").filter(stat -> stat.startsWith("Z", stat.lastIndexOf(')') + 2)).isPresent();
  }

  /** Empty for a process that is gone or may not be looked at. */
  private static Optional<Path> worksIn(long pid) {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd")));
    } catch (IOException hidden) {
      return Optional.empty();
    }
  }

  private static boolean isCalled(List<String> arguments, String program) {
    String name = arguments.getFirst();
    return name.substring(name.lastIndexOf('/') + 1).equals(program);
  }

  /** None for a process that is gone, waits to be reaped or may not be looked at. */
  private static List<String> arguments(long pid) {
    return told(pid, "cmdline").filter(line -> !line.isEmpty()).map(line -> List.of(line.split("\0")))
        .orElse(List.of());
  }

  /** Empty for a process that is gone or may not be looked at. */
  private static Optional<String> told(long pid, String what) {
    try {
      return Optional.of(Files.readString(Path.of("/proc", Long.toString(pid), what), StandardCharsets.ISO_8859_1));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** All processes that serve the folder, see {@link #serves}. */
  static List<Long> serving(String program, Path folder) {
    return ProcessHandle.allProcesses().map(ProcessHandle::pid).filter(pid -> serves(pid, program, folder)).toList();
  }

  /** Stops a server that an earlier owner of the folder left behind; returns whether there was one. */
  static boolean stopOrphan(long pid, String program, Path folder, Duration patience, String... signals)
      throws IOException {
    if (!serves(pid, program, folder)) {
      return false;
    }
    for (String signal : signals) {
      signal(pid, signal);
      if (await(patience, () -> !serves(pid, program, folder))) {
        return true;
      }
    }
    throw new IOException(program + ", process " + pid + ", still serves " + folder + " and does not stop: stop it");
  }

  private static void signal(long pid, String name) {
    succeeds("sh", "-c", "kill -" + name + " " + pid); // the shell's own kill: minimal images have no other
  }

  /** Runs a short command without input or output; false as well when there is no such program. */
  static boolean succeeds(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
      if (!process.waitFor(PROBE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Waits until the condition holds, at most {@code limit}; an interrupt does not cut it and is kept for the caller.
   */
  static boolean await(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() - deadline >= 0) {
          return false;
        }
        interrupted |= Thread.interrupted(); // a pending interrupt would turn parking into spinning
        LockSupport.parkNanos(POLL_NANOS);
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Programs that this machine offers, looked up once. */
  private static final class Tools {
    static final boolean DEATH_SIGNAL = succeeds("setpriv", "--pdeathsig", "INT", "true");
    static final boolean SETSID = succeeds("setsid", "true");
  }
}
