package com.mas.bus;

import com.mas.meters.Meters;
import com.mas.meters.Meters.Scale;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
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
  /** Numbers of requests that all instances of a role hold, for the gauge. */
  private static final Map<String, AtomicInteger> HELD = new ConcurrentHashMap<>();
  /** Numbers of tasks that the pools of a role run or have waiting, for the gauge. */
  private static final Map<String, AtomicInteger> BUSY = new ConcurrentHashMap<>();

  /** Answers one request; may wait. A {@link FailureException} is the answer "no", anything else a defect. */
  @FunctionalInterface
  public interface Answer<Q, A> {
    A to(Call call, Q body) throws Exception;
  }

  /** Answers one request on an event loop: must not wait. */
  @FunctionalInterface
  public interface UnblockedAnswer<Q, A> {
    Future<A> to(Call call, Q body) throws Exception;
  }

  private final Bus bus;
  private final Capacity capacity;
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();
  private final List<Runnable> onLoop = new ArrayList<>();
  private final AtomicInteger inHand = new AtomicInteger();
  private final Promise<Void> drained = Promise.promise();
  private volatile boolean stopping;
  private WorkerExecutor workers;
  private AtomicInteger heldByRole;
  private AtomicInteger busyByRole;
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
    listen(request.address(), request.body(), (call, body) -> {
      Bounds.check(body);
      return answer.to(call, body);
    });
  }

  /**
   * Answers as {@link #answer} does, for the hottest requests, which wait for one or two statements only: the handler
   * runs on an event loop, where it must not wait, and the answer is sent when its future completes. A virtual thread
   * costs about as much as a read of one row (measured).
   */
  protected final <Q, A> void answerUnblocked(Request<Q, A> request, UnblockedAnswer<Q, A> answer) {
    onLoop.add(() -> {
      Watch watch = new Watch(request.address());
      listen(watch, (message, begun) -> begin(message, begun, watch, request, answer));
    });
  }

  /** Does what must wait, for a handler that runs on an event loop: on a virtual thread of this verticle. */
  protected final <T> Future<T> waiting(Callable<T> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(started -> {
      try {
        done.complete(work.call());
      } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
        done.fail(e);
      }
    });
    return done.future();
  }

  protected final <E> void observe(Event<E> event, Answer<E, Void> listener) {
    listen(event.address(), event.body(), (call, body) -> listener.to(call, body));
  }

  /** Acts upon a durable event to which the module of this role subscribes. Idempotent: it may be told twice. */
  @SuppressWarnings("NullAway") // the answer of nothing is null
  protected final <E> void on(DurableEvent<E> event, Answer<E, ?> handler) {
    listen(event.address(capacity.role()), event.body(), (call, body) -> {
      handler.to(call, body);
      return null;
    });
  }

  /** Runs blocking or CPU-heavy library work on this verticle's own worker pool and waits for it. */
  protected final <T> T blocking(Callable<T> work) {
    return beside(work).await();
  }

  /** Begins blocking or CPU-heavy library work on this verticle's own worker pool. */
  protected final <T> Future<T> beside(Callable<T> work) {
    busyByRole.incrementAndGet();
    return workers.executeBlocking(work, false).onComplete(done -> busyByRole.decrementAndGet());
  }

  @Override
  public final Future<?> start() throws Exception {
    refused = Meters.counter("bus.refused", "Requests that found their domain full", "role", capacity.role());
    expired = Meters.counter("bus.expired", "Requests whose time was over before their turn", "role", capacity.role());
    heldByRole = HELD.computeIfAbsent(capacity.role(), role -> Meters.gauge("bus.in_hand",
        "Requests that a domain holds", new AtomicInteger(), AtomicInteger::get, "role", role));
    busyByRole = BUSY.computeIfAbsent(capacity.role(), role -> Meters.gauge("bus.pool_busy",
        "Tasks that a domain's threads for blocking work run or have waiting", new AtomicInteger(), AtomicInteger::get,
        "role", role));
    workers = vertx.createSharedWorkerExecutor(capacity.role(), capacity.pool(), 60, TimeUnit.SECONDS);
    open();
    Future<?> hot = onLoop.isEmpty() ? Future.succeededFuture()
        : vertx.deployVerticle(new OnLoop(), new DeploymentOptions());
    return hot.compose(deployed -> Future.all(consumers.stream().map(MessageConsumer::completion).toList()));
  }

  /** Times what an address takes; without a request it has no series in the metrics. */
  private static final class Watch {
    private final String address;
    private volatile @Nullable Timer timer;

    Watch(String address) {
      this.address = address;
    }

    Timer timer() {
      Timer known = timer;
      if (known == null) {
        known = Meters.histogram("bus.request", "Time from when a domain took a request to its answer", Scale.COARSE,
            "address", address);
        timer = known;
      }
      return known;
    }
  }

  /** Undeployed with the verticle that deployed it; its consumers are the domain's like all others. */
  private final class OnLoop extends VerticleBase {
    @Override
    public Future<?> start() {
      onLoop.forEach(Runnable::run);
      return Future.succeededFuture();
    }
  }

  @Override
  public final Future<?> stop() throws Exception {
    stopping = true;
    return Future.join(consumers.stream().map(bus::release).toList())
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
    // a consumer on a virtual-thread context takes its next message only when the handler has returned; the message's
    // own context goes along, since it has the trace
    Watch watch = new Watch(address);
    listen(watch, (message, begun) -> Vertx.currentContext()
        .runOnContext(started -> handle(message, begun, watch, type, answer)));
  }

  private void listen(Watch watch, ObjLongConsumer<Message<Object>> taken) {
    MessageConsumer<Object> consumer = bus.consumer(watch.address);
    consumers.add(consumer);
    consumer.handler(message -> {
      if (inHand.get() >= capacity.inHand()) {
        refused.increment();
        Replies.fail(message, Failure.OVERLOADED.with("The server is busy; please try again.")
            .retryAfter(1));
        return;
      }
      inHand.incrementAndGet();
      heldByRole.incrementAndGet();
      taken.accept(message, System.nanoTime());
    });
  }

  private <Q, A> void begin(Message<Object> message, long begun, Watch watch, Request<Q, A> request,
      UnblockedAnswer<Q, A> answer) {
    try {
      Envelope envelope = Envelope.open(message.body(), request.body());
      Call call = call(envelope, message);
      if (isExpired(call)) {
        done(watch, begun);
        return;
      }
      Q body = body(envelope, request.body());
      Bounds.check(body);
      answer.to(call, body).onComplete(answered -> {
        MDC.put("request", call.requestId());
        try {
          if (answered.succeeded()) {
            reply(message, answered.result());
          } else {
            fail(message, watch, answered.cause());
          }
        } catch (RuntimeException e) { // an answer that cannot be written
          fail(message, watch, e);
        } finally {
          MDC.clear();
          done(watch, begun);
        }
      });
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      fail(message, watch, e);
      done(watch, begun);
    }
  }

  private <Q> void handle(Message<Object> message, long begun, Watch watch, Class<Q> type,
      Answer<Q, Object> answer) {
    try {
      Envelope envelope = Envelope.open(message.body(), type);
      Call call = call(envelope, message);
      if (isExpired(call)) {
        return;
      }
      MDC.put("request", call.requestId());
      reply(message, answer.to(call, body(envelope, type)));
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      fail(message, watch, e);
    } finally {
      MDC.clear();
      done(watch, begun);
    }
  }

  /** Returns the body; fails with {@link Failure#INVALID} when the sender left it out. */
  private static <Q> Q body(Envelope envelope, Class<Q> type) {
    Object body = envelope.body();
    if (body == null) {
      throw Failure.INVALID.with("The message has no body.");
    }
    return type.cast(body);
  }

  private static Call call(Envelope envelope, Message<Object> message) {
    Call call = envelope.call() != null ? envelope.call() : Call.system(message.address(), null, Long.MAX_VALUE);
    Span span = Span.current(); // one that forgets all, unless traces are on
    if (span.isRecording()) {
      span.setAttribute("request.id", call.requestId());
    }
    return call;
  }

  private boolean isExpired(Call call) {
    boolean over = call.deadline() < bus.clock().millis();
    if (over) {
      expired.increment();
    }
    return over;
  }

  private static void reply(Message<Object> message, @Nullable Object answer) {
    if (message.replyAddress() != null) {
      message.reply(Envelope.local(null, answer));
    }
  }

  private void fail(Message<Object> message, Watch watch, Throwable e) {
    if (e instanceof FailureException failure) {
      failed(failure.failure());
      Replies.fail(message, failure.answered());
    } else {
      LOG.error("{} failed", watch.address, e);
      failed(Failure.INTERNAL);
      Replies.fail(message, Failure.INTERNAL.with("Something went wrong on our side."));
    }
  }

  private void failed(Failure why) {
    Meters.counter("bus.failures", "Requests that a domain refused or failed to answer, by the failure's code",
        "role", capacity.role(), "code", why.code()).increment();
  }

  private void done(Watch watch, long begun) {
    watch.timer().record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    heldByRole.decrementAndGet();
    if (inHand.decrementAndGet() == 0 && stopping) {
      drained.tryComplete();
    }
  }
}
