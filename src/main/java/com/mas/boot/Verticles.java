package com.mas.boot;

import com.mas.boot.Roles.Role;
import com.mas.bridge.BridgeKeys;
import com.mas.bridge.BridgeVerticle;
import com.mas.bus.BusHealth;
import com.mas.bus.Capacity;
import com.mas.db.UuidV7;
import com.mas.domain.dailycards.DailyCardsVerticle;
import com.mas.domain.education.EducationVerticle;
import com.mas.domain.gamification.GamificationVerticle;
import com.mas.domain.identity.IdentityVerticle;
import com.mas.domain.mentoring.MentoringVerticle;
import com.mas.domain.notification.NotificationVerticle;
import com.mas.domain.platform.PlatformVerticle;
import com.mas.domain.risk.RiskVerticle;
import com.mas.domain.standing.StandingVerticle;
import com.mas.domain.student.StudentVerticle;
import com.mas.domain.reminder.ReminderVerticle;
import com.mas.domain.sync.SyncVerticle;
import com.mas.domain.sync.graphy.GraphyVerticle;
import com.mas.http.AccessTokens;
import com.mas.http.Connections;
import com.mas.http.Contract;
import com.mas.http.Cors;
import com.mas.http.HttpVerticle;
import com.mas.http.Probes;
import com.mas.http.SocketPlaces;
import com.mas.http.Unread;
import com.mas.jobs.Jobs;
import com.mas.outbound.HttpCaller;
import com.mas.jobs.JobsVerticle;
import com.mas.jobs.Queues;
import com.mas.realtime.board.BoardSockets;
import com.mas.realtime.terminal.TerminalRelay;
import com.mas.realtime.terminal.TerminalSockets;
import com.mas.realtime.terminal.TerminalVerticle;
import com.mas.realtime.engineio.EngineConfig;
import com.mas.realtime.engineio.Origins;
import com.mas.realtime.meeting.MeetingVerticle;
import com.mas.realtime.meeting.Signalling;
import com.mas.realtime.socketio.Authenticator.Admission;
import com.mas.realtime.socketio.SocketConfig;
import com.mas.realtime.socketio.SocketServer;
import com.mas.redis.LocalRateLimit;
import com.mas.redis.RateLimit;
import com.mas.secrets.DocumentSigner;
import com.mas.secrets.Vault;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** Which verticle plays which role, and what it is made of. */
final class Verticles {
  private final Boot boot;
  private final Settings settings;
  private final Roles roles;
  private final UuidV7 ids;
  private final Jobs jobs;
  private final Map<String, Function<Capacity, Deployable>> domains = new LinkedHashMap<>();
  /** Deployment by role. */
  private final Map<String, String> deployed = new ConcurrentHashMap<>();
  /** One for the process, since its circuit breaker is the provider's. */
  private HttpCaller graphyCaller;
  private TerminalRelay relay;
  private SocketServer sockets;
  /** Null where there is no bridge. */
  private final BridgeKeys keys;
  /** Of this node. */
  private final LocalRateLimit limit;
  private final SocketPlaces places;
  private final Connections connections;
  private BoardSockets board;
  private int port;

