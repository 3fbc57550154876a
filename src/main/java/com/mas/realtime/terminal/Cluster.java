package com.mas.realtime.terminal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Between the nodes of a session, over the event bus as raw bytes: these are frames, not requests, and JSON would cost
 * more than the relay itself. Each node has an address. Frames come to it in order, each batch acknowledged; so do the
 * requests of nodes with viewers, at the node with the host. Which one that is it announces itself: an address for each
 * session would stand for a killed node until the cluster has noticed.
 */
final class Cluster {
  private static final long TIMEOUT_MS = 3000;
  static final String SESSION = "session";
  static final String SUBSCRIPTION = "subscription";
  static final String KIND = "kind";

  final String node = "terminal.node." + UUID.randomUUID();
  private final EventBus bus;
  private final boolean on;
  private MessageConsumer<Buffer> inbox;

  Cluster(Vertx vertx) {
    this.bus = vertx.eventBus();
    this.on = vertx.isClustered();
  }

  boolean isOn() {
    return on;
  }

  /** @param receiver of the session's id and the message */
  Future<Void> open(BiConsumer<UUID, Message<Buffer>> receiver) {
    if (!on) {
      return Future.succeededFuture();
    }
    inbox = bus.consumer(node, message -> receiver.accept(UUID.fromString(message.headers().get(SESSION)), message));
    return inbox.completion();
  }

  Future<Void> close() {
    return inbox == null ? Future.succeededFuture() : inbox.unregister();
  }

  Future<Message<Buffer>> ask(String to, UUID session, String kind, Buffer body) {
    return bus.request(to, body, options(session).addHeader(KIND, kind));
  }

  void tell(String to, UUID session, String kind, Buffer body) {
    bus.send(to, body, options(session).addHeader(KIND, kind));
  }

  Future<Message<Buffer>> frames(String to, UUID session, String subscription, Buffer frames) {
    return bus.request(to, frames, options(session).addHeader(SUBSCRIPTION, subscription));
  }

  private static DeliveryOptions options(UUID session) {
    return new DeliveryOptions().setSendTimeout(TIMEOUT_MS).addHeader(SESSION, session.toString());
  }
}
