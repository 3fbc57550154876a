package com.mas.process.contract;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workers of {@code scripts/examples}, in their own languages, at the stored requests of the running server. */
class BridgeProcessIT {
  private static final Pattern PORT = Pattern.compile("The bridge listens on port (\\d+)");
  private static final Path EXAMPLES = Path.of("scripts", "examples").toAbsolutePath();
  private static final int JOBS = 400;

  @TempDir private Path data;

  @Test
  void workersInNodeAndPythonTakeStoredRequestsAndAKilledOneLosesNone() throws Exception {
    String key = "a key that only the test knows";
    Path keys = Files.writeString(data.resolve("bridge.yaml"), """
        keys:
          - name: words
            sha256: %s
            answers: [example.words.count]
        """.formatted(HexFormat.of().formatHex(
        MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)))));
    try (TestDatabase database = TestDatabase.create();
        ServerProcess server = ServerProcess.start(data.resolve("server"), Map.of("SANDBOX", "true", "DATABASE_URL",
            database.url(), "REDIS_URL", TestServers.redis().url(), "BRIDGE_KEYS", keys.toString(),
            "BRIDGE_PORT", "0"));
        Sql sql = new Sql(database.url())) {
      String port = server.out.find(PORT).orElseThrow();
      Process stranger = worker(port, "another key", "python3", "worker.py");
      assertEquals(1, stranger.waitFor(), "a wrong key ends it");
      store(sql, 0, JOBS / 2);
      Process node = worker(port, key, "node", "worker.mjs");
      try {
        eventually("it works", Duration.ofSeconds(30), () -> by(sql, "node") > 20);
      } finally {
        node.destroyForcibly().waitFor();
      }
      store(sql, JOBS / 2, JOBS);
      sql.change("""
          INSERT INTO jobs.job (id, queue, address, body, state, run_at, created_at) VALUES (gen_random_uuid(),
            'notificationQueue', 'example.words.count', '{"number": 7}', 'ready', now(), now())""");
      Process python = worker(port, key, "python3", "worker.py");
      try {
        eventually("all is done", Duration.ofSeconds(90),
            () -> sql.number("SELECT count(*) FROM jobs.job WHERE address = 'example.words.count'") == 0);
      } finally {
        python.destroyForcibly().waitFor();
      }
      assertTrue(by(sql, "python") > 0, "both had their part");
      assertEquals(JOBS, by(sql, "python") + by(sql, "node"));
      assertEquals(0, sql.number("SELECT count(*) FROM jobs.finished WHERE address = 'example.words.count'"
          + " AND state = 'completed' AND (result->>'words')::int <> (body->>'words')::int"));
      assertEquals("unprocessable: There is no text to count.", sql.text(
          "SELECT error FROM jobs.finished WHERE address = 'example.words.count' AND state = 'dead'"));
      assertTrue(!server.out.toString().contains(key), "no key is logged");
    }
  }

  private static long by(Sql sql, String language) {
    return sql.number("SELECT count(*) FROM jobs.finished WHERE address = 'example.words.count' AND result->>'by' = '"
        + language + "'");
  }

  private static void store(Sql sql, int from, int to) {
    sql.change("UPDATE jobs.queue SET keep_completed = 100000 WHERE name = 'notificationQueue'");
    sql.change("""
        INSERT INTO jobs.job (id, queue, address, body, state, run_at, created_at)
        SELECT gen_random_uuid(), 'notificationQueue', 'example.words.count',
          jsonb_build_object('text', trim(repeat('word ', n)), 'words', n), 'ready', now(), now()
        FROM generate_series(%d + 1, %d) n""".formatted(from, to));
  }

  private static Process worker(String port, String key, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command[0], EXAMPLES.resolve(command[1]).toString())
        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(Map.of("BRIDGE", "127.0.0.1:" + port, "BRIDGE_KEY", key));
    return builder.start();
  }
}
