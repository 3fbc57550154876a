package com.mas.realtime.board;

import com.mas.bus.Bus;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.bus.Principal;
import com.mas.jobs.JobsContract;
import com.mas.realtime.socketio.Authenticator.Admission;
import com.mas.realtime.socketio.Authenticator.Refused;
import com.mas.realtime.socketio.Namespace;
import com.mas.realtime.socketio.SocketServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * The namespace {@value #NAMESPACE}: each second the event {@code board} with {@code {queues, acts}}, the queues as
 * {@code /api/admin/jobs/queues} has them, and the last act of an operator; left out while nothing changes, so that who
 * comes asks once by REST. {@code auth.token} is an access token. One for each node.
 */
public final class BoardSockets {
  public static final String NAMESPACE = "/queues";
  /** Capability to look at the board, and not to act. */
  public static final String VIEWER = "queue_viewer";
  private static final long EVERY_MILLIS = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Vertx vertx;
  private final Bus bus;
  private final Namespace board;
  private long timer;
  private boolean asking;
  private String last = "";

  /** @param tokens admits the holder of an access token, or fails */
  public BoardSockets(Vertx vertx, Bus bus, SocketServer server, Function<String, Future<Admission>> tokens) {
    this.vertx = vertx;
    this.bus = bus;
    this.board = server.namespace(NAMESPACE)
        .authenticate((handshake, auth) -> admit(tokens, auth.path("token").asText()));
  }

  private static Future<Admission> admit(Function<String, Future<Admission>> tokens, String token) {
    return tokens.apply(token).transform(admitted -> {
      if (admitted.failed()) {
        return Future.failedFuture(
            new Refused("Please sign in: the token is missing, wrong or has expired.", null));
      }
      Principal who = (Principal) admitted.result().principal();
      return who.isAdmin() || who.has(VIEWER) ? Future.succeededFuture(admitted.result())
          : Future.failedFuture(new Refused("This is for administrators.", null));
    });
  }

  public Future<?> open() {
    timer = vertx.setPeriodic(EVERY_MILLIS, tick -> look());
    return Future.succeededFuture();
  }

  private void look() {
    if (asking || board.sockets().isEmpty()) {
      return;
    }
    asking = true;
    Future<Page<JobsContract.Queue>> queues =
        bus.send(bus.systemCall(null, PATIENCE), JobsContract.QUEUES, new JobsContract.Nothing());
    Future<Page<JobsContract.Act>> acts =
        bus.send(bus.systemCall(null, PATIENCE), JobsContract.ACTS, new JobsContract.ListActs(1, 0L));
    Future.all(queues, acts).onComplete(all -> {
      asking = false;
      if (all.succeeded()) {
        tell(Map.of("queues", queues.result().items(), "acts", acts.result().items()));
      } // else the next look tells
    });
  }

  private void tell(Map<String, Object> figures) {
    String now = Json.write(figures);
    if (!now.equals(last)) {
      last = now;
      board.everybody().local().volatileOnly().emit("board", figures);
    }
  }

  public Future<?> close() {
    vertx.cancelTimer(timer);
    return Future.succeededFuture();
  }
}
