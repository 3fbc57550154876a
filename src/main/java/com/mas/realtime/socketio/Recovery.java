package com.mas.realtime.socketio;

import com.mas.bus.Json;
import com.mas.realtime.engineio.CloseReason;
import com.mas.realtime.socketio.Adapter.Restored;
import com.mas.realtime.socketio.Authenticator.Admission;
import com.mas.realtime.socketio.RecoveryStore.Kept;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/**
 * Lets a client that lost its connection, or its node, go on where it was: in its rooms, with what it missed, in order
 * and once. The session is taken out when it is used; one that is still connected elsewhere is given up there first.
 * What is published while the logs are read waits and comes after them.
 */
final class Recovery {
  private static final int SAVE_AGAIN_MS = 500;
  private static final int MAY_WAIT = 4_096;

  /** @param rooms with the position when each was joined */
  private record Session(String id, String namespace, String identity, Map<String, String> rooms, String data,
      String node,
      String position) {}

  /** A session whose client is on its way. */
  private static final class Guest {
    private final Namespace namespace;
    private final String id;
    private final Set<String> rooms;
    private final List<Published> arrived = new ArrayList<>();

    private Guest(Namespace namespace, String id, Set<String> rooms) {
      this.namespace = namespace;
      this.id = id;
      this.rooms = rooms;
    }
  }

  private final Vertx vertx;
  private final SocketServer server;
  private final ClusterAdapter adapter;
  private final RecoveryStore store;
  private final int recoveryMs;
  private final Map<String, Guest> guests = new HashMap<>();
  private long timer;

  Recovery(Vertx vertx, SocketServer server, ClusterAdapter adapter, RecoveryStore store) {
    this.vertx = vertx;
    this.server = server;
    this.adapter = adapter;
    this.store = store;
    this.recoveryMs = server.config().recoveryMs();
  }

  Future<Void> open() {
    // a killed node cannot say goodbye: sessions are kept while they live, a little longer than their recovery
    timer = vertx.setPeriodic(Math.max(1, recoveryMs / 2), tick -> server.forEachSocket(this::save));
    return store.open();
  }

  void close() {
    vertx.cancelTimer(timer);
  }

  /** Returns the time that the logs go by. */
  Future<Long> now() {
    return store.now();
  }

  void save(Socket socket) {
    if (socket.pid() != null && socket.isConnected()) {
      store.save(socket.pid(), json(socket), recoveryMs + recoveryMs / 2)
          .onFailure(away -> vertx.setTimer(SAVE_AGAIN_MS, later -> save(socket)));
    }
  }

  void disconnected(Socket socket, boolean recoverable) {
    if (socket.isGivenUp() || socket.pid() == null) {
      return;
    }
    if (recoverable) {
      store.save(socket.pid(), json(socket), recoveryMs);
    } else {
      store.drop(socket.pid());
    }
  }

  private String json(Socket socket) {
    return Json.write(new Session(socket.id(), socket.namespace().name(), socket.admission().identity(),
        socket.roomPositions(), socket.data(), adapter.node(), socket.initialPosition()));
  }

  Future<Void> keep(Published packet) {
    List<String> rooms = packet.rooms().isEmpty() ? List.of("") : packet.rooms();
    return store.append(rooms.stream().map(room -> ClusterAdapter.key(packet.namespace(), room)).toList(),
        packet.toBuffer());
  }

  /** Takes a packet. Runs on the adapter's context, as all methods below do. */
  void arrived(Published packet) {
    for (Guest guest : guests.values()) {
      if (guest.namespace.name().equals(packet.namespace()) && packet.concerns(guest.id, guest.rooms)
          && guest.arrived.size() < MAY_WAIT) {
        guest.arrived.add(packet);
      }
    }
  }

  boolean isAwaited(Namespace namespace, String room) {
    return guests.values().stream().anyMatch(
        guest -> guest.namespace == namespace && (guest.id.equals(room) || guest.rooms.contains(room)));
  }

  Future<Restored> restore(Namespace namespace, String pid, String offset, Admission admission) {
    return store.take(pid).compose(json -> {
      if (json == null) {
        return Future.succeededFuture();
      }
      Session session = Json.read(json, Session.class);
      if (!session.namespace.equals(namespace.name()) || !session.identity.equals(admission.identity())) {
        store.drop(pid);
        return Future.succeededFuture();
      }
      return namespace.guard().mayGoOn(admission.principal(), session.data).otherwise(false)
          .compose(may -> restore(namespace, pid, offset, json, session, may));
    });
  }

  private Future<Restored> restore(Namespace namespace, String pid, String offset, String json, Session session,
      boolean may) {
    Position from = Position.parse(offset.isEmpty() ? session.position : offset);
    Promise<Restored> restored = Promise.promise();
    adapter.run(() -> {
      if (from == null || !may) {
        store.drop(pid);
        giveUp(namespace, session).<Restored>mapEmpty().onComplete(restored);
      } else {
        goOn(namespace, pid, json, session, from).onComplete(restored);
      }
    });
    return restored.future();
  }

  private Future<?> giveUp(Namespace namespace, Session session) {
    if (session.node.equals(adapter.node())) {
      return adapter.giveUp(namespace, session.id);
    }
    return adapter.peers().knows(session.node)
        ? adapter.peers().ask(session.node, ClusterAdapter.GIVE_UP, Buffer.buffer(namespace.name() + '\n' + session.id))
            .otherwiseEmpty()
        : Future.succeededFuture();
  }

