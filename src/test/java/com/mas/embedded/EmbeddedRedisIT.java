package com.mas.embedded;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.testkit.TestServers;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {
  @TempDir private Path folder;

  private EmbeddedRedis start() throws IOException {
    return EmbeddedRedis.start(folder, 0, TestServers.binaries(), true);
  }

  @Test
  void aWarmStartKeepsDataAndUrl() throws Exception {
    String url;
    try (EmbeddedRedis cold = start()) {
      url = cold.url();
      assertEquals("+OK", RedisLine.ask(url, "SET k v"));
    }
    try (EmbeddedRedis warm = start()) {
      assertEquals(url, warm.url());
      assertEquals("v", RedisLine.ask(url, "GET k"));
      assertNotEquals(Proc.session(ProcessHandle.current().pid()), Proc.session(warm.pid()), "Ctrl-C reaches it");
    }
  }

  @Test
  void itsUrlIsUnderstoodByTheReactiveClientAndNeedsItsPassword() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (EmbeddedRedis server = start()) {
      RedisAPI redis = RedisAPI.api(Redis.createClient(vertx, server.url()));
      var answer = redis.ping(List.of()).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
      assertEquals("PONG", answer.toString());
      assertTrue(RedisLine.ask("redis://127.0.0.1:" + server.port(), "PING").startsWith("-NOAUTH"));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void damagedDataArePutAsideAndItBeginsAnew() throws Exception {
    try (EmbeddedRedis first = start()) {
      RedisLine.ask(first.url(), "SET k v");
    }
    Path log;
    try (Stream<Path> files = Files.list(folder.resolve("redis/data/appendonlydir"))) {
      log = files.filter(file -> file.toString().endsWith(".incr.aof")).findFirst().orElseThrow();
    }
    Files.write(log, "no command of ours\r\n".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.APPEND);
    try (EmbeddedRedis again = start()) {
      assertEquals("+PONG", RedisLine.ask(again.url(), "PING"));
      assertNotEquals("v", RedisLine.ask(again.url(), "GET k"));
    }
    try (Stream<Path> files = Files.list(folder.resolve("redis"))) {
      assertEquals(1, files.filter(file -> file.getFileName().toString().startsWith("damaged-")).count());
    }
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("redis"))));
  }

  @Test
  void aServerThatIsKilledIsStartedAgainOnItsPort() throws Exception {
    try (EmbeddedRedis kept = start()) {
      kept.keep(lost -> {});
      long killed = kept.pid();
      ChildProcess.succeeds("sh", "-c", "kill -KILL " + killed);
      eventually("another one serves", () -> kept.pid() != killed && answers(kept.url()));
    }
  }

  private static boolean answers(String url) {
    try {
      return RedisLine.ask(url, "PING").equals("+PONG");
    } catch (IOException notYet) {
      return false;
    }
  }

  @Test
  void closingTwiceIsClosingOnceAndLeavesNoProcess() throws Exception {
    EmbeddedRedis server = start();
    server.close();
    server.close();
    assertFalse(Proc.lives(server.pid()));
  }

  @Test
  void dataSurviveTheServersOwnSuddenDeath() throws Exception {
    try (EmbeddedRedis killed = start()) {
      RedisLine.ask(killed.url(), "SET k v");
      ChildProcess.succeeds("sh", "-c", "kill -KILL " + killed.pid());
      eventually("the server is dead", () -> !Proc.lives(killed.pid()));
    }
    try (EmbeddedRedis restarted = start()) {
      assertEquals("v", RedisLine.ask(restarted.url(), "GET k"));
    }
  }

  @Test
  void aServerLeftRunningOnOurFolderIsStoppedAndItsDataKept() throws Exception {
    EmbeddedRedis first = start();
    String url = first.url();
    first.close();
    Path own = folder.resolve("redis").toRealPath();
    Process orphan = new ProcessBuilder(TestServers.binaries().toRealPath().resolve("redis-7.0.15/redis-server")
        .toString(), own.resolve("redis.conf").toString(), "--port", Integer.toString(first.port()),
        "--dir", own.resolve("data").toString()).redirectErrorStream(true)
        .redirectOutput(folder.resolve("orphan.log").toFile()).start();
    try {
      eventually("the orphan serves", () -> RedisLine.ask(url, "SET k v").equals("+OK"));
      try (EmbeddedRedis restarted = start()) {
        assertTrue(orphan.waitFor(10, TimeUnit.SECONDS));
        assertEquals(url, restarted.url());
        assertEquals("v", RedisLine.ask(url, "GET k"));
      }
    } finally {
      orphan.destroyForcibly();
    }
  }

  @Test
  void anotherPortIsTakenWhenTheKeptOneIsNotFreeButAWishedOneIsNotReplaced() throws Exception {
    EmbeddedRedis first = start();
    first.close();
    try (ServerSocket squatter = new ServerSocket()) {
      squatter.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), first.port()));
      try (EmbeddedRedis elsewhere = start()) {
        assertNotEquals(first.port(), elsewhere.port());
      }
      var refusal = assertThrows(IOException.class,
          () -> EmbeddedRedis.start(folder, first.port(), TestServers.binaries(), true));
      assertEquals("embedded Redis: port " + first.port() + " is taken by another process", refusal.getMessage());
    }
  }

  @Test
  void aSecondStartIsRefused() throws Exception {
    try (EmbeddedRedis first = start()) {
      var refusal = assertThrows(IOException.class, this::start);
      assertTrue(refusal.getMessage().endsWith("stop it or set REDIS_URL"), refusal.getMessage());
      assertEquals("+PONG", RedisLine.ask(first.url(), "PING"));
    }
  }
}
