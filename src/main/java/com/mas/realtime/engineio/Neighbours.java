package com.mas.realtime.engineio;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells when a node is gone that something here waits for. A request to a node that died fails only at its time-out;
 * so each node that is waited for is asked for a sign of life, one question for all who wait.
 */
public final class Neighbours {
  /** The header of its question, and the word: whoever can be asked replies with nothing. */
  public static final String OP = Relay.OP;
  public static final String ALIVE = "alive";
  private static final int ASK_EVERY_MS = 400;
  private static final int ANSWER_WITHIN_MS = 2_500;
  private static final int SILENCES = 2;

  private final Vertx vertx;
  private final String prefix;
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();
  private final long timer;

  private static final class Watch {
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean asked;
    private volatile int silences;
  }

  /** @param prefix of the addresses that nodes answer at */
  public Neighbours(Vertx vertx, String prefix) {
    this.vertx = vertx;
    this.prefix = prefix;
    this.timer = vertx.setPeriodic(ASK_EVERY_MS, tick -> watches.forEach(this::ask));
  }

  /** Runs the task once if the node goes before {@link #forget}. */
  public void watch(String node, Runnable gone) {
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

  private void ask(String node, Watch watch) {
    if (watch.asked) {
      return;
    }
    watch.asked = true;
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(ANSWER_WITHIN_MS).addHeader(Relay.OP, ALIVE);
    vertx.eventBus().request(prefix + node, null, options).onComplete(answer -> {
      watch.silences = 0;
      watch.asked = false;
    }, failure -> {
      boolean gone = failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
      if (gone || ++watch.silences >= SILENCES) {
        watches.remove(node, watch);
        watch.waiting.forEach(Runnable::run);
      }
      watch.asked = false;
    });
  }

  public void close() {
    vertx.cancelTimer(timer);
  }
}
