package com.mas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.domain.people.identity.DirectoryContract;
import com.mas.domain.people.identity.DirectoryContract.FindUsers;
import com.mas.domain.people.identity.DirectoryContract.FoundUsers;
import com.mas.domain.people.identity.DirectoryContract.Person;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A bus, a database and a clock that stands, on which a test deploys the domains that it is about, and asks them as the
 * edge and other domains do. A package's own house extends it and adds what stands in it: the verticles and the seeds.
 */
public class House implements AutoCloseable {
  private static final String USUAL_TENANT = "mas";
  private static final int CONNECTIONS = 16;
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final int PATIENCE_MINUTES = 5;

  public final TurnableClock clock;
  public final TestDatabase database;
  public final Vertx vertx = Vertx.vertx();
  public final Bus bus;
  public final Database db;
  public final String tenant;
  private final boolean ownsDatabase;

  /**
   * Opens a database of its own, for the tenant "mas".
   *
   * @param now ISO 8601 with an offset
   */
  public House(String now) {
    this(now, USUAL_TENANT);
  }

  public House(String now, String tenant) {
    this(TurnableClock.at(now), TestDatabase.create(), tenant, true);
  }

  /** Opens a database of its own, for the tenant "mas". */
  public House(TurnableClock clock) {
    this(clock, TestDatabase.create(), USUAL_TENANT, true);
  }

  /** Uses the database of a test class, which closes it. */
  public House(TurnableClock clock, TestDatabase database, String tenant) {
    this(clock, database, tenant, false);
  }

  private House(TurnableClock clock, TestDatabase database, String tenant, boolean ownsDatabase) {
    this.clock = clock;
    this.database = database;
    this.tenant = tenant;
    this.ownsDatabase = ownsDatabase;
    bus = new Bus(vertx, clock);
    db = Database.open(vertx, database.url(), CONNECTIONS);
  }

  /** Deploys it as the product deploys domains. Returns the deployment's id. */
  public final String deploy(VerticleBase verticle) {
    return await(vertx.deployVerticle(verticle,
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  /** Takes the place of the identity domain: whom it finds when it is asked for people. */
  public final void identity(Function<FindUsers, List<Person>> people) {
    deploy(new DomainVerticle(bus, new Capacity("identity", 1, 1000)) {
      @Override
      protected void open() {
        answer(DirectoryContract.FIND_USERS, (call, ask) -> new FoundUsers(people.apply(ask)));
      }
    });
  }

  /** Runs it on a virtual thread of this house, as handlers run. */
  public final <T> Future<T> onVirtualThread(Callable<T> work) {
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

  /** Runs it like {@link #onVirtualThread}, and waits for it. */
  public final <T> T on(Callable<T> work) {
    return await(onVirtualThread(work));
  }

  /** Says what people of this house are, unless a test says otherwise: {@link Role#USER} without capabilities. */
  protected Principal principal(UUID who, String ofTenant) {
    return new Principal(who, Role.USER, Set.of(), ofTenant);
  }

  /** Returns the caller when a test names nobody. */
  protected UUID caller() {
    throw new IllegalStateException("this house has no usual caller: say who asks");
  }

  /** Returns the address that all calls come from; null for none. */
  protected String address() {
    return null;
  }

  /** @param principal null for anybody */
  public final Call call(String toTenant, Principal principal) {
    return new Call("r-1", null, toTenant, principal, clock.millis() + DEADLINE.toMillis(), null, address());
  }

  public final Call as(UUID who) {
    return call(tenant, principal(who, tenant));
  }

  public final Call as(UUID who, Role role) {
    return as(who, role, tenant);
  }

  public final Call as(UUID who, Role role, String ofTenant) {
    return call(ofTenant, new Principal(who, role, Set.of(), ofTenant));
  }

  /** The product itself, as a stored request of this tenant. */
  public final Call product() {
    return bus.systemCall(tenant, DEADLINE);
  }

  public final <Q, A> A ask(Call call, Request<Q, A> request, Q body) {
    return await(bus.send(call, request, body));
  }

  public final <Q, A> A ask(UUID who, Request<Q, A> request, Q body) {
    return ask(as(who), request, body);
  }

  public final <Q, A> A ask(Request<Q, A> request, Q body) {
    return ask(as(caller()), request, body);
  }

  /** Returns a call of the product itself, of no tenant: as a schedule makes. */
  public <Q, A> A run(Request<Q, A> request, Q body) {
    return ask(bus.systemCall(null, Duration.ofMinutes(PATIENCE_MINUTES)), request, body);
  }

  /** Asks, and does not wait for the answer. */
  public final <Q, A> Future<A> send(String toTenant, UUID who, Request<Q, A> request, Q body) {
    return bus.send(call(toTenant, principal(who, toTenant)), request, body);
  }

  public final <Q, A> Future<A> send(UUID who, Request<Q, A> request, Q body) {
    return send(tenant, who, request, body);
  }

  public final <Q, A> Future<A> send(Request<Q, A> request, Q body) {
    return send(caller(), request, body);
  }

  public final <Q> FailureException refused(Failure expected, Request<Q, ?> request, Q body) {
    return refused(expected, send(request, body));
  }

  public final <Q> FailureException refused(Failure expected, UUID who, Request<Q, ?> request, Q body) {
    return refused(expected, send(who, request, body));
  }

  /** Fails unless this was refused, and so. */
  public static FailureException refused(Failure expected, Future<?> asked) {
    FailureException failure = refusal(asked);
    assertEquals(expected, failure.failure(), failure.detail().message());
    return failure;
  }

  /** Returns what it is refused with; fails when it is answered. */
  public final <Q> FailureException refusal(Call call, Request<Q, ?> request, Q body) {
    return refusal(bus.send(call, request, body));
  }

  public static FailureException refusal(Future<?> asked) {
    try {
      return fail("was answered: " + await(asked));
    } catch (FailureException refused) {
      return refused;
    }
  }

  /** Waits for it, and throws what it fails with. */
  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /**
   * Arranges behind the domains' backs.
   *
   * @param sql one statement, or several when it has no parameters
   */
  public final void execute(String sql, Object... parameters) {
    database.execute(sql, parameters);
  }

  /** Returns the first column of all rows, as text. */
  public final List<String> column(String sql, Object... parameters) {
    return database.column(sql, parameters);
  }

  /** Returns the first column of the first row as text; null when there is none. */
  public final String text(String sql, Object... parameters) {
    return database.text(sql, parameters);
  }

  /** Returns the first column of the first row, which is a number. */
  public final long number(String sql, Object... parameters) {
    return database.number(sql, parameters);
  }

  /** Ends what a house has beside its verticles, its pool and its database. */
  protected void closeMore() {}

  /** Closes all of it, first the domains, which may be at something yet. */
  @Override
  public final void close() {
    await(Future.join(vertx.deploymentIDs().stream() // children that a verticle has deployed go with it
        .map(deployment -> vertx.undeploy(deployment).otherwiseEmpty()).toList()));
    closeMore();
    await(db.close());
    await(vertx.close());
    if (ownsDatabase) {
      database.close();
    }
  }
}
