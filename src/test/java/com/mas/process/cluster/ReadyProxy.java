package com.mas.process.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A balancer as people have them: asks every node twice a second whether it is ready, and passes requests only to those
 * that were. It tries nothing again.
 */
final class ReadyProxy implements AutoCloseable {
  private static final int LOOK_MILLIS = 500;
  private static final int LIMIT_MILLIS = 20_000;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false),
      new PoolOptions().setHttp1MaxSize(100));
  private final Set<Integer> ready = ConcurrentHashMap.newKeySet();
  private final List<Integer> ports;
  private HttpServer server;
  private long timer;
  private int turn;

  private ReadyProxy(List<Integer> ports) {
    this.ports = List.copyOf(ports);
    ready.addAll(ports);
  }

  static ReadyProxy start(List<Integer> ports) throws Exception {
    ReadyProxy proxy = new ReadyProxy(ports);
    proxy.timer = proxy.vertx.setPeriodic(LOOK_MILLIS, tick -> ports.forEach(proxy::look));
    proxy.server = proxy.vertx.createHttpServer().requestHandler(proxy::pass).listen(0, "127.0.0.1")
        .toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    return proxy;
  }

  int port() {
    return server.actualPort();
  }

  /** Returns the answer of the last time that the node was asked. */
  boolean isReady(int port) {
    return ready.contains(port);
  }

  private void look(int port) {
    ask(port, HttpMethod.GET, "/health/ready", null, null, LOOK_MILLIS * 4).onComplete(answer -> {
      if (answer.succeeded() && answer.result().statusCode() == 200) {
        ready.add(port);
      } else {
        ready.remove(port);
      }
    });
  }

  private void pass(HttpServerRequest request) {
    request.body().compose(body -> {
      List<Integer> up = ports.stream().filter(ready::contains).toList();
      if (up.isEmpty()) {
        return Future.failedFuture("no node is ready");
      }
      return ask(up.get(turn++ % up.size()), request.method(), request.uri(), request.getHeader("Authorization"), body,
          LIMIT_MILLIS);
    }).compose(answer -> answer.body().onSuccess(body -> request.response().setStatusCode(answer.statusCode())
        .putHeader("Content-Type", String.valueOf(answer.getHeader("Content-Type"))).end(body)))
        .onFailure(e -> request.response().setStatusCode(502).end(String.valueOf(e)));
  }

  private Future<HttpClientResponse> ask(
      int port, HttpMethod method, String uri, String token, Buffer body, int limit) {
    return client.request(new RequestOptions().setHost("127.0.0.1").setPort(port).setMethod(method).setURI(uri)
        .setTimeout(limit)).compose(request -> {
          if (token != null) {
            request.putHeader("Authorization", token);
          }
          return body == null || body.length() == 0
              ? request.send() : request.putHeader("Content-Type", "application/json").send(body);
        });
  }

  @Override
  public void close() throws Exception {
    vertx.cancelTimer(timer);
    vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
  }
}
