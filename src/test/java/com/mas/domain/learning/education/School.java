package com.mas.domain.learning.education;

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
import com.mas.domain.learning.education.EducationContract.Application;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateApplication;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.FindUsers;
import com.mas.domain.people.identity.IdentityContract.FoundUsers;
import com.mas.domain.people.identity.IdentityContract.Person;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The domain on a bus and a database of its own, asked as other domains and the edge ask it. */
final class School implements AutoCloseable {
  static final UUID NOBODY = UUID.randomUUID();
  static final UUID ASHA = UUID.randomUUID();
  static final LocalDate START = LocalDate.of(2026, 1, 5);
  static final LocalDate END = LocalDate.of(2026, 6, 30);

  /** Half an hour before midnight of 9 March in UTC, in Asia/Kolkata already 10 March. */
  final TurnableClock clock = TurnableClock.at("2026-03-09T23:30:00+00:00");
  final UUID admin = UUID.randomUUID();
  private final TestDatabase database = TestDatabase.create();
  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, clock);
  private final Database db = Database.open(vertx, database.url(), 4);

  School() {
    deploy(new DomainVerticle(bus, new Capacity("identity", 1, 100)) {
      @Override
      protected void open() {
        answer(IdentityContract.FIND_USERS, (call, ask) -> identity(ask));
      }
    });
    deploy(new EducationVerticle(bus, new Capacity("education", 1, 100), db, new UuidV7(clock)));
  }

  private void deploy(DomainVerticle verticle) {
    await(vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  /** Everybody exists but {@link #NOBODY}; of addresses, only those of {@link #ASHA} and of one with a prefix do. */
  private FoundUsers identity(FindUsers ask) {
    if (ask.ids() != null) {
      return new FoundUsers(ask.ids().stream().filter(id -> !id.equals(NOBODY))
          .map(id -> new Person(id, id + "@mas.example", null, "Somebody")).toList());
    }
    List<Person> both = List.of(new Person(UUID.randomUUID(), "acme-asha@mas.example", null, "Asha the other"),
        new Person(ASHA, "asha@mas.example", null, "Asha"));
    return new FoundUsers(both.stream().filter(person -> ask.emails().contains(person.email())).toList());
  }

  <Q, A> A ask(Request<Q, A> request, Q body) {
    return await(send("mas", admin, request, body));
  }

  <Q, A> Future<A> send(String tenant, UUID user, Request<Q, A> request, Q body) {
    Principal principal = new Principal(user, Principal.Role.ADMIN, Set.of(), tenant);
    Call call = new Call("test", null, tenant, principal, clock.millis() + 10_000, null, null);
    return bus.send(call, request, body);
  }

  <Q> FailureException refused(Failure expected, Request<Q, ?> request, Q body) {
    return refused(expected, send("mas", admin, request, body));
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

  Batch batch(String code) {
    return batch(code, null);
  }

  /** An active one. */
  Batch batch(String code, UUID lead) {
    return ask(EducationContract.BATCHES_CREATE,
        new CreateBatch(code, "Batch " + code, BatchState.ACTIVE, START, END, lead, null));
  }

  Application application(Batch batch, UUID user, ApplicationState state) {
    return ask(EducationContract.APPLICATIONS_CREATE, new CreateApplication(batch.id(), user, null, state, null, null));
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    await(db.close());
    await(vertx.close());
    database.close();
  }
}
