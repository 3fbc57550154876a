package com.mas.realtime.socketio;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.mas.realtime.socketio.PacketWriter.Content;
import com.mas.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Keeps recovery data in Redis, where every node can read it: a capped stream per room, a value per session. A Redis
 * that does not answer is waited for, for a moment: packets are held back meanwhile. One that is away for longer costs
 * recovery, not the service.
 */
final class RedisStore implements RecoveryStore {
  private static final String FIELD = "p";
  private static final int MOST_REMEMBERED = 20_000;
  private static final int PARTS = 4;
  private static final int MOST_IN_ONE_WRITE = 512;
  private static final String TAKEN = "taken ";
  private static final char SEPARATOR = '\n';
  private static final int TAKEN_FOR_MS = 6_000;
  private static final int ASK_TIME_EVERY_MS = 30_000;
  private static final int AGAIN_MS = 100;
  private static final int REHEARSALS = 6;
  private static final long PATIENCE_MS = 3_000;
  private static final int KNOWN_FOR_MS = 5_000;
  private static final long MOST_KNOWN_BYTES = 16 << 20;

  /** The same instant by the process's clock and by that of Redis. */
  private record Clocks(long here, long redis) {}

  private record Turn(List<Request> commands, Promise<Void> written) {}

  private record Log(String room, int milliseconds) {}

  /**
   * @param last the entry up to which the log has been read
   * @param bytes that were read for it; what has left it since counts too
   */
  private record Known(String last, List<Kept> kept, long bytes) {}

  /** It has begun, and may miss what is kept from now on. */
  private static final class Reading {
    /** Promise of the read after this one, shared by all callers that ask meanwhile; null if none has. */
    private Promise<List<Kept>> next;
  }

  private final Vertx vertx;
  private final RedisLink redis;
  private final String prefix;
  private final int perRoom;
  private final int keepMs;
  /** Logs whose end of life was set a short while ago. */
  private final Cache<String, Boolean> fresh;

  /** Bounds the rush when a node dies: all who sat there come at once, and many of them to the same rooms. */
  private final Map<Log, Reading> readings = new HashMap<>();

  /**
   * They come one after the other too, for seconds: of a log that was read a moment ago only the rest is read. For a
   * moment only, counted from the first reading: the store may have failed over to one whose clock is behind.
   */
  private final Cache<Log, Known> known;

  /** Additions of this turn of the loop to the logs; null if there are none yet. */
  private Turn turn;

  /** Holds when the present absence began, by the process's own clock; 0 while there is none. */
  private volatile long awaySince;
  private volatile Clocks clocks;

  RedisStore(Vertx vertx, RedisLink redis, String server, SocketConfig config) {
    this.vertx = vertx;
    this.redis = redis;
    this.prefix = server + ":";
    this.perRoom = config.recoveryPerRoom();
    this.keepMs = 2 * config.recoveryMs();
    this.fresh = Caffeine.newBuilder().maximumSize(MOST_REMEMBERED)
        .expireAfterWrite(Duration.ofMillis(config.recoveryMs() / PARTS)).executor(Runnable::run).build();
    this.known = Caffeine.newBuilder().maximumWeight(MOST_KNOWN_BYTES)
        .weigher((Log log, Known read) -> (int) Math.min(read.bytes, MOST_KNOWN_BYTES))
        .expireAfter(Expiry.<Log, Known>creating((log, read) -> Duration.ofMillis(KNOWN_FOR_MS)))
        .executor(Runnable::run).build();
  }

