package com.mas.realtime.engineio;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/** Sends back each message as it came: what the protocol's public suite, Autobahn and our own tests talk to. */
public final class EchoServer implements AutoCloseable {
  private final Vertx vertx;
  private final EngineServer engine;
  private final int port;

  private EchoServer(Vertx vertx, EngineServer engine, int port) {
    this.vertx = vertx;
    this.engine = engine;
    this.port = port;
  }

  /** @param port 0 takes a free one */
  public static EchoServer start(Vertx vertx, EngineConfig config, int port) throws Exception {
    EngineServer engine = new EngineServer(vertx, config, (session, handshake) -> new Echo(session));
    if (vertx.isClustered()) {
      engine.joinCluster().await(20, TimeUnit.SECONDS);
    }
    int[] actual = new int[1];
    vertx.deployVerticle(() -> new AbstractVerticle() {
      @Override
      public void start(Promise<Void> started) {
        Handler<HttpServerRequest> door = engine.mount();
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setCompressionSupported(true));
        server.requestHandler(door).listen(port == 0 ? -1 : port, "127.0.0.1")
            .onSuccess(up -> actual[0] = up.actualPort())
            .<Void>mapEmpty().onComplete(started);
      }
    }, new DeploymentOptions().setInstances(2)).await(20, TimeUnit.SECONDS);
    return new EchoServer(vertx, engine, actual[0]);
  }

  public int port() {
    return port;
  }

  public EngineServer engine() {
    return engine;
  }

  @Override
  public void close() throws Exception {
    engine.close();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private record Echo(EngineSession session) implements EngineListener {
    @Override
    public void text(byte[] packet, int from, int to) {
      session.send(Message.text(packet, from, to));
    }

    @Override
    public void binary(byte[] content) {
      session.send(Message.binary(content));
    }

    @Override
    public void closed(CloseReason reason) {}
  }

  /** Starts with the numbers that the public suite expects. Arguments: the port. */
  public static void main(String[] arguments) throws Exception {
    EngineConfig config = EngineConfig.of("echo", (origin, host) -> true).heartbeat(300, 200);
    System.out.println("listening on " + start(Vertx.vertx(), config, Integer.parseInt(arguments[0])).port());
  }
}
