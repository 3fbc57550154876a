package com.mas.realtime.live;

import com.mas.bus.Bus;
import com.mas.realtime.socketio.Authenticator.Admission;
import com.mas.realtime.socketio.SocketServer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Gives live traffic what it needs of a node that has HTTP. */
public interface Edge {
  Vertx vertx();

  Bus bus();

  /** Returns the node's Socket.IO server, which has a namespace for each kind of traffic. */
  SocketServer sockets();

  /** Admits the holder of an access token; the future fails when it is refused, or cannot be looked up. */
  Function<String, Future<Admission>> admission();

  /** Tells the account whose session has ended, before the person's sockets are disconnected. */
  void onSignedOut(Consumer<UUID> told);

  /**
   * Counts sockets of one kind by client address. The function takes a place and returns what gives it back; it fails
   * with TOO_MANY_REQUESTS when the address has none left.
   */
  Function<HttpServerRequest, Runnable> places(String kind);

  /** Serves a path; the handler is made once for each event loop. */
  void mount(String path, Function<Vertx, Handler<HttpServerRequest>> handler);

  /** Has something closed when the node stops: before HTTP, after sockets were told to reconnect elsewhere. */
  void onStop(Supplier<Future<?>> close);
}
