package com.mas.process;

import static com.mas.testkit.Eventually.eventually;

import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Keeps the classes of the built server in the form in which a JVM has them once they are loaded, so that each of the
 * many starts takes about half the time. It is made once for each jar, in {@code target/testkit/}.
 */
public final class ClassArchive {
  private static final Path FOLDER = TestServers.binaries().resolveSibling("classes");
  private static List<String> options;

  private ClassArchive() {}

  /** Returns what tells a JVM to use it; {@code jvm} are the other options of that JVM. */
  public static synchronized List<String> options(Path jar, List<String> jvm) throws IOException {
    if (options == null) {
      Files.createDirectories(FOLDER);
      Path archive = FOLDER.resolve(Files.getLastModifiedTime(jar).toMillis() + "-" + Files.size(jar) + "-"
          + Runtime.version() + ".jsa");
      try (FileChannel channel = FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE,
          StandardOpenOption.WRITE); FileLock held = channel.lock()) {
        if (!Files.exists(archive)) {
          make(archive, jar, jvm);
        }
      }
      options = List.of("-XX:SharedArchiveFile=" + archive);
    }
    return options;
  }

  /** A server is started and stopped, and its JVM writes down what it has loaded. */
  private static void make(Path archive, Path jar, List<String> jvm) throws IOException {
    clear();
    Path unfinished = FOLDER.resolve("unfinished");
    Path data = FOLDER.resolve("data");
    List<String> options = new ArrayList<>(jvm);
    options.add("-XX:ArchiveClassesAtExit=" + unfinished);
    try (TestDatabase database = TestDatabase.create();
        ServerProcess server = ServerProcess.launch(data, Map.of("SANDBOX", "true", "DATABASE_URL", database.url(),
            "REDIS_URL", TestServers.redis().url()), List.of(), jar, options)) {
      server.awaitReady();
      server.api().admin();
      server.process.destroy();
      eventually("its classes are written down", ServerProcess.START_LIMIT, () -> !server.process.isAlive());
    }
    Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes those of earlier jars. */
  private static void clear() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      files.filter(file -> file.toString().endsWith(".jsa")).forEach(file -> {
        try {
          Files.delete(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }
}
