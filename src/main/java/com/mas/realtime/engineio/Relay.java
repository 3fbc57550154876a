package com.mas.realtime.engineio;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Requests for sessions of other nodes go to them over the bus, and theirs come here; so no proxy needs to keep a
 * client on one node. An upgrade is relayed as long as it lasts.
 */
final class Relay {
  static final String OP = "op";
  static final String LINK = "link";
  static final String FROM_CLIENT = "in";
  private static final String TO_CLIENT = "out";
  private static final String SID = "sid";
  private static final String FROM = "from";
  private static final String POLL = "poll";
  private static final String DROP = "drop";
  private static final String POST = "post";
  private static final String UPGRADE = "upgrade";
  private static final int ANSWER_WITHIN_MS = 5_000;

  private final Vertx vertx;
  private final EngineServer server;
  private final String prefix;
  private final Map<String, RelayedSocket> relayed = new ConcurrentHashMap<>();
  private final Map<String, Consumer<Buffer>> remote = new ConcurrentHashMap<>();
  private final Map<String, Runnable> polls = new ConcurrentHashMap<>();
  private Neighbours neighbours;
  private MessageConsumer<Buffer> consumer;

  Relay(Vertx vertx, EngineServer server) {
    this.vertx = vertx;
    this.server = server;
    this.prefix = "engineio." + server.config().name() + ".";
  }

  Future<Void> open() {
    neighbours = new Neighbours(vertx, prefix);
    consumer = vertx.eventBus().consumer(prefix + server.node(), this::handle);
    return consumer.completion();
  }

  Neighbours neighbours() {
    return neighbours;
  }

  void close() {
    if (neighbours != null) {
      neighbours.close();
      consumer.unregister();
    }
  }

  // ---- what clients ask here of sessions elsewhere

  void poll(String node, String sid, String stamp, HttpAnswer answer) {
    String id = server.id(9);
    int within = server.config().pingIntervalMs() + server.config().pingTimeoutMs() + ANSWER_WITHIN_MS;
    Buffer body = stamp == null ? Buffer.buffer() : Buffer.buffer(stamp);
    // before it is asked for: where there is no cluster the answer is there at once, and nothing can be added to it
    answer.onDrop(() -> vertx.eventBus().send(prefix + node, Buffer.buffer(), options(DROP, sid, id)));
    ask(node, POLL, sid, id, body, within, answer, reply -> answer.payload(reply.getBytes()));
  }

  void post(String node, String sid, byte[] body, PollAnswer answer) {
    ask(node, POST, sid, "", Buffer.buffer(body), ANSWER_WITHIN_MS, answer, reply -> answer.taken());
  }

  private void ask(String node, String op, String sid, String id, Buffer body, int within, PollAnswer answer,
      Consumer<Buffer> answered) {
    if (neighbours == null) {
      answer.refused(EngineError.UNKNOWN_SESSION);
      return;
    }
    AtomicBoolean done = new AtomicBoolean();
    Runnable gone = () -> {
      if (done.compareAndSet(false, true)) {
        answer.refused(EngineError.UNKNOWN_SESSION);
      }
    };
    neighbours.watch(node, gone);
    vertx.eventBus().<Buffer>request(prefix + node, body, options(op, sid, id).setSendTimeout(within))
        .onComplete(reply -> {
          neighbours.forget(node, gone);
          if (!done.compareAndSet(false, true)) {
            return;
          }
          String error = reply.failed() ? EngineError.UNKNOWN_SESSION.name() : reply.result().headers().get(OP);
          if (error != null) {
            answer.refused(EngineError.valueOf(error));
          } else {
            answered.accept(reply.result().body());
          }
        });
  }

  /** Asks whether the session takes a WebSocket; what is answered is to be attached to it. */
  Future<RelayedSocket> upgrade(String node, String sid, Loop loop) {
    if (neighbours == null) {
      return Future.failedFuture("not in a cluster");
    }
    String link = server.id(12);
    RelayedSocket socket = new RelayedSocket(this, loop, node, link, server.config().maxBufferedBytes());
    relayed.put(link, socket);
    DeliveryOptions options = options(UPGRADE, sid, link).addHeader(FROM, server.node())
        .setSendTimeout(ANSWER_WITHIN_MS);
    return vertx.eventBus().request(prefix + node, Buffer.buffer(), options)
        .onFailure(refused -> relayed.remove(link)).map(socket);
  }

  Pipe pipe(Loop loop, String node, String op, String link, Runnable broken) {
    return new Pipe(vertx, loop, prefix + node, op, link, broken);
  }

