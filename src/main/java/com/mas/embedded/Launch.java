package com.mas.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.IntFunction;

/** Starts a server on a port of its own and waits until it answers. */
record Launch(ChildProcess child, int port) {
  private static final int ATTEMPTS = 20;
  private static final Duration READY_LIMIT = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int TAIL_BYTES = 4096;

  /**
   * @param wantedPort 0: the folder's last port if free, else any
   * @param ready whether this child serves on this port; asked every few milliseconds, at most for two minutes,
   *     because a server may have much to recover
   */
  static Launch of(ServerFolder folder, int wantedPort, String deathSignal, IntFunction<List<String>> command,
      BiPredicate<ChildProcess, Integer> ready) throws IOException {
    folder.turnLog();
    for (int attempt = 1;; attempt++) {
      int port = wantedPort == 0 ? folder.choosePort() : wantedPort;
      if (wantedPort != 0 && !ServerFolder.isFree(wantedPort)) {
        throw new IOException("port " + wantedPort + " is taken by another process");
      }
      long logged = Files.size(folder.log());
      ChildProcess child = ChildProcess.start(command.apply(port), folder.account(), deathSignal, folder.log());
      ChildProcess.await(READY_LIMIT, () -> ready.test(child, port) || !child.isAlive());
      if (ready.test(child, port) && child.isAlive()) {
        folder.keepPort(port);
        return new Launch(child, port);
      }
      if (child.isAlive()) {
        child.stop(Duration.ofSeconds(5), deathSignal);
        throw new IOException("no answer within " + READY_LIMIT.toSeconds() + " s; see " + folder.log());
      }
      String said = tail(folder.log(), logged);
      if (attempt == ATTEMPTS || !isPassing(said)) {
        throw new IOException("ended at once with code " + child.exitCode() + ", saying:\n" + said);
      }
      ChildProcess.await(PAUSE, () -> false);
    }
  }

  /** Returns whether the port was just taken, or the children of a killed server are not quite gone: both pass. */
  private static boolean isPassing(String said) {
    return said.contains("Address already in use") || said.contains("is still in use");
  }

  private static String tail(Path log, long from) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(from, file.length() - TAIL_BYTES));
      byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    }
  }
}
