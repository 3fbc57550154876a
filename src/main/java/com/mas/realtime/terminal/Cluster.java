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
 * more than the relay itself. A session's host has an address, where nodes with viewers ask to follow and send what
 * their viewers type; each node has an address that frames come to, in order, each batch acknowledged.
 */
final class Cluster {
  private static final long TIMEOUT_MS = 4000;
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

  MessageConsumer<Buffer> listen(UUID session, BiConsumer<String, Message<Buffer>> receiver) {
    return bus.consumer(host(session), message -> receiver.accept(message.headers().get(KIND), message));
  }

  Future<Message<Buffer>> ask(UUID session, String kind, Buffer body) {
    return bus.request(host(session), body, options().addHeader(KIND, kind));
  }

  void tell(UUID session, String kind, Buffer body) {
    bus.send(host(session), body, options().addHeader(KIND, kind));
  }

  Future<Message<Buffer>> frames(String to, UUID session, String subscription, Buffer frames) {
    return bus.request(to, frames, options().addHeader(SESSION, session.toString())
        .addHeader(SUBSCRIPTION, subscription));
  }

  private static DeliveryOptions options() {
    return new DeliveryOptions().setSendTimeout(TIMEOUT_MS);
  }

  private static String host(UUID session) {
    return "terminal.host." + session;
  }
}