  void watch(String node, Runnable gone) {
    neighbours.watch(node, gone);
  }

  void unlink(String link, String node, Runnable gone) {
    relayed.remove(link);
    neighbours.forget(node, gone);
  }

  private DeliveryOptions options(String op, String sid, String link) {
    return new DeliveryOptions().addHeader(OP, op).addHeader(SID, sid).addHeader(LINK, link);
  }

  // ---- what other nodes ask of sessions here

  private void handle(Message<Buffer> message) {
    String sid = message.headers().get(SID);
    String link = message.headers().get(LINK);
    EngineSession session = sid == null ? null : server.session(sid);
    switch (message.headers().get(OP)) {
      case Neighbours.ALIVE -> message.reply(null);
      case TO_CLIENT -> fromSession(message, link);
      case FROM_CLIENT -> fromClient(message, link);
      case DROP -> {
        Runnable dropped = polls.remove(link);
        if (dropped != null) {
          dropped.run();
        }
      }
      case String op when session == null -> refuse(message, op);
      case POLL -> {
        BusAnswer answer = new BusAnswer(message, () -> polls.remove(link));
        polls.put(link, () -> session.execute(() -> session.pollDropped(answer)));
        String stamp = message.body().length() == 0 ? null : message.body().toString();
        session.execute(() -> session.poll(answer, stamp));
      }
      case POST -> session.execute(() -> {
        BusAnswer answer = new BusAnswer(message, () -> {});
        if (session.beginPost(answer)) {
          session.post(message.body().getBytes(), answer);
        }
      });
      case UPGRADE -> session.execute(() -> accept(message, session, link));
      default -> message.fail(0, "unknown");
    }
  }

  private static void refuse(Message<Buffer> message, String op) {
    if (op.equals(UPGRADE)) {
      message.fail(0, "unknown session");
    } else {
      new BusAnswer(message, () -> {}).refused(EngineError.UNKNOWN_SESSION);
    }
  }

  private void fromSession(Message<Buffer> message, String link) {
    RelayedSocket socket = relayed.get(link);
    if (socket == null) {
      message.fail(0, "gone");
    } else {
      Pipe.unpack(message.body(), socket::frame);
      message.reply(null);
    }
  }

  private void fromClient(Message<Buffer> message, String link) {
    Consumer<Buffer> taken = remote.get(link);
    if (taken == null) {
      message.fail(0, "gone");
    } else {
      taken.accept(message.body());
      message.reply(null);
    }
  }

  private void accept(Message<Buffer> message, EngineSession session, String link) {
    if (!session.mayUpgrade()) {
      message.fail(0, "not now");
      return;
    }
    String node = message.headers().get(FROM);
    SessionPeer[] peer = new SessionPeer[1];
    Runnable[] gone = new Runnable[1];
    Pipe pipe = pipe(session.loop(), node, TO_CLIENT, link, () -> gone[0].run());
    RemoteSocket socket = new RemoteSocket(pipe);
    peer[0] = SessionPeer.probing(session, socket);
    gone[0] = () -> {
      if (remote.remove(link) != null) {
        neighbours.forget(node, gone[0]);
        peer[0].gone(CloseReason.TRANSPORT_CLOSE);
      }
    };
    remote.put(link, batch -> session.execute(() -> Pipe.unpack(batch, (kind, content) -> {
      switch (kind) {
        case Pipe.TEXT -> peer[0].text(content);
        case Pipe.BINARY -> peer[0].binary(content);
        default -> gone[0].run();
      }
    })));
    neighbours.watch(node, gone[0]);
    session.probe(socket);
    session.after(server.config().upgradeTimeoutMs(), () -> {
      if (session.isProbing(socket)) {
        session.probeFailed(socket);
        socket.close(SessionPeer.Probe.REFUSED, "upgrade timeout");
      }
    });
    message.reply(null);
  }

  /** Sends the answer to the node that asked. */
  private static final class BusAnswer implements PollAnswer {
    private final Message<Buffer> message;
    private final Runnable given;

    private BusAnswer(Message<Buffer> message, Runnable given) {
      this.message = message;
      this.given = given;
    }

    @Override
    public void payload(byte[] payload) {
      given.run();
      message.reply(Buffer.buffer(payload));
    }

    @Override
    public void taken() {
      message.reply(Buffer.buffer());
    }

    @Override
    public void refused(EngineError error) {
      given.run();
      message.reply(Buffer.buffer(), new DeliveryOptions().addHeader(OP, error.name()));
    }

    @Override
    public boolean isGone() {
      return false;
    }
  }
}
