package com.mas.realtime.socketio;

import com.mas.realtime.engineio.EngineConfig;
import com.mas.realtime.engineio.EngineServer;
import com.mas.realtime.engineio.Neighbours;
import com.mas.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A Socket.IO 5 server. Declare the namespaces, {@link #open} it, then {@link #mount} it on each HTTP event loop. */
public final class SocketServer implements AutoCloseable {
  private static final int ID_BYTES = 12;

  private final Vertx vertx;
  private final EngineServer engine;
  private final SocketConfig config;
  private final Clock clock;
  private final Adapter adapter;
  private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();

  /** @param redis where recovery keeps what other nodes may need; null: in memory, for one node alone */
  public SocketServer(Vertx vertx, EngineConfig engineConfig, SocketConfig config, Clock clock, RedisLink redis) {
    this.engine =
        new EngineServer(vertx, engineConfig, (session, handshake) -> new Connection(this, session, handshake));
    this.config = config;
    this.clock = clock;
    this.vertx = vertx;
    RecoveryStore store = config.recoveryMs() == 0 ? null
        : redis == null ? new MemoryStore(config, clock) : new RedisStore(vertx, redis, engineConfig.name(), config);
    this.adapter = store == null && !vertx.isClustered() ? new LocalAdapter()
        : new ClusterAdapter(vertx, this, engineConfig.name(), store);
  }

  /** The namespace of that name, which begins with a slash; made at the first call. */
  public Namespace namespace(String name) {
    if (!name.startsWith("/") || name.indexOf(',') >= 0 || name.indexOf('?') >= 0) {
      throw new IllegalArgumentException("not a name of a namespace: " + name);
    }
    return namespaces.computeIfAbsent(name, made -> new Namespace(this, made));
  }

  /** Done when other nodes can reach this one. */
  public Future<Void> open() {
    Future<Void> joined = vertx.isClustered() ? engine.joinCluster() : Future.succeededFuture();
    return adapter instanceof ClusterAdapter cluster ? joined.compose(done -> cluster.open()) : joined;
  }

  /** See {@link EngineServer#mount}. */
  public Handler<HttpServerRequest> mount() {
    return engine.mount();
  }

  /** Takes no new clients, and tells those that are here to connect elsewhere. */
  public void drain() {
    engine.drain();
  }

  /** Done when what was sent before has gone out, to other nodes too. */
  public Future<Void> flush() {
    Promise<Void> out = Promise.promise();
    adapter.inOrder(out::complete);
    return out.future();
  }

  @Override
  public void close() {
    engine.close();
    adapter.close();
  }

  /** Clients that this node holds. */
  public int connectionCount() {
    return engine.sessionCount();
  }

  Namespace find(String name) {
    int query = name.indexOf('?');
    return namespaces.get(query < 0 ? name : name.substring(0, query));
  }

  /** Public ids and those of recovery: each tells its node and is random. */
  String newId() {
    return engine.node() + engine.id(ID_BYTES);
  }

  String node() {
    return engine.node();
  }

  Neighbours neighbours() {
    return engine.neighbours();
  }

  void forEachNamespace(Consumer<Namespace> action) {
    namespaces.values().forEach(action);
  }

  /** Lets the matching sockets of this node connect again, so that they are authenticated anew. */
  public void reconnect(Predicate<Socket> meant) {
    forEachSocket(socket -> {
      if (meant.test(socket)) {
        socket.disconnect(true);
      }
    });
  }

  void forEachSocket(Consumer<Socket> action) {
    namespaces.values().forEach(namespace -> namespace.forEachHere(action));
  }

  Adapter adapter() {
    return adapter;
  }

  SocketConfig config() {
    return config;
  }

  Clock clock() {
    return clock;
  }

  /** Bytes that a client may get at once when it comes back. */
  int mayBeMissed() {
    return engine.config().maxBufferedBytes() / 2;
  }

  int maxPayload() {
    return engine.config().maxPayload();
  }
}
