package com.mas.realtime.socketio;

import com.mas.bus.Json;
import com.mas.realtime.socketio.Authenticator.Admission;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Several nodes, or recovery, or both. Everything passes one context in order: a packet is numbered, kept in the logs
 * of its rooms, then sent to the nodes that have members and delivered here. So each node has sent its sockets
 * everything up to its {@link Position}, which goes along with every packet as what the client hands back when it
 * returns.
 */
final class ClusterAdapter implements Adapter, Peers.Local {
  static final String PACKET = "packet";
  private static final String DISCONNECT = "disconnect";
  private static final long NANOS = 1_000_000L;
  static final String GIVE_UP = "give-up";

  private record Target(String namespace, List<String> rooms, List<String> except, boolean close) {}

  /** Packet that goes out when everything before it has. */
  private static final class Outgoing {
    private final Runnable action;
    private boolean ready;

    private Outgoing(Runnable action, boolean ready) {
      this.action = action;
      this.ready = ready;
    }
  }

  private final Vertx vertx;
  private final SocketServer server;
  private final String node;
  private final Context context;
  private final Peers peers;
  private final Recovery recovery; // null: off
  private final Arrivals arrivals;
  private final Queue<Outgoing> queue = new ArrayDeque<>();
  /** Nodes that are gone, and since when by the process's own clock. */
  private final Map<String, Long> strangers = new HashMap<>();
  private long timer;
  private long number;
  private long released;
  private volatile Position position = Position.START;
  private volatile String positionText = "";

  ClusterAdapter(Vertx vertx, SocketServer server, String name, RecoveryStore store) {
    this.vertx = vertx;
    this.server = server;
    this.node = server.node();
    this.context = vertx.getOrCreateContext();
    this.peers = new Peers(vertx, name, node, this);
    this.recovery = store == null ? null : new Recovery(vertx, server, this, store);
    this.arrivals = new Arrivals(server, this, store);
  }

  static String key(String namespace, String room) {
    return namespace + '\n' + room;
  }

  Future<Void> open() {
    Promise<Void> opened = Promise.promise();
    run(() -> {
      Future<Void> ready = recovery == null ? Future.succeededFuture() : recovery.open().otherwiseEmpty();
      if (recovery != null) {
        timer = vertx.setPeriodic(server.config().recoveryMs(), tick -> forgetStrangers());
      }
      // without the store's time, clients that come here first may be sent what dead nodes said before
      Future<Long> since = recovery == null ? Future.succeededFuture(0L) : recovery.now().otherwise(0L);
      since.onComplete(now -> run(() -> {
        position = new Position(Map.of(), now.result());
        positionText = position.toString();
        (vertx.isClustered() ? peers.open(server.neighbours()) : Future.<Void>succeededFuture())
            .compose(met -> ready).onComplete(opened);
      }));
    });
    return opened.future();
  }

  @Override
  public void close() {
    if (vertx.isClustered()) {
      run(peers::close);
    }
    if (recovery != null) {
      recovery.close();
      vertx.cancelTimer(timer);
    }
  }

  void run(Runnable task) {
    context.runOnContext(turn -> task.run());
  }

