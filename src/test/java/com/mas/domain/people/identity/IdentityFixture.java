package com.mas.domain.people.identity;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.mas.boot.Modules;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.Principal.Role;
import com.mas.bus.Request;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.IdentityContract.Account;
import com.mas.domain.people.identity.IdentityContract.CreateUser;
import com.mas.domain.people.identity.IdentityContract.Login;
import com.mas.domain.people.identity.IdentityContract.Logout;
import com.mas.domain.people.identity.IdentityContract.Refresh;
import com.mas.domain.people.identity.IdentityContract.Session;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationVerticle;
import com.mas.jobs.Jobs;
import com.mas.jobs.JobsVerticle;
import com.mas.jobs.Queues;
import com.mas.redis.RateLimit;
import com.mas.redis.RedisLink;
import com.mas.testkit.House;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The domain, deployed on real servers, with a tenant and a client address of its own. */
final class IdentityFixture extends House {
  static final String SECRET = "0123456789abcdef0123456789abcdef";
  static final String ADMIN = "root@mas.example";
  static final String PASSWORD = "correct horse battery";

  final String address = "2001:db8::" + Integer.toHexString(UUID.randomUUID().hashCode() & 0xffff) + ":"
      + UUID.randomUUID();
  final RedisLink redis;

  IdentityFixture(TestDatabase database, String redisUrl) {
    super(TurnableClock.at("2026-03-01T09:00:00+05:30"), database, "tenant-" + UUID.randomUUID());
    redis = RedisLink.connect(vertx, redisUrl);
    await(redis.ready(5_000));
    deploy(new IdentityVerticle(bus, new Capacity("identity-" + tenant, 4, 200), db,
        new Jobs(clock, Modules.SUBSCRIPTIONS), new RateLimit(redis, clock),
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
            new NotificationVerticle.QuietHours(ZoneOffset.UTC, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT), 5),
        IdentityContract.PEOPLE));
    Map<String, Request<?, ?>> catalogue = Stream
        .of(IdentityContract.class, AddressContract.class, NotificationContract.class)
        .flatMap(contract -> Request.in(contract).stream())
        .collect(Collectors.toMap(Request::address, request -> request));
    deploy(new JobsVerticle(bus, new Capacity("jobs-" + tenant, 1, 100), db, catalogue,
        new Queues(List.of(Queues.Queue.named("emailQueue"))), JobsVerticle.Config.of(tenant)));
    return server;
  }

  Account superAdmin() {
    ask(anybody(), IdentityContract.ENSURE_SUPER_ADMIN, new IdentityContract.EnsureSuperAdmin());
    return logIn(ADMIN, PASSWORD).user();
  }

  /** Creates a user with {@link #PASSWORD}. */
  Account user(Account admin, String email, Role role) {
    return ask(as(admin), IdentityContract.CREATE_USER, new CreateUser(email, PASSWORD, "Asha Rao", "+91 98200 12345",
        role, Set.of()));
  }

  Session logIn(String email, String password) {
    return ask(anybody(), IdentityContract.LOG_IN, new Login(email, password, "a browser"));
  }

  Session refresh(Session session) {
    return ask(anybody(), IdentityContract.REFRESH, new Refresh(session.refreshToken(), null));
  }

  Failure refreshRefused(Session session) {
    return refusal(anybody(), IdentityContract.REFRESH, new Refresh(session.refreshToken(), null)).failure();
  }

  void logOut(Session session, Boolean everywhere) {
    ask(anybody(), IdentityContract.LOG_OUT, new Logout(session.refreshToken(), everywhere));
  }

  Call anybody() {
    return call(tenant, null);
  }

  Call anybodyAt(String toTenant, String from) {
    return new Call("r-1", null, toTenant, null, clock.millis() + 20_000, null, from);
  }

  Call as(Account user) {
    return as(user.id(), user.role());
  }

  @Override
  protected String address() {
    return address;
  }

  @Override
  protected void closeMore() {
    await(redis.close());
  }
}