  Verticles(Boot boot, Roles roles) {
    this.boot = boot;
    this.settings = boot.settings();
    this.roles = roles;
    this.ids = new UuidV7(boot.clock());
    this.jobs = new Jobs(boot.clock());
    this.limit = new LocalRateLimit(boot.clock());
    this.places = new SocketPlaces(limit, settings.http().proxies(),
        settings.http().socketsPerAddress(), settings.http().newSocketsPerMinute());
    this.connections = new Connections(new Unread(settings.http().unread()).metered(),
        settings.http().proxies());
    this.keys = settings.bridge().keys().isEmpty() ? null
        : BridgeKeys.read(Path.of(settings.bridge().keys()), Catalogue.REQUESTS.keySet());
    domains.put("platform", capacity -> new PlatformVerticle(boot.bus(), capacity, boot.database()));
    domains.put("identity", capacity -> new IdentityVerticle(boot.bus(), capacity, boot.database(),
        jobs, new RateLimit(boot.redis(), boot.clock()), ids, identity()));
    domains.put("education", capacity -> new EducationVerticle(boot.bus(), capacity, boot.database(), ids));
    domains.put("gamification", capacity -> new GamificationVerticle(boot.bus(), capacity, boot.database(),
        jobs, new GamificationVerticle.Config(Path.of("conf/gamification.yaml"),
            DocumentSigner.of(settings.secrets().credentialsKey(), settings.secrets().jwt()))));
    domains.put("standing", capacity -> new StandingVerticle(boot.bus(), capacity, boot.database(), jobs, ids,
        new StandingVerticle.Config(Path.of("conf/standing.yaml"))));
    domains.put("mentoring", capacity -> new MentoringVerticle(boot.bus(), capacity, boot.database(), jobs, ids));
    domains.put("meeting", capacity ->
        new MeetingVerticle(boot.bus(), capacity, boot.database(), jobs, ids, meeting()));
    domains.put("dailycards", capacity ->
        new DailyCardsVerticle(boot.bus(), capacity, boot.database(), boot.redis(), ids));
    domains.put("risk", capacity -> new RiskVerticle(boot.bus(), capacity, boot.database(), jobs, ids,
        new RiskVerticle.Config(Path.of("conf/risk.yaml"), boot.languageModel())));
    domains.put("jobs", capacity -> new JobsVerticle(boot.bus(), capacity, boot.database(),
        Catalogue.with(keys == null ? Set.of() : keys.answered()),
        Boot.unchecked(() -> Queues.read(Path.of("conf/queues.yaml"))), JobsVerticle.Config.of(node())));
    domains.put("notification", capacity -> new NotificationVerticle(boot.bus(), capacity, boot.database(), jobs, ids,
        notification()));
    domains.put("reminder", capacity -> new ReminderVerticle(boot.bus(), capacity, boot.database(), jobs, ids,
        new ReminderVerticle.Config(Duration.ofMinutes(5), settings.whatsapp().language(), settings.phones())));
    domains.put("graphy", this::graphy);
    domains.put("sync", capacity -> new SyncVerticle(boot.bus(), capacity, boot.database(), jobs,
        graphy(capacity).connector(), ids::next, sync()));
    domains.put("terminal", capacity -> new TerminalVerticle(boot.bus(), capacity, boot.database(), ids,
        terminal()));
    domains.put("student", capacity -> new StudentVerticle(boot.bus(), capacity, boot.database(), jobs,
        new StudentVerticle.Config(settings.identity().defaultStudentPassword(), settings.phones())));
    Settings.require(roles.byName().keySet().stream().filter(name -> !domains.containsKey(name) && !name.equals("http"))
        .toList(),
        "conf/verticles.yaml has roles that this build does not: ");
    Settings.require(settings.roles().stream().filter(name -> !name.equals("all") && !roles.byName().containsKey(name))
        .toList(),
        "ROLES names what conf/verticles.yaml does not have: ");
  }

  /** In the order of the file, each awaited: a domain may ask those before it while it starts. */
  void deployDomains() {
    roles.byName().forEach((name, role) -> {
      if (domains.containsKey(name) && settings.runs(name)) {
        deploy(name, role, () -> domains.get(name).apply(role.capacity(name)), ThreadingModel.VIRTUAL_THREAD);
      }
    });
  }

  /** Last, so that nobody is let in before there is somebody to answer. */
  void deployHttp(Contract contract) {
    openRelay();
    AccessTokens tokens =
        new AccessTokens(boot.vertx(), settings.secrets().jwt(), boot.clock(), settings.platforms().getFirst(),
            SessionWatch.over(boot.bus()));
    Signalling signalling = openSockets(tokens);
    SessionWatch watch = new SessionWatch(boot.vertx(), boot.bus(), tokens, sockets, signalling::signedOut);
    watch.open();
    Probes probes = new Probes(boot.ready()::get, checks(), boot.metrics()::scrape);
    // a free port is one for all instances only if they are deployed together and ask for -1; 0 gives each its own
    int wanted = settings.http().port() == 0 ? -1 : settings.http().port();
    List<HttpVerticle> instances = new CopyOnWriteArrayList<>();
    boot.onStop("connections", connections);
    try {
      deploy("http", roles.byName().get("http"), () -> {
        HttpVerticle instance = http(contract, tokens, probes, wanted);
        instances.add(instance);
        return instance;
      }, ThreadingModel.EVENT_LOOP);
    } catch (CompletionException e) {
      // which exception says so differs between transports; all an HTTP verticle opens is its port
      throw e.getCause() instanceof IOException ? cannotListen(e.getCause()) : e;
    }
    boot.onStop("session watch", watch::close);
    boot.onStop("signalling", () -> {
      sockets.drain();
      Boot.await(board.close());
      Boot.await(signalling.close());
      Boot.await(sockets.flush());
      sockets.close();
    });
    boot.onStop("terminal relay", () -> Boot.await(relay.close()));
    port = instances.getFirst().port();
  }

