package com.mas.domain.engagement.reminder;

import static com.mas.testkit.Eventually.eventually;

import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.bus.Request;
import com.mas.db.UuidV7;
import com.mas.domain.engagement.reminder.ReminderContract.GetRun;
import com.mas.domain.engagement.reminder.ReminderContract.ListLogs;
import com.mas.domain.engagement.reminder.ReminderContract.Log;
import com.mas.domain.engagement.reminder.ReminderContract.Run;
import com.mas.domain.engagement.reminder.ReminderContract.Scope;
import com.mas.domain.engagement.reminder.ReminderContract.Send;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.learning.sync.SyncContract.LastReminder;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.SetOptOut;
import com.mas.domain.people.notification.NotificationVerticle;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.jobs.JobsVerticle;
import com.mas.jobs.Queues;
import com.mas.jobs.Subscription;
import com.mas.jobs.Subscriptions;
import com.mas.runs.RunsContract;
import com.mas.runs.RunsContract.GivenUp;
import com.mas.runs.RunsVerticle;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A node with reminders, notifications, stored requests and the sandbox; learners are put straight into the mirror. */
final class School extends House {
  private static final Subscription<GivenUp> GIVEN_UP =
      new Subscription<>(RunsContract.GIVEN_UP, "reminder", JobOptions.on("databaseQueue"));

  final UUID admin = UUID.randomUUID();
  /** Reminders that the syncs were told last, by config. */
  final Map<UUID, LastReminder> told = new ConcurrentHashMap<>();
  final Sandbox sandbox;

  /** It is a Sunday. */
  School(TestDatabase database) {
    this(database, UUID.randomUUID().toString());
  }

  /** It is a Sunday. */
  School(TestDatabase database, String tenant) {
    super(TurnableClock.at("2026-03-01T12:00:00+05:30"), database, tenant);
    sql("DELETE FROM notification.phone_choices");
    sql("INSERT INTO mrlearn.email_prefixes VALUES ('" + tenant + "', 'acme', 'setting', NULL, now())"
        + " ON CONFLICT DO NOTHING");
    sandbox = new Sandbox(vertx, clock);
    UuidV7 ids = new UuidV7(clock);
    Jobs jobs = new Jobs(clock, Subscriptions.of(List.of(RunsContract.GIVEN_UP), List.of(GIVEN_UP)));
    deploy(new NotificationVerticle(bus, new Capacity("notification", 1, 100), db, jobs, ids,
        new NotificationVerticle.Config(
            new NotificationVerticle.Mail("", 25, "", "", "off", "no-reply@mas.example", Duration.ofSeconds(2)),
            new NotificationVerticle.WhatsApp(sandbox.url("whatsapp"), "v23.0", "1", "sandbox-token",
                "sandbox-app-secret", "", sandbox.url("aisensy"), "", Set.of(), Duration.ofSeconds(5)),
            new NotificationVerticle.QuietHours(ZoneId.of("Asia/Kolkata"), LocalTime.of(21, 0), LocalTime.of(8, 0)),
            5),
        IdentityContract.PEOPLE));
    deploy(new DomainVerticle(bus, new Capacity("sync", 1, 100)) {
      @Override
      protected void open() {
        answer(SyncContract.KEEP_REMINDERS, (call, ask) -> {
          told.put(ask.configId(), ask.last());
          return null;
        });
      }
    });
    deploy(new ReminderVerticle(bus, new Capacity("reminder", 1, 100), db, jobs, ids,
        new ReminderVerticle.Config(Duration.ofMinutes(5), "en")));
    deploy(new RunsVerticle(bus, new Capacity("runs", 1, 100), db, jobs));
    Map<String, Request<?, ?>> catalogue = Stream.concat(Stream.of(GIVEN_UP.request()),
        Stream.of(NotificationContract.class, ReminderContract.class)
            .flatMap(contract -> Request.in(contract).stream()))
        .collect(Collectors.toMap(Request::address, Function.identity()));
    deploy(new JobsVerticle(bus, new Capacity("jobs", 1, 100), db, catalogue,
        new Queues(Stream.of(Queues.Queue.named(ReminderContract.QUEUE).cap(1),
            Queues.Queue.named(NotificationContract.WHATSAPP_QUEUE).cap(1), Queues.Queue.named("databaseQueue"))
            .toList()),
        JobsVerticle.Config.of(tenant)));
  }

