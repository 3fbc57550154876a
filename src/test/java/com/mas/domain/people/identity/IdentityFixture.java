package com.mas.domain.people.identity;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.bus.Principal;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.IdentityContract.Account;
import com.mas.domain.people.identity.IdentityContract.CreateUser;
import com.mas.domain.people.identity.IdentityContract.Login;
import com.mas.domain.people.identity.IdentityContract.Session;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationVerticle;
import com.mas.jobs.Jobs;
import com.mas.jobs.JobsVerticle;
import com.mas.jobs.Queues;
import com.mas.redis.RateLimit;
import com.mas.redis.RedisLink;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The domain, deployed on real servers, with a tenant and a client address of its own. */
final class IdentityFixture implements AutoCloseable {
  static final String SECRET = "0123456789abcdef0123456789abcdef";
  static final String ADMIN = "root@mas.example";
  static final String PASSWORD = "correct horse battery";

  final TurnableClock clock = TurnableClock.at("2026-03-01T09:00:00+05:30");
  final Vertx vertx = Vertx.vertx();
  final Bus bus = new Bus(vertx, clock);
  final String tenant = "tenant-" + UUID.randomUUID();
  final String address = "2001:db8::" + Integer.toHexString(UUID.randomUUID().hashCode() & 0xffff) + ":"
      + UUID.randomUUID();
  final Database db;
  final RedisLink redis;

  IdentityFixture(TestDatabase database, String redisUrl) {
    db = Database.open(vertx, database.url(), 10);
    redis = RedisLink.connect(vertx, redisUrl);
    result(redis.ready(5_000));
    deploy(new IdentityVerticle(bus, new Capacity("identity-" + tenant, 4, 200), db, new Jobs(clock),
        new RateLimit(redis, clock),
        new UuidV7(clock), new IdentityVerticle.Config(SECRET, 15, 30, 4, true, ADMIN, PASSWORD)));
  }

  /** Starts a mail server, the notification domain and a runner of stored requests. */
  GreenMail withMail() {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    deploy(new NotificationVerticle(bus, new Capacity("notification-" + tenant, 1, 100), db, new Jobs(clock),
        new UuidV7(clock), new NotificationVerticle.Config(
            new NotificationVerticle.Mail("127.0.0.1", server.getSmtp().getPort(), "", "", "off",
                "no-reply@mas.example", Duration.ofSeconds(10)),
            NotificationVerticle.WhatsApp.NONE,
            new NotificationVerticle.QuietHours(ZoneOffset.UTC, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT), 5)));
    Map<String, Request<?, ?>> catalogue = Stream.concat(Request.in(IdentityContract.class).stream(),
        Request.in(NotificationContract.class).stream())
        .collect(Collectors.toMap(Request::address, request -> request));
    deploy(new JobsVerticle(bus, new Capacity("jobs-" + tenant, 1, 100), db, catalogue,
        new Queues(List.of(Queues.Queue.named("emailQueue"))), JobsVerticle.Config.of(tenant)));
    return server;
  }

  private void deploy(DomainVerticle verticle) {
    result(vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  Call anybody() {
    return new Call("r-1", null, tenant, null, clock.millis() + 20_000, null, address);
  }

  Call anybodyAt(String tenant, String address) {
    return new Call("r-1", null, tenant, null, clock.millis() + 20_000, null, address);
  }

  Call as(Account user) {
    return as(user.id(), user.role());
  }

  Call as(UUID id, Role role) {
    return new Call("r-1", null, tenant, new Principal(id, role, Set.of(), tenant), clock.millis() + 20_000, null,
        address);
  }

  <Q, A> A ask(Call call, Request<Q, A> request, Q body) {
    return result(bus.send(call, request, body));
  }

  /** What it fails with. */
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

  Account superAdmin() {
    ask(anybody(), IdentityContract.ENSURE_SUPER_ADMIN, new IdentityContract.EnsureSuperAdmin());
    return logIn(ADMIN, PASSWORD).user();
  }

  /** With {@link #PASSWORD}. */
  Account user(Account admin, String email, Role role) {
    return ask(as(admin), IdentityContract.CREATE_USER, new CreateUser(email, PASSWORD, "Asha Rao", "+91 98200 12345",
        role, Set.of()));
  }

  Session logIn(String email, String password) {
    return ask(anybody(), IdentityContract.LOG_IN, new Login(email, password, "a browser"));
  }

  static <T> T result(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    result(redis.close());
    result(vertx.close());
  }
}
