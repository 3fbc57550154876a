package com.mas.domain.engagement.standing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.AttendanceState;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateApplication;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import com.mas.domain.learning.education.EducationContract.Mark;
import com.mas.domain.learning.education.EducationContract.PutAttendance;
import com.mas.domain.learning.education.EducationVerticle;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.FoundUsers;
import com.mas.domain.people.identity.IdentityContract.Person;
import com.mas.jobs.Jobs;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Standing beside the real education, on a database of its own: one batch with its lead and super mentor. */
final class Faculty implements AutoCloseable {
  static final String TENANT = "mas";
  static final LocalDate TODAY = LocalDate.of(2026, 3, 10);

  /** One minute before midnight in Asia/Kolkata. */
  final TurnableClock clock = TurnableClock.at("2026-03-10T23:59:00+05:30");
  final UUID lead = UUID.randomUUID();
  final UUID mentor = UUID.randomUUID();
  final Batch batch;
  private final TestDatabase database = TestDatabase.create();
  private final Vertx vertx = Vertx.vertx();
  final Bus bus = new Bus(vertx, clock);
  private final Database db = Database.open(vertx, database.url(), 8);

  Faculty() {
    deploy(new DomainVerticle(bus, new Capacity("identity", 1, 100)) {
      @Override
      protected void open() {
        answer(IdentityContract.FIND_USERS, (call, ask) -> new FoundUsers(ask.ids().stream()
            .map(id -> new Person(id, id + "@mas.example", null, "Somebody")).toList()));
      }
    });
    UuidV7 ids = new UuidV7(clock);
    deploy(new EducationVerticle(bus, new Capacity("education", 1, 1000), db, ids));
    deploy(new StandingVerticle(bus, new Capacity("standing", 1, 1000), db, new Jobs(clock), ids,
        new StandingVerticle.Config(Path.of("conf", "standing.yaml"))));
    batch = batch("DS-1", lead, mentor);
  }

  private void deploy(DomainVerticle verticle) {
    await(vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  Batch batch(String code, UUID batchLead, UUID superMentor) {
    return ask(UUID.randomUUID(), EducationContract.BATCHES_CREATE, new CreateBatch(code, "Batch " + code,
        BatchState.ACTIVE, LocalDate.of(2026, 1, 5), null, batchLead, superMentor));
  }

  UUID student() {
    return student(batch);
  }

  UUID student(Batch of) {
    UUID id = UUID.randomUUID();
    seat(of, id);
    return id;
  }

  void seat(Batch of, UUID student) {
    ask(UUID.randomUUID(), EducationContract.APPLICATIONS_CREATE,
        new CreateApplication(of.id(), student, null, ApplicationState.ENROLLED, null, null));
  }

  void mark(LocalDate day, UUID student, AttendanceState state) {
    mark(batch, day, student, state);
  }

  void mark(Batch of, LocalDate day, UUID student, AttendanceState state) {
    ask(UUID.randomUUID(), EducationContract.ATTENDANCE_PUT,
        new PutAttendance(of.id(), day, null, List.of(new Mark(student, state))));
  }

  /** As the product itself, of no tenant: as a schedule does. */
  <Q, A> A run(Request<Q, A> request, Q body) {
    return await(bus.send(bus.systemCall(null, Duration.ofSeconds(30)), request, body));
  }

  <Q, A> A ask(UUID caller, Request<Q, A> request, Q body) {
    return await(send(TENANT, caller, request, body));
  }

  <Q, A> Future<A> send(String tenant, UUID caller, Request<Q, A> request, Q body) {
    Principal principal = new Principal(caller, Principal.Role.EXPERT, Set.of("batch_lead", "super_mentor"), tenant);
    return bus.send(new Call("test", null, tenant, principal, clock.millis() + 30_000, null, null), request, body);
  }

  <Q> FailureException refused(Failure expected, UUID caller, Request<Q, ?> request, Q body) {
    return refused(expected, send(TENANT, caller, request, body));
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

  void execute(String sql) throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of all rows, as text. */
  List<String> column(String sql) throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> column = new ArrayList<>();
      while (rows.next()) {
        column.add(rows.getString(1));
      }
      return column;
    }
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    await(db.close());
    await(vertx.close());
    database.close();
  }
}
