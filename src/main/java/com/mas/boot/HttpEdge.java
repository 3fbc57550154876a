package com.mas.boot;

import com.mas.bridge.BridgeKeys;
import com.mas.bridge.BridgeVerticle;
import com.mas.bus.Bus;
import com.mas.bus.Principal;
import com.mas.http.AccessTokens;
import com.mas.http.Connections;
import com.mas.http.Contract;
import com.mas.http.Cors;
import com.mas.http.HttpVerticle;
import com.mas.http.Probes;
import com.mas.http.SessionWatch;
import com.mas.http.SocketPlaces;
import com.mas.http.Tenants;
import com.mas.http.Unread;
import com.mas.realtime.engineio.Channels;
import com.mas.realtime.engineio.EngineConfig;
import com.mas.realtime.engineio.Origins;
import com.mas.realtime.live.Edge;
import com.mas.realtime.live.EdgeModule;
import com.mas.realtime.socketio.Authenticator.Admission;
import com.mas.realtime.socketio.SocketConfig;
import com.mas.realtime.socketio.SocketServer;
import com.mas.redis.LocalRateLimit;
import com.mas.secrets.Fingerprint;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Opens what clients reach: HTTP, sockets, and the bridge of workers. */
final class HttpEdge implements Edge {
  private static final String SOCKET_IO = "/socket.io/";

  private final Boot boot;
  private final Settings settings;
  private final LocalRateLimit limit;
  private final SocketPlaces places;
  private final Connections connections;
  private final Tenants tenants;
  private final List<Supplier<Future<?>>> closings = new CopyOnWriteArrayList<>();
  private final List<Consumer<UUID>> signedOut = new CopyOnWriteArrayList<>();
  private final Map<String, Function<Vertx, Handler<HttpServerRequest>>> mounts = new HashMap<>();
  private AccessTokens tokens;
  private SocketServer sockets;
  private int port;

  HttpEdge(Boot boot) {
    this.boot = boot;
    this.settings = boot.settings();
    this.limit = new LocalRateLimit(boot.clock());
    this.places = new SocketPlaces(limit, settings.http().proxies(), settings.http().socketsPerAddress(),
        settings.http().newSocketsPerMinute());
    this.tenants = new Tenants(settings.tenants(), settings.http().corsOrigins());
    this.connections = new Connections(new Unread(settings.http().unread()).metered(), settings.http().proxies(),
        Channels::of);
  }

  /** Opens HTTP last, so that no client is let in before the domains answer. */
  void open(Contract contract, Verticles verticles, List<EdgeModule.Plan> live, Probes probes) {
    tokens = new AccessTokens(boot.vertx(), settings.secrets().jwt(), boot.clock(), settings.tenants().getFirst(),
        SessionWatch.over(boot.bus()));
    Boot.await(tenants.follow(boot.vertx(), boot.bus()));
    openSockets(live);
    SessionWatch watch = new SessionWatch(boot.vertx(), boot.bus(), tokens, connected());
    watch.open();
    // a free port is one for all instances only if they are deployed together and ask for -1; 0 gives each its own
    int wanted = settings.http().port() == 0 ? -1 : settings.http().port();
    List<HttpVerticle> instances = new CopyOnWriteArrayList<>();
    boot.onStop("connections", connections);
    try {
      verticles.deployHttp(() -> {
        HttpVerticle instance = http(contract, probes, wanted);
        instances.add(instance);
        return instance;
      });
    } catch (CompletionException e) {
      // which exception says so differs between transports; all an HTTP verticle opens is its port
      throw e.getCause() instanceof IOException ? cannotListen(e.getCause()) : e;
    }
    boot.onStop("session watch", watch::close);
    boot.onStop("sockets", this::closeSockets);
    port = instances.getFirst().port();
  }

