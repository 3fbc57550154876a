package com.mas.domain.learning.student;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import com.mas.domain.learning.education.EducationVerticle;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityVerticle;
import com.mas.domain.learning.student.StudentContract.CatchUp;
import com.mas.domain.learning.student.StudentContract.ListStudents;
import com.mas.domain.learning.student.StudentContract.Student;
import com.mas.domain.learning.sync.graphy.GraphyVerticle;
import com.mas.jobs.Jobs;
import com.mas.outbound.HttpCaller;
import com.mas.redis.RateLimit;
import com.mas.redis.RedisLink;
import com.mas.secrets.Vault;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import com.mas.testkit.TurnableClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Students beside the real identity, education and mirror, on a database of their own. */
final class Campus implements AutoCloseable {
  static final String TENANT = "mas";
  static final String DEFAULT_PASSWORD = "Test@1234";
  static final String PASSWORD = "correct horse battery";

  final TurnableClock clock = TurnableClock.at("2026-03-10T10:00:00Z");
  final TestDatabase database = TestDatabase.create();
  private final Vertx vertx = Vertx.vertx();
  final Bus bus = new Bus(vertx, clock);
  final Database db = Database.open(vertx, database.url(), 8);
  private final RedisLink redis = RedisLink.connect(vertx, TestServers.redis().url());
  final UUID admin;

  Campus() {
    this(DEFAULT_PASSWORD);
  }

  Campus(String defaultPassword) {
    UuidV7 ids = new UuidV7(clock);
    await(redis.ready(5_000));
    Jobs jobs = new Jobs(clock);
    deploy(new IdentityVerticle(bus, new Capacity("identity", 2, 200), db, jobs, new RateLimit(redis, clock), ids,
        new IdentityVerticle.Config("s".repeat(32), 15, 30, 4, false, "root@mas.example", PASSWORD)));
    deploy(new EducationVerticle(bus, new Capacity("education", 1, 200), db, ids));
    deploy(new GraphyVerticle(bus, new Capacity("graphy", 1, 64), db, new HttpCaller(vertx, clock, new Random(7),
        HttpCaller.Config.polite("Graphy", "http://127.0.0.1:9", Duration.ofSeconds(2))), Vault.of(null,
            "s".repeat(32)), List.of()));
    deploy(new StudentVerticle(bus, new Capacity("student", 1, 200), db, jobs,
        new StudentVerticle.Config(defaultPassword)));
    try {
      execute("INSERT INTO mrlearn.email_prefixes VALUES ('mas', 'acme', 'setting', NULL, now())");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    admin = await(bus.send(bus.systemCall(TENANT, Duration.ofSeconds(30)), IdentityContract.ENSURE_SUPER_ADMIN,
        new IdentityContract.EnsureSuperAdmin())).id();
  }

  private void deploy(VerticleBase verticle) {
    await(vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  /** As handlers run. */
  <T> Future<T> onVirtualThread(Callable<T> work) {
    Promise<T> done = Promise.promise();
    deploy(new VerticleBase() {
      @Override
      public Future<?> start() {
        vertx.runOnContext(started -> {
          try {
            done.complete(work.call());
          } catch (Exception e) {
            done.fail(e);
          }
        });
        return Future.succeededFuture();
      }
    });
    return done.future();
  }

  Call as(String tenant, UUID user, Role role) {
    return new Call("test", null, tenant, new Principal(user, role, Set.of(), TENANT), clock.millis() + 60_000, null,
        "2001:db8::1");
  }

  <Q, A> A ask(Request<Q, A> request, Q body) {
    return await(send(request, body));
  }

  <Q, A> Future<A> send(Request<Q, A> request, Q body) {
    return bus.send(as(TENANT, admin, Role.SUPERADMIN), request, body);
  }

  List<Student> list(ListStudents ask) {
    return ask(StudentContract.LIST, ask).items();
  }

  Student only(String search) {
    List<Student> found = list(search(search));
    assertEquals(1, found.size(), found::toString);
    return found.getFirst();
  }

  static ListStudents search(String search) {
    return new ListStudents(search, null, null, null, null, null, null, null, null, null, null);
  }

  static ListStudents everybody() {
    return search(null);
  }

  void rollUp() {
    ask(StudentContract.ROLL_UP, new CatchUp(null));
  }

  Batch batch(String code) {
    return ask(EducationContract.BATCHES_CREATE,
        new CreateBatch(code, "Batch " + code, BatchState.ACTIVE, LocalDate.of(2026, 1, 5), null, null, null));
  }

  /** A mirrored course with a config. */
  void course(String id, String title, UUID batch) throws SQLException {
    execute("INSERT INTO mrlearn.courses VALUES ('mas', ?, ?, null, true, null, 10, '{}', now())", id, title);
    execute("""
        INSERT INTO mrlearn.sync_configs (id, tenant, graphy_course_id, course_title, batch_id, interval_hours, enabled,
          include_detailed_reports, created_at, updated_at)
        VALUES (gen_random_uuid(), 'mas', ?, ?, ?, 24, true, true, now(), now())""", id, title, batch);
  }

  /** Enrolled as acme- and the address. */
  void learner(String course, String user, String name, String key, String mobile, double percent)
      throws SQLException {
    execute("""
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, name, email, email_stripped, mobile,
          progress_percent, total_time_seconds, is_completed, enrolled_at, last_accessed_at, created_at, updated_at)
        VALUES (gen_random_uuid(), 'mas', ?, ?, ?, 'acme-' || ?::text, ?, ?, ?::float8, 60, ?::float8 = 100,
          timestamptz '2026-01-01Z', timestamptz '2026-02-01Z', now(), now())""",
        course, user, name, key, key, mobile, percent, percent);
  }

  void execute(String sql, Object... parameters) throws SQLException {
    try (Connection connection = database.connect(); PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.execute();
    }
  }

  /** All rows, each as one text. */
  List<String> rows(String sql) throws SQLException {
    try (Connection connection = database.connect(); PreparedStatement statement = connection.prepareStatement(
        "SELECT r::text FROM (" + sql + ") r"); ResultSet rows = statement.executeQuery()) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    }
  }

  static FailureException refused(Failure expected, Future<?> asked) {
    try {
      return fail("was answered: " + await(asked));
    } catch (CompletionException e) {
      FailureException failure = assertInstanceOf(FailureException.class, e.getCause());
      assertEquals(expected, failure.failure(), failure.detail().message());
      return failure;
    }
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(5, TimeUnit.MINUTES).join();
  }

  @Override
  public void close() {
    await(redis.close());
    await(db.close());
    await(vertx.close());
    database.close();
  }
}
