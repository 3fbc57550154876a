package com.mas.realtime.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.realtime.socketio.Adapter.Restored;
import com.mas.realtime.socketio.Authenticator.Admission;
import com.mas.realtime.socketio.Authenticator.Refused;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection's place in a namespace, from CONNECT to the end. What arrives before the client is admitted waits, in
 * bounds; what still arrives after the server has disconnected it was on its way, and is dropped.
 */
final class Entry {
  private static final Logger LOG = LoggerFactory.getLogger(Entry.class);
  private static final int MAY_WAIT = 64;

  private final Connection connection;
  private final Namespace namespace;
  private final JsonNode auth;
  private Queue<Runnable> waiting = new ArrayDeque<>(0);
  private Socket socket;
  private boolean over;

  Entry(Connection connection, Namespace namespace, JsonNode auth) {
    this.connection = connection;
    this.namespace = namespace;
    this.auth = auth;
  }

  Namespace namespace() {
    return namespace;
  }

  boolean isOver() {
    return over || socket != null && !socket.isConnected();
  }

  void begin() {
    Future<Admission> asked;
    try {
      asked = namespace.authenticator().admit(connection.handshake(), auth);
    } catch (RuntimeException e) {
      asked = Future.failedFuture(e);
    }
    asked.onComplete(decided -> connection.session().execute(() -> decided(decided)));
  }

  private void decided(AsyncResult<Admission> decided) {
    if (over || !connection.session().isOpen()) {
      return;
    }
    if (decided.succeeded()) {
      Admission admission = decided.result();
      JsonNode pid = auth.path("pid");
      Future<Restored> restored = pid.isTextual()
          ? namespace.server().adapter().restore(namespace, pid.textValue(), auth.path("offset").asText(""),
              admission)
          : Future.succeededFuture();
      restored.onFailure(e -> LOG.warn("a session could not be recovered: {}", e.toString()))
          .otherwiseEmpty().onComplete(found -> connection.session().execute(() -> admit(admission, found.result())));
      return;
    }
    over = true;
    if (decided.cause() instanceof Refused refused) {
      connection.refused(this, refused.getMessage(), refused.data());
    } else {
      LOG.error("the right to connect to {} could not be decided", namespace.name(), decided.cause());
      connection.refused(this, "Something went wrong on our side.", null);
    }
  }

  private void admit(Admission admission, Restored restored) {
    if (over || !connection.session().isOpen()) {
      if (restored != null) {
        restored.abandon().run();
      }
      return;
    }
    SocketServer server = namespace.server();
    // clients may do without: strict handlers trip over the position that follows the arguments of each event
    boolean recovers = server.config().recoveryMs() > 0 && auth.path("recovery").asBoolean(true);
    socket = restored == null
        ? new Socket(connection, namespace, server.newId(), recovers ? server.newId() : null, false, auth, admission)
        : new Socket(connection, namespace, restored.id(), restored.pid(), true, auth, admission);
    if (restored != null) {
      socket.start(restored);
    }
    String name = namespace.name().equals("/") ? "" : namespace.name() + ",";
    Encoded.text("0" + name + "{\"sid\":\"" + socket.id() + "\""
        + (socket.pid() == null ? "" : ",\"pid\":\"" + socket.pid() + "\"") + "}").sendTo(connection.session());
    if (restored == null) {
      namespace.add(socket);
      server.adapter().connected(socket);
    } else {
      restored.missed().forEach(packet -> packet.sendTo(connection.session()));
      restored.resume().accept(socket);
    }
    socket.begin();
    namespace.announce(socket);
    Queue<Runnable> arrived = waiting;
    waiting = null;
    connection.guarded(() -> arrived.forEach(Runnable::run));
  }

  /** @param event null for an acknowledgement */
  void take(String event, Args arguments, long id) {
    if (waiting != null) {
      if (waiting.size() >= MAY_WAIT) {
        throw new BadPacket("too much before the connection is admitted");
      }
      waiting.add(() -> handle(event, arguments, id));
    } else {
      handle(event, arguments, id);
    }
  }

  private void handle(String event, Args arguments, long id) {
    if (isOver()) {
      return;
    }
    if (event == null) {
      socket.answered(id, arguments);
      return;
    }
    try {
      namespace.handler(event).handle(socket, arguments, id < 0 ? Ack.NONE : new OneAnswer(socket, id));
    } catch (UncheckedIOException | BadPacket e) {
      throw e; // an argument that cannot be read
    } catch (RuntimeException e) {
      LOG.error("the event {} of {} was not handled", event, namespace.name(), e);
    }
  }

  void end(String reason, boolean recoverable) {
    over = true;
    if (socket != null) {
      socket.end(reason, recoverable);
    }
  }

  /** Answers at most once. */
  private static final class OneAnswer implements Ack {
    private final Socket socket;
    private final long id;
    private final AtomicBoolean given = new AtomicBoolean();

    private OneAnswer(Socket socket, long id) {
      this.socket = socket;
      this.id = id;
    }

    @Override
    public void send(Object... arguments) {
      if (given.compareAndSet(false, true)) {
        Encoded answer = PacketWriter.arguments(arguments).packet(Packet.ACK, socket.namespace().name(), id, null);
        socket.namespace().server().adapter().inOrder(() -> socket.write(answer, false));
      }
    }
  }
}
