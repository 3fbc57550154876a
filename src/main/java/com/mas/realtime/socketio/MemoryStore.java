package com.mas.realtime.socketio;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps recovery data for a single node; it is gone with the process. */
final class MemoryStore implements RecoveryStore {
  private static final int MOST_ROOMS = 20_000;
  private static final int MOST_SESSIONS = 100_000;

  private record Session(String json, long until) {}

  private final int perRoom;
  private final Clock clock;
  private final AtomicLong turn = new AtomicLong();
  private final Cache<String, Deque<Kept>> logs;
  private final Cache<String, Session> sessions;

  MemoryStore(SocketConfig config, Clock clock) {
    this.perRoom = config.recoveryPerRoom();
    this.clock = clock;
    Duration kept = Duration.ofMillis(config.recoveryMs());
    this.logs = Caffeine.newBuilder().maximumSize(MOST_ROOMS).expireAfterWrite(kept).executor(Runnable::run).build();
    this.sessions = Caffeine.newBuilder().maximumSize(MOST_SESSIONS).expireAfterWrite(kept.multipliedBy(2))
        .executor(Runnable::run).build();
  }

  @Override
  public Future<Void> open() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> append(List<String> keys, Buffer packet) {
    Kept kept = new Kept(turn.incrementAndGet(), Published.of(packet));
    for (String key : keys) {
      logs.asMap().compute(key, (name, old) -> {
        Deque<Kept> log = old == null ? new ArrayDeque<>() : old;
        synchronized (log) {
          log.add(kept);
          if (log.size() > perRoom) {
            log.poll();
          }
        }
        return log;
      });
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<Long> now() {
    return Future.succeededFuture(turn.get());
  }

  @Override
  public Future<List<Kept>> read(String key, int milliseconds) {
    Deque<Kept> log = logs.getIfPresent(key);
    if (log == null) {
      return Future.succeededFuture(List.of());
    }
    synchronized (log) {
      return Future.succeededFuture(new ArrayList<>(log));
    }
  }

  @Override
  public Future<Void> save(String pid, String session, int milliseconds) {
    sessions.put(pid, new Session(session, clock.millis() + milliseconds));
    return Future.succeededFuture();
  }

  @Override
  public Future<String> take(String pid) {
    Session session = sessions.asMap().remove(pid);
    return Future.succeededFuture(session == null || session.until < clock.millis() ? null : session.json);
  }

  @Override
  public void drop(String pid) {
    sessions.invalidate(pid);
  }
}
