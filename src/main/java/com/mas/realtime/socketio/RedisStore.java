package com.mas.realtime.socketio;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mas.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * In Redis, where every node can read it: a capped stream per room, a value per session. A Redis that does not answer
 * is waited for, for a moment: packets are held back meanwhile. One that is away for longer costs recovery, not the
 * service.
 */
final class RedisStore implements RecoveryStore {
  private static final String FIELD = "p";
  private static final int MOST_REMEMBERED = 20_000;
  private static final int PARTS = 4;

  private static final int AGAIN_MS = 100;
  private static final long PATIENCE_MS = 3_000;

  private final Vertx vertx;
  private final RedisLink redis;
  private final String prefix;
  private final String perRoom;
  private final String keepMs;
  /** Logs whose end of life was set a short while ago. */
  private final Cache<String, Boolean> fresh;

  /** When the present absence began, by the process's own clock; 0 while there is none. */
  private volatile long awaySince;

  RedisStore(Vertx vertx, RedisLink redis, String server, SocketConfig config) {
    this.vertx = vertx;
    this.redis = redis;
    this.prefix = server + ":";
    this.perRoom = String.valueOf(config.recoveryPerRoom());
    this.keepMs = String.valueOf(2L * config.recoveryMs());
    this.fresh = Caffeine.newBuilder().maximumSize(MOST_REMEMBERED)
        .expireAfterWrite(Duration.ofMillis(config.recoveryMs() / PARTS)).executor(Runnable::run).build();
  }

  private <T> Future<T> patiently(Supplier<Future<T>> asked) {
    return asked.get().onSuccess(answer -> awaySince = 0).recover(failure -> {
      long now = System.nanoTime() / 1_000_000;
      if (awaySince == 0) {
        awaySince = now;
      }
      return now - awaySince > PATIENCE_MS ? Future.failedFuture(failure)
          : vertx.timer(AGAIN_MS).compose(later -> patiently(asked));
    });
  }

  @Override
  public Future<Void> append(List<String> keys, Buffer packet) {
    List<Future<Response>> sent = new ArrayList<>();
    for (String room : keys) {
      String key = prefix + "log:" + room;
      sent.add(patiently(() -> redis.send(Command.XADD, key, "MAXLEN", perRoom, "*", FIELD, packet)));
      if (fresh.getIfPresent(key) == null) {
        fresh.put(key, true);
        sent.add(redis.send(Command.PEXPIRE, key, keepMs));
      }
    }
    return Future.join(sent).mapEmpty();
  }

  @Override
  public Future<List<Kept>> read(String room) {
    return patiently(() -> redis.send(Command.XRANGE, prefix + "log:" + room, "-", "+")).map(entries -> {
      List<Kept> log = new ArrayList<>();
      for (Response entry : entries) {
        String id = entry.get(0).toString(StandardCharsets.US_ASCII);
        log.add(new Kept(Long.parseLong(id.substring(0, id.indexOf('-'))),
            Published.of(entry.get(1).get(1).toBuffer())));
      }
      return log;
    });
  }

  @Override
  public Future<Void> save(String pid, String session, int milliseconds) {
    return redis.send(Command.SET, prefix + "session:" + pid, session, "PX", String.valueOf(milliseconds)).mapEmpty();
  }

  @Override
  public Future<String> take(String pid) {
    String key = prefix + "session:" + pid;
    return patiently(() -> redis.send(Command.GET, key)).compose(answer -> answer == null
        ? Future.succeededFuture()
        // who deletes it has it; not asked twice, as a lost answer would look like another's deletion
        : redis.send(Command.DEL, key).map(deleted -> deleted.toInteger() == 1).otherwise(true)
            .map(mine -> mine ? answer.toString(StandardCharsets.UTF_8) : null));
  }

  @Override
  public void drop(String pid) {
    redis.send(Command.DEL, prefix + "session:" + pid);
  }
}
