package com.mas.realtime.socketio;

import com.mas.bus.Json;
import com.mas.realtime.engineio.Neighbours;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The other nodes, and which rooms have members there. Each node tells all others of the first member of a room and of
 * the last, and everything when they meet. All on the adapter's context, which keeps the messages of a node in order.
 */
final class Peers {
  private static final String FROM = "from";
  private static final String HELLO = "hello";
  private static final String WELCOME = "welcome";
  private static final String ROOMS = "rooms";
  private static final int HELLO_EVERY_MS = 3_000;
  private static final int ANSWER_WITHIN_MS = 5_000;

  /** @param number what the sender has published so far */
  private record Rooms(long number, List<String> added, List<String> removed) {}

  /** What this node is asked besides. */
  interface Local {
    /** The number of the last packet that was sent out. */
    long released();

    /** A node was met, or answered: it has sent everything up to there. */
    void seen(String node, long number);

    void handle(String op, Message<Buffer> message);
  }

  private final Vertx vertx;
  private final String prefix;
  private final String node;
  private final Local local;
  private final Map<String, Set<String>> rooms = new HashMap<>();
  private final Set<String> mine = new HashSet<>();
  private Neighbours neighbours;
  private Context context;
  private long timer;
  private final List<MessageConsumer<Buffer>> consumers = new ArrayList<>();

  Peers(Vertx vertx, String name, String node, Local local) {
    this.vertx = vertx;
    this.prefix = "socketio." + name + ".";
    this.node = node;
    this.local = local;
  }

  /** Called on the context that everything then happens on. */
  Future<Void> open() {
    context = vertx.getOrCreateContext();
    neighbours = new Neighbours(vertx, prefix);
    consumers.add(vertx.eventBus().consumer(prefix + node, this::handle));
    consumers.add(vertx.eventBus().consumer(prefix + HELLO, this::hello));
    timer = vertx.setPeriodic(HELLO_EVERY_MS, tick -> greet());
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList()).map(registered -> {
      greet();
      return null;
    });
  }

  void close() {
    vertx.cancelTimer(timer);
    neighbours.close();
    consumers.forEach(MessageConsumer::unregister);
  }

  private void greet() {
    vertx.eventBus().publish(prefix + HELLO, Buffer.buffer(), options(HELLO));
  }

  private DeliveryOptions options(String op) {
    return new DeliveryOptions().addHeader(Neighbours.OP, op).addHeader(FROM, node).setSendTimeout(ANSWER_WITHIN_MS);
  }

  private void hello(Message<Buffer> message) {
    String from = message.headers().get(FROM);
    if (!from.equals(node) && !rooms.containsKey(from)) {
      vertx.eventBus().<Buffer>request(prefix + from, all(), options(WELCOME))
          .onSuccess(answer -> met(from, answer.body()));
    }
  }

  private Buffer all() {
    return write(List.copyOf(mine), List.of());
  }

  private Buffer write(List<String> added, List<String> removed) {
    return Buffer.buffer(Json.write(new Rooms(local.released(), added, removed)));
  }

  private void met(String from, Buffer its) {
    Rooms read = Json.read(its.toString(), Rooms.class);
    if (rooms.put(from, new HashSet<>(read.added)) == null) {
      neighbours.watch(from, () -> context.runOnContext(gone -> rooms.remove(from)));
    }
    local.seen(from, read.number);
  }

  private void handle(Message<Buffer> message) {
    String op = message.headers().get(Neighbours.OP);
    String from = message.headers().get(FROM);
    switch (op) {
      case Neighbours.ALIVE -> message.reply(null);
      case WELCOME -> {
        met(from, message.body());
        message.reply(all());
      }
      case ROOMS -> {
        Rooms change = Json.read(message.body().toString(), Rooms.class);
        Set<String> its = rooms.get(from);
        if (its != null) {
          its.addAll(change.added);
          change.removed.forEach(its::remove);
        }
        message.reply(write(List.of(), List.of()));
      }
      default -> local.handle(op, message);
    }
  }

  /**
   * Tells all nodes of rooms that have members here now. Answers how far each of them had come when it knew: what it
   * publishes later it sends here too. A node that does not answer in time is left out.
   */
  Future<Map<String, Long>> enter(Collection<String> keys) {
    List<String> news = keys.stream().filter(mine::add).toList();
    Map<String, Long> numbers = new HashMap<>();
    List<Future<?>> told = new ArrayList<>();
    for (String peer : rooms.keySet()) {
      told.add(ask(peer, ROOMS, write(news, List.of()))
          .onSuccess(answer -> {
            long number = Json.read(answer.body().toString(), Rooms.class).number;
            numbers.put(peer, number);
            local.seen(peer, number);
          }));
    }
    return Future.join(told).otherwiseEmpty().map(all -> numbers);
  }

  void exit(String key) {
    if (mine.remove(key)) {
      for (String peer : rooms.keySet()) {
        vertx.eventBus().send(prefix + peer, write(List.of(), List.of(key)), options(ROOMS));
      }
    }
  }

  boolean knows(String peer) {
    return rooms.containsKey(peer);
  }

  /** Nodes with members of one of the rooms, or with the socket of that id; all nodes for no room. */
  void forEach(String namespace, List<String> targets, Consumer<String> action) {
    rooms.forEach((peer, its) -> {
      if (targets.isEmpty() || targets.stream().anyMatch(
          room -> room.startsWith(peer) || its.contains(ClusterAdapter.key(namespace, room)))) {
        action.accept(peer);
      }
    });
  }

  void send(String peer, String op, Buffer body) {
    vertx.eventBus().send(prefix + peer, body, options(op));
  }

  /** Fails when the node does not answer in time; at once when it is gone. */
  Future<Message<Buffer>> ask(String peer, String op, Buffer body) {
    Promise<Message<Buffer>> answer = Promise.promise();
    Runnable gone = () -> answer.tryFail("the node is gone");
    neighbours.watch(peer, gone);
    vertx.eventBus().<Buffer>request(prefix + peer, body, options(op)).onComplete(answered -> {
      neighbours.forget(peer, gone);
      if (answered.succeeded()) {
        answer.tryComplete(answered.result());
      } else {
        answer.tryFail(answered.cause());
      }
    });
    return answer.future();
  }
}
