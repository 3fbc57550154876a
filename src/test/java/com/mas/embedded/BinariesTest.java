package com.mas.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
  @TempDir private Path folder;

  @Test
  void thoseWhoRaceToUnpackEndWithOneCopyAndNoRest() throws Exception {
    int racers = 6;
    String resource = "redis-server-7.0.15-linux-" + Binaries.machine("REDIS_URL");
    CyclicBarrier together = new CyclicBarrier(racers);
    Callable<Path> racer = () -> {
      together.await();
      return Binaries.program(resource, folder.resolve("redis"), "redis-server");
    };
    try (var executor = Executors.newFixedThreadPool(racers)) {
      for (Future<Path> result : executor.invokeAll(Collections.nCopies(racers, racer))) {
        assertTrue(Files.isExecutable(result.get()));
      }
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void whatAKilledProcessHadHalfUnpackedIsRemoved() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Files.createDirectories(folder.resolve(".unpacking-" + ended.pid() + "-7/bin"));
    Path busy = Files.createDirectory(folder.resolve(".unpacking-" + ProcessHandle.current().pid() + "-7"));
    Binaries.program("redis-server-7.0.15-linux-amd64", folder.resolve("redis"), "redis-server");
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(Set.of(busy, folder.resolve("redis")), left.collect(Collectors.toSet()));
    }
  }

  @Test
  void aMissingProgramIsNamedAndLeavesNothing() throws IOException {
    var refusal = assertThrows(IOException.class, () -> Binaries.archive("no-such.txz", folder.resolve("none")));
    assertTrue(refusal.getMessage().contains("no-such.txz"));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }
}
