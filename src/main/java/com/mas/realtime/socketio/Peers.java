package com.mas.realtime.socketio;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.RegistrationInfo;
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
 * The bus may lose what was on its way when a connection breaks; so each packet, and each greeting, tells what was sent
 * to that node before.
 */
final class Peers {
  private static final String FROM = "from";
  private static final String AFTER = "after";
  private static final String HELLO = "hello";
  private static final String WELCOME = "welcome";
  private static final String ROOMS = "rooms";
  private static final int HELLO_EVERY_MS = 3_000;
  private static final int MET_WITHIN_MS = 5_000;
  private static final int MET_STEP_MS = 50;
  private static final int ANSWER_WITHIN_MS = 5_000;

  /**
   * @param number what the sender has published so far
   * @param told the last of it that was sent to the receiver
   */
  private record Rooms(long number, long told, List<String> added, List<String> removed) {}

  /** Answers the other questions of peers to this node. */
  interface Local {
    /** The number of the last packet that was sent out. */
    long released();

    /** A node was met, perhaps again: what it publishes from there on it sends here. */
    void met(String node, long number);

    /** All that the node has sent here is up to {@code told}; nothing up to {@code number} is missing besides. */
    void seen(String node, long told, long number);

    /** It sends nothing any more, or does not answer: what it has kept is not to come later than what others did. */
    void gone(String node);

    void packet(String node, long after, Buffer packet);

    void handle(String op, Message<Buffer> message);
  }

  /** Another node. */
  private static final class Peer {
    private final Set<String> rooms;
    private final Set<Promise<Message<Buffer>>> asked = new HashSet<>();
    private final Runnable gone;
    private long told;

    private Peer(List<String> rooms, long told, Runnable gone) {
      this.rooms = new HashSet<>(rooms);
      this.told = told;
      this.gone = gone;
    }
  }

  private final Vertx vertx;
  private final String prefix;
  private final String node;
  private final Local local;
  private final Map<String, Peer> peers = new HashMap<>();
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