  Peers peers() {
    return peers;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  String node() {
    return node;
  }

  Position currentPosition() {
    return position;
  }

  /**
   * Remembers how far a client that has come back has come with a node. It has everything of nodes that are gone, as
   * all others here have: it must be told so again with the packets that follow, or it would be sent that once more the
   * next time.
   */
  void remember(String origin, long number) {
    if (!origin.equals(node) && !peers.knows(origin)) {
      advance(origin, number);
      strangers.putIfAbsent(origin, System.nanoTime());
    }
  }

  /** After that time no log has anything of them. */
  private void forgetStrangers() {
    long before = System.nanoTime() - 2L * server.config().recoveryMs() * NANOS;
    strangers.entrySet().removeIf(stranger -> {
      boolean old = stranger.getValue() - before < 0;
      if (old && !peers.knows(stranger.getKey())) {
        position = position.without(stranger.getKey());
        positionText = position.toString();
      }
      return old;
    });
  }

  // ---- out

  @Override
  public void publish(Namespace namespace, Broadcast whom, PacketWriter.Content content) {
    run(() -> {
      boolean kept = recovery != null && !whom.isVolatile() && !whom.isLocal();
      Published packet = new Published(node, kept ? ++number : 0, namespace.name(), whom.rooms(), whom.excepted(),
          whom.isVolatile(), content);
      Outgoing outgoing = new Outgoing(() -> release(packet, whom.isLocal()), !kept);
      queue.add(outgoing);
      if (kept) {
        recovery.keep(packet).onComplete(done -> run(() -> {
          outgoing.ready = true;
          drain();
        }));
      } else {
        drain();
      }
    });
  }

  private void drain() {
    while (!queue.isEmpty() && queue.peek().ready) {
      queue.poll().action.run();
    }
  }

  @Override
  public void inOrder(Runnable task) {
    if (recovery == null) {
      task.run();
    } else {
      run(() -> {
        queue.add(new Outgoing(task, true));
        drain();
      });
    }
  }

  private void release(Published packet, boolean local) {
    if (packet.number() > 0) {
      released = packet.number();
      advance(node, released);
    }
    if (!local && vertx.isClustered()) {
      peers.publish(packet);
    }
    deliver(packet);
  }

  /** Delivers to the sockets of this node. */
  void deliver(Published packet) {
    Namespace namespace = server.find(packet.namespace());
    if (namespace != null) {
      if (recovery != null && packet.number() > 0) {
        recovery.arrived(packet);
      }
      namespace.deliver(packet.whom(namespace), packet.packet(position()));
    }
  }

  void advance(String origin, long to) {
    Position now = position.with(origin, to);
    if (now != position) {
      position = now;
      positionText = now.toString();
    }
  }

  @Override
  public void send(Socket socket, PacketWriter.Content content) {
    if (recovery == null) {
      socket.write(content.packet(Packet.EVENT, socket.namespace().name(), -1, null), false);
    } else {
      publish(socket.namespace(), socket.namespace().to(socket.id()), content);
    }
  }

  @Override
  public void disconnect(Namespace namespace, Broadcast whom, boolean closeConnection) {
    inOrder(() -> namespace.forEach(whom, socket -> socket.disconnect(closeConnection)));
    run(() -> {
      Buffer target = Buffer.buffer(Json.write(
          new Target(namespace.name(), whom.rooms(), whom.excepted(), closeConnection)));
      peers.forEach(namespace.name(), whom.rooms(), peer -> peers.send(peer, DISCONNECT, target));
    });
  }

  // ---- in

  @Override
  public long released() {
    return released;
  }

  @Override
  public void met(String peer, long number) {
    arrivals.met(peer, number);
  }

  @Override
  public void seen(String peer, long told, long number) {
    arrivals.after(peer, told, () -> advance(peer, number));
  }

  @Override
  public void gone(String peer) {
    strangers.put(peer, System.nanoTime());
    arrivals.gone(peer);
  }

  @Override
  public void packet(String peer, long after, Buffer buffer) {
    Published packet = Published.of(buffer);
    arrivals.after(peer, after, () -> {
      if (packet.number() == 0) {
        deliver(packet);
      } else if (!position.includes(packet.origin(), packet.number())) { // found in the logs before it came
        advance(packet.origin(), packet.number());
        deliver(packet);
      }
    });
  }

  @Override
  public void handle(String op, Message<Buffer> message) {
    switch (op) {
      case DISCONNECT -> {
        Target target = Json.read(message.body().toString(), Target.class);
        Namespace namespace = server.find(target.namespace);
        if (namespace != null) {
          namespace.forEach(new Broadcast(namespace, target.rooms, target.except, false, true),
              socket -> socket.disconnect(target.close));
        }
      }
      case GIVE_UP -> {
        String[] parts = message.body().toString().split("\n");
        giveUp(server.find(parts[0]), parts[1]).onComplete(done -> message.reply(null));
      }
      default -> message.fail(0, "unknown");
    }
  }

  /** Its client is on another connection already. */
  Future<Void> giveUp(Namespace namespace, String id) {
    Socket socket = namespace == null ? null : namespace.socket(id);
    if (socket == null) {
      return Future.succeededFuture();
    }
    Promise<Void> done = Promise.promise();
    socket.execute(() -> {
      socket.giveUp();
      done.complete();
    });
    return done.future();
  }

  // ---- rooms and sessions

  @Override
  public Future<Void> entered(Namespace namespace, String room) {
    if (!vertx.isClustered()) {
      return Future.succeededFuture();
    }
    Promise<Void> known = Promise.promise();
    run(() -> peers.enter(List.of(key(namespace.name(), room))).<Void>mapEmpty().onComplete(known));
    return known.future();
  }

  @Override
  public void left(Namespace namespace, String room) {
    if (vertx.isClustered()) {
      run(() -> {
        boolean wanted = namespace.roomNames().contains(room) || namespace.socket(room) != null
            || recovery != null && recovery.isAwaited(namespace, room);
        if (!wanted) {
          peers.exit(key(namespace.name(), room));
        }
      });
    }
  }

  @Override
  public void connected(Socket socket) {
    changed(socket);
  }

  @Override
  public void changed(Socket socket) {
    if (recovery != null) {
      recovery.save(socket);
    }
  }

  @Override
  public void disconnected(Socket socket, boolean recoverable) {
    if (recovery != null) {
      recovery.disconnected(socket, recoverable);
    }
    if (!socket.id().startsWith(node)) {
      left(socket.namespace(), socket.id());
    }
  }

  @Override
  public Future<Restored> restore(Namespace namespace, String pid, String offset, Admission admission) {
    return recovery == null ? Future.succeededFuture() : recovery.restore(namespace, pid, offset, admission);
  }

  @Override
  public String position() {
    return recovery == null ? null : positionText;
  }

  /** Answers how far the other nodes had come; with this one. */
  Future<Map<String, Long>> enterAll(List<String> keys) {
    return (vertx.isClustered() ? peers.enter(keys) : Future.succeededFuture(new HashMap<String, Long>()))
        .map(numbers -> {
          numbers.put(node, released);
          return numbers;
        });
  }
}
