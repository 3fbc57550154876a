package com.mas.bridge;

import com.mas.bus.Bus;
import com.mas.bus.Request;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for workers in other languages. An event-loop verticle of one instance. */
public final class BridgeVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(BridgeVerticle.class);
  private static final int MOST_CONNECTIONS = 200;
  private static final int IDLE_SECONDS = 90;

  /**
   * @param port 0: any free one
   * @param cut closes a socket at once, whatever waits for it
   */
  public record Config(String host, int port, BridgeKeys keys, Consumer<NetSocket> cut) {}

  private final Bus bus;
  private final Map<String, Request<?, ?>> catalogue;
  private final Config config;
  private final Set<BridgeConnection> connections = new HashSet<>();
  private NetServer server;

  /** @param catalogue every request of this build, by address */
  public BridgeVerticle(Bus bus, Map<String, Request<?, ?>> catalogue, Config config) {
    this.bus = bus;
    this.catalogue = catalogue;
    this.config = config;
  }

  @Override
  public Future<?> start() {
    server = vertx.createNetServer(new NetServerOptions().setHost(config.host()).setPort(config.port())
        .setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS).setTcpKeepAlive(true).setTcpNoDelay(true));
    return server.connectHandler(this::accept).listen()
        .onSuccess(listening -> LOG.info("The bridge listens on port {}", listening.actualPort()));
  }

  private void accept(NetSocket socket) {
    if (connections.size() >= MOST_CONNECTIONS) {
      socket.close();
      return;
    }
    BridgeConnection connection = new BridgeConnection(vertx, bus, catalogue, config, socket);
    connections.add(connection);
    connection.open(() -> connections.remove(connection));
  }

  /** Returns the port on which it listens. */
  public int port() {
    return server.actualPort();
  }

  /** New requests stay away first; what the workers have in hand may be answered. */
  @Override
  public Future<?> stop() {
    List<Future<?>> drained = List.copyOf(connections).stream().<Future<?>>map(BridgeConnection::drain).toList();
    return Future.join(drained).otherwiseEmpty().eventually(server::close);
  }
}
