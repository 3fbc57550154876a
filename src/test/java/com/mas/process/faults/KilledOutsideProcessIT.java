package com.mas.process.faults;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed at random instants between row, log, chain and content store, again and again;
 * {@code -Dkills=30} for the long form, {@code -Dseed=N} for the instants of an earlier one.
 */
class KilledOutsideProcessIT {
  private static final int KILLS = Integer.getInteger("kills", 1);
  private static final int AT_ONCE = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  /** Within so long after the work began the server is killed. */
  private static final Duration PAUSE = Duration.ofMillis(900);

  @TempDir private Path data;
  private final List<String> issued = new ArrayList<>();
  private String issuer;

  @Test
  void noCredentialIsLostOrDoubledOrAnchoredTwice() throws Exception {
    Instants instants = new Instants();
    String told = instants.told;
    Vertx vertx = Vertx.vertx();
    try (TestDatabase database = TestDatabase.create(); Sql sql = new Sql(database.url())) {
      Sandbox sandbox = new Sandbox(vertx, Clock.systemUTC());
      Map<String, String> settings = new HashMap<>(Map.of("DATABASE_URL", database.url(), "REDIS_URL",
          TestServers.redis().url(), "RATE_LIMITS", "false", "SANDBOX", "false"));
      settings.putAll(sandbox.settings("evm", "filebase"));
      for (int kill = 0; kill < KILLS; kill++) {
        try (ServerProcess server = ServerProcess.start(data, settings)) {
          issue(server.api());
          nudge(sql);
          instants.await(PAUSE);
          server.kill();
        }
        if (instants.random.nextBoolean()) {
          mine(sandbox);
        }
      }
      try (ServerProcess server = ServerProcess.start(data, settings)) {
        issue(server.api());
        eventually("all of it is outside", PATIENCE, () -> {
          nudge(sql);
          mine(sandbox);
          return sql.number("SELECT count(*) FROM credential.entries WHERE anchor IS NULL")
              + sql.number("SELECT count(*) FROM credential.chain_anchors WHERE state <> 'confirmed'")
              + sql.number("SELECT count(*) FROM credential.files WHERE outside_state IS DISTINCT FROM 'stored'") == 0;
        });
        assertEquals(issued.size(), sql.number("SELECT count(*) FROM credential.credentials"), told);
        assertEquals(issued.size(), sql.number("SELECT count(*) FROM credential.entries"), told);
        assertEquals(sql.text("SELECT string_agg('0x' || encode(root, 'hex'), ' ' ORDER BY root) FROM"
            + " credential.anchors"), String.join(" ", written(sandbox)), told);
        assertEquals(issued.size(),
            sandbox.ask("filebase", "GET", "objects", null).getJsonObject("objects").size(), told);
        for (String id : issued) {
          Reply shown = server.api().get("/api/credentials/public/" + id, null);
          assertTrue(shown.data().path("valid").asBoolean() && !shown.text().contains("not_checked"),
              () -> told + ": " + shown.text());
        }
        assertEquals(0, server.stop());
      }
    } finally {
      House.await(vertx.close());
    }
  }

  /** Returns the roots that the blocks of the chain have, in order. */
  private static List<String> written(Sandbox sandbox) {
    return sandbox.ask("evm", "GET", "transactions", null).getJsonArray("transactions").stream()
        .map(each -> ((JsonObject) each).getString("data")).sorted().toList();
  }

  private void issue(Api api) throws IOException {
    if (issuer == null) {
      Reply made = api.post("/api/admin/credential-issuers", api.admin(), Map.of("slug", "killed", "name", "Killed"));
      assertEquals(201, made.status(), made::text);
      issuer = made.data().path("id").asText();
    }
    for (int i = 0; i < AT_ONCE; i++) {
      Reply made = api.post("/api/admin/credentials", api.admin(), Map.of("issuerId", issuer, "title", "Course "
          + issued.size(), "recipientName", "Asha Kulkarni", "recipientEmail", "killed@learner.example"));
      assertEquals(201, made.status(), made::text);
      issued.add(made.data().path("id").asText());
    }
  }

  /** Lets what is due now and then be due now. */
  private static void nudge(Sql sql) {
    sql.change("UPDATE jobs.schedule SET next_at = now() WHERE key IN ('credential-anchor', 'credential-chain',"
        + " 'credential-store')");
    sql.change("UPDATE credential.files SET outside_next = now() WHERE outside_next > now() + interval '1 second'");
  }

  private static void mine(Sandbox sandbox) {
    sandbox.ask("evm", "POST", "mine", new JsonObject());
  }
}
