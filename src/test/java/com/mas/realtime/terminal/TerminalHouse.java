package com.mas.realtime.terminal;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.Principal;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.SessionsEnded;
import com.mas.realtime.terminal.TerminalContract.CreateLink;
import com.mas.realtime.terminal.TerminalContract.CreateSession;
import com.mas.realtime.terminal.TerminalContract.LinkMode;
import com.mas.realtime.terminal.TerminalContract.NewSession;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocketClient;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The domain, a relay and a real port, with real sockets to it. */
final class TerminalHouse implements AutoCloseable {
  static final Duration HOST_GONE = Duration.ofSeconds(30);

  final TurnableClock clock = TurnableClock.at("2026-03-09T10:00:00+00:00");
  final UUID owner = UUID.randomUUID();
  private final TestDatabase database = TestDatabase.create();
  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, clock);
  private final Database db = Database.open(vertx, database.url(), 4);
  private final WebSocketClient client = vertx.createWebSocketClient();
  private final TerminalRelay relay;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final int port;

  TerminalHouse() {
    this(new TerminalVerticle.Config(Duration.ofDays(30)), new TerminalRelay.Config(HOST_GONE, 3, 4));
  }

  TerminalHouse(TerminalVerticle.Config config, TerminalRelay.Config relayConfig) {
    relay = new TerminalRelay(vertx, bus, relayConfig);
    await(vertx.deployVerticle(new TerminalVerticle(bus, new Capacity("terminal", 1, 500), db, new UuidV7(clock),
        config),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    await(relay.open());
    // as in the product on several event loops, with one port
    await(vertx.deployVerticle(() -> new VerticleBase() {
      @Override
      public Future<?> start() {
        return vertx.createHttpServer().requestHandler(new TerminalSockets(vertx, relay, ask -> () -> { }))
            .listen(-1, "127.0.0.1").onSuccess(servers::add);
      }
    }, new DeploymentOptions().setInstances(2)));
    port = servers.getFirst().actualPort();
  }

  /** The owner's account, which the other tests do without, is disabled. @param told whether that is announced */
  void disableOwner(boolean told) {
    await(db.send("""
        INSERT INTO identity.users (id, tenant, email, email_stripped, full_name, role, status, created_at, updated_at)
        VALUES ($1, 'mas', 'o@x.example', 'o@x.example', 'Meera', 'USER', 'disabled', now(), now())""", owner));
    if (told) {
      bus.publish(bus.systemCall("mas", Duration.ofSeconds(5)), IdentityContract.SESSIONS_ENDED,
          new SessionsEnded(owner, null, 1));
    }
  }

  /** The first column of the first row. */
  long number(String sql) {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String sql) {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
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
        List.of(new CreateLink(null, LinkMode.WATCH, "the batch"), new CreateLink(null, LinkMode.ASK, "Asha"),
            new CreateLink(null, LinkMode.WRITE, "Ravi"))));
  }

  <Q, A> A ask(Request<Q, A> request, Q body) {
    return await(send(owner, Principal.Role.USER, request, body));
  }

  <Q, A> Future<A> send(UUID user, Principal.Role role, Request<Q, A> request, Q body) {
    Principal principal = new Principal(user, role, Set.of(), "mas");
    return bus.send(new Call("test", null, "mas", principal, clock.millis() + 10_000, null, null), request, body);
  }

  TerminalClient host(NewSession session) {
    return TerminalClient.open(client, port, session.id(), true, "terminal.v1", session.hostToken());
  }

  TerminalClient viewer(NewSession session, LinkMode mode) {
    return viewer(session, mode, "terminal.v1");
  }

  TerminalClient viewer(NewSession session, LinkMode mode, String protocol) {
    String token = session.links().stream().filter(link -> link.mode() == mode).findFirst().orElseThrow().token();
    return TerminalClient.open(client, port, session.id(), false, protocol, token);
  }

  TerminalClient withToken(NewSession session, String token) {
    return TerminalClient.open(client, port, session.id(), false, "terminal.v1", token);
  }

  TerminalClient withoutToken(NewSession session) {
    return TerminalClient.open(client, port, session.id(), false, "", null);
  }

  String url(NewSession session) {
    return "ws://127.0.0.1:" + port + "/ws/terminal?session=" + session.id();
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    await(relay.close());
    await(vertx.close());
    database.close();
  }
}
