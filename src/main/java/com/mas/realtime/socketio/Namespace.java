package com.mas.realtime.socketio;

import com.mas.realtime.socketio.Authenticator.Admission;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Sockets that share a name on all nodes, their rooms, and what happens to those that connect. Set up before it is
 * used.
 */
public final class Namespace {
  static final Set<String> RESERVED =
      Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

  private final SocketServer server;
  private final String name;
  private final Map<String, Socket> sockets = new ConcurrentHashMap<>();
  private final Map<String, Room> rooms = new ConcurrentHashMap<>();
  private Authenticator authenticator = (handshake, auth) -> Future.succeededFuture(Admission.ANYBODY);
  private RecoveryGuard guard = (principal, data) -> Future.succeededFuture(true);
  private final Map<String, EventHandler> events = new ConcurrentHashMap<>();
  private EventHandler anyEvent = (socket, arguments, ack) -> {};
  private Consumer<Socket> connected = socket -> {};
  private BiConsumer<Socket, String> disconnected = (socket, reason) -> {};

  Namespace(SocketServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Without one, everybody may connect. */
  public Namespace authenticate(Authenticator decides) {
    authenticator = decides;
    return this;
  }

  /** Without one, everybody who comes back in time goes on where it was. */
  public Namespace recover(RecoveryGuard decides) {
    guard = decides;
    return this;
  }

  /** Called on the socket's event loop, before any of its events; also for a recovered one, with its rooms and data. */
  public Namespace onConnect(Consumer<Socket> listener) {
    connected = listener;
    return this;
  }

  /** Called on the socket's event loop with the reason in the protocol's words; its rooms are still known. */
  public Namespace onDisconnect(BiConsumer<Socket, String> listener) {
    disconnected = listener;
    return this;
  }

  /** Sets the handler of an event; one per name. It is called on the socket's event loop, in the order of arrival. */
  public Namespace on(String event, EventHandler handler) {
    events.put(checked(event), handler);
    return this;
  }

  /** Sets the handler of events that have none; without it they are ignored. */
  public Namespace onOther(EventHandler handler) {
    anyEvent = handler;
    return this;
  }

  public String name() {
    return name;
  }

  public Broadcast to(String room) {
    return new Broadcast(this, List.of(room), List.of(), false, false);
  }

  /** Everybody, without those in a room. */
  public Broadcast except(String room) {
    return everybody().except(room);
  }

  public Broadcast everybody() {
    return new Broadcast(this, List.of(), List.of(), false, false);
  }

  public void emit(String event, Object... arguments) {
    everybody().emit(event, arguments);
  }

  /** A socket of this node; null if there is none of that id. */
  public Socket socket(String id) {
    return sockets.get(id);
  }

  /** The sockets of this node. */
  public Collection<Socket> sockets() {
    return List.copyOf(sockets.values());
  }

  /** The sockets of this node in a room. */
  public List<Socket> sockets(String room) {
    Room found = rooms.get(room);
    return found == null ? List.of() : List.of(found.members());
  }

  /** Disconnects the sockets that a broadcast would reach, on all nodes. */
  public void disconnect(Broadcast whom, boolean closeConnection) {
    server.adapter().disconnect(this, whom, closeConnection);
  }

  static String checked(String event) {
    if (RESERVED.contains(event)) {
      throw new IllegalArgumentException(event + " is a reserved name");
    }
    return event;
  }

  SocketServer server() {
    return server;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  RecoveryGuard guard() {
    return guard;
  }

  void publish(Broadcast whom, PacketWriter.Content content) {
    server.adapter().publish(this, whom, content);
  }

  void add(Socket socket) {
    sockets.put(socket.id(), socket);
  }

  void announce(Socket socket) {
    connected.accept(socket);
  }

  void announceEnd(Socket socket, String reason) {
    disconnected.accept(socket, reason);
  }

  EventHandler handler(String event) {
    return events.getOrDefault(event, anyEvent);
  }

  void remove(Socket socket) {
    sockets.remove(socket.id(), socket);
  }

  /** Adds the socket to the room; returns whether it is the first of this node. */
  boolean enter(String room, Socket socket) {
    return rooms.compute(room, (key, old) -> (old == null ? new Room() : old).plus(socket)).members().length == 1;
  }

  /** Removes the socket from the room; returns whether it was the last of this node. */
  boolean exit(String room, Socket socket) {
    return rooms.computeIfPresent(room, (key, old) -> old.minus(socket)) == null;
  }

  void forEachHere(Consumer<Socket> action) {
    sockets.values().forEach(action);
  }

  Set<String> roomNames() {
    return rooms.keySet();
  }

  /** Delivers to the sockets of this node, each on its own loop, and to sockets of the caller's loop at once. */
  void deliver(Broadcast whom, Encoded packet) {
    forEach(whom, socket -> socket.write(packet, whom.isVolatile()));
  }

  void forEach(Broadcast whom, Consumer<Socket> action) {
    List<Socket> elsewhere = null;
    if (whom.rooms().size() == 1) {
      String room = whom.rooms().getFirst();
      Socket single = sockets.get(room);
      Room found = rooms.get(room);
      if (single != null) {
        elsewhere = visit(single, whom, action, elsewhere);
      }
      if (found != null) {
        for (Socket socket : found.members()) {
          elsewhere = visit(socket, whom, action, elsewhere);
        }
      }
    } else {
      for (Socket socket : whom.rooms().isEmpty() ? sockets.values() : union(whom.rooms())) {
        elsewhere = visit(socket, whom, action, elsewhere);
      }
    }
    while (elsewhere != null && !elsewhere.isEmpty()) {
      Socket first = elsewhere.getFirst();
      List<Socket> together = elsewhere.stream().filter(first::sharesLoop).toList();
      elsewhere = elsewhere.stream().filter(socket -> !first.sharesLoop(socket)).toList();
      first.execute(() -> together.forEach(action));
    }
  }

  private static List<Socket> visit(Socket socket, Broadcast whom, Consumer<Socket> action, List<Socket> elsewhere) {
    if (!whom.excepted().isEmpty() && socket.isInAny(whom.excepted())) {
      return elsewhere;
    }
    if (socket.isOnItsLoop()) {
      action.accept(socket);
      return elsewhere;
    }
    List<Socket> list = elsewhere == null ? new ArrayList<>() : elsewhere;
    list.add(socket);
    return list;
  }

  private Set<Socket> union(List<String> names) {
    Set<Socket> all = new LinkedHashSet<>();
    for (String room : names) {
      Socket single = sockets.get(room);
      if (single != null) {
        all.add(single);
      }
      all.addAll(sockets(room));
    }
    return all;
  }
}
