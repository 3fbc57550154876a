package com.mas.domain.people.notification;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.people.notification.NotificationVerticle.Config;
import com.mas.jobs.Jobs;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A node with the notification domain on it, its stored requests included but not run. */
final class Fixtures implements AutoCloseable {
  static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
  static final LocalTime NIGHT = LocalTime.of(21, 0);
  static final LocalTime MORNING = LocalTime.of(8, 0);
  static final int PER_DAY = 3;

  final TurnableClock clock;
  final Vertx vertx = Vertx.vertx();
  final Bus bus;
  final Database db;
  final String tenant = UUID.randomUUID().toString();

  Fixtures(TestDatabase database, TurnableClock clock) {
    this.clock = clock;
    this.bus = new Bus(vertx, clock);
    this.db = Database.open(vertx, database.url(), 6);
  }

  static Config config(String smtpHost, int smtpPort) {
    return config(smtpHost, smtpPort, "http://127.0.0.1:1");
  }

  /** @param sandbox base URL of the simulators */
  static Config config(String smtpHost, int smtpPort, String sandbox) {
    return config(smtpHost, smtpPort, sandbox, "no-reply@mas.example");
  }

  static Config config(String smtpHost, int smtpPort, String sandbox, String from) {
    return new Config(
        new NotificationVerticle.Mail(smtpHost, smtpPort, "", "", "off", from, Duration.ofSeconds(2)),
        new NotificationVerticle.WhatsApp(sandbox + "/whatsapp", "v23.0", "100000000000001", "sandbox-token",
            "sandbox-app-secret", "sandbox-verify-token", sandbox + "/aisensy", "sandbox-aisensy-key",
            Set.of(190, 131042, -1), Duration.ofSeconds(2)),
        new NotificationVerticle.QuietHours(INDIA, NIGHT, MORNING), PER_DAY);
  }

  void deploy(Config config) {
    result(vertx.deployVerticle(new NotificationVerticle(bus, new Capacity("notification", 1, 100), db,
        new Jobs(clock), new UuidV7(clock), config),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  UUID person(String name, String phone) {
    UUID id = UUID.randomUUID();
    result(db.send("""
        INSERT INTO identity.users (id, tenant, email, email_stripped, full_name, phone, role, created_at, updated_at)
        VALUES ($1, $2, $3, $3, $4, $5, 'USER', now(), now())""", id, tenant, id + "@learner.example", name, phone));
    return id;
  }

  Call system() {
    return bus.systemCall(tenant, Duration.ofSeconds(50));
  }

  Call as(UUID user) {
    return new Call("test", null, tenant, new Principal(user, Role.USER, Set.of(), tenant), clock.millis() + 30_000,
        null, null);
  }

  <Q, A> A ask(Call call, Request<Q, A> request, Q body) {
    return result(bus.send(call, request, body));
  }

  <Q, A> FailureException refusal(Call call, Request<Q, A> request, Q body) {
    try {
      throw new AssertionError("was not refused: " + ask(call, request, body));
    } catch (CompletionException e) {
      if (e.getCause() instanceof FailureException failure) {
        return failure;
      }
      throw e;
    }
  }

  static <T> T result(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    result(vertx.close());
  }
}