  /** For workers in other languages, if any may connect. */
  void deployBridge() {
    if (keys == null) {
      return;
    }
    BridgeVerticle bridge = new BridgeVerticle(boot.bus(), Catalogue.REQUESTS,
        new BridgeVerticle.Config(settings.bridge().host(), settings.bridge().port(), keys));
    String id = Boot.await(boot.vertx().deployVerticle(bridge));
    boot.onStop("bridge", () -> Boot.await(boot.vertx().undeploy(id)));
  }

  private Signalling openSockets(AccessTokens tokens) {
    Cors cors = new Cors(settings.http().corsOrigins(), settings.environment() == Settings.Environment.DEVELOPMENT);
    Origins origins = new Origins() {
      @Override
      public boolean allows(String origin, String host) {
        return cors.allows(origin, host);
      }

      @Override
      public boolean trusts(String origin) {
        return cors.trusts(origin);
      }
    };
    sockets = new SocketServer(boot.vertx(),
        EngineConfig.of("socketio", origins).door(door("socketio")).waiting(new PollsWaiting(connections)),
        SocketConfig.DEFAULT.recovery(SocketConfig.RECOVERY_MS), boot.clock(), boot.redis());
    Function<String, Future<Admission>> admission = token -> tokens.verified(token).map(holder ->
        new Admission(holder.principal().userId().toString(), holder.principal(), holder.expiresAtMillis()));
    Signalling signalling = new Signalling(boot.vertx(), boot.bus(), sockets, admission);
    board = new BoardSockets(boot.vertx(), boot.bus(), sockets, admission);
    Boot.await(signalling.open());
    Boot.await(board.open());
    Boot.await(sockets.open());
    return signalling;
  }

  /** Of load tests all come from one address. */
  private Function<HttpServerRequest, Runnable> door(String kind) {
    return settings.identity().rateLimits() ? request -> places.take(kind, request) : request -> () -> { };
  }

  private void openRelay() {
    Settings.Terminal terminal = settings.terminal();
    relay = new TerminalRelay(boot.vertx(), boot.bus(), new TerminalRelay.Config(
        Duration.ofSeconds(terminal.hostGoneSeconds()), terminal.sessions(), terminal.viewers(),
        terminal.recordings().kbPerSecond() << 10));
    Boot.await(relay.open());
  }

  private IllegalStateException cannotListen(Throwable cause) {
    return new IllegalStateException("PORT " + settings.http().port() + " of HOST " + settings.http().host()
        + " cannot be had: " + cause.getMessage() + ". Stop who has it, or set another PORT", cause);
  }

  /** Where HTTP listens; 0 when this node does not. */
  int port() {
    return port;
  }

  /** @param health null on a node without a cluster, {@code id} is empty then */
  NodeReports report(BusHealth health, String id) {
    return new NodeReports(boot.vertx(), boot.bus(), new NodeReports.Self(node(), id.isEmpty() ? node() : id,
        boot.clock().instant(), port), () -> roles.byName().entrySet().stream()
        .filter(role -> deployed.containsKey(role.getKey()))
        .map(role -> NodeReports.role(role.getKey(), role.getValue())).toList(), health);
  }

  private List<Probes.Check> checks() {
    return List.of(
        new Probes.Check("database", true, () -> boot.database().send("SELECT 1")),
        new Probes.Check("redis", false, () -> boot.redis().healthy()
            ? Future.succeededFuture() : Future.failedFuture("away; the server runs on, slower")),
        new Probes.Check("cluster", true, () -> boot.isInCluster()
            ? Future.succeededFuture() : Future.failedFuture("this node has left its cluster")),
        new Probes.Check("verticles", true, this::allThere));
  }

  private Future<Void> allThere() {
    List<String> gone = deployed.entrySet().stream()
        .filter(role -> !boot.vertx().deploymentIDs().contains(role.getValue())).map(Map.Entry::getKey).toList();
    return gone.isEmpty() ? Future.succeededFuture() : Future.failedFuture("gone: " + String.join(", ", gone));
  }

  private MeetingVerticle.Config meeting() {
    Settings.Meeting meeting = settings.meeting();
    return new MeetingVerticle.Config(meeting.earlyJoin(), meeting.bufferMinutes(), meeting.stunUrls(),
        meeting.turnUrls(), meeting.turnSecret());
  }

