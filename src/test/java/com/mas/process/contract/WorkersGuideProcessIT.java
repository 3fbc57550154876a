package com.mas.process.contract;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Output;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the guide for workers, as they stand there: those that make a key, and each worker. In place of
 * {@code scripts/run} it starts the built jar with the same setting.
 */
class WorkersGuideProcessIT {
  private static final Path GUIDE = Path.of("src", "main", "resources", "docs", "workers.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
  private static final Pattern START = Pattern.compile("(?m)^BRIDGE_KEYS=(\\S+) scripts/run\\b.*$");
  private static final Pattern PORT = Pattern.compile("The bridge listens on port (\\d+)");
  private static final Duration WORK_LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private Process shell(String commands, Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands).directory(folder.toFile())
        .redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }

  @Test
  void aReaderHasAWorkerThatDoesStoredRequests() throws Exception {
    List<String> blocks = BLOCK.matcher(Files.readString(GUIDE)).results().map(block -> block.group(1)).toList();
    assertEquals(2, blocks.size(), "make a key and start the server; start workers");
    var start = START.matcher(blocks.getFirst());
    assertTrue(start.find(), "the guide starts the server with the key");
    Files.createSymbolicLink(folder.resolve("scripts"), Path.of("scripts").toAbsolutePath());
    Process making = shell(blocks.getFirst().replace(start.group(), "printf %s \"$BRIDGE_KEY\""), Map.of());
    String key = new String(making.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, making.waitFor(), key);
    assertEquals(64, key.length(), key);
    Path keys = folder.resolve(start.group(1));
    try (TestDatabase database = TestDatabase.create();
        ServerProcess server = ServerProcess.start(folder.resolve("server"), Map.of("SANDBOX", "true", "DATABASE_URL",
            database.url(), "REDIS_URL", TestServers.redis().url(), "BRIDGE_KEYS", keys.toString(),
            "BRIDGE_PORT", "0"));
        Sql sql = new Sql(database.url())) {
      Map<String, String> environment = Map.of("BRIDGE", "127.0.0.1:" + server.out.find(PORT).orElseThrow(),
          "BRIDGE_KEY", key);
      for (String command : blocks.get(1).lines().toList()) {
        Process worker = shell("exec " + command, environment);
        Output said = new Output(worker.getInputStream());
        try {
          eventually(command + " is ready", WORK_LIMIT, () -> said.toString().contains("ready"));
          long before = done(sql);
          sql.change("""
              INSERT INTO jobs.job (id, queue, address, body, state, run_at, created_at) VALUES (gen_random_uuid(),
                'notificationQueue', 'example.words.count', '{"text": "five words are in here"}', 'ready', now(),
                now())""");
          eventually(command + " does the job", WORK_LIMIT, () -> done(sql) == before + 1);
        } finally {
          worker.destroyForcibly().waitFor();
        }
      }
    }
  }

  private static long done(Sql sql) {
    return sql.number("SELECT count(*) FROM jobs.finished WHERE address = 'example.words.count' AND state = 'completed'"
        + " AND (result->>'words')::int = 5");
  }
}
