package com.mas.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Base of every domain: deployed on virtual threads, it hands each message to a task of its own, so that handlers read
 * top-down with {@code await} and still run side by side, at most {@link Capacity#inHand()} at a time.
 *
 * <p>Stopping takes it off the bus first and then waits for what it holds, at most {@link #DRAIN_SECONDS}.
 */
public abstract class DomainVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(DomainVerticle.class);
  static final int DRAIN_SECONDS = 15;
  /** What all instances of a role hold, for the gauge. */
  private static final Map<String, AtomicInteger> HELD = new ConcurrentHashMap<>();

  /** Answers one request; may wait. A {@link FailureException} is the answer "no", anything else a defect. */
  @FunctionalInterface
  public interface Answer<Q, A> {
    A to(Call call, Q body) throws Exception;
  }

  /** Answers one request in the sender's thread: must not wait. */
  @FunctionalInterface
  public interface UnblockedAnswer<Q, A> {
    Future<A> to(Call call, Q body) throws Exception;
  }

  private final Bus bus;
  private final Capacity capacity;
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();
  private final Map<String, Bus.Shortcut<?>> shortcuts = new HashMap<>();
  private final AtomicInteger inHand = new AtomicInteger();
  private final Promise<Void> drained = Promise.promise();
  private volatile boolean stopping;
  private Context home;
  private WorkerExecutor workers;
  private AtomicInteger heldByRole;
  private Counter refused;
  private Counter expired;

  protected DomainVerticle(Bus bus, Capacity capacity) {
    this.bus = bus;
    this.capacity = capacity;
  }

  /** Registers the consumers, with {@link #answer} and {@link #observe}. Runs on the verticle's context; may wait. */
  protected abstract void open() throws Exception;

  /** Called after the last message in hand is done. */
  protected void close() throws Exception {}

  /** Long work looks here between its steps and leaves the rest to another node. */
  protected final boolean isStopping() {
    return stopping;
  }

  protected final Bus bus() {
    return bus;
  }

  protected final <Q, A> void answer(Request<Q, A> request, Answer<Q, A> answer) {
    listen(request.address(), request.body(), (call, body) -> answer.to(call, body));
  }

  /**
   * As {@link #answer}, for the hottest reads, which wait for one thing only: called by this node's senders in their own
   * thread, mostly an event loop, where it must not wait; it answers when the future does. A message, its timer and a
   * virtual thread cost more than the read of one row (measured). Other nodes' senders get it as any other answer.
   */
  protected final <Q, A> void answerUnblocked(Request<Q, A> request, UnblockedAnswer<Q, A> answer) {
    shortcuts.put(request.address(), (Bus.Shortcut<A>) (call, body) -> direct(request, answer, call, body));
    answer(request, (call, body) -> answer.to(call, body).await());
  }

  protected final <E> void observe(Event<E> event, Answer<E, Void> listener) {
    listen(event.address(), event.body(), (call, body) -> listener.to(call, body));
  }

  /** Runs blocking or CPU-heavy library work on this verticle's own worker pool and waits for it. */
  protected final <T> T blocking(Callable<T> work) {
    return workers.executeBlocking(work, false).await();
  }

  @Override
  public final Future<?> start() throws Exception {
    home = context;
    Tags tags = Tags.of("role", capacity.role());
    refused = Metrics.counter("bus.refused", tags);
    expired = Metrics.counter("bus.expired", tags);
    heldByRole = HELD.computeIfAbsent(capacity.role(), role -> Metrics.gauge("bus.in_hand", tags, new AtomicInteger()));
    workers = vertx.createSharedWorkerExecutor(capacity.role(), capacity.pool(), 60, TimeUnit.SECONDS);
    open();
    shortcuts.forEach(bus::shorten);
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
  }

  @Override
  public final Future<?> stop() throws Exception {
    stopping = true;
    shortcuts.forEach(bus::lengthen);
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
        .otherwiseEmpty()
        .compose(gone -> inHand.get() == 0
            ? Future.succeededFuture()
            : drained.future().timeout(DRAIN_SECONDS, TimeUnit.SECONDS).otherwiseEmpty())
        .compose(idle -> {
          try {
            close();
            return workers.close();
          } catch (Exception e) {
            return Future.failedFuture(e);
          }
        });
  }

  private <Q> void listen(String address, Class<Q> type, Answer<Q, Object> answer) {
    MessageConsumer<Object> consumer = bus.consumer(address);
    consumers.add(consumer);
    consumer.handler(message -> {
      if (isTaken()) {
        // a consumer on a virtual-thread context takes its next message only when the handler has returned
        home.runOnContext(started -> handle(message, address, type, answer));
      } else {
        Replies.fail(message, overloaded());
      }
    });
  }

  private <Q, A> Future<A> direct(Request<Q, A> request, UnblockedAnswer<Q, A> answer, Call call, Object body) {
    if (!isTaken()) {
      return Future.failedFuture(overloaded());
    }
    Future<A> answered;
    try {
      answered = answer.to(call, request.body().cast(body));
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      answered = Future.failedFuture(e);
    }
    return answered.transform(result -> {
      done();
      return result.succeeded() ? Future.succeededFuture(result.result())
          : Future.failedFuture(failure(request.address(), call, result.cause()));
    });
  }

  /** Whether it is in hand now; then {@link #done} must follow. */
  private boolean isTaken() {
    if (inHand.get() >= capacity.inHand()) {
      refused.increment();
      return false;
    }
    inHand.incrementAndGet();
    heldByRole.incrementAndGet();
    return true;
  }

  private static FailureException overloaded() {
    return Failure.OVERLOADED.with("Too much is going on at the moment; please try again.").retryAfter(1);
  }

  private <Q> void handle(Message<Object> message, String address, Class<Q> type, Answer<Q, Object> answer) {
    Call call = null;
    try {
      Envelope envelope = Envelope.open(message.body(), type);
      call = envelope.call() != null ? envelope.call() : Call.system(message.address(), null, Long.MAX_VALUE);
      if (call.deadline() < bus.clock().millis()) {
        expired.increment();
        return;
      }
      MDC.put("request", call.requestId());
      Object result = answer.to(call, type.cast(envelope.body()));
      if (message.replyAddress() != null) {
        message.reply(Envelope.local(null, result));
      }
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      Replies.fail(message, failure(address, call, e));
    } finally {
      MDC.clear();
      done();
    }
  }

  /** What is told of it; a defect is logged here, where it happened. */
  private static FailureException failure(String address, Call call, Throwable e) {
    if (e instanceof FailureException failure) {
      return failure;
    }
    try (MDC.MDCCloseable request = MDC.putCloseable("request", call == null ? "none" : call.requestId())) {
      LOG.error("{} failed", address, e);
    }
    return Failure.INTERNAL.with("Something went wrong on our side.");
  }

  private void done() {
    heldByRole.decrementAndGet();
    if (inHand.decrementAndGet() == 0 && stopping) {
      drained.tryComplete();
    }
  }
}