  /** Watches the free disk only where the database is this process's own. */
  private TerminalVerticle.Config terminal() {
    Settings.Recordings most = settings.terminal().recordings();
    boolean own = settings.stores().databaseUrl().isEmpty();
    return new TerminalVerticle.Config(Duration.ofDays(settings.terminal().recordingDays()),
        new TerminalVerticle.Quotas((long) most.session() << 20, (long) most.account() << 20, (long) most.day() << 20,
            (long) most.tenant() << 20, (long) most.all() << 20, (long) most.freeDisk() << 20),
        own ? settings.dataFolder().toFile()::getUsableSpace : () -> Long.MAX_VALUE);
  }

  private HttpVerticle http(Contract contract, AccessTokens tokens, Probes probes, int listenOn) {
    Settings.Http http = settings.http();
    HttpVerticle.Config config =
        new HttpVerticle.Config(http.host(), listenOn, http.maxBodyMb() << 20, settings.platforms(),
        http.corsOrigins(), settings.environment() == Settings.Environment.DEVELOPMENT, http.openapi(),
        http.metricsToken(),
        http.accessLog(), http.proxies(), settings.identity().rateLimits() ? limit : null,
        Duration.ofSeconds(settings.drainSeconds()), connections);
    return new HttpVerticle(boot.bus(), contract, Catalogue.DOCUMENT, tokens, config, probes,
        vertx -> Map.of(TerminalSockets.PATH, new TerminalSockets(vertx, relay, door("terminal")),
            "/socket.io/", sockets.mount()));
  }

  private void deploy(String name, Role role, Supplier<Deployable> verticle, ThreadingModel threading) {
    String id = Boot.await(boot.vertx().deployVerticle(verticle,
        new DeploymentOptions().setInstances(role.instances()).setThreadingModel(threading)));
    deployed.put(name, id);
    boot.onStop(name, () -> Boot.await(boot.vertx().undeploy(id)));
  }

  private GraphyVerticle graphy(Capacity capacity) {
    if (graphyCaller == null) {
      graphyCaller = new HttpCaller(boot.vertx(), boot.clock(), new Random(), HttpCaller.Config.polite("Graphy",
          boot.graphyBaseUrl(), Duration.ofSeconds(settings.graphy().timeoutSeconds())));
    }
    return new GraphyVerticle(boot.bus(), capacity, boot.database(), graphyCaller,
        Vault.of(settings.secrets().credentialsKey(), settings.secrets().jwt()), settings.graphy().proxyAllows());
  }

  /** The sandbox's provider needs no politeness. */
  private SyncVerticle.Config sync() {
    boolean polite = !settings.sandbox().on();
    int[] page = polite ? settings.graphy().pageDelayMs() : new int[2];
    int[] report = polite ? settings.graphy().reportDelayMs() : new int[2];
    return new SyncVerticle.Config(Duration.ofMillis(page[0]), Duration.ofMillis(page[1]), Duration.ofMillis(report[0]),
        Duration.ofMillis(report[1]), Duration.ofMinutes(10), new Random(), settings.phones(),
        settings.platforms().getFirst(), settings.graphy().emailPrefixes());
  }

  /** How operators know this node; its process is the only one with this id on its machine. */
  private String node() {
    return settings.cluster().host() + "/" + ProcessHandle.current().pid();
  }

  private NotificationVerticle.Config notification() {
    Settings.Mail mail = boot.mail();
    Settings.WhatsApp whatsapp = boot.whatsapp();
    Settings.Attention attention = settings.attention();
    return new NotificationVerticle.Config(
        new NotificationVerticle.Mail(mail.host(), mail.port(), mail.user(), mail.password(), mail.tls(), mail.from(),
            Duration.ofSeconds(20)),
        new NotificationVerticle.WhatsApp(whatsapp.baseUrl(), whatsapp.version(), whatsapp.phoneNumberId(),
            whatsapp.token(), whatsapp.appSecret(), whatsapp.verifyToken(), whatsapp.aisensyBaseUrl(),
            whatsapp.aisensyKey(),
            whatsapp.fallbackCodes(), Duration.ofSeconds(10)),
        new NotificationVerticle.QuietHours(ZoneId.of("Asia/Kolkata"), attention.quietFrom(), attention.quietTo()),
        attention.perDay(), settings.phones());
  }

  private IdentityVerticle.Config identity() {
    Settings.Identity identity = settings.identity();
    return new IdentityVerticle.Config(settings.secrets().jwt(), identity.accessTokenMinutes(),
        identity.refreshTokenDays(),
        identity.bcryptCost(), identity.rateLimits(), settings.secrets().superAdminUsername(), settings.secrets()
        .superAdminPassword(), settings.phones());
  }
}
