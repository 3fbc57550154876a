package com.mas.realtime.engineio;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An Engine.IO 4 server. Make one per process and name, and {@link #mount} it on each event loop that takes requests.
 * In a cluster call {@link #joinCluster()}: any node then takes any request of any session.
 */
public final class EngineServer implements AutoCloseable {
  private static final int NODE_LENGTH = 8;
  private static final int SECRET_BYTES = 15;
  private static final Base64.Encoder IDS = Base64.getUrlEncoder().withoutPadding();

  private final Vertx vertx;
  private final EngineConfig config;
  private final EngineHandler handler;
  private final SecureRandom random = new SecureRandom();
  private final String node = id(NODE_LENGTH * 3 / 4);
  private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
  private final Map<Handler<HttpServerRequest>, Loop> loops = new ConcurrentHashMap<>();
  private final AtomicInteger open;
  private final Relay relay;
  private volatile boolean closing;

  public EngineServer(Vertx vertx, EngineConfig config, EngineHandler handler) {
    this.vertx = vertx;
    this.config = config;
    this.handler = handler;
    this.open = new AtomicInteger();
    Gauge.builder("socket.sessions", open, AtomicInteger::get).description("Clients of Socket.IO on this node")
        .tag("server", config.name()).register(Metrics.globalRegistry);
    this.relay = new Relay(vertx, this);
  }

  /** Answers all requests below one path. Call on the event loop that the requests will come on. */
  public Handler<HttpServerRequest> mount() {
    Loop loop = new Loop(vertx.getOrCreateContext(), Math.min(config.pingIntervalMs(), config.pingTimeoutMs()));
    Handler<HttpServerRequest> door = new HttpDoor(this, loop);
    loops.put(door, loop);
    return door;
  }

  /** Takes what other nodes relay. */
  public Future<Void> joinCluster() {
    return relay.open();
  }

  /** Returns this node's view of the other nodes, once it has joined the cluster. */
  public Neighbours neighbours() {
    return relay.neighbours();
  }

  /** Random, unguessable, safe in URLs. */
  public String id(int bytes) {
    byte[] secret = new byte[bytes];
    random.nextBytes(secret);
    return IDS.encodeToString(secret);
  }

  /** This node among those of the cluster: {@value #NODE_LENGTH} characters, another one after each start. */
  public String node() {
    return node;
  }

  public EngineConfig config() {
    return config;
  }

  /** Sessions that this node holds. */
  public int sessionCount() {
    return sessions.size();
  }

  EngineHandler handler() {
    return handler;
  }

  Relay relay() {
    return relay;
  }

  boolean isClosing() {
    return closing;
  }

  EngineSession session(String sid) {
    return sessions.get(sid);
  }

  /** The node that holds a session; null if it is this one, or nonsense. */
  String foreignNode(String sid) {
    if (sid.length() <= NODE_LENGTH || sid.startsWith(node)) {
      return null;
    }
    return sid.substring(0, NODE_LENGTH);
  }

  /**
   * Opens a session, on the loop; either {@code websocket} or {@code polling} is null; {@code leave} runs when the
   * session is over.
   */
  EngineSession open(Loop loop, Transport websocket, Polling polling, Handshake handshake, Runnable leave) {
    String sid = node + id(SECRET_BYTES);
    EngineSession session = new EngineSession(this, loop, sid, websocket, polling, leave);
    sessions.put(sid, session);
    open.incrementAndGet();
    session.open(handshake, "{\"sid\":\"" + sid + "\",\"upgrades\":[" + (websocket == null ? "\"websocket\"" : "")
        + "],\"pingInterval\":" + config.pingIntervalMs() + ",\"pingTimeout\":" + config.pingTimeoutMs()
        + ",\"maxPayload\":" + config.maxPayload() + "}");
    return session;
  }

  void ended(CloseReason reason, Runnable leave) {
    leave.run();
    open.decrementAndGet();
    Counter.builder("socket.closed").description("Clients of Socket.IO that went, and why")
        .tags("server", config.name(), "reason", reason.name().toLowerCase(Locale.ROOT))
        .register(Metrics.globalRegistry).increment();
  }

  void forget(EngineSession session) {
    sessions.remove(session.sid());
  }

  /** Takes no new sessions and tells all clients that the server goes away; they connect to another node. */
  public void drain() {
    closing = true;
    sessions.values().forEach(session -> session.close(CloseReason.SERVER_SHUTTING_DOWN));
  }

  @Override
  public void close() {
    drain();
    relay.close();
    loops.values().forEach(Loop::stop);
  }
}
