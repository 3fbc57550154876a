package com.mas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing is removed in the console by one click: a question comes before it, or a way back after it. */
class ConsoleActsTest {
  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Pattern SCRIPT = Pattern.compile(".*/console/(?!vendor/).*\\.js");
  private static final Pattern ASKED = Pattern.compile("\\bask\\(|decide\\(|\\bsay\\([^;]*'good', \\(");
  private static final int LINES_BEFORE = 7;
  private static final int LINES_AFTER = 2;
  /** Ends of addresses by which nothing is lost: a hold that is let go, an upload that its sender stops. */
  private static final Set<String> HARMLESS = Set.of("/hold`", "/api/file-uploads/${id}`");

  @Test
  void whatRemovesAsksFirstOrCanBeUndone() throws IOException {
    List<String> found = new ArrayList<>();
    int read = 0;
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      for (Path file : files.filter(each -> SCRIPT.matcher(each.toString()).matches()).sorted().toList()) {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
          String line = lines.get(i);
          if (line.contains("'DELETE'") && HARMLESS.stream().noneMatch(line::contains)) {
            read++;
            String around = String.join("\n",
                lines.subList(Math.max(0, i - LINES_BEFORE), Math.min(lines.size(), i + 1 + LINES_AFTER)));
            if (!ASKED.matcher(around).find()) {
              found.add(file + ":" + (i + 1));
            }
          }
        }
      }
    }
    assertEquals(List.of(), found);
    assertTrue(read > 10, "removals that were read: " + read);
  }
}