  private Future<Restored> goOn(Namespace namespace, String pid, String json, Session session, Position from) {
    Guest guest = new Guest(namespace, session.id, session.rooms.keySet());
    guests.put(session.id, guest);
    List<String> rooms = new ArrayList<>(session.rooms.keySet());
    rooms.add(session.id);
    List<String> keys = rooms.stream().map(room -> ClusterAdapter.key(namespace.name(), room)).toList();
    Promise<Restored> done = Promise.promise();
    Future<?> free = giveUp(namespace, session);
    Future<Map<String, Long>> known = adapter.enterAll(keys);
    // the packets of a node that is gone go to all sockets here first; after that nothing of it is new
    Future.join(free, known).onComplete(both -> adapter.run(() -> adapter.arrivals().complete().onComplete(
        complete -> {
          rooms.add("");
          List<Future<List<Kept>>> logs = rooms.stream()
              .map(room -> store.read(ClusterAdapter.key(namespace.name(), room), 2 * recoveryMs)).toList();
          Future.all(logs)
              .map(read -> restored(guest, pid, json, session, from, rooms, logs.stream().map(Future::result).toList(),
                  known.result()))
              .onComplete(result -> {
                if (result.failed() || result.result() == null) {
                  store.drop(pid);
                  abandon(guest, null, null);
                }
                done.handle(result);
              });
        })));
    return done.future();
  }

  /**
   * Null if the logs do not reach back far enough, or if it is more than may wait for a client: it would be cut off as
   * slow before it has read it, each time that it comes back.
   *
   * @param upTo what each node had published when it knew the guest's rooms: all of that is in the logs
   */
  private Restored restored(Guest guest, String pid, String json, Session session, Position from, List<String> rooms,
      List<List<Kept>> logs, Map<String, Long> upTo) {
    Map<String, Kept> found = new LinkedHashMap<>(); // a packet for several rooms is in several logs
    Map<String, Long> proven = new HashMap<>(); // numbers that clients tell may be made up
    for (int i = 0; i < rooms.size(); i++) {
      Position joined = Position.parse(session.rooms.getOrDefault(rooms.get(i), ""));
      List<Kept> log = logs.get(i);
      if (log.size() >= server.config().recoveryPerRoom() && isAfter(log.getFirst(), from, joined)) {
        return null;
      }
      for (Kept kept : log) {
        Published packet = kept.packet();
        proven.merge(packet.origin(), packet.number(), Math::max);
        if (isAfter(kept, from, joined) && packet.number() <= upTo.getOrDefault(packet.origin(), Long.MAX_VALUE)
            && packet.concerns(session.id, session.rooms.keySet())) {
          found.putIfAbsent(packet.origin() + packet.number(), kept);
        }
      }
    }
    if (found.values().stream().mapToLong(kept -> kept.packet().content().size()).sum() > server.mayBeMissed()) {
      return null;
    }
    List<Encoded> missed = new ArrayList<>();
    Position reached = from;
    for (Kept kept : inOrder(found.values())) {
      Published packet = kept.packet();
      reached = reached.with(packet.origin(), packet.number());
      missed.add(packet.packet(reached.toString()));
    }
    for (Map.Entry<String, Long> each : upTo.entrySet()) {
      reached = reached.with(each.getKey(), each.getValue());
    }
    Position whole = reached;
    return new Restored(session.id, pid, session.data, from.toString(), new LinkedHashMap<>(session.rooms), missed,
        socket -> resume(guest, socket, whole, proven), () -> abandon(guest, pid, json));
  }

  /**
   * Orders packets by the time at which they were kept, but those of one node by number, since one may have been kept
   * late.
   */
  private static List<Kept> inOrder(Collection<Kept> found) {
    Map<String, Queue<Kept>> byOrigin = new HashMap<>();
    found.forEach(kept -> byOrigin.computeIfAbsent(kept.packet().origin(),
        origin -> new PriorityQueue<>(Comparator.comparingLong(one -> one.packet().number()))).add(kept));
    return found.stream().sorted(Comparator.comparingLong(Kept::at))
        .map(kept -> byOrigin.get(kept.packet().origin()).poll()).toList();
  }

  private static boolean isAfter(Kept kept, Position from, Position joined) {
    return !from.includes(kept) && (joined == null || !joined.includes(kept));
  }

  private void resume(Guest guest, Socket socket, Position whole, Map<String, Long> proven) {
    adapter.run(() -> {
      guests.remove(guest.id, guest);
      if (!socket.enterRestored()) {
        leave(guest);
        return;
      }
      save(socket);
      Position reached = whole;
      for (Published packet : guest.arrived) {
        if (!reached.includes(packet.origin(), packet.number())) {
          reached = reached.with(packet.origin(), packet.number());
          socket.write(packet.packet(reached.toString()), false);
        }
      }
      if (guest.arrived.size() >= MAY_WAIT) {
        socket.connection().session().close(CloseReason.TRANSPORT_ERROR); // the rest is in the logs
      }
      Position stands = reached;
      proven.forEach(
          (origin, last) -> adapter.remember(origin, Math.min(last, stands.numbers().getOrDefault(origin, 0L))));
    });
  }

  private void abandon(Guest guest, String pid, String json) {
    adapter.run(() -> {
      guests.remove(guest.id, guest);
      leave(guest);
      if (pid != null) {
        store.save(pid, json, recoveryMs);
      }
    });
  }

  private void leave(Guest guest) {
    Set<String> rooms = new HashSet<>(guest.rooms);
    rooms.add(guest.id);
    rooms.forEach(room -> adapter.left(guest.namespace, room));
  }
}