  /** Makes a config with a threshold of 90 % and an interval of a week that began with it. */
  UUID config(String course, boolean reminders) {
    UUID id = UUID.randomUUID();
    await(db.send("""
        INSERT INTO mrlearn.sync_configs (id, tenant, graphy_course_id, course_title, interval_hours, enabled,
          include_detailed_reports, reminder_enabled, reminder_skip_above_progress, created_at, updated_at)
        VALUES ($1, $2, $3, $4, 24, true, true, $5, 90, $6, $6)""", id, tenant, course, "Course " + course, reminders,
        clock.instant().atOffset(ZoneOffset.UTC)));
    return id;
  }

  UUID learner(String course, String name, double percent, String phone) {
    return learner(course, name, "acme-" + name + "@learner.example", name + "@learner.example", percent, phone);
  }

  UUID learner(String course, String name, String email, String stripped, double percent, String phone) {
    UUID id = UUID.randomUUID();
    await(db.send("""
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, name, email, email_stripped, mobile,
          progress_percent, total_time_seconds, is_completed, created_at, updated_at)
        VALUES ($1, $2, $3, $4, initcap($4), $5, $6, $7, $8::text::numeric, 0, false, now(), now())""", id, tenant,
        course, name, email, stripped, phone, String.valueOf(percent)));
    return id;
  }

  UUID learnerId(String course, String name) {
    return await(db.send(
        "SELECT id FROM mrlearn.learners WHERE tenant = $1 AND graphy_course_id = $2 AND graphy_user_id = $3", tenant,
        course, name)).iterator().next().getUUID(0);
  }

  void account(String email, String phone) {
    await(db.send("""
        INSERT INTO identity.users (id, tenant, email, full_name, phone, role, email_verified_at, created_at,
          updated_at)
        VALUES ($1, $2, $3, 'Somebody', $4, 'USER', now(), now(), now())""",
        UUID.randomUUID(), tenant, email, phone));
  }

  void optOut(String phone, boolean optedOut) {
    ask(NotificationContract.SET_OPT_OUT, new SetOptOut(phone, optedOut));
  }

  void sql(String statement) {
    await(db.send(statement));
  }

  Row row(String select) {
    return await(db.send(select)).iterator().next();
  }

  Run run(UUID id) {
    return ask(ReminderContract.GET_RUN, new GetRun(id));
  }

  /** Reminds all learners of the config who are to be, and waits for the end. */
  Run sendAll(UUID config) {
    return ended(ask(ReminderContract.SEND, new Send(config, Scope.ALL, null)).runId());
  }

  /** Waits for the end of the run. */
  Run ended(UUID runId) {
    eventually("the run ends", Duration.ofSeconds(60), () -> !run(runId).status().equals("running"));
    return run(runId);
  }

  List<Log> logs(UUID config, UUID learner) {
    return ask(ReminderContract.LIST_LOGS, new ListLogs(config, learner, null, null, null, null)).items();
  }

  /** Stored requests that wait for their time. */
  long waiting(String address) {
    return await(db.send("SELECT count(*) FROM jobs.job WHERE tenant = $1 AND address = $2 AND state = 'delayed'",
        tenant, address)).iterator().next().getLong(0);
  }

  List<JsonObject> messages() {
    List<JsonObject> messages = new ArrayList<>();
    sandbox("GET", "messages", null).getJsonArray("messages").forEach(each -> messages.add((JsonObject) each));
    return messages;
  }

  JsonObject counts() {
    return sandbox("GET", "counts", null);
  }

  /** Returns how many messages the provider was asked to send, taken or not. */
  long calls() {
    return sandbox.calls("whatsapp", "messages");
  }

  JsonObject sandbox(String method, String path, JsonObject body) {
    return sandbox.ask("whatsapp", method, path, body);
  }

  @Override
  protected UUID caller() {
    return admin;
  }

  @Override
  protected Principal principal(UUID who, String ofTenant) {
    return new Principal(who, Role.ADMIN, Set.of(), ofTenant);
  }

  /**
   * Takes away what is left to do: the next school on the same database, whose clock may be turned beyond its time,
   * would do it as its own.
   */
  @Override
  protected void closeMore() {
    database.execute("DELETE FROM jobs.job WHERE tenant = ?", tenant);
    database.execute("UPDATE mrlearn.sync_configs SET reminder_enabled = false WHERE tenant = ?", tenant);
    database.execute("DELETE FROM reminder.schedules WHERE tenant = ?", tenant);
  }

  <Q> Failure refusal(Request<Q, ?> request, Q body) {
    return refusal(send(request, body)).failure();
  }
}
