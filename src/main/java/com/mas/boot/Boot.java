package com.mas.boot;

import com.mas.bridge.BridgeKeys;
import com.mas.bus.Bus;
import com.mas.bus.BusHealth;
import com.mas.db.Database;
import com.mas.db.Migrator;
import com.mas.http.Contract;
import com.mas.http.Probes;
import com.mas.module.Installation;
import com.mas.module.Node;
import com.mas.module.Parts;
import com.mas.module.SettingsReader;
import com.mas.redis.RedisLink;
import com.mas.sandbox.SandboxVerticle;
import com.mas.seed.Seeds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts everything, in order, and stops it in the opposite one. A step that fails stops what was started before it and
 * ends the start with its cause.
 */
public final class Boot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Boot.class);
  private static final int STEP_SECONDS = 60;
  /** Time that a stop has beside draining. */
  private static final int CLOSING_SECONDS = 5;
  private static final Duration FAILED_START_CLOSES = Duration.ofSeconds(20);
  private static final Duration BUS_CHECKS = Duration.ofSeconds(5);
  private static final int NODES_POLL_MS = 50;
  /** Connections of others that are opened as {@link Database} opens them. */
  private static final String NODES = """
      SELECT count(*) FROM pg_stat_activity
      WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()""";

  private static final String ALIVE = "SELECT 1";

  private final Settings settings;
  private final Clock clock;
  private final AtomicBoolean ready = new AtomicBoolean();
  private final Deque<Undo> undo = new ConcurrentLinkedDeque<>();

  private record Undo(String what, AutoCloseable how) {}

  private NodeMeters metrics;
  private ClusterSetup node;
  private Vertx vertx;
  private Bus bus;
  private OpenStores stores;
  private Database database;
  private RedisLink redis;
  private SandboxVerticle sandbox;
  /** Settings that lead to the sandbox's providers. */
  private Map<String, String> simulated = Map.of();
  private HttpEdge edge;

  private Boot(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Returns when the server listens and is ready. */
  public static Boot start(Settings settings, Clock clock) throws Exception {
    Boot boot = new Boot(settings, clock);
    try {
      boot.run();
      return boot;
    } catch (Throwable e) {
      boot.closeSoon();
      throw e;
    }
  }

  /** After a start that failed: what kept it waiting may keep each step of closing waiting, too. */
  private void closeSoon() throws InterruptedException {
    Thread closing = Thread.ofPlatform().daemon().start(this::close);
    if (!closing.join(FAILED_START_CLOSES)) {
      LOG.warn("It did not close within {} s", FAILED_START_CLOSES.toSeconds());
    }
  }

  private void run() throws Exception {
    Ports.check(settings, settings.runs("http"));
    Executor threads = Thread.ofPlatform()::start; // on two cores the common pool is one thread: one after the other
    CompletableFuture<Void> joining = CompletableFuture.runAsync(() -> startVertx(settings.cluster()), threads);
    // half a second of pure computing, done while the stores come up
    CompletableFuture<Contract> contract =
        settings.runs("http") ? CompletableFuture.supplyAsync(() -> Contract.load(Modules.REQUESTS,
            Modules.REASONS), threads) : null;
    try {
      openStores();
      Migrator.migrate(stores.databaseUrl());
    } finally {
      joining.join(); // even if this fails, the fields hold everything that must be closed
    }
    bus = new Bus(vertx, clock);
    database = Database.open(vertx, stores.databaseUrl(), settings.stores().databaseConnections());
    onStop("database", () -> await(database.close()));
    metrics.watchClock(vertx, database, clock);
    redis = RedisLink.connect(vertx, stores.redisUrl());
    onStop("redis", () -> await(redis.close()));
    startSandbox();
    SettingsReader from = settings.reader(simulated);
    from.warnings().forEach(LOG::warn);
    BridgeKeys keys = settings.bridge().keys().isEmpty() ? null
        : BridgeKeys.read(Path.of(settings.bridge().keys()), Modules.REQUESTS.keySet());
    Verticles verticles = new Verticles(this, Path.of("conf/verticles.yaml"));
    verticles.deployDomains(new Parts(vertx, bus, database, redis, installation(),
        Modules.with(keys == null ? Set.of() : keys.answered()), Modules.SUBSCRIPTIONS), from);
    new Seeds(bus, settings.tenants(), Modules.SEEDS).plant(settings.sandbox().accounts());
    edge = new HttpEdge(this);
    if (contract != null) {
      edge.open(contract.join(), verticles, Modules.EDGE.stream().map(module -> module.plan(from)).toList(),
          new Probes(ready::get, checks(verticles), metrics::scrape));
    }
    if (sandbox != null && edge.port() != 0) {
      sandbox.productAt("http://127.0.0.1:" + edge.port());
    }
    edge.openBridge(keys);
    watch(verticles);
    node.settle();
    ready.set(true);
  }

  private Installation installation() {
    boolean ownDatabase = settings.stores().databaseUrl().isEmpty();
    return new Installation(name(), settings.tenants(), settings.secrets(), settings.privateHosts(),
        settings.phones(), ownDatabase ? settings.dataFolder().toFile()::getUsableSpace : () -> Long.MAX_VALUE,
        Modules.FLAGS, Modules.QUEUES, Modules.SCHEDULES, Modules.IMPORTS, Modules.FILES);
  }

  private List<Probes.Check> checks(Verticles verticles) {
    return List.of(
        new Probes.Check("database", true, () -> database.send(ALIVE)),
        new Probes.Check("redis", false, () -> redis.healthy()
            ? Future.succeededFuture() : Future.failedFuture("away; the server runs on, slower")),
        new Probes.Check("cluster", true, () -> node.isJoined()
            ? Future.succeededFuture() : Future.failedFuture("this node has left its cluster")),
        new Probes.Check("verticles", true, verticles::allThere));
  }

  /** Returns how operators know this node; its process is the only one with this id on its machine. */
  private String name() {
    return settings.cluster().host() + "/" + ProcessHandle.current().pid();
  }

  /** Last started, first stopped: what is taken off the bus by a stop must not be put back. */
  private void watch(Verticles verticles) {
    String name = name();
    String id = node.manager() == null ? name : node.manager().getNodeId();
    BusHealth health = node.manager() == null ? null
        : new BusHealth(vertx, bus, node.manager(), Modules.ADDRESSES);
    if (health != null) {
      await(health.open(BUS_CHECKS));
      onStop("bus health", () -> await(health.close()));
    }
    Node self = new Node(vertx, bus, name, id, clock.instant(), edge.port(), verticles::running, health);
    Modules.DOMAINS.forEach(
        module -> module.onEveryNode().ifPresent(part -> onStop(module.role() + " on every node", part.open(self))));
  }

  private void openStores() throws IOException {
    stores = OpenStores.open(settings);
    onStop("stores", stores);
  }

  private void startVertx(Settings.Cluster cluster) {
    metrics = NodeMeters.open(settings.dataFolder(), ready);
    onStop("metrics", metrics);
    VertxOptions options = new VertxOptions().setEventLoopPoolSize(settings.eventLoops())
        .setPreferNativeTransport(true); // epoll, where there is one: a socket's messages cost a tenth less
    Tracing tracing = settings.traces().endpoint().isEmpty() ? null : Tracing.open(settings.traces());
    if (tracing != null) {
      onStop("traces", tracing);
    }
    node = ClusterSetup.start(cluster, options, tracing == null ? null : tracing.factory());
    vertx = node.vertx();
    vertx.exceptionHandler(failure -> {
      LastResort.endIfBroken(failure);
      LOG.error("Unhandled exception", failure);
    });
    onStop("vertx", () -> await(vertx.close()));
    metrics.watchLoops(vertx, settings.eventLoops());
  }

  private void startSandbox() {
    if (settings.sandbox().on()) {
      sandbox = new SandboxVerticle("127.0.0.1", settings.sandbox().port(), clock, Modules.SIMULATORS);
      await(vertx.deployVerticle(sandbox));
      simulated = sandbox.settings(settings.reader(Map.of())::text);
    }
  }

  /** Becomes unready first; then finishes what is in flight and closes all, in the opposite order of the start. */
  @Override
  public void close() {
    if (ready.getAndSet(false) && settings.cluster().on()) {
      serveOn();
    }
    while (!undo.isEmpty()) {
      Undo next = undo.pop();
      try {
        next.how.close();
      } catch (Exception e) {
        LOG.warn("{} did not stop cleanly: {}", next.what, e.getMessage());
      }
    }
  }

  /** Balancers send requests here until they have asked again whether this node is ready. */
  private void serveOn() {
    try {
      TimeUnit.SECONDS.sleep(settings.unreadySeconds());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Watches that a stop, once it has begun, comes to its end within the time for being unready, for draining and for
   * closing; stores may wait for nodes that take as long.
   *
   * @param halt ends the process otherwise
   */
  public LastResort watchStop(Runnable halt) {
    boolean storesAlone = edge == null;
    int unready = storesAlone || settings.cluster().on() ? settings.unreadySeconds() : 0;
    int closing = storesAlone ? 2 * CLOSING_SECONDS : CLOSING_SECONDS;
    return LastResort.watch(Duration.ofSeconds(unready + settings.drainSeconds() + closing), halt);
  }

  void onStop(String what, AutoCloseable how) {
    undo.push(new Undo(what, how));
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(STEP_SECONDS, TimeUnit.SECONDS).join();
  }

  /** PostgreSQL, Redis and the sandbox alone, for nodes of other processes; {@link #greeting} tells their addresses. */
  public static Boot storesOnly(Settings settings, Clock clock) throws Exception {
    Boot boot = new Boot(settings, clock);
    try {
      Ports.check(settings, false);
      boot.openStores();
      boot.startVertx(new Settings.Cluster(false, "", 0, List.of(), ""));
      boot.startSandbox();
      if (settings.stores().databaseUrl().isEmpty()) {
        boot.onStop("nodes", boot::letNodesGo);
      }
      return boot;
    } catch (Throwable e) {
      boot.closeSoon();
      throw e;
    }
  }

  /**
   * Nodes that are told to stop at the same moment, as when the script that started all is killed, finish what is in
   * flight, for which they need the stores. They are waited for as long as they may take.
   */
  private void letNodesGo() throws InterruptedException {
    long deadline = System.nanoTime()
        + TimeUnit.SECONDS.toNanos(settings.unreadySeconds() + settings.drainSeconds());
    Database own = Database.open(vertx, stores.databaseUrl(), 1);
    try {
      while (await(own.send(NODES)).iterator().next().getLong(0) > 0) {
        if (System.nanoTime() - deadline >= 0) {
          LOG.warn("The stores stop, though nodes still use them");
          return;
        }
        TimeUnit.MILLISECONDS.sleep(NODES_POLL_MS);
      }
    } finally {
      await(own.close());
    }
  }

  /** Returns the text for a person who has just started the server. */
  public String greeting() {
    return edge == null ? Greeting.stores(stores, simulated)
        : Greeting.server(settings, edge.port(), sandbox == null ? 0 : sandbox.port());
  }

  /** The reason that a start failed, without a stack for what the person can mend. */
  public static String explain(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && (cause instanceof CompletionException || cause.getMessage() == null)) {
      cause = cause.getCause();
    }
    return "The server did not start: " + (cause.getMessage() == null ? cause.toString() : cause.getMessage());
  }

  Settings settings() {
    return settings;
  }

  Clock clock() {
    return clock;
  }

  Vertx vertx() {
    return vertx;
  }

  Bus bus() {
    return bus;
  }

  RedisLink redis() {
    return redis;
  }
}
