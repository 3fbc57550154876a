package com.mas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the scripts, and what else tells how to start the server. */
class ScriptsTest {
  private static final Pattern STARTS_JAVA = Pattern.compile("(?:\\$java\"|\\bjava\"?,?) .*-(?:jar|cp|X)");

  /** One that goes on with a full heap answers nobody, and nobody starts it again. */
  @Test
  void whoeverStartsJavaHasItEndWhenTheHeapIsFull() throws IOException {
    List<String> without = new ArrayList<>();
    int found = 0;
    for (Path file : files()) {
      for (String line : Files.readString(file).replace("\\\n", " ").lines().toList()) {
        if (STARTS_JAVA.matcher(line).find() && !line.startsWith("#") && !line.contains("scripts/jdk")) {
          found++;
          if (!line.contains("-XX:+ExitOnOutOfMemoryError")) {
            without.add(file + ": " + line);
          }
        }
      }
    }
    assertEquals(List.of(), without);
    assertTrue(found >= 8, "run, cluster, soak, bench, ..., twice in the Dockerfile: " + found);
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> scripts = Files.list(Path.of("scripts"))) {
      return Stream.concat(scripts.filter(Files::isRegularFile), Stream.of(Path.of("Dockerfile"), Path.of("README.md")))
          .toList();
    }
  }
}
