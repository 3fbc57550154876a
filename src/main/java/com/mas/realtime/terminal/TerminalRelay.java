package com.mas.realtime.terminal;

import com.mas.bus.Bus;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.meters.Meters;
import com.mas.realtime.terminal.TerminalContract.Admission;
import com.mas.realtime.terminal.TerminalContract.Admit;
import com.mas.realtime.terminal.TerminalContract.AppendRecording;
import com.mas.realtime.terminal.TerminalContract.EndSession;
import com.mas.realtime.terminal.TerminalContract.Ending;
import com.mas.realtime.terminal.TerminalContract.FindOver;
import com.mas.realtime.terminal.TerminalContract.Role;
import com.mas.realtime.terminal.TerminalContract.SessionEnded;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The sessions of this node; one for the process. {@link TerminalSockets} brings sockets to it. Thread-safe: each
 * session does its
 * work on an event loop of its own.
 */
public final class TerminalRelay {
  private static final long TICK_MS = 1000;
  private static final long LOOK_MS = 5000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long RETRY_MS = 2000;

  /**
   * @param hostGone how long a session waits for a host that lost its connection
   * @param sessions on this node, at most
   * @param viewers of one session on this node, at most
   * @param recordedPerSecond bytes that an account may record on this node on average; four times as many at once
   */
  public record Config(Duration hostGone, int sessions, int viewers, long recordedPerSecond) {
    /** Creates a configuration with one MB a second. */
    public Config(Duration hostGone, int sessions, int viewers) {
      this(hostGone, sessions, viewers, 1 << 20);
    }
  }

  private final Vertx vertx;
  private final Bus bus;
  private final Config config;
  private final Cluster cluster;
  private final Map<UUID, Session> sessions = new ConcurrentHashMap<>();
  private final Backlog backlog = new Backlog();
  private final RecordedBytes recorded;
  private long timer;
  private long lookTimer;

  public TerminalRelay(Vertx vertx, Bus bus, Config config) {
    this.vertx = vertx;
    this.bus = bus;
    this.config = config;
    this.cluster = new Cluster(vertx);
    this.recorded = new RecordedBytes(config.recordedPerSecond);
    Meters.gauge("terminal.sessions", "Shared terminals that are open on this node", sessions, Map::size);
  }

  public Future<Void> open() {
    bus.observe(TerminalContract.SESSION_ENDED, this::ended);
    bus.observe(TerminalContract.LINK_REVOKED,
        revoked -> with(revoked.sessionId(), session -> session.closeLink(revoked.linkId())));
    bus.observe(TerminalContract.KEYBOARD_DECIDED,
        decided -> with(decided.sessionId(), session -> session.decide(decided.viewer(), decided.seconds())));
    bus.observe(TerminalContract.HOST_UP, up -> {
      if (!up.node().equals(cluster.node)) {
        with(up.sessionId(), session -> session.yield(up.node()));
      }
    });
    bus.observe(TerminalContract.HOST_WANTED,
        wanted -> with(wanted.sessionId(), session -> session.peers().wanted(wanted.node())));
    timer = vertx.setPeriodic(TICK_MS, fired -> sessions.values().forEach(session -> session.run(() -> tick(session))));
    lookTimer = vertx.setPeriodic(LOOK_MS, fired -> lookForEnds());
    return cluster.open(this::receive);
  }

  /** Viewers and hosts are told to connect again, elsewhere. */
  public Future<Void> close() {
    vertx.cancelTimer(timer);
    vertx.cancelTimer(lookTimer);
    sessions.values().forEach(session -> session.run(() -> session.over(Closing.STOPPING, "the server stops")));
    return cluster.close();
  }

  private void ended(SessionEnded ended) {
    with(ended.sessionId(), session -> {
      session.over(Closing.OVER, ended.because().wire());
      sessions.remove(session.id, session);
    });
  }

  /** An announcement may have got lost, of the session's end or of its owner's. */
  private void lookForEnds() {
    List<UUID> here = List.copyOf(sessions.keySet());
    if (!here.isEmpty()) {
      bus.send(bus.systemCall(null, PATIENCE), TerminalContract.SESSIONS_OVER, new FindOver(here))
          .onSuccess(over -> over.sessions().forEach(this::ended));
    }
  }

  private void with(UUID id, Consumer<Session> work) {
    Session session = sessions.get(id);
    if (session != null) {
      session.run(() -> work.accept(session));
    }
  }

