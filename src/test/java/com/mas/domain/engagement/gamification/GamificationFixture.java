package com.mas.domain.engagement.gamification;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import com.mas.domain.engagement.gamification.GamificationContract.Progress;
import com.mas.domain.engagement.gamification.GamificationContract.XpAwarded;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.Account;
import com.mas.domain.people.identity.IdentityContract.FoundUsers;
import com.mas.domain.people.identity.IdentityContract.Person;
import com.mas.jobs.Jobs;
import com.mas.secrets.DocumentSigner;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The domain, deployed on a real database; next to it an identity that knows {@link #people}. */
final class GamificationFixture implements AutoCloseable {
  static final String TENANT = "my-analytics-school";
  private static final Path SHIPPED = Path.of("conf", "gamification.yaml");

  final TurnableClock clock = TurnableClock.at("2026-03-10T12:00:00+05:30");
  final TestDatabase database = TestDatabase.create();
  final Vertx vertx = Vertx.vertx();
  final Bus bus = new Bus(vertx, clock);
  final Set<UUID> people = ConcurrentHashMap.newKeySet();
  private final Path rules;
  private String deployment;

  /** Without badges, whose XP comes behind an award and would be in the way of exact sums. */
  GamificationFixture() {
    this(withoutBadges());
  }

  static GamificationFixture withBadges() {
    return new GamificationFixture(SHIPPED);
  }

  private GamificationFixture(Path rules) {
    this.rules = rules;
    deployment = deploy(rules);
    deploy(new DomainVerticle(bus, new Capacity("people", 1, 1000)) {
      @Override
      protected void open() {
        answer(IdentityContract.FIND_USERS, (call, ask) -> new FoundUsers(ask.ids().stream().filter(people::contains)
            .map(id -> new Person(id, "a@b.in", null, "Asha")).toList()));
        answer(IdentityContract.ME, (call, ask) -> new Account(call.userId(), "asha@learner.example", "Asha", null,
            Role.USER, Set.of(), IdentityContract.Status.ACTIVE, true, false, null, clock.instant()));
      }
    });
  }

  /** What a new node is, with nothing in its memory. */
  void restart() {
    result(vertx.undeploy(deployment));
    deployment = deploy(rules);
  }

  private String deploy(Path rules) {
    Database db = Database.open(vertx, database.url(), 20);
    return deploy(new GamificationVerticle(bus, new Capacity("gamification", 1, 1000), db, new Jobs(clock),
        new GamificationVerticle.Config(rules,
            DocumentSigner.of(null, "a secret of the test, long enough"))));
  }

  private static Path withoutBadges() {
    try {
      Path file = Files.createTempFile("rules", ".yaml");
      file.toFile().deleteOnExit();
      String shipped = Files.readString(SHIPPED);
      String rules = shipped.replaceFirst("(?s)\nbadges:\n.*?\n\n", "\nbadges: []\n\n");
      return Files.writeString(file, rules);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String deploy(DomainVerticle verticle) {
    return result(vertx.deployVerticle(verticle,
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  UUID student() {
    UUID id = UUID.randomUUID();
    people.add(id);
    return id;
  }

  Call as(UUID user) {
    return as(user, Role.USER, TENANT);
  }

  Call admin() {
    return as(UUID.randomUUID(), Role.ADMIN, TENANT);
  }

  Call as(UUID user, Role role, String tenant) {
    Principal principal = new Principal(user, role, Set.of(), tenant);
    return new Call("r-1", null, tenant, principal, clock.millis() + 30_000, null, null);
  }

  /** The product itself, as a stored request. */
  Call product() {
    return bus.systemCall(TENANT, Duration.ofSeconds(30));
  }

  <Q, A> A ask(Call call, Request<Q, A> request, Q body) {
    return result(bus.send(call, request, body));
  }

  <Q> FailureException refusal(Call call, Request<Q, ?> request, Q body) {
    try {
      Object answer = ask(call, request, body);
      throw new AssertionError("was not refused: " + answer);
    } catch (CompletionException e) {
      if (e.getCause() instanceof FailureException failure) {
        return failure;
      }
      throw e;
    }
  }

  static AwardXp of(UUID user, String type, String source, Instant occurredAt) {
    return new AwardXp(user, type, source, occurredAt, null, null, false, null);
  }

  XpAwarded award(UUID user, String type, String source, Instant occurredAt) {
    return ask(product(), GamificationContract.AWARD_XP, of(user, type, source, occurredAt));
  }

  XpAwarded award(UUID user, String type, String source) {
    return award(user, type, source, null);
  }

  /** All at once, none waiting for another. */
  List<XpAwarded> awardAtOnce(List<AwardXp> asks) {
    List<Future<XpAwarded>> answers = new ArrayList<>();
    asks.forEach(ask -> answers.add(bus.send(product(), GamificationContract.AWARD_XP, ask)));
    return answers.stream().map(GamificationFixture::result).toList();
  }

  Progress progress(UUID user) {
    return ask(as(user), GamificationContract.MY_PROGRESS, new GamificationContract.MyProgress());
  }

  /** The invariants that {@code scripts/bench} checks too, as JSON. */
  String invariants() throws SQLException, IOException {
    return text(Files.readString(Path.of("src/test/resources/bench/verify.sql")));
  }

  String text(String sql) throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static <T> T result(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    result(vertx.close());
    database.close();
  }
}
