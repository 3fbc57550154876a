package com.mas.bus;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends typed messages. One per process; made before the first verticle, since it registers the codec. */
public final class Bus {
  private final EventBus events;
  private final boolean clustered;
  private final Clock clock;
  /** Numbers of this node's consumers, by address. */
  private final ConcurrentMap<String, Integer> here = new ConcurrentHashMap<>();
  private volatile Consumer<String> unanswered = address -> {};

  public Bus(Vertx vertx, Clock clock) {
    this.events = vertx.eventBus();
    this.clustered = vertx.isClustered();
    this.clock = clock;
    events.registerDefaultCodec(Envelope.class, new Envelope.Codec());
  }

  public Clock clock() {
    return clock;
  }

  /** A call of the product itself, with so much time from now. */
  public Call systemCall(@Nullable String tenant, Duration time) {
    return Call.system(UUID.randomUUID().toString(), tenant, clock.millis() + time.toMillis());
  }

  /**
   * Asks. This node's consumer is preferred (a remote round trip costs 5 to 11 local ones); another node's is asked
   * only when there is none here. Fails with a {@link FailureException}: {@link Failure#UNAVAILABLE} when nobody
   * listens anywhere, {@link Failure#TIMEOUT} when no answer came in time, or with what the consumer failed with.
   */
  public <Q, A> Future<A> send(Call call, Request<Q, A> request, Q body) {
    return sendRaw(call, request, body);
  }

  /** Sends as {@link #send} does, with a body whose type is known only at run time: a record of the request's type. */
  public <A> Future<A> sendRaw(Call call, Request<?, A> request, Object body) {
    long now = clock.millis();
    long timeout = Math.min(request.timeout().toMillis(), call.deadline() - now);
    if (timeout <= 0) {
      return Future.failedFuture(Failure.TIMEOUT.with("The request timed out before it was sent."));
    }
    Envelope envelope = Envelope.local(call.until(now + timeout), body);
    Future<Message<Object>> reply = events.request(request.address(), envelope, options(timeout).setLocalOnly(true));
    if (clustered) {
      reply = reply.recover(failure -> isNobody(failure)
          ? events.request(request.address(), envelope, options(timeout))
          : Future.failedFuture(failure));
    }
    return reply.transform(result -> result.succeeded()
        ? Future.succeededFuture(request.cast(Envelope.open(result.result().body(), request.answer()).body()))
        : Future.failedFuture(translate(request, result.cause())));
  }

  /** Announces on all nodes. Never fails: whoever is not there does not hear it. */
  public <E> void publish(Call call, Event<E> event, E body) {
    events.publish(event.address(), Envelope.local(call, body));
  }

  /** Listens to an announcement, on this node, in the caller's context. */
  public <E> MessageConsumer<Object> observe(Event<E> event, Consumer<E> listener) {
    here.merge(event.address(), 1, Integer::sum);
    return events.consumer(event.address(),
        message -> listener.accept(event.body().cast(Envelope.open(message.body(), event.body()).body())));
  }

  MessageConsumer<Object> consumer(String address) {
    here.merge(address, 1, Integer::sum);
    return events.consumer(address);
  }

  /**
   * Answers an address whose records this build does not know, as a worker in another language does: bodies are JSON,
   * null for none. The answerer bounds what it takes on. {@link #release} ends it.
   */
  public MessageConsumer<?> serve(String address, BiFunction<Call, JsonNode, Future<JsonNode>> answerer) {
    MessageConsumer<Object> consumer = consumer(address);
    consumer.handler(message -> {
      try {
        Envelope envelope = Envelope.open(message.body(), JsonNode.class);
        Call call = envelope.call() == null ? systemCall(null, Duration.ofMinutes(1)) : envelope.call();
        answerer.apply(call, Json.MAPPER.valueToTree(envelope.body())).onComplete(
            answer -> message.reply(Envelope.local(null, answer)),
            failure -> Replies.fail(message, failure instanceof FailureException known ? known
                : Failure.TIMEOUT.with("The worker did not answer in time.")));
      } catch (FailureException e) {
        Replies.fail(message, e);
      }
    });
    return consumer;
  }

  /** Ends what {@link #serve}, or a verticle's registration, began. */
  public Future<Void> release(MessageConsumer<?> consumer) {
    if (here.computeIfPresent(consumer.address(), (address, count) -> count == 1 ? null : count - 1) == null) {
      unanswered.accept(consumer.address());
    }
    return consumer.unregister();
  }

  /** Returns whether a consumer on this node answers the address. */
  public boolean isAnsweredHere(String address) {
    return here.containsKey(address);
  }

  /** Returns the addresses that have a consumer on this node. */
  public Set<String> answeredHere() {
    return Set.copyOf(here.keySet());
  }

  /** Told when the last consumer of an address on this node is about to go. */
  void whenUnanswered(Consumer<String> listener) {
    unanswered = listener;
  }

  /** Returns options that begin a trace if traces are on and none has begun, as for a stored request or a schedule. */
  private static DeliveryOptions options(long timeout) {
    return new DeliveryOptions().setSendTimeout(timeout).setTracingPolicy(TracingPolicy.ALWAYS);
  }

  private static boolean isNobody(Throwable failure) {
    return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
  }

  private static Throwable translate(Request<?, ?> request, Throwable cause) {
    if (!(cause instanceof ReplyException reply)) {
      return cause instanceof FailureException ? cause : Failure.INTERNAL.with("The answer could not be read.");
    }
    return switch (reply.failureType()) {
      case NO_HANDLERS -> Failure.UNAVAILABLE.with("No node answers " + request.address() + " at the moment.")
          .retryAfter(2);
      case TIMEOUT -> Failure.TIMEOUT.with("No answer in time; please try again.").retryAfter(2);
      case ERROR, RECIPIENT_FAILURE -> Replies.failure(reply);
    };
  }
}
