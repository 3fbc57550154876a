package com.mas.realtime.engineio;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells when a node is gone that something here waits for. A request to a node that died fails only at its time-out; so
 * each node that is waited for is told something often, one message for all who wait, which fails at once when nobody
 * listens at its port any more; and it is asked for a sign of life, as one that hangs still listens.
 */
public final class Neighbours {
  /** The header of its question, and the word: whoever can be asked replies with nothing. */
  public static final String OP = Relay.OP;
  public static final String ALIVE = "alive";
  private static final int ASK_EVERY_MS = 200;
  private static final int ANSWER_WITHIN_MS = 2_500;
  private static final int SILENCES = 2;
  /** A connection may break while both nodes live, and registrations move; only a port that nobody has is proof. */
  private static final int REFUSALS = 2;
  /**
   * Time for which a node that has just come is remembered; until then looking its addresses up in the cluster may take
   * more than a second.
   */
  private static final int REMEMBERED_MS = 15_000;
  private static final int MOST_REMEMBERED = 64;

  private final Vertx vertx;
  private final String prefix;
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();
  /** Nodes whose port nobody has any more; none ever comes back under its name. */
  private final Cache<String, Boolean> dead = Caffeine.newBuilder().maximumSize(MOST_REMEMBERED)
      .expireAfterWrite(Duration.ofMillis(REMEMBERED_MS)).executor(Runnable::run).build();
  private final long timer;

  private static final class Watch {
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger silences = new AtomicInteger();
    private volatile boolean told;
    private volatile boolean asked;
  }

  /** @param prefix of the addresses that nodes answer at */
  Neighbours(Vertx vertx, String prefix) {
    this.vertx = vertx;
    this.prefix = prefix;
    this.timer = vertx.setPeriodic(ASK_EVERY_MS, tick -> watches.forEach((node, watch) -> {
      tell(node, watch);
      ask(node, watch);
    }));
  }

  /** Runs the task once if the node goes before {@link #forget}; at once if it is known to be dead. */
  public void watch(String node, Runnable gone) {
    if (dead.getIfPresent(node) != null) {
      gone.run();
      return;
    }
    watches.compute(node, (name, watch) -> {
      Watch its = watch == null ? new Watch() : watch;
      its.waiting.add(gone);
      return its;
    });
  }

  public void forget(String node, Runnable gone) {
    watches.computeIfPresent(node, (name, watch) -> {
      watch.waiting.remove(gone);
      return watch.waiting.isEmpty() ? null : watch;
    });
  }

  private void tell(String node, Watch watch) {
    if (watch.told) {
      return;
    }
    watch.told = true;
    vertx.eventBus().sender(prefix + node, new DeliveryOptions().addHeader(OP, ALIVE)).write(null)
        .onComplete(sent -> {
          watch.told = false;
          watch.refusals.set(0);
        }, refused -> {
          watch.told = false;
          refused(node, watch, refused);
        });
  }

  private void refused(String node, Watch watch, Throwable why) {
    if (why instanceof ConnectException && !(why instanceof ConnectTimeoutException)) {
      dead.put(node, true);
    }
    if (why instanceof ConnectException || watch.refusals.incrementAndGet() >= REFUSALS) {
      gone(node, watch);
    }
  }

  private void ask(String node, Watch watch) {
    if (watch.asked) {
      return;
    }
    watch.asked = true;
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(ANSWER_WITHIN_MS).addHeader(OP, ALIVE);
    vertx.eventBus().request(prefix + node, null, options).onComplete(answer -> {
      watch.asked = false;
      watch.silences.set(0);
    }, failure -> {
      watch.asked = false;
      if (failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS) {
        refused(node, watch, failure); // messages may still wait for a connection then
      } else if (watch.silences.incrementAndGet() >= SILENCES) {
        gone(node, watch);
      }
    });
  }

  private void gone(String node, Watch watch) {
    if (watches.remove(node, watch)) {
      watch.waiting.forEach(Runnable::run);
    }
  }

  public void close() {
    vertx.cancelTimer(timer);
  }
}
