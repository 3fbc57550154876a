package com.mas.process.contract;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.ServerProcess;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands of the README and the guides as a reader would, in one shell for each text: blocks marked {@code sh
 * run}. A block marked {@code answer} after one must be what the command prints; {@code …} stands for anything.
 */
class GuidesProcessIT {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+) (run|answer)\\n(.*?)^```$");
  private static final String MARK = "@@@ block ";
  private static final int SECONDS = 240;

  private static final Pattern SANDBOX = Pattern.compile("^\\s+Sandbox\\s+(http://[^/\\s]+)");

  @TempDir private static Path data;
  private static TestDatabase database;
  private static ServerProcess server;
  private static String sandbox;

  @TempDir private Path folder;

  /** A block of commands with what it must print; null: anything. */
  private record Block(String commands, String answer) {}

  /** Starts a server of its own: the guides sync courses and award XP, which others only read. */
  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.create();
    server = ServerProcess.start(data, Map.of("SANDBOX", "true", "DATABASE_URL", database.url(), "REDIS_URL",
        TestServers.redis().url()));
    eventually("the greeting is there", () -> server.out.find(SANDBOX).isPresent());
    sandbox = server.out.find(SANDBOX).orElseThrow();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    database.close();
  }

  static List<Path> texts() throws Exception {
    try (Stream<Path> guides = Files.list(Path.of("src", "main", "resources", "docs"))) {
      return Stream.concat(Stream.of(Path.of("README.md")), guides.sorted())
          .filter(file -> file.toString().endsWith(".md") && !blocks(file).isEmpty()).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void theCommandsDoWhatTheTextPromises(Path text) throws Exception {
    List<Block> blocks = blocks(text);
    StringBuilder script = new StringBuilder("set -euo pipefail\n");
    for (int i = 0; i < blocks.size(); i++) {
      script.append("printf '\\n%s%d\\n' '").append(MARK).append("' ").append(i).append('\n')
          .append(blocks.get(i).commands);
    }
    String commands = script.toString().replace("http://127.0.0.1:8000", server.api().base())
        .replace("http://127.0.0.1:8001", sandbox)
        .replace("/tmp/", folder + "/");
    ProcessBuilder builder = new ProcessBuilder("bash", Files.writeString(folder.resolve("guide.sh"), commands)
        .toString()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("npm_config_update_notifier", "false");
    Process shell = builder.start();
    shell.getOutputStream().close();
    List<String> said = new ArrayList<>();
    Thread reader = Thread.ofVirtual()
        .start(() -> shell.inputReader(StandardCharsets.UTF_8).lines().forEach(said::add));
    boolean ended = shell.waitFor(SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      shell.destroyForcibly();
    }
    reader.join(); // before the process is given up, which closes what was not read yet
    String all = String.join("\n", said);
    assertTrue(ended, () -> text + " was not over in time:\n" + all);
    assertEquals(0, shell.exitValue(), () -> text + ":\n" + all);
    String[] answers = all.split("\\n?" + MARK + "\\d+\\n?");
    for (int i = 0; i < blocks.size(); i++) {
      String answer = blocks.get(i).answer;
      String came = i + 1 < answers.length ? answers[i + 1].strip() : "";
      assertTrue(answer == null || fits(answer, came), () -> text + " promises\n" + answer + "\nbut it is\n" + came);
    }
  }

  private static boolean fits(String promised, String came) {
    String pattern = Stream.of(promised.strip().split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(pattern, Pattern.DOTALL).matcher(came).matches();
  }

  private static List<Block> blocks(Path file) {
    List<Block> found = new ArrayList<>();
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      if (matcher.group(2).equals("run")) {
        found.add(new Block(matcher.group(3), null));
      } else {
        found.set(found.size() - 1, new Block(found.getLast().commands, matcher.group(3)));
      }
    }
    return found;
  }
}