  /**
   * Keeps and reads the log of a room that nobody is in: the first read of a full log takes a process that has just
   * begun half a second, for which all who sat on a node that dies then would wait.
   */
  @Override
  public Future<Void> open() {
    String nobodys = ClusterAdapter.key("", UUID.randomUUID().toString());
    Buffer packet = new Published("", 0, "/", List.of(nobodys), List.of(), false, new Content(new byte[0], List.of()))
        .toBuffer();
    Future<?> last = Future.succeededFuture();
    for (int i = 0; i < perRoom; i++) {
      last = append(List.of(nobodys), packet);
    }
    for (int i = 0; i < REHEARSALS; i++) {
      last = last.compose(done -> {
        known.invalidateAll(); // or there is nothing left to read
        return read(nobodys, keepMs);
      });
    }
    return last.mapEmpty();
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

  /** Appends a packet. All packets of one turn of the loop share one write, which costs a fraction of separate ones. */
  @Override
  public synchronized Future<Void> append(List<String> keys, Buffer packet) {
    if (turn == null || turn.commands.size() + 3 * keys.size() > MOST_IN_ONE_WRITE) {
      Turn begun = new Turn(new ArrayList<>(), Promise.promise());
      turn = begun;
      vertx.runOnContext(over -> write(begun));
    }
    for (String room : keys) {
      String key = prefix + "log:" + room;
      turn.commands.add(Request.cmd(Command.XADD, key, "MAXLEN", perRoom, "*", FIELD, packet));
      if (fresh.getIfPresent(key) == null) {
        fresh.put(key, true);
        turn.commands.add(Request.cmd(Command.PEXPIRE, key, keepMs));
        turn.commands.add(Request.cmd(Command.XTRIM, key, "MINID", oldest()));
      }
    }
    return turn.written.future();
  }

  private synchronized void write(Turn over) {
    if (turn == over) {
      turn = null;
    }
    patiently(() -> redis.sendAll(over.commands)).<Void>mapEmpty().onComplete(over.written);
  }

  @Override
  public Future<List<Kept>> read(String room, int milliseconds) {
    Log log = new Log(room, milliseconds);
    synchronized (readings) {
      Reading underway = readings.putIfAbsent(log, new Reading());
      if (underway != null) {
        underway.next = underway.next == null ? Promise.promise() : underway.next;
        return underway.next.future();
      }
    }
    return begin(log);
  }

  private Future<List<Kept>> begin(Log log) {
    return fetch(log).onComplete(read -> {
      Reading over;
      synchronized (readings) {
        over = readings.remove(log);
        if (over.next != null) {
          readings.put(log, new Reading());
        }
      }
      if (over.next != null) {
        begin(log).onComplete(over.next);
      }
    });
  }

  private Future<List<Kept>> fetch(Log log) {
    return redisTime().compose(now -> {
      long since = now - log.milliseconds;
      Known before = known.getIfPresent(log);
      String from = before == null ? String.valueOf(since) : "(" + before.last;
      return patiently(() -> redis.send(Command.XRANGE, prefix + "log:" + log.room, from, "+")).map(entries -> {
        Known read = before;
        if (entries.size() > 0) {
          read = extend(before, entries);
          known.put(log, read);
        }
        return read == null ? List.<Kept>of() : read.kept.stream().filter(kept -> kept.at() >= since).toList();
      });
    });
  }

  private Known extend(Known before, Response entries) {
    List<Kept> kept = before == null ? new ArrayList<>() : new ArrayList<>(before.kept);
    long bytes = before == null ? 0 : before.bytes;
    String id = null;
    for (Response entry : entries) {
      id = entry.get(0).toString(StandardCharsets.US_ASCII);
      Buffer packet = entry.get(1).get(1).toBuffer();
      kept.add(new Kept(Long.parseLong(id.substring(0, id.indexOf('-'))), Published.of(packet)));
      bytes += packet.length();
    }
    return new Known(id, List.copyOf(kept.subList(Math.max(0, kept.size() - perRoom), kept.size())), bytes);
  }

  /**
   * Returns the time before which nothing is recovered, so that a room that is never silent keeps nothing for longer
   * either; 0 while the time of Redis is not known.
   */
  private long oldest() {
    Clocks known = clocks;
    long here = System.nanoTime() / 1_000_000;
    if (known == null || here - known.here >= ASK_TIME_EVERY_MS) {
      redisTime(); // for the next time
      return 0;
    }
    return Math.max(0, known.redis + here - known.here - keepMs);
  }

  /** The logs go by the clock of Redis, which is asked for once in a while. */
  private Future<Long> redisTime() {
    long here = System.nanoTime() / 1_000_000;
    Clocks known = clocks;
    if (known != null && here - known.here < ASK_TIME_EVERY_MS) {
      return Future.succeededFuture(known.redis + here - known.here);
    }
    return now().onSuccess(redisNow -> clocks = new Clocks(here, redisNow));
  }

  @Override
  public Future<Long> now() {
    return patiently(() -> redis.send(Command.TIME))
        .map(time -> time.get(0).toLong() * 1000 + time.get(1).toLong() / 1000);
  }

  @Override
  public Future<Void> save(String pid, String session, int milliseconds) {
    return redis.send(Command.SET, prefix + "session:" + pid, session, "PX", String.valueOf(milliseconds)).mapEmpty();
  }

  @Override
  public Future<String> take(String pid) {
    return take(prefix + "session:" + pid, TAKEN + UUID.randomUUID() + SEPARATOR, 0);
  }

  /**
   * The session stays behind a mark, so that neither a lost answer nor the end of the node that took it loses it, and
   * so that a client which comes again meanwhile is not taken for somebody new.
   */
  private Future<String> take(String key, String mark, int waited) {
    return patiently(() -> redis.send(Command.GET, key)).compose(answer -> {
      if (answer == null) {
        return Future.succeededFuture();
      }
      String value = answer.toString(StandardCharsets.UTF_8);
      if (value.startsWith(TAKEN) && !value.startsWith(mark) && waited < TAKEN_FOR_MS) {
        return vertx.timer(AGAIN_MS).compose(later -> take(key, mark, waited + AGAIN_MS));
      }
      String session = value.startsWith(TAKEN) ? value.substring(value.indexOf(SEPARATOR) + 1) : value;
      return patiently(() -> redis.send(Command.SET, key, mark + session, "XX", "KEEPTTL", "GET"))
          .compose(before -> before == null || before.toString(StandardCharsets.UTF_8).equals(value)
              || before.toString(StandardCharsets.UTF_8).startsWith(mark)
                  ? Future.succeededFuture(before == null ? null : session)
                  : take(key, mark, waited)); // somebody was quicker
    });
  }

  @Override
  public void drop(String pid) {
    redis.send(Command.DEL, prefix + "session:" + pid);
  }
}
