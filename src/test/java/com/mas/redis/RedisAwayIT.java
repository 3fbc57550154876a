package com.mas.redis;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.embedded.EmbeddedRedis;
import com.mas.redis.RateLimit.Verdict;
import com.mas.testkit.TestServers;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.redis.client.Command;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisAwayIT {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Vertx vertx = Vertx.vertx();
  private final TurnableClock clock = TurnableClock.at("2026-03-01T09:00:00+05:30");
  private final String key = UUID.randomUUID().toString();

  @AfterEach
  void close() {
    wait(vertx.close());
  }

  @Test
  void nodesShareOneWindow() {
    RateLimit one = new RateLimit(ready(TestServers.redis().url()), clock);
    RateLimit other = new RateLimit(ready(TestServers.redis().url()), clock);
    assertEquals(2, wait(one.allow(key, 3, MINUTE)).remaining());
    assertEquals(1, wait(other.allow(key, 3, MINUTE)).remaining());
    assertTrue(wait(one.allow(key, 3, MINUTE)).allowed());
    Verdict refused = wait(other.allow(key, 3, MINUTE));
    assertFalse(refused.allowed());
    assertEquals(0, refused.remaining());
    assertTrue(refused.retryAfterSeconds() > 0 && refused.retryAfterSeconds() <= 60);
  }

  @Test
  void parallelAttemptsAreCountedOneByOne() {
    RateLimit limit = new RateLimit(ready(TestServers.redis().url()), clock);
    List<Future<Verdict>> verdicts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      verdicts.add(limit.allow(key, 50, MINUTE));
    }
    wait(Future.all(verdicts));
    assertEquals(50, verdicts.stream().filter(verdict -> verdict.result().allowed()).count());
  }

  @Test
  void anAttemptGivenBackDoesNotWeigh() {
    RateLimit limit = new RateLimit(ready(TestServers.redis().url()), clock);
    for (int i = 0; i < 10; i++) {
      assertTrue(wait(limit.allow(key, 1, MINUTE)).allowed());
      wait(limit.giveBack(key));
    }
    wait(limit.giveBack(key));
    assertEquals(0, wait(limit.allow(key, 1, MINUTE)).remaining(), "giving back too much makes no credit");
  }

  @Test
  void theWindowEnds() {
    RateLimit limit = new RateLimit(ready(TestServers.redis().url()), clock);
    assertTrue(wait(limit.allow(key, 1, Duration.ofMillis(50))).allowed());
    assertFalse(wait(limit.allow(key, 1, Duration.ofMillis(50))).allowed());
    eventually("the window is over", () -> wait(limit.allow(key, 1, Duration.ofMillis(1))).allowed());
  }

  @Test
  void withRedisStoppedLimitsHoldInTheProcessAndItComesBackByItself(@TempDir Path folder) throws Exception {
    EmbeddedRedis redis = EmbeddedRedis.start(folder, 0, TestServers.binaries(), false);
    RedisLink link = ready(redis.url());
    RateLimit limit = new RateLimit(link, clock);
    assertTrue(wait(limit.allow(key, 3, MINUTE)).allowed());
    redis.close();
    eventually("the loss is noticed", () -> !link.healthy());

    assertInstanceOf(RedisLink.Away.class, assertThrows(CompletionException.class, () -> wait(link.send(Command.PING)))
        .getCause());
    for (int i = 0; i < 3; i++) {
      assertTrue(wait(limit.allow(key, 3, MINUTE)).allowed());
    }
    Verdict refused = wait(limit.allow(key, 3, MINUTE));
    assertFalse(refused.allowed());
    assertEquals(60, refused.retryAfterSeconds());
    clock.advance(MINUTE);
    assertTrue(wait(limit.allow(key, 3, MINUTE)).allowed(), "the local window ends too");
    wait(limit.giveBack(key));
    assertEquals(2, wait(limit.allow(key, 3, MINUTE)).remaining());

    try (EmbeddedRedis again = EmbeddedRedis.start(folder, 0, TestServers.binaries(), false)) {
      eventually("it is used again", () -> link.healthy());
      assertEquals("PONG", wait(link.send(Command.PING)).toString());
      assertEquals(redis.url(), again.url());
    }
  }

  @Test
  void aServerThatTakesConnectionsAndNeverAnswersCostsNothingInTheLongRun() {
    NetServer silent = wait(vertx.createNetServer().connectHandler(socket -> {}).listen(0, "127.0.0.1"));
    RedisLink link = RedisLink.connect(vertx, "redis://127.0.0.1:" + silent.actualPort());
    RateLimit limit = new RateLimit(link, clock);
    assertTrue(wait(limit.allow(key, 1, MINUTE)).allowed());
    assertFalse(wait(limit.allow(key, 1, MINUTE)).allowed());
    assertFalse(link.healthy());
    wait(link.close());
  }

  @Test
  void aRedisThatFreezesIsLeftAfterAFewTimeouts() {
    URI redis = URI.create(TestServers.redis().url());
    AtomicBoolean frozen = new AtomicBoolean();
    NetServer between = wait(vertx.createNetServer().connectHandler(client -> {
      client.pause();
      vertx.createNetClient().connect(redis.getPort(), redis.getHost()).onSuccess(server -> {
        server.handler(client::write);
        client.handler(bytes -> {
          if (!frozen.get()) {
            server.write(bytes);
          }
        });
        client.resume();
      });
    }).listen(0, "127.0.0.1"));
    RedisLink link = ready("redis://" + redis.getUserInfo() + "@127.0.0.1:" + between.actualPort());
    frozen.set(true);
    for (int i = 0; i < RedisLink.TIMEOUTS_TO_BREAK; i++) {
      assertThrows(CompletionException.class, () -> wait(link.send(Command.GET, "x")));
    }
    assertFalse(link.healthy(), "nobody waits for it any more");
    frozen.set(false);
    eventually("it thaws and is used again", link::healthy);
    wait(link.close());
  }

  private RedisLink ready(String url) {
    RedisLink link = RedisLink.connect(vertx, url);
    wait(link.ready(5_000));
    return link;
  }

  private static <T> T wait(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