  private void receive(UUID id, Message<Buffer> message) {
    Session session = sessions.get(id);
    if (session == null) {
      message.fail(0, "no such session here");
      return;
    }
    String kind = message.headers().get(Cluster.KIND);
    session.run(() -> {
      if (kind != null) {
        session.peers().heard(kind, message);
      } else if (session.peers().take(message.headers().get(Cluster.SUBSCRIPTION), message.body())) {
        message.reply(Buffer.buffer());
      } else {
        message.fail(0, "no longer wanted");
      }
    });
  }

  private void tick(Session session) {
    session.tick();
    if (session.isIdle()) {
      session.over(Closing.FAILED, "");
      sessions.remove(session.id, session);
    }
  }

  Future<Admission> admit(Admit ask) {
    return bus.send(bus.systemCall(null, PATIENCE), TerminalContract.ADMIT, ask);
  }

  static Closing refusal(Throwable failure) {
    return failure instanceof FailureException said
        ? said.failure() == Failure.UNAUTHENTICATED ? Closing.NOT_ADMITTED : said.failure() == Failure.CONFLICT
            ? Closing.OVER : Closing.FAILED
        : Closing.FAILED;
  }

  static String reason(Throwable failure) {
    return failure instanceof FailureException said && said.detail().data() instanceof Map<?, ?> data
        && data.get("because") instanceof String because ? because
            : refusal(failure) == Closing.NOT_ADMITTED ? "this token is not for this session, or there is none"
                : "please connect again";
  }

  /** Lets an admitted socket in, on the socket's event loop. */
  void enter(ServerWebSocket socket, Admission admission, String name, boolean messages) {
    if (socket.isClosed()) {
      return; // while its token was looked at
    }
    EventLoop loop = SocketOutlet.channel(socket).channel().eventLoop();
    Session session = session(admission, loop);
    if (session == null) {
      socket.close(Closing.FULL.code, "this node has as many sessions as it may");
      return;
    }
    KeepAlive.of(socket);
    if (admission.role() == Role.HOST) {
      HostSocket host = new HostSocket(socket, session, messages);
      session.run(() -> session.attach(host));
      bus.publish(bus.systemCall(admission.tenant(), PATIENCE), TerminalContract.HOST_UP,
          new TerminalContract.HostUp(admission.sessionId(), cluster.node));
      return;
    }
    ViewerSocket viewer = new ViewerSocket(socket, session, admission, name, messages);
    session.run(() -> {
      if (session.isOver()) {
        socket.close(Closing.FAILED.code, "please connect again");
      } else if (session.viewersHere().size() >= config.viewers) {
        socket.close(Closing.FULL.code, "this session has as many viewers as it may");
      } else {
        session.join(viewer.watcher(), viewer.outlet());
      }
    });
  }

  /** The one that is here, or a new one; null when there are as many as there may be, however many come at once. */
  private Session session(Admission admission, EventLoop loop) {
    synchronized (sessions) {
      return sessions.compute(admission.sessionId(), (id, known) -> known != null && !known.isOver() ? known
          : sessions.size() >= config.sessions ? null : new Session(this, admission, loop));
    }
  }

  void startRecording(Session session) {
    if (session.about.recordingId() == null || !session.isOwner() || session.isOver()) {
      return;
    }
    AppendRecording where = new AppendRecording(session.about.recordingId(), null, 0, "", 2, 1, 0);
    bus.send(bus.systemCall(session.about.tenant(), PATIENCE), TerminalContract.RECORDINGS_APPEND, where)
        .onComplete(told -> {
          if (told.succeeded()) {
            session.run(() -> session.record(told.result().seconds(), told.result().refused()));
          } else {
            vertx.setTimer(RETRY_MS, fired -> session.run(() -> startRecording(session)));
          }
        });
  }

  void lookForHost(Session session) {
    bus.publish(bus.systemCall(session.about.tenant(), PATIENCE), TerminalContract.HOST_WANTED,
        new TerminalContract.HostWanted(session.id, cluster.node));
  }

  /** Idempotent, and asked again with each tick until the announcement has come. */
  void end(Session session, Ending because) {
    bus.send(bus.systemCall(session.about.tenant(), PATIENCE), TerminalContract.SESSIONS_END,
        new EndSession(session.id, because));
  }

  Bus bus() {
    return bus;
  }

  Backlog backlog() {
    return backlog;
  }

  RecordedBytes recorded() {
    return recorded;
  }

  Cluster cluster() {
    return cluster;
  }

  long now() {
    return bus.clock().millis();
  }

  long hostGoneMillis() {
    return config.hostGone.toMillis();
  }
}
