package com.mas.process.faults;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Load;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.testkit.TestTokens;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The data folder, with PostgreSQL and Redis in it, runs out of space. Not part of every run, since a small file system
 * must be mounted: {@code scripts/prove disk} does, and names it by {@code -Ddisk}.
 */
class FullDiskFaults {
  private static final int JOBS = 20_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Map<String, String> SETTINGS =
      Map.of("RATE_LIMITS", "false", "ACCESS_LOG", "false", "JWT_SECRET", TestTokens.SECRET);

  private final Path disk = Path.of(Objects.requireNonNull(System.getProperty("disk"), "run scripts/prove disk"));
  private final Path data = disk.resolve("data");

  @Test
  void aFullDiskIsToldOfAndNothingIsLostWhenThereIsSpaceAgain() throws Exception {
    ServerProcess server = ServerProcess.start(data, SETTINGS);
    Storm storm;
    Load.Result load;
    try {
      String token = server.api().admin();
      AtomicBoolean over = new AtomicBoolean();
      try (Sql sql = new Sql(databaseUrl())) {
        storm = Storm.store(sql, JOBS, 0, Duration.ofSeconds(3));
      }
      Load running = Load.start(server.api(), token, over::get);
      fill();
      eventually("it refuses", PATIENCE, () -> running.failed() > 0);
      over.set(true);
      load = running.join();
      System.out.printf("full disk: %d of %d requests were refused, first: %s%n", load.failures().size(),
          load.requests(), load.failures().getFirst());
      assertTrue(load.failures().stream().allMatch(failure -> failure.startsWith("503 ")), load.failures()::toString);
      assertEquals(200, server.api().get("/health/live", null).status());
    } finally {
      Files.delete(disk.resolve("filler"));
      server.close();
    }
    try (ServerProcess again = ServerProcess.start(data, SETTINGS); Sql sql = new Sql(databaseUrl())) {
      storm.seenBy(sql).await(0, PATIENCE);
      assertEquals(JOBS, storm.seenBy(sql).granted());
      assertEquals(0, storm.seenBy(sql).unbalanced());
      assertTrue(sql.number("SELECT count(*) FROM education.batches WHERE code LIKE 'LOAD-%'") >= load.written());
      sql.change("CREATE EXTENSION IF NOT EXISTS amcheck");
      sql.text("SELECT count(bt_index_check(c.oid)) FROM pg_class c JOIN pg_am a ON a.oid = c.relam"
          + " WHERE c.relkind = 'i' AND a.amname = 'btree' AND c.relpersistence = 'p'");
      assertEquals(200, again.api().get("/health/ready", null).status());
      assertEquals(0, again.stop());
    }
  }

  private String databaseUrl() throws IOException {
    Path folder = data.resolve("postgres");
    return "postgresql://postgres:" + Files.readString(folder.resolve("password")).strip() + "@127.0.0.1:"
        + Files.readAllLines(folder.resolve("data/postmaster.pid")).get(3).strip() + "/postgres";
  }

  private void fill() throws IOException {
    try (OutputStream filler = Files.newOutputStream(disk.resolve("filler"))) {
      byte[] zeros = new byte[64 << 10];
      while (true) {
        filler.write(zeros);
      }
    } catch (IOException full) {
      System.out.println("filled up: " + full.getMessage());
    }
  }
}
