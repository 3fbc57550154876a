package com.mas.domain.learning.moodle;

import com.mas.boot.Modules;
import com.mas.bus.Capacity;
import com.mas.bus.Principal;
import com.mas.db.UuidV7;
import com.mas.domain.learning.moodle.MoodleContract.Advance;
import com.mas.domain.learning.moodle.MoodleContract.ListSyncs;
import com.mas.domain.learning.moodle.MoodleContract.NamedPhase;
import com.mas.domain.learning.moodle.MoodleContract.PhaseLog;
import com.mas.domain.learning.moodle.MoodleContract.StartSync;
import com.mas.domain.learning.moodle.MoodleContract.SyncLog;
import com.mas.domain.learning.moodle.MoodleContract.SyncStarted;
import com.mas.jobs.Jobs;
import com.mas.outbound.HttpCaller;
import com.mas.redis.RateLimit;
import com.mas.redis.RedisLink;
import com.mas.runs.Politeness;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract.Run;
import com.mas.sandbox.moodle.MoodleSimulator;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A database, the simulated Moodle, and nodes that mirror it. */
final class MoodleWorld implements AutoCloseable {
  static final String TENANT = "my-analytics-school";
  static final UUID ADMIN = new UUID(1, 1);
  static final MoodleClient.Account ACCOUNT = new MoodleClient.Account("", MoodleSimulator.SERVICE_USER,
      MoodleSimulator.PASSWORD, MoodleSimulator.SERVICE, "moodle_mobile_app");

  static final Duration READ_AGAIN = Duration.ofHours(24);

  final TurnableClock clock = TurnableClock.at("2026-11-29T10:00:00Z");
  final TestDatabase database = TestDatabase.create();
  private final Vertx outside = Vertx.vertx();
  final Sandbox sandbox = new Sandbox(outside, clock);
  private final List<Node> nodes = new ArrayList<>();
  final Node node = join(Duration.ofMinutes(10), Duration.ofSeconds(20));

  /** One process of the product, as far as Moodle goes. */
  final class Node extends House {
    final MoodleClient client;
    final MoodleConnector connector;
    final RateLimit limit;
    private final RedisLink redis;

    private Node(Duration patience, SyncService.Config syncs) {
      super(MoodleWorld.this.clock, MoodleWorld.this.database, TENANT);
      HttpCaller caller = new HttpCaller(vertx, clock, new Random(7), new HttpCaller.Config("Moodle",
          sandbox.url("moodle"), patience, 2, Duration.ofMillis(5), Duration.ofSeconds(2), 32 << 20, 1_000,
          Duration.ofSeconds(1)));
      client = new MoodleClient(caller, ACCOUNT);
      connector = new MoodleConnector(client, TENANT, Politeness.NONE, 3);
      redis = RedisLink.connect(vertx, TestServers.redis().url());
      await(redis.ready(5_000));
      limit = new RateLimit(redis, clock);
      UuidV7 ids = new UuidV7(clock);
      deploy(new MoodleVerticle(bus, new Capacity("moodle", 1, 64), db, new Jobs(clock, Modules.SUBSCRIPTIONS),
          limit, ids::next, caller, new MoodleVerticle.Config(ACCOUNT, Politeness.NONE, 3, true, syncs)));
    }

    @Override
    protected Principal principal(UUID who, String ofTenant) {
      return new Principal(who, Principal.Role.ADMIN, Set.of(), ofTenant);
    }

    @Override
    protected UUID caller() {
      return ADMIN;
    }

    /** Counts logins anew. */
    void forgetLimits() {
      await(redis.send(Command.EVAL, "for _, k in ipairs(redis.call('KEYS', 'limit:*')) do"
          + " redis.call('DEL', k) end return 1", "0"));
    }

    @Override
    protected void closeMore() {
      await(redis.close());
    }

    UUID start() {
      SyncStarted started = ask(MoodleContract.START, new StartSync());
      return started.runId();
    }

    /** Does what a job runner does, until the run is over. */
    Run work(UUID run) {
      for (Run now = find(run); !now.state().isOver(); now = find(run)) {
        ask(product(), MoodleContract.ADVANCE, new Advance(run, now.slice()));
      }
      return find(run);
    }

    Run slice(UUID run) {
      ask(product(), MoodleContract.ADVANCE, new Advance(run, find(run).slice()));
      return find(run);
    }

    Run find(UUID run) {
      return on(() -> new Runs(bus, db).find(run)).orElseThrow();
    }

    Run sync() {
      return work(start());
    }

    SyncLog last() {
      return ask(MoodleContract.HISTORY, new ListSyncs(1, 0L)).items().getFirst();
    }

    Map<String, PhaseLog> phases() {
      return last().phases().stream().collect(Collectors.toMap(NamedPhase::name, NamedPhase::log));
    }

    /** Ends it like {@code kill -9}: nothing is drained, connections break. */
    void kill() {
      nodes.remove(this);
      await(db.close());
      vertx.close();
    }
  }

  /** @param patience with Moodle, for one attempt of two */
  Node join(Duration slice, Duration patience) {
    return join(patience, new SyncService.Config(TENANT, true, 0, "development", false, READ_AGAIN, slice));
  }

  /** @param minutes of the schedule, as the environment says; 0: what is usual in it */
  Node join(int minutes, String environment, boolean onStartup) {
    return join(Duration.ofSeconds(20), new SyncService.Config(TENANT, true, minutes, environment, onStartup,
        READ_AGAIN, Duration.ofMinutes(10)));
  }

  private Node join(Duration patience, SyncService.Config syncs) {
    Node joined = new Node(patience, syncs);
    nodes.add(joined);
    return joined;
  }

  /** Uses a switch of the simulator. */
  JsonObject sandbox(String method, String what, String body) {
    return sandbox.ask("moodle", method, what, body == null ? null : body);
  }

  void enrolment(int course, int user, String state) {
    sandbox("PUT", "enrolment", new JsonObject().put("courseId", course).put("userId", user).put("state", state)
        .encode());
  }

  void scale(int courses, int people) {
    sandbox("PUT", "scale", new JsonObject().put("courses", courses).put("users", people).encode());
  }

  void fault(String fault) {
    sandbox.fault("moodle", fault);
  }

  /** The school and the mirror are as at the beginning. */
  void calm() {
    sandbox.reset("moodle");
    database.execute("TRUNCATE moodle.categories, moodle.courses, moodle.people, moodle.enrolments, moodle.pages,"
        + " moodle.sync_log, moodle.sync_errors, runs.run, jobs.job");
  }

  Object one(String sql) {
    return database.table(sql).getFirst()[0];
  }

  long number(String sql) {
    return ((Number) one(sql)).longValue();
  }

  /** An account whose address is verified. */
  void account(String email, UUID id) {
    database.execute("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
        VALUES ('%s', '%s', '%s', 'Somebody', 'USER', now(), now(), now())""".formatted(id, TENANT, email));
  }

  @Override
  public void close() {
    nodes.forEach(House::close);
    outside.close();
    database.close();
  }
}
