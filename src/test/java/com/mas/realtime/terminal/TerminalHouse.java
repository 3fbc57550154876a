package com.mas.realtime.terminal;

import com.mas.bus.Capacity;
import com.mas.bus.Principal;
import com.mas.bus.Request;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.SessionsEnded;
import com.mas.realtime.terminal.TerminalContract.CreateSession;
import com.mas.realtime.terminal.TerminalContract.DownloadRecording;
import com.mas.realtime.terminal.TerminalContract.FilePart;
import com.mas.realtime.terminal.TerminalContract.FirstLink;
import com.mas.realtime.terminal.TerminalContract.LinkMode;
import com.mas.realtime.terminal.TerminalContract.NewSession;
import com.mas.testkit.House;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The domain, a relay and a real port, with real sockets to it. */
final class TerminalHouse extends House {
  static final Duration HOST_GONE = Duration.ofSeconds(30);

  final UUID owner = UUID.randomUUID();
  private final WebSocketClient client = vertx.createWebSocketClient();
  private final TerminalRelay relay;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final int port;

  TerminalHouse() {
    this(new TerminalVerticle.Config(Duration.ofDays(30)), new TerminalRelay.Config(HOST_GONE, 3, 4));
  }

  TerminalHouse(TerminalVerticle.Config config, TerminalRelay.Config relayConfig) {
    super("2026-03-09T10:00:00+00:00");
    relay = new TerminalRelay(vertx, bus, relayConfig);
    deploy(new TerminalVerticle(bus, new Capacity("terminal", 1, 500), db, new UuidV7(clock), config));
    await(relay.open());
    // as in the product on several event loops, with one port
    await(vertx.deployVerticle(() -> new VerticleBase() {
      @Override
      public Future<?> start() {
        return vertx.createHttpServer().requestHandler(new TerminalSockets(vertx, relay, ask -> () -> {}))
            .listen(-1, "127.0.0.1").onSuccess(servers::add);
      }
    }, new DeploymentOptions().setInstances(2)));
    port = servers.getFirst().actualPort();
  }

  /**
   * Disables the owner's account, which the other tests do without.
   *
   * @param told true: and announces it
   */
  void disableOwner(boolean told) {
    await(db.send("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, status, created_at, updated_at)
        VALUES ($1, 'mas', 'o@x.example', 'Meera', 'USER', 'disabled', now(), now())""", owner));
    if (told) {
      bus.publish(bus.systemCall("mas", Duration.ofSeconds(5)), IdentityContract.SESSIONS_ENDED,
          new SessionsEnded(owner, null, 1));
    }
  }

  long waitingToBeRecorded() {
    return relay.recorded().waiting();
  }

  long backlog() {
    return relay.backlog().bytes();
  }

  NewSession create(boolean recording) {
    return ask(TerminalContract.SESSIONS_CREATE, new CreateSession("Pairing", null, null, null, recording,
        List.of(new FirstLink(LinkMode.WATCH, "the batch"), new FirstLink(LinkMode.ASK, "Asha"),
            new FirstLink(LinkMode.WRITE, "Ravi"))));
  }

  /** Returns the whole recording of a session, part by part. */
  String file(NewSession session) {
    StringBuilder whole = new StringBuilder();
    for (Integer from = 0; from != null;) {
      FilePart part = ask(TerminalContract.RECORDINGS_DOWNLOAD,
          new DownloadRecording(session.id(), session.id(), from));
      whole.append(part.text());
      from = part.next();
    }
    return whole.toString();
  }

  TerminalClient host(NewSession session) {
    return TerminalClient.open(vertx, client, port, session.id(), true, "terminal.v1", session.hostToken());
  }

  TerminalClient viewer(NewSession session, LinkMode mode) {
    return viewer(session, mode, "terminal.v1");
  }

  TerminalClient viewer(NewSession session, LinkMode mode, String protocol) {
    String token = session.links().stream().filter(link -> link.mode() == mode).findFirst().orElseThrow().token();
    return TerminalClient.open(vertx, client, port, session.id(), false, protocol, token);
  }

  TerminalClient withToken(NewSession session, String token) {
    return TerminalClient.open(vertx, client, port, session.id(), false, "terminal.v1", token);
  }

  TerminalClient withoutToken(NewSession session) {
    return TerminalClient.open(vertx, client, port, session.id(), false, "", null);
  }

  String url(NewSession session) {
    return "ws://127.0.0.1:" + port + "/ws/terminal?session=" + session.id();
  }

  @Override
  protected UUID caller() {
    return owner;
  }

  <Q, A> Future<A> send(UUID user, Principal.Role role, Request<Q, A> request, Q body) {
    return bus.send(as(user, role), request, body);
  }

  @Override
  protected void closeMore() {
    await(relay.close());
  }
}