  private void openSockets(List<EdgeModule.Plan> live) {
    Cors cors = new Cors(tenants, isDevelopment());
    Origins origins = new Origins() {
      @Override
      public boolean allows(String origin, String host) {
        return cors.allows(origin, host);
      }

      @Override
      public boolean trusts(String origin) {
        return cors.trusts(origin);
      }

      @Override
      public String taken() {
        return Cors.taken();
      }
    };
    sockets = new SocketServer(boot.vertx(),
        EngineConfig.of("socketio", origins).door(places("socketio")).waiting(new PollsWaiting(connections)),
        SocketConfig.DEFAULT.recovery(SocketConfig.RECOVERY_MS), boot.clock(), boot.redis());
    mount(SOCKET_IO, vertx -> sockets.mount());
    live.forEach(plan -> Boot.await(plan.open(this)));
    Boot.await(sockets.open());
  }

  private SessionWatch.Connected connected() {
    return new SessionWatch.Connected() {
      @Override
      public void signedOut(UUID user) {
        signedOut.forEach(told -> told.accept(user));
      }

      @Override
      public void reconnect(BiPredicate<UUID, String> which) {
        sockets.reconnect(
            socket -> which.test(((Principal) socket.principal()).userId(), socket.auth().path("token").asText()));
      }
    };
  }

  private void closeSockets() {
    sockets.drain();
    closings.reversed().forEach(closing -> Boot.await(closing.get()));
    Boot.await(sockets.flush());
    sockets.close();
  }

  private HttpVerticle http(Contract contract, Probes probes, int listenOn) {
    HttpSettings http = settings.http();
    HttpVerticle.Config config = new HttpVerticle.Config(http.host(), listenOn, http.maxBodyMb() << 20,
        tenants, isDevelopment(), http.openapi(), Greeting.accounts(settings), http.metricsToken(),
        http.accessLog(), http.proxies(), http.rateLimits() ? limit : null,
        Duration.ofSeconds(settings.drainSeconds()), connections, Modules.PAGES,
        Fingerprint.of(settings.secrets().jwt()));
    return new HttpVerticle(boot.bus(), contract, Modules.DOCUMENT, tokens, config, probes, vertx -> {
      Map<String, Handler<HttpServerRequest>> handlers = new HashMap<>();
      mounts.forEach((path, handler) -> handlers.put(path, handler.apply(vertx)));
      return handlers;
    });
  }

  private boolean isDevelopment() {
    return settings.environment() == Settings.Environment.DEVELOPMENT;
  }

  private IllegalStateException cannotListen(Throwable cause) {
    return new IllegalStateException("PORT " + settings.http().port() + " of HOST " + settings.http().host()
        + " cannot be used: " + cause.getMessage() + ". Stop the process that uses it, or set another PORT.", cause);
  }

  /**
   * Lets workers in other languages connect, if any may.
   *
   * @param keys null: none
   */
  void openBridge(BridgeKeys keys) {
    if (keys == null) {
      return;
    }
    BridgeVerticle bridge = new BridgeVerticle(boot.bus(), Modules.REQUESTS,
        new BridgeVerticle.Config(settings.bridge().host(), settings.bridge().port(), keys, Channels::cut));
    String id = Boot.await(boot.vertx().deployVerticle(bridge));
    boot.onStop("bridge", () -> Boot.await(boot.vertx().undeploy(id)));
  }

  /** Returns where HTTP listens; 0 when this node does not. */
  int port() {
    return port;
  }

  @Override
  public Vertx vertx() {
    return boot.vertx();
  }

  @Override
  public Bus bus() {
    return boot.bus();
  }

  @Override
  public SocketServer sockets() {
    return sockets;
  }

  @Override
  public Function<String, Future<Admission>> admission() {
    return token -> tokens.verified(token).map(
        holder -> new Admission(holder.principal().userId().toString(), holder.principal(), holder.expiresAtMillis()));
  }

  /** Load tests connect from one address, so the limit of an address follows RATE_LIMITS. */
  @Override
  public Function<HttpServerRequest, Runnable> places(String kind) {
    return settings.http().rateLimits() ? request -> places.take(kind, request) : request -> () -> {};
  }

  @Override
  public void mount(String path, Function<Vertx, Handler<HttpServerRequest>> handler) {
    mounts.put(path, handler);
  }

  @Override
  public void onSignedOut(Consumer<UUID> told) {
    signedOut.add(told);
  }

  @Override
  public void onStop(Supplier<Future<?>> close) {
    closings.add(close);
  }
}
