package com.mas.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Hands out ports for processes that must know theirs before they start. No port is given twice in one JVM, JVMs that
 * run tests at the same time have ranges of their own, and all are below those that Linux gives to clients.
 */
public final class Ports {
  private static final int FIRST = 12_000;
  /** Ranges of each JVM: the forks of one build are numbered from 1. */
  private static final int RANGE = 4_000;
  private static final int FORKS = 2;
  private static final int START = FIRST + RANGE * Math.floorMod(Integer.getInteger("fork", 1) - 1, FORKS);

  private static int next = ThreadLocalRandom.current().nextInt(RANGE);

  private Ports() {}

  /** Returns the first of so many ports in a row that are free now. */
  public static synchronized int free(int count) {
    for (int attempt = 0; attempt < RANGE; attempt++) {
      next = next + count > RANGE ? 0 : next;
      int first = START + next;
      next += count;
      if (IntStream.range(first, first + count).allMatch(Ports::isFree)) {
        return first;
      }
    }
    throw new AssertionError("no free ports");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
