package com.mas.realtime.engineio;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;

/** Every HTTP request of clients that comes on one event loop: handshakes, polls, posts, upgrades. */
final class HttpDoor implements Handler<HttpServerRequest> {
  private static final CharSequence METHODS = HttpHeaders.createOptimized("GET, POST");
  private static final CharSequence TEN_MINUTES = HttpHeaders.createOptimized("600");

  private final EngineServer server;
  private final Loop loop;

  HttpDoor(EngineServer server, Loop loop) {
    this.server = server;
    this.loop = loop;
  }

  @Override
  public void handle(HttpServerRequest request) {
    loop.arrived();
    HttpAnswer answer = new HttpAnswer(request, loop, server.config().waiting());
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null) {
      HostAndPort authority = request.authority(); // HTTP 2 has no header for it
      if (!server.config().origins().allows(origin, authority == null ? null : authority.toString())) {
        answer.refused(EngineError.FORBIDDEN);
        return;
      }
      request.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
          .putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
      if (server.config().origins().trusts(origin)) {
        request.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
      }
      if (request.method() == HttpMethod.OPTIONS) {
        request.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
            .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, server.config().origins().taken())
            .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, TEN_MINUTES).setStatusCode(204).end();
        return;
      }
    }
    EngineError error = route(request, answer);
    if (error != null) {
      answer.refused(error);
    }
  }

  private EngineError route(HttpServerRequest request, HttpAnswer answer) {
    String transport = request.getParam("transport");
    boolean polling = "polling".equals(transport);
    boolean wantsSocket = isWebSocket(request);
    if (!polling && !"websocket".equals(transport)) {
      return EngineError.UNKNOWN_TRANSPORT;
    }
    if (!"4".equals(request.getParam("EIO"))) {
      return EngineError.UNSUPPORTED_VERSION;
    }
    if (polling == wantsSocket) {
      return EngineError.BAD_REQUEST;
    }
    String sid = request.getParam("sid");
    if (sid == null) {
      return handshake(request, answer, wantsSocket);
    }
    EngineSession session = server.session(sid);
    String node = session == null ? server.foreignNode(sid) : null;
    if (session == null && node == null) {
      return EngineError.UNKNOWN_SESSION;
    }
    if (wantsSocket) {
      return upgrade(request, answer, session, node, sid);
    }
    if (request.method() == HttpMethod.GET) {
      poll(session, node, sid, request.getParam("t"), answer);
      return null;
    }
    if (request.method() == HttpMethod.POST) {
      return post(request, answer, session, node, sid);
    }
    return EngineError.BAD_REQUEST;
  }

  private EngineError handshake(HttpServerRequest request, HttpAnswer answer, boolean websocket) {
    if (request.method() != HttpMethod.GET) {
      return EngineError.BAD_METHOD;
    }
    if (server.isClosing()) {
      return EngineError.SHUTTING_DOWN;
    }
    Runnable leave = server.config().door().apply(request);
    Handshake handshake = new Handshake(request.path(), request.params(), request.headers(),
        request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress(), request.isSSL(),
        System.currentTimeMillis());
    if (websocket) {
      request.response().closeHandler(gone -> leave.run()); // until it is one
      return WebSocketUpgrade.accept(request, loop, server.config(), handler -> handler.peer(
          SessionPeer.established(server.open(loop, handler, null, handshake, leave), handler)), leave);
    }
    Polling polling = new Polling();
    EngineSession session = server.open(loop, null, polling, handshake, leave);
    polling.tell(server.config().waiting().outbox(request, () -> session.close(CloseReason.SLOW_CONSUMER)));
    answer.onDrop(() -> session.pollDropped(answer));
    session.poll(answer, null);
    return null;
  }

  private void poll(EngineSession session, String node, String sid, String stamp, HttpAnswer answer) {
    if (session == null) {
      server.relay().poll(node, sid, stamp, answer);
      return;
    }
    answer.onDrop(() -> session.execute(() -> session.pollDropped(answer)));
    session.execute(() -> session.poll(answer, stamp));
  }

  private EngineError post(HttpServerRequest request, HttpAnswer answer, EngineSession session, String node,
      String sid) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && type.startsWith("application/octet-stream")) {
      return EngineError.BAD_REQUEST;
    }
    Body body = new Body(request, answer, server.config());
    if (session == null) {
      body.read(bytes -> server.relay().post(node, sid, bytes, answer), failed -> {});
    } else if (session.isOnItsLoop()) {
      if (session.beginPost(answer)) {
        body.read(bytes -> session.post(bytes, answer), session::postFailed);
      }
    } else {
      // bytes that arrive meanwhile are read at once, since only this loop may read them
      body.read(bytes -> session.execute(() -> {
        if (session.beginPost(answer)) {
          session.post(bytes, answer);
        }
      }), reason -> session.execute(() -> session.postFailed(reason)));
    }
    return null;
  }

  private EngineError upgrade(HttpServerRequest request, HttpAnswer answer, EngineSession session, String node,
      String sid) {
    if (session == null) {
      request.pause();
      server.relay().upgrade(node, sid, loop).onComplete(
          link -> loop.execute(() -> {
            request.resume();
            refuse(answer, WebSocketUpgrade.accept(request, loop, server.config(), link::attach, () -> {}));
          }),
          failure -> answer.refused(EngineError.UNKNOWN_SESSION));
      return null;
    }
    // one that may not take over is closed, after the handshake: clients know no other way to be told
    return WebSocketUpgrade.accept(request, loop, server.config(), handler -> probe(session, handler), () -> {});
  }

  private void probe(EngineSession session, WebSocketHandler handler) {
    handler.peer(SessionPeer.probing(session, handler));
    session.execute(() -> {
      if (!session.mayUpgrade()) {
        handler.close(SessionPeer.Probe.REFUSED, "");
        return;
      }
      session.probe(handler);
      session.after(server.config().upgradeTimeoutMs(), () -> {
        if (session.isProbing(handler)) {
          session.probeFailed(handler);
          handler.close(SessionPeer.Probe.REFUSED, "upgrade timeout");
        }
      });
    });
  }

  private static void refuse(HttpAnswer answer, EngineError error) {
    if (error != null) {
      answer.refused(error);
    }
  }

  private static boolean isWebSocket(HttpServerRequest request) {
    String upgrade = request.getHeader(HttpHeaders.UPGRADE);
    return upgrade != null && upgrade.equalsIgnoreCase("websocket") && request.version() == HttpVersion.HTTP_1_1;
  }
}
