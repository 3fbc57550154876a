package com.mas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the scripts, and what else tells how to start the server. */
class ScriptsTest {
  private static final Pattern STARTS_JAVA = Pattern.compile("(?:\\$java\"|\\bjava\"?,?) .*-(?:jar|cp|X)");

  private static final Pattern NAMED = Pattern.compile("(?m)^([a-z]+) +(?:\\d+|\\$\\(\\(.*\\)\\)) \\S");
  private static final Pattern RUNS = Pattern.compile("run [a-z]+ ([A-Z]\\w+)");

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

  /** Asking how to use a script builds nothing, installs nothing and leaves nothing behind. */
  @ParameterizedTest
  @MethodSource("scripts")
  void whoAsksForHelpGetsItAndNothingElse(String script, @TempDir Path elsewhere) throws Exception {
    Path copy = Files.createDirectory(elsewhere.resolve("scripts")).resolve(script);
    Files.copy(Path.of("scripts", script), copy);
    Process process = new ProcessBuilder("bash", copy.toString(), "--help").redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("scripts/" + script), said);
    try (Stream<Path> left = Files.list(elsewhere)) {
      assertEquals(List.of(copy.getParent()), left.toList());
    }
  }

  /** A worker would else begin to look for a server, or listen, and never end. */
  @ParameterizedTest
  @ValueSource(strings = {"worker.mjs", "worker.py", "analysis-worker.mjs", "analysis-worker.py"})
  void anExampleTellsHowItIsUsedAndEnds(String example) throws Exception {
    Process process = new ProcessBuilder(example.endsWith(".py") ? "python3" : "node",
        Path.of("scripts", "examples", example).toString(), "--help").redirectErrorStream(true).start();
    try {
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it goes on");
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.exitValue(), said);
      assertTrue(said.contains("scripts/examples/" + example) && said.startsWith("A "), said);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Each example is asked above. */
  @Test
  void thereAreNoOtherExamples() throws IOException {
    try (Stream<Path> examples = Files.list(Path.of("scripts", "examples"))) {
      assertEquals(List.of("analysis-worker.mjs", "analysis-worker.py", "worker.mjs", "worker.py"),
          examples.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  /** A build ran those marked alone where it found classes of an earlier compilation, though it skips tests. */
  @Test
  void aBuildThatSkipsTestsSkipsThoseThatRunAloneToo() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    assertTrue(pom.contains("<tests.alone.skip>${maven.test.skip}</tests.alone.skip>"));
    assertTrue(Files.readString(Path.of("scripts", "build")).contains("-Dmaven.test.skip=true"));
  }

  /** A proof whose test has another name now would prove nothing. */
  @Test
  void everyProofHasABudgetAndNamesTestsThatExist() throws IOException {
    String script = Files.readString(Path.of("scripts", "prove"));
    List<String> cases = NAMED.matcher(script).results().map(match -> match.group(1)).toList();
    assertTrue(cases.size() > 12, cases::toString);
    for (String name : cases) {
      Pattern branch = Pattern.compile("(?m)^    (?:[a-z]+ \\| )?" + name + "(?: \\| [a-z]+)?\\)");
      assertTrue(branch.matcher(script).find(), name);
    }
    List<String> tests = RUNS.matcher(script).results().map(match -> match.group(1)).toList();
    assertTrue(tests.size() > 10, tests::toString);
    try (Stream<Path> sources = Files.walk(Path.of("src", "test", "java"))) {
      List<String> names = sources.map(file -> file.getFileName().toString()).toList();
      assertEquals(List.of(), tests.stream().filter(test -> !names.contains(test + ".java")).toList());
    }
  }

  static List<String> scripts() throws IOException {
    try (Stream<Path> scripts = Files.list(Path.of("scripts"))) {
      return scripts.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Deletes nothing without a yes, nothing that is no data folder, and nothing that a server uses. */
  @Test
  void resetDeletesOnlyWhatItShould(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    Files.createDirectories(data.resolve("postgres"));
    assertTrue(reset(data, "n\n").contains("Nothing was deleted"));
    assertTrue(Files.exists(data));
    Files.writeString(data.resolve("postgres").resolve("lock"), ProcessHandle.current().pid() + "\n");
    assertTrue(reset(data, "", "--yes").contains("uses " + data), "it is the process of this test");
    Files.writeString(data.resolve("postgres").resolve("lock"), "999999999\n");
    assertTrue(reset(data, "", "--yes").contains("Deleted"));
    assertTrue(Files.notExists(data));
    assertTrue(reset(data, "", "--yes").contains("nothing to delete"));
    Path foreign = Files.createDirectories(folder.resolve("foreign").resolve("things"));
    assertTrue(reset(foreign.getParent(), "", "--yes").contains("no data folder"));
    assertTrue(Files.exists(foreign));
  }

  private static String reset(Path data, String typed, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("scripts/reset"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DATA_DIR", data.toString());
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(typed.getBytes(StandardCharsets.UTF_8));
    } catch (IOException closed) {
      // it had nothing to ask
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> scripts = Files.list(Path.of("scripts"))) {
      return Stream.concat(scripts.filter(Files::isRegularFile), Stream.of(Path.of("Dockerfile"), Path.of("README.md")))
          .toList();
    }
  }
}
