package com.mas.testkit;

import com.mas.embedded.EmbeddedPostgres;
import com.mas.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One PostgreSQL and one Redis for all tests of this JVM, started at the first call and gone with the JVM. Nothing is
 * synced to disk, and where the machine has room in memory their files are there: a database of its own for each test
 * class is a thousand files. The programs stay unpacked in {@code target/}, so that only the first run pays for that.
 */
public final class TestServers {
  private static final Path HOME = Path.of("target", "testkit").toAbsolutePath();
  private static final String RUN = "run-";

  private static Path folder;
  private static EmbeddedPostgres postgres;
  private static EmbeddedRedis redis;

  private TestServers() {}

  /** Returns where the servers' programs are unpacked; for tests that start servers of their own. */
  public static Path binaries() {
    return HOME.resolve("bin");
  }

  /** The whole server; a test class takes a {@link TestDatabase} of its own. */
  public static synchronized EmbeddedPostgres postgres() {
    try {
      if (postgres == null) {
        postgres = EmbeddedPostgres.start(folder(), 0, binaries(), false);
      }
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Shared by all test classes: use keys of your own, or {@code SELECT} a database number. */
  public static synchronized EmbeddedRedis redis() {
    try {
      if (redis == null) {
        redis = EmbeddedRedis.start(folder(), 0, binaries(), false);
      }
      return redis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a folder for a server that lasts as long as this JVM, and goes with it. */
  public static synchronized Path folder(String name) throws IOException {
    return Files.createTempDirectory(folder(), name);
  }

  private static Path folder() throws IOException {
    if (folder == null) {
      Path runs = TemporaryFolders.root(HOME);
      removeLeftovers(runs);
      folder = Files.createTempDirectory(runs, RUN + ProcessHandle.current().pid() + "-");
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(TestServers::stop));
    }
    return folder;
  }

  private static synchronized void stop() {
    try {
      if (postgres != null) {
        postgres.close();
      }
      if (redis != null) {
        redis.close();
      }
      delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Folders of JVMs that were killed before they could tidy up. */
  private static void removeLeftovers(Path all) throws IOException {
    try (Stream<Path> runs = Files.list(all)) {
      List<Path> dead = runs.filter(run -> run.getFileName().toString().startsWith(RUN))
          .filter(run -> ProcessHandle.of(Long.parseLong(run.getFileName().toString().split("-")[1])).isEmpty())
          .toList();
      for (Path run : dead) {
        delete(run);
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException | NoSuchFileException anotherJvmDeletesItToo) {
      return;
    }
  }
}