  /** Called on the context that everything then happens on. Done when the nodes that were there have been met. */
  Future<Void> open(Neighbours those) {
    context = vertx.getOrCreateContext();
    neighbours = those;
    consumers.add(vertx.eventBus().consumer(prefix + node, this::handle));
    consumers.add(vertx.eventBus().consumer(prefix + HELLO, this::hello));
    timer = vertx.setPeriodic(HELLO_EVERY_MS, tick -> greet());
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList())
        .compose(registered -> others()).compose(others -> {
          greet();
          return metAll(others, MET_WITHIN_MS);
        });
  }

  /** Counts the other nodes that serve sockets; nodes with other roles do not listen here. */
  private Future<Integer> others() {
    Promise<List<RegistrationInfo>> listening = Promise.promise();
    ((VertxInternal) vertx).clusterManager().getRegistrations(prefix + HELLO, listening);
    return listening.future().map(all -> Math.toIntExact(
        all.stream().map(RegistrationInfo::nodeId).distinct().count()) - 1).otherwise(0);
  }

  private Future<Void> metAll(int others, int withinMs) {
    return peers.size() >= others || withinMs <= 0 ? Future.succeededFuture()
        : vertx.timer(MET_STEP_MS).compose(later -> metAll(others, withinMs - MET_STEP_MS));
  }

  void close() {
    vertx.cancelTimer(timer);
    consumers.forEach(MessageConsumer::unregister);
  }

  private void greet() {
    Map<String, Long> told = new HashMap<>();
    peers.forEach((name, peer) -> told.put(name, peer.told));
    vertx.eventBus().publish(prefix + HELLO, Buffer.buffer(Json.write(told)), options(HELLO));
  }

  private DeliveryOptions options(String op) {
    return new DeliveryOptions().addHeader(Neighbours.OP, op).addHeader(FROM, node).setSendTimeout(ANSWER_WITHIN_MS);
  }

  private void hello(Message<Buffer> message) {
    String from = message.headers().get(FROM);
    if (from.equals(node)) {
      return;
    }
    if (peers.containsKey(from)) {
      long told = Json.read(message.body().toString(), JsonNode.class).path(node).asLong();
      local.seen(from, told, told);
    } else {
      welcome(from);
    }
  }

  private Future<Long> welcome(String from) {
    return vertx.eventBus().<Buffer>request(prefix + from, write(0, List.copyOf(mine), List.of()), options(WELCOME))
        .map(answer -> met(from, answer.body()));
  }

  private Buffer write(long told, List<String> added, List<String> removed) {
    return Buffer.buffer(Json.write(new Rooms(local.released(), told, added, removed)));
  }

  private long met(String name, Buffer its) {
    Rooms read = Json.read(its.toString(), Rooms.class);
    Peer known = peers.get(name);
    Runnable gone = known != null ? known.gone : () -> context.runOnContext(turn -> gone(name));
    peers.put(name, new Peer(read.added, local.released(), gone));
    if (known == null) {
      neighbours.watch(name, gone);
    } else {
      known.asked.forEach(answer -> answer.tryFail("the node was met again"));
    }
    local.met(name, read.number);
    return read.number;
  }

  private void gone(String name) {
    Peer peer = peers.remove(name);
    if (peer != null) {
      local.gone(name);
      peer.asked.forEach(answer -> answer.tryFail("the node is gone"));
    }
  }

  private void handle(Message<Buffer> message) {
    String op = message.headers().get(Neighbours.OP);
    String from = message.headers().get(FROM);
    switch (op) {
      case Neighbours.ALIVE -> message.reply(null); // asked here by nodes of earlier versions
      case WELCOME -> {
        met(from, message.body());
        message.reply(write(0, List.copyOf(mine), List.of()));
      }
      case ROOMS -> {
        Rooms change = Json.read(message.body().toString(), Rooms.class);
        Peer peer = peers.get(from);
        if (peer == null) {
          message.fail(0, "not met yet");
        } else {
          peer.rooms.addAll(change.added);
          change.removed.forEach(peer.rooms::remove);
          message.reply(write(peer.told, List.of(), List.of()));
        }
      }
      case ClusterAdapter.PACKET -> local.packet(from, Long.parseLong(message.headers().get(AFTER)), message.body());
      default -> local.handle(op, message);
    }
  }

  /**
   * Tells all nodes of rooms that have members here now. Answers how far each of them had come when it knew: what it
   * publishes later it sends here too. A node that does not answer is left out, and taken for gone, since this may be
   * known before anybody has noticed: who comes back now is sent what it has left only once.
   */
  Future<Map<String, Long>> enter(Collection<String> keys) {
    List<String> news = keys.stream().filter(mine::add).toList();
    Map<String, Long> numbers = new HashMap<>();
    List<Future<?>> told = new ArrayList<>();
    for (String peer : peers.keySet()) {
      told.add(ask(peer, ROOMS, write(0, news, List.of()))
          .map(answer -> {
            Rooms its = Json.read(answer.body().toString(), Rooms.class);
            local.seen(peer, its.told, its.number);
            return its.number;
          })
          .recover(no -> no instanceof ReplyException reply && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
              ? welcome(peer) : Future.failedFuture(no))
          .onSuccess(number -> numbers.put(peer, number))
          .onFailure(no -> local.gone(peer)));
    }
    return Future.join(told).<Map<String, Long>>map(all -> numbers).otherwise(numbers);
  }

  void exit(String key) {
    if (mine.remove(key)) {
      for (String peer : peers.keySet()) {
        vertx.eventBus().send(prefix + peer, write(0, List.of(), List.of(key)), options(ROOMS));
      }
    }
  }

  boolean knows(String peer) {
    return peers.containsKey(peer);
  }

  /** The rooms that others know to have members here. */
  Set<String> rooms() {
    return mine;
  }

  /**
   * Sends to the nodes with members of one of the rooms, or with the socket of that id; to all nodes if there is no
   * room.
   */
  void publish(Published packet) {
    Buffer buffer = packet.toBuffer();
    forEach(packet.namespace(), packet.rooms(), name -> {
      Peer peer = peers.get(name);
      vertx.eventBus().send(prefix + name, buffer,
          options(ClusterAdapter.PACKET).addHeader(AFTER, String.valueOf(peer.told)));
      peer.told = Math.max(peer.told, packet.number());
    });
  }

  void forEach(String namespace, List<String> targets, Consumer<String> action) {
    peers.forEach((name, peer) -> {
      if (targets.isEmpty() || targets.stream().anyMatch(
          room -> room.startsWith(name) || peer.rooms.contains(ClusterAdapter.key(namespace, room)))) {
        action.accept(name);
      }
    });
  }

  void send(String peer, String op, Buffer body) {
    vertx.eventBus().send(prefix + peer, body, options(op));
  }

  /** Fails when the node does not answer in time; at once when it is gone. */
  Future<Message<Buffer>> ask(String name, String op, Buffer body) {
    Peer peer = peers.get(name);
    Promise<Message<Buffer>> answer = Promise.promise();
    peer.asked.add(answer);
    vertx.eventBus().<Buffer>request(prefix + name, body, options(op)).onComplete(answered -> {
      peer.asked.remove(answer);
      if (answered.succeeded()) {
        answer.tryComplete(answered.result());
      } else {
        answer.tryFail(answered.cause());
      }
    });
    return answer.future();
  }
}
