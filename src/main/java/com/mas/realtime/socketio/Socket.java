package com.mas.realtime.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.realtime.engineio.CloseReason;
import com.mas.realtime.engineio.Delay;
import com.mas.realtime.engineio.Handshake;
import com.mas.realtime.socketio.Authenticator.Admission;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** One client in one namespace. All methods may be called from any thread. */
public final class Socket {
  private enum State { CONNECTED, DISCONNECTED }

  private final Connection connection;
  private final Namespace namespace;
  private final String id;
  private final String pid;
  private final boolean recovered;
  private final JsonNode auth;
  private final Expiry expiry;
  private volatile Admission admission;
  private volatile String data = "null";
  /** Rooms of the socket, each with the position at which it was joined. */
  private volatile Map<String, String> rooms = Map.of();
  /** Start position for clients that have not received one. */
  private volatile String initialPosition;
  private volatile boolean givenUp;
  private volatile State state = State.CONNECTED;
  private Map<Long, Pending> pending;
  private long nextAck;

  private record Pending(Promise<Args> answer, Delay deadline) {}

  Socket(Connection connection, Namespace namespace, String id, String pid, boolean recovered, JsonNode auth,
      Admission admission) {
    this.connection = connection;
    this.namespace = namespace;
    this.id = id;
    this.pid = pid;
    this.recovered = recovered;
    this.auth = auth;
    this.admission = admission;
    this.initialPosition = namespace.server().adapter().position();
    this.expiry = new Expiry(this, connection.server().clock());
  }

  /** Known to other clients, and a room of its own. */
  public String id() {
    return id;
  }

  public Namespace namespace() {
    return namespace;
  }

  public Handshake handshake() {
    return connection.handshake();
  }

  /** Returns what the client sent when it connected; an object. */
  public JsonNode auth() {
    return auth;
  }

  /** Returns the principal that {@link Authenticator} gave. */
  public Object principal() {
    return admission.principal();
  }

  /** Returns whether it goes on with the rooms and data of a session that was lost. */
  public boolean isRecovered() {
    return recovered;
  }

  public boolean isConnected() {
    return state == State.CONNECTED;
  }

  /** The right to be here was shown anew: it holds until this admission's end. */
  public void renew(Admission renewed) {
    execute(() -> {
      admission = renewed;
      expiry.set(renewed.expiresAtMillis());
    });
  }

  /** JSON of the application's, which a recovered session has again; "null" at first. */
  public String data() {
    return data;
  }

  public void data(String json) {
    data = json;
    namespace.server().adapter().changed(this);
  }

  // ---- rooms

  /** Beside its own. */
  public Set<String> rooms() {
    return rooms.keySet();
  }

  /**
   * Done when what is sent to the room on any node reaches this socket.
   *
   * @throws IllegalStateException in more rooms than one socket may be in
   */
  public Future<Void> join(String room) {
    synchronized (this) {
      if (state != State.CONNECTED || rooms.containsKey(room)) {
        return Future.succeededFuture();
      }
      if (rooms.size() >= namespace.server().config().maxRooms()) {
        throw new IllegalStateException("a socket can be in " + rooms.size() + " rooms at most");
      }
      Map<String, String> more = new LinkedHashMap<>(rooms);
      String position = namespace.server().adapter().position();
      more.put(room, position == null ? "" : position);
      rooms = more;
      boolean first = namespace.enter(room, this);
      namespace.server().adapter().changed(this);
      return first ? namespace.server().adapter().entered(namespace, room) : Future.succeededFuture();
    }
  }

  public void leave(String room) {
    synchronized (this) {
      if (rooms.containsKey(room)) {
        Map<String, String> fewer = new LinkedHashMap<>(rooms);
        fewer.remove(room);
        rooms = fewer;
        exit(room);
        namespace.server().adapter().changed(this);
      }
    }
  }

  private void exit(String room) {
    if (namespace.exit(room, this)) {
      namespace.server().adapter().left(namespace, room);
    }
  }

  /** Returns the receivers of a room without this socket. */
  public Broadcast to(String room) {
    return namespace.to(room).except(id);
  }

  /** Returns all receivers but this socket. */
  public Broadcast others() {
    return namespace.except(id);
  }

  boolean isInAny(List<String> names) {
    for (String name : names) {
      if (name.equals(id) || rooms.containsKey(name)) {
        return true;
      }
    }
    return false;
  }

  // ---- to the client

  public void emit(String event, Object... arguments) {
    namespace.server().adapter().send(this, PacketWriter.event(Namespace.checked(event), arguments));
  }

  /** Dropped if the client cannot take it at once. */
  public void emitVolatile(String event, Object... arguments) {
    PacketWriter.Content content = PacketWriter.event(Namespace.checked(event), arguments);
    Adapter adapter = namespace.server().adapter();
    adapter.inOrder(() -> // its position tells that everything up to there has gone out before
    write(content.packet(Packet.EVENT, namespace.name(), -1, adapter.position()), true));
  }

