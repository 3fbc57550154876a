package com.mas.outbound;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A server on a free port that answers as a test says, and counts what it is asked. Ends with its Vert.x. */
final class OutsideServer {
  final AtomicInteger asked = new AtomicInteger();
  private final HttpServer server;
  volatile Consumer<HttpServerRequest> answer = request -> request.response().end("here");

  OutsideServer(Vertx vertx) {
    server = vertx.createHttpServer().requestHandler(request -> {
      asked.incrementAndGet();
      answer.accept(request);
    }).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  int port() {
    return server.actualPort();
  }

  void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }
}
