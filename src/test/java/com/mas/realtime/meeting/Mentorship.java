package com.mas.realtime.meeting;

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
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.FoundUsers;
import com.mas.domain.people.identity.IdentityContract.Person;
import com.mas.domain.learning.mentoring.MentoringContract;
import com.mas.domain.learning.mentoring.MentoringContract.Book;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.CancelBooking;
import com.mas.domain.learning.mentoring.MentoringContract.CreateSlots;
import com.mas.domain.learning.mentoring.MentoringVerticle;
import com.mas.jobs.Jobs;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Meetings beside the real mentoring, on a database of its own: one booking of an hour, at whose start it is now. */
final class Mentorship implements AutoCloseable {
  private static final String TENANT = "mas";
  private static final Instant START = Instant.parse("2026-03-11T03:30:00Z");

  final TurnableClock clock = TurnableClock.at("2026-03-10T12:00:00+05:30");
  final UUID mentor = UUID.randomUUID();
  final UUID student = UUID.randomUUID();
  /** Names by account; a person who is not here has none. */
  final Map<UUID, String> names = new ConcurrentHashMap<>(Map.of(mentor, "Meera Iyer", student, "Asha Kulkarni"));
  final Booking booking;
  private final TestDatabase database = TestDatabase.create();
  private final Vertx vertx = Vertx.vertx();
  final Bus bus = new Bus(vertx, clock);
  private final Database db = Database.open(vertx, database.url(), 20);

  Mentorship() {
    UuidV7 ids = new UuidV7(clock);
    Jobs jobs = new Jobs(clock);
    deploy(new DomainVerticle(bus, new Capacity("identity", 1, 500)) {
      @Override
      protected void open() {
        answer(IdentityContract.FIND_USERS, (call, ask) -> new FoundUsers(ask.ids().stream().filter(names::containsKey)
            .map(id -> new Person(id, "a@b.example", null, names.get(id))).toList()));
      }
    });
    deploy(new MentoringVerticle(bus, new Capacity("mentoring", 1, 500), db, jobs, ids));
    deploy(new MeetingVerticle(bus, new Capacity("meeting", 1, 500), db, jobs, ids, new MeetingVerticle.Config(false,
        10, List.of("stun:stun.example:3478"), List.of("turn:turn.example:3478"), "a-secret-of-this-test")));
    UUID slot = ask(mentor, MentoringContract.CREATE_SLOTS,
        new CreateSlots(null, START, START.plus(Duration.ofHours(1)), null)).slots().getFirst().id();
    booking = ask(student, MentoringContract.BOOK, new Book(slot, null, "Career advice"));
    clock.set(START);
  }

  void cancel() {
    ask(student, MentoringContract.CANCEL_BOOKING, new CancelBooking(booking.id(), null));
  }

  private void deploy(DomainVerticle verticle) {
    await(vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  /** As the product itself. */
  <Q, A> A run(Request<Q, A> request, Q body) {
    return await(bus.send(bus.systemCall(TENANT, Duration.ofSeconds(30)), request, body));
  }

  <Q, A> A ask(UUID caller, Request<Q, A> request, Q body) {
    return await(send(caller, request, body));
  }

  <Q, A> Future<A> send(UUID caller, Request<Q, A> request, Q body) {
    Principal principal = new Principal(caller, Principal.Role.USER, Set.of(), TENANT);
    return bus.send(new Call("test", null, TENANT, principal, clock.millis() + 30_000, null, null), request, body);
  }

  <Q> void refused(Failure expected, UUID caller, Request<Q, ?> request, Q body) {
    try {
      fail("was answered: " + ask(caller, request, body));
    } catch (CompletionException e) {
      FailureException failure = assertInstanceOf(FailureException.class, e.getCause());
      assertEquals(expected, failure.failure(), failure.detail().message());
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
    // first the domains, which may be at something yet
    await(Future.join(vertx.deploymentIDs().stream().map(vertx::undeploy).toList()));
    await(db.close());
    await(vertx.close());
    database.close();
  }
}
