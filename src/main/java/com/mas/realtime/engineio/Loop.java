package com.mas.realtime.engineio;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop: the clock of its sessions, and what is to be flushed when its present turn is over. */
final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final int TICKS_PER_HEARTBEAT = 64;
  private static final int SHORTEST_TICK_MS = 5;
  private static final int LONGEST_TICK_MS = 250;

  private final ContextInternal context;
  private final EventLoop executor;
  private final Wheel wheel;
  private final Traffic traffic = Traffic.here();
  private final List<Channel> unflushed = new ArrayList<>();
  private final Queue<EngineSession> unanswered = new ArrayDeque<>();
  private boolean endOfTurn;
  private ScheduledFuture<?> ticking;

  /** Must be called on the loop's thread. */
  Loop(Context context, int shortestMs) {
    this.context = (ContextInternal) context;
    this.executor = this.context.nettyEventLoop();
    int tick = Math.clamp(shortestMs / TICKS_PER_HEARTBEAT, SHORTEST_TICK_MS, LONGEST_TICK_MS);
    this.wheel = new Wheel(tick, now());
    this.ticking = executor.scheduleAtFixedRate(() -> run(() -> wheel.advance(now())), tick, tick,
        TimeUnit.MILLISECONDS);
  }

  /** Milliseconds that only go forward. */
  static long now() {
    return System.nanoTime() / 1_000_000;
  }

  ContextInternal context() {
    return context;
  }

  Wheel wheel() {
    return wheel;
  }

  /** Something came for a socket. */
  void arrived() {
    traffic.add();
  }

  boolean isHere() {
    return executor.inEventLoop();
  }

  /** Runs the task at once if this is its thread, otherwise in the order of the calls. */
  void execute(Runnable task) {
    if (isHere()) {
      run(task);
    } else {
      executor.execute(() -> run(task));
    }
  }

  void later(Runnable task) {
    executor.execute(() -> run(task));
  }

  private void run(Runnable task) {
    context.dispatch(task, this::guarded);
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a task of a socket failed", e);
    }
  }

  /** Flushes the channel once, when this turn of the loop is over, with all that was written to it until then. */
  void flushLater(Channel channel) {
    unflushed.add(channel);
    atEndOfTurn();
  }

  void answerLater(EngineSession session) {
    unanswered.add(session);
    atEndOfTurn();
  }

  private void atEndOfTurn() {
    if (!endOfTurn) {
      endOfTurn = true;
      executor.execute(this::endTurn);
    }
  }

  private void endTurn() {
    endOfTurn = false;
    for (EngineSession session = unanswered.poll(); session != null; session = unanswered.poll()) {
      run(session::answerPoll);
    }
    for (int i = 0; i < unflushed.size(); i++) {
      unflushed.get(i).flush();
    }
    unflushed.clear();
  }

  void stop() {
    ticking.cancel(false);
  }
}
