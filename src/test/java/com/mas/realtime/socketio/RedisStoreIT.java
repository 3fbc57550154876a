package com.mas.realtime.socketio;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.realtime.socketio.RecoveryStore.Kept;
import com.mas.redis.RedisLink;
import com.mas.testkit.TestServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RedisStoreIT {
  @Test
  void sessionsAreTakenOnceAndLogsAreReadInOrderAndBounded() throws Exception {
    Vertx vertx = Vertx.vertx();
    RedisLink redis = RedisLink.connect(vertx, TestServers.redis().url());
    try {
      redis.ready(5_000).await(6, TimeUnit.SECONDS);
      SocketConfig config = new SocketConfig(1000, 4, 4, 4, 60_000, 20);
      RecoveryStore store = new RedisStore(vertx, redis, "store-it", config);
      store.save("pid", "{\"x\":\"é\"}", 60_000).await(5, TimeUnit.SECONDS);
      assertEquals("{\"x\":\"é\"}", store.take("pid").await(5, TimeUnit.SECONDS));
      Future<String> second = store.take("pid"); // waits for what the first makes of it
      store.save("pid", "{\"x\":2}", 60_000).await(5, TimeUnit.SECONDS);
      assertEquals("{\"x\":2}", second.await(5, TimeUnit.SECONDS));
      Future<String> third = store.take("pid");
      store.drop("pid");
      assertNull(third.await(5, TimeUnit.SECONDS));
      assertEquals(List.of(), store.read("/\nnobody", 60_000).await(5, TimeUnit.SECONDS));
      for (int n = 1; n <= 30; n++) {
        Published packet = new Published("node", n, "/", List.of("a", "b"), List.of(), false,
            PacketWriter.event("e", n, new byte[] {(byte) n}));
        store.append(List.of("/\na", "/\nb"), packet.toBuffer()).await(5, TimeUnit.SECONDS);
      }
      List<Kept> log = store.read("/\na", 60_000).await(5, TimeUnit.SECONDS);
      assertEquals(20, log.size());
      for (int i = 0; i < log.size(); i++) {
        assertEquals(11 + i, log.get(i).packet().number());
        assertArrayEquals(new byte[] {(byte) (11 + i)}, log.get(i).packet().content().attachments().getFirst());
      }
      for (int n = 31; n <= 40; n++) { // those who ask while a log is read share the next reading
        Published packet = new Published("node", n, "/", List.of("a"), List.of(), false, PacketWriter.event("e"));
        Future<List<Kept>> before = store.read("/\na", 60_000);
        store.append(List.of("/\na"), packet.toBuffer()).await(5, TimeUnit.SECONDS);
        for (Future<List<Kept>> read : Stream.generate(() -> store.read("/\na", 60_000)).limit(3).toList()) {
          assertEquals(n, read.await(5, TimeUnit.SECONDS).getLast().packet().number());
        }
        assertEquals(20, before.await(5, TimeUnit.SECONDS).size());
      }
      assertEquals(told(new RedisStore(vertx, redis, "store-it", config), 60_000), told(store, 60_000),
          "in pieces or at once, it is the same log");
      store.append(List.of("/\na"), new Published("node", 41, "/", List.of("a"), List.of(), false,
          PacketWriter.event("e")).toBuffer()).await(5, TimeUnit.SECONDS);
      assertEquals(1, told(store, 500).stream().filter(entry -> entry.endsWith(" 41")).count());
      eventually("what is older is left out, though it is known", Duration.ofSeconds(3),
          () -> told(store, 500).isEmpty());
    } finally {
      redis.close();
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  /** The log of a room would else keep what an erased person said for as long as others speak. */
  @Test
  void aRoomThatIsNeverSilentKeepsNothingForLongerThanItIsRecovered() throws Exception {
    Vertx vertx = Vertx.vertx();
    RedisLink redis = RedisLink.connect(vertx, TestServers.redis().url());
    try {
      redis.ready(5_000).await(6, TimeUnit.SECONDS);
      RecoveryStore store = new RedisStore(vertx, redis, "busy-it", new SocketConfig(1000, 4, 4, 4, 400, 100_000));
      say(store, "Asha's words");
      eventually("her words are gone, though the room was not silent", Duration.ofSeconds(20), () -> {
        say(store, "more");
        String log = redis.send(Command.XRANGE, "busy-it:log:/\nroom", "-", "+").await(5, TimeUnit.SECONDS).toString();
        return log.contains("more") && !log.contains("Asha's words");
      });
    } finally {
      redis.close();
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  private static void say(RecoveryStore store, String words) throws Exception {
    store.append(List.of("/\nroom"), new Published("node", 1, "/", List.of("room"), List.of(), false,
        PacketWriter.event("say", words)).toBuffer()).await(5, TimeUnit.SECONDS);
  }

  @Test
  void whatANodeRehearsesWithGoesByItself() throws Exception {
    Vertx vertx = Vertx.vertx();
    RedisLink redis = RedisLink.connect(vertx, TestServers.redis().url());
    try {
      redis.ready(5_000).await(6, TimeUnit.SECONDS);
      new RedisStore(vertx, redis, "rehearsed-it", new SocketConfig(1000, 4, 4, 4, 60_000, 20)).open()
          .await(10, TimeUnit.SECONDS);
      Response keys = redis.send(Command.KEYS, "rehearsed-it:*").await(5, TimeUnit.SECONDS);
      assertEquals(1, keys.size());
      String key = keys.get(0).toString();
      assertEquals(20, redis.send(Command.XLEN, key).await(5, TimeUnit.SECONDS).toInteger());
      long left = redis.send(Command.PTTL, key).await(5, TimeUnit.SECONDS).toLong();
      assertTrue(left > 0 && left <= 120_000, () -> "it goes in " + left + " ms");
    } finally {
      redis.close();
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  private static List<String> told(RecoveryStore store, int milliseconds) throws Exception {
    return store.read("/\na", milliseconds).await(5, TimeUnit.SECONDS).stream()
        .map(kept -> kept.at() + " " + kept.packet().number()).toList();
  }
}
