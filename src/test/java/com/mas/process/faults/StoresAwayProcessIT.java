package com.mas.process.faults;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.embedded.EmbeddedPostgres;
import com.mas.embedded.EmbeddedRedis;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.testkit.Alone;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server while a store that it was given is away, and after. */
@Alone
class StoresAwayProcessIT {
  private static final Duration AWAY = Duration.ofSeconds(10);
  private static final Duration SLOWEST = Duration.ofSeconds(15);

  @TempDir private Path data;
  @TempDir private Path stores;

  @Test
  void withoutPostgresItSaysSoAndRecoversByItself() throws Exception {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(stores, 0, TestServers.binaries(), true);
    try (ServerProcess server = ServerProcess.start(data,
        Map.of("DATABASE_URL", postgres.url(), "REDIS_URL", TestServers.redis().url(), "RATE_LIMITS", "false"))) {
      Api api = server.api();
      String admin = api.admin();
      assertEquals(200, api.get("/api/auth/me", admin).status());
      postgres.close();

      int asked = 0;
      long back = System.nanoTime() + AWAY.toNanos();
      while (System.nanoTime() < back) {
        assertAway(api.get("/api/auth/me", admin));
        assertAway(api.tryLogin(Api.ADMIN, Api.PASSWORD));
        assertEquals(503, api.get("/health/ready", null).status());
        assertEquals(200, api.get("/health/live", null).status());
        asked++;
      }
      assertTrue(asked > 0);
      try (EmbeddedPostgres again = EmbeddedPostgres.start(stores, 0, TestServers.binaries(), true)) {
        assertEquals(postgres.url(), again.url());
        eventually("it serves again", Duration.ofSeconds(20), () -> api.get("/api/auth/me", admin).status() == 200);
        eventually("it is ready", () -> api.get("/health/ready", null).status() == 200);
        api.admin();
        assertEquals(0, server.stop());
      }
    } finally {
      postgres.close();
    }
  }

  /** Kills it as the machine does when it has no memory left. */
  @Test
  void itsOwnPostgresIsStartedAgainWhenItIsKilled() throws Exception {
    try (ServerProcess server = ServerProcess.start(data, Map.of("REDIS_URL", TestServers.redis().url()))) {
      Api api = server.api();
      String admin = api.admin();
      ProcessHandle postmaster = postmaster(server);
      postmaster.destroyForcibly();
      eventually("another one is there", Duration.ofSeconds(30), () -> {
        ProcessHandle now = postmaster(server);
        return now != null && now.pid() != postmaster.pid();
      });
      eventually("it serves again", Duration.ofSeconds(30), () -> api.get("/api/auth/me", admin).status() == 200);
      eventually("it is ready", () -> api.get("/health/ready", null).status() == 200);
      assertTrue(server.out.toString().contains("is started again"), server.out::toString);
      assertEquals(0, server.stop());
    }
  }

  /** Returns null while there is none. */
  private static ProcessHandle postmaster(ServerProcess server) {
    return server.process.toHandle().descendants()
        .filter(each -> each.info().command().orElse("").endsWith("/postgres"))
        .filter(each -> each.parent().map(ProcessHandle::pid).orElse(0L) == server.pid()).findFirst().orElse(null);
  }

  private static void assertAway(Reply reply) {
    assertEquals(503, reply.status(), reply::text);
    assertEquals("application/problem+json", reply.header("content-type"));
    assertTrue(Integer.parseInt(reply.header("retry-after")) > 0);
    assertEquals("unavailable", reply.json().path("code").asText(), reply::text);
    assertTrue(!reply.text().contains("Exception") && !reply.text().contains("127.0.0.1"), reply::text);
  }

  @Test
  void withoutRedisItServesOnAndItsLimitsHold() throws Exception {
    EmbeddedRedis redis = EmbeddedRedis.start(stores, 0, TestServers.binaries(), false);
    try (TestDatabase database = TestDatabase.create();
        ServerProcess server = ServerProcess.start(data,
            Map.of("DATABASE_URL", database.url(), "REDIS_URL", redis.url()))) {
      Api api = server.api();
      assertEquals("up", redisState(api));
      redis.close();
      eventually("the loss is told", () -> redisState(api).equals("down"));
      long begun = System.nanoTime();
      assertEquals(200, api.get("/api/auth/me", api.admin()).status());
      assertTrue(System.nanoTime() - begun < SLOWEST.toNanos(), "slower, but not that slow");

      int guesses = 0;
      while (api.tryLogin("guessed@learner.example", "guess-number-" + guesses).status() == 401) {
        guesses++;
        assertTrue(guesses <= 10, "guesses without end");
      }
      Reply refused = api.tryLogin("guessed@learner.example", "guess");
      assertEquals(429, refused.status(), refused::text);
      assertTrue(Integer.parseInt(refused.header("retry-after")) > 0);

      try (EmbeddedRedis again = EmbeddedRedis.start(stores, 0, TestServers.binaries(), false)) {
        assertEquals(redis.url(), again.url());
        eventually("it is used again", Duration.ofSeconds(20), () -> redisState(api).equals("up"));
        assertEquals(0, server.stop());
      }
    } finally {
      redis.close();
    }
  }

  /** The node is ready all the time. */
  private static String redisState(Api api) throws IOException {
    Reply ready = api.get("/health/ready", null);
    assertEquals(200, ready.status(), ready::text);
    return ready.data().at("/checks/redis").asText();
  }
}
