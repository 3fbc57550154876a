package com.mas.realtime.socketio;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/** A server on HTTP. */
final class TestNode {
  private TestNode() {}

  /** Opens it on two event loops and answers its port; 0 takes a free one. */
  static int listen(Vertx vertx, SocketServer server, int port) throws Exception {
    return listen(vertx, server, port, 2);
  }

  static int listen(Vertx vertx, SocketServer server, int port, int loops) throws Exception {
    server.open().await(20, TimeUnit.SECONDS);
    int[] actual = new int[1];
    vertx.deployVerticle(() -> new AbstractVerticle() {
      @Override
      public void start(Promise<Void> started) {
        Handler<HttpServerRequest> door = server.mount();
        HttpServer http = vertx.createHttpServer(new HttpServerOptions().setCompressionSupported(true)
            .setCompressionContentSizeThreshold(1024).setAcceptBacklog(4096).setIdleTimeout(75));
        http.requestHandler(door).listen(port == 0 ? -1 : port, "127.0.0.1")
            .onSuccess(up -> actual[0] = up.actualPort()).<Void>mapEmpty().onComplete(started);
      }
    }, new DeploymentOptions().setInstances(loops)).await(20, TimeUnit.SECONDS);
    return actual[0];
  }
}