  /**
   * Asks the client. Fails with a {@link TimeoutException}, or when it disconnects, or owes too many answers; the
   * answer is given on the socket's event loop.
   */
  public Future<Args> emitWithAck(Duration within, String event, Object... arguments) {
    PacketWriter.Content content = PacketWriter.event(Namespace.checked(event), arguments);
    Promise<Args> answer = Promise.promise();
    namespace.server().adapter().inOrder(() -> execute(() -> ask(content, within, answer)));
    return answer.future();
  }

  private void ask(PacketWriter.Content content, Duration within, Promise<Args> answer) {
    if (state != State.CONNECTED) {
      answer.fail(new IllegalStateException("the socket has been disconnected"));
      return;
    }
    if (pending == null) {
      pending = new HashMap<>(4);
    }
    if (pending.size() >= namespace.server().config().maxPendingAcks()) {
      answer.fail(new IllegalStateException("the client owes too many answers"));
      return;
    }
    long ack = nextAck++;
    Delay deadline = connection.session().after(Math.toIntExact(within.toMillis()), () -> {
      pending.remove(ack);
      answer.fail(new TimeoutException("the client did not answer in time"));
    });
    pending.put(ack, new Pending(answer, deadline));
    content.packet(Packet.EVENT, namespace.name(), ack, null).sendTo(connection.session());
  }

  void answered(long ack, Args arguments) {
    Pending asked = pending == null ? null : pending.remove(ack);
    if (asked != null) {
      asked.deadline.cancel();
      asked.answer.complete(arguments);
    }
  }

  void write(Encoded packet, boolean isVolatile) {
    if (connection.session().isOnItsLoop()) {
      writeHere(packet, isVolatile);
    } else {
      execute(() -> writeHere(packet, isVolatile));
    }
  }

  private void writeHere(Encoded packet, boolean isVolatile) {
    if (state == State.CONNECTED && (!isVolatile || connection.session().isWritable())) {
      (pid == null ? packet.plain() : packet).sendTo(connection.session());
    }
  }

  /** @param closeConnection also the client's other namespaces; it may then reconnect, otherwise it does not */
  public void disconnect(boolean closeConnection) {
    namespace.server().adapter().inOrder(() -> execute(() -> {
      if (state == State.CONNECTED) {
        if (closeConnection) {
          connection.session().close(CloseReason.FORCED_SERVER_CLOSE);
        } else {
          Encoded.text("1" + (namespace.name().equals("/") ? "" : namespace.name() + ",")).sendTo(connection.session());
          end("server namespace disconnect", false);
        }
      }
    }));
  }

  /** Another node goes on with it: not to be kept for a second recovery. */
  void giveUp() {
    execute(() -> {
      if (state == State.CONNECTED) {
        givenUp = true;
        end(CloseReason.TRANSPORT_CLOSE.words(), false);
        connection.session().close(CloseReason.TRANSPORT_CLOSE);
      }
    });
  }

  // ---- inside

  void start(Adapter.Restored restored) {
    rooms = restored.rooms();
    data = restored.data();
    initialPosition = restored.position();
  }

  /** The client has been told that it is connected. */
  void begin() {
    expiry.set(admission.expiresAtMillis());
  }

  /** False if it is over already. */
  boolean enterRestored() {
    synchronized (this) {
      if (state != State.CONNECTED) {
        return false;
      }
      namespace.add(this);
      rooms.keySet().forEach(room -> namespace.enter(room, this));
      return true;
    }
  }

  boolean isGivenUp() {
    return givenUp;
  }

  String initialPosition() {
    return initialPosition;
  }

  Map<String, String> roomPositions() {
    return rooms;
  }

  /** Its rooms are left and whoever waits for it is told. On its loop. */
  void end(String reason, boolean recoverable) {
    if (state == State.DISCONNECTED) {
      return;
    }
    expiry.cancel();
    state = State.DISCONNECTED;
    try {
      namespace.announceEnd(this, reason);
    } finally {
      namespace.server().adapter().disconnected(this, recoverable);
      synchronized (this) {
        rooms.keySet().forEach(this::exit);
        rooms = Map.of();
        namespace.remove(this);
      }
      if (pending != null) {
        pending.values().forEach(asked -> {
          asked.deadline.cancel();
          asked.answer.fail(new IllegalStateException("the socket has been disconnected"));
        });
        pending = null;
      }
    }
  }

  Connection connection() {
    return connection;
  }

  String pid() {
    return pid;
  }

  Admission admission() {
    return admission;
  }

  boolean isOnItsLoop() {
    return connection.session().isOnItsLoop();
  }

  boolean sharesLoop(Socket other) {
    return connection.session().sharesLoop(other.connection.session());
  }

  /** Runs it on the socket's event loop; at once if this is its thread. */
  public void execute(Runnable task) {
    connection.session().execute(task);
  }
}
