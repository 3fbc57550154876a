package com.mas.domain.learning.mrtest;

import com.mas.boot.Modules;
import com.mas.bus.Capacity;
import com.mas.bus.Principal;
import com.mas.db.UuidV7;
import com.mas.domain.learning.mrtest.ExamSyncContract.Advance;
import com.mas.domain.learning.mrtest.ExamSyncContract.CreateConfig;
import com.mas.domain.learning.mrtest.ExamSyncContract.GetRun;
import com.mas.domain.learning.mrtest.ExamSyncContract.RunConfig;
import com.mas.domain.learning.mrtest.ExamSyncContract.SyncConfig;
import com.mas.domain.learning.mrtest.ExamSyncContract.SyncRun;
import com.mas.domain.learning.mrtest.MrTestContract.LogIn;
import com.mas.jobs.Jobs;
import com.mas.outbound.HttpCaller;
import com.mas.phone.PhoneRules;
import com.mas.runs.Politeness;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract.Run;
import com.mas.sandbox.ezexam.EzExamSimulator;
import com.mas.secrets.Vault;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** A database, the simulated site of exams, and nodes that mirror it. */
final class ExamWorld implements AutoCloseable {
  static final String TENANT = "mas";
  static final UUID ADMIN = new UUID(1, 1);
  static final SiteMap SITE = SiteMap.read(Path.of("conf/rules/ezexam.yaml"));

  final TurnableClock clock = TurnableClock.at("2026-11-29T10:00:00Z");
  final TestDatabase database = TestDatabase.create();
  private final Vertx outside = Vertx.vertx();
  final Sandbox sandbox = new Sandbox(outside, clock);
  private final List<Node> nodes = new ArrayList<>();
  final Node node = join(Duration.ofMinutes(10), Duration.ofSeconds(20));

  /** One process of the product, as far as Mr. Test goes. */
  final class Node extends House {
    final HttpCaller caller;
    final SiteSessions sessions;
    final ExamConnector connector;

    private Node(Duration slice, Duration patience) {
      super(ExamWorld.this.clock, ExamWorld.this.database, TENANT);
      caller = new HttpCaller(vertx, clock, new Random(7), new HttpCaller.Config("Mr. Test", sandbox.url("ezexam"),
          patience, 2, Duration.ofMillis(5), Duration.ofSeconds(2), 4 << 20, 1_000, Duration.ofSeconds(1)));
      Vault vault = Vault.of("", "0123456789abcdef0123456789abcdef");
      sessions = new SiteSessions(db, new LoginRepository(db, clock), new SiteClient(caller, new PageRules(SITE)),
          vault, work -> vertx.executeBlocking(work, false).await());
      connector = new ExamConnector(sessions, Politeness.NONE, Politeness.NONE);
      deploy(new MrTestVerticle(bus, new Capacity("mrtest", 1, 64), db,
          new Jobs(clock, Modules.SUBSCRIPTIONS), new UuidV7(clock)::next, caller, vault,
          new MrTestVerticle.Config(SITE, Politeness.NONE, Politeness.NONE, slice,
              PhoneRules.INDIA)));
    }

    @Override
    protected Principal principal(UUID who, String ofTenant) {
      return new Principal(who, who.equals(ADMIN) ? Principal.Role.ADMIN : Principal.Role.USER, Set.of(), ofTenant);
    }

    @Override
    protected UUID caller() {
      return ADMIN;
    }

    void logIn() {
      ask(MrTestContract.LOG_IN, new LogIn(EzExamSimulator.USER, EzExamSimulator.PASSWORD));
    }

    SyncConfig config(String examId, String tag, UUID batchId) {
      return ask(ExamSyncContract.CREATE_CONFIG, new CreateConfig(examId, batchId, tag, null, 24, true, true));
    }

    /** Does what a job runner does, until the run is over. */
    Run work(UUID run) {
      for (Run now = find(run); !now.state().isOver(); now = find(run)) {
        ask(product(), ExamSyncContract.ADVANCE, new Advance(run, now.slice()));
      }
      return find(run);
    }

    Run slice(UUID run) {
      ask(product(), ExamSyncContract.ADVANCE, new Advance(run, find(run).slice()));
      return find(run);
    }

    Run find(UUID run) {
      return on(() -> new Runs(bus, db).find(run)).orElseThrow();
    }

    /** Runs a config to its end. */
    Run sync(UUID config) {
      return work(ask(ExamSyncContract.RUN_CONFIG, new RunConfig(config)).runId());
    }

    SyncRun told(UUID run) {
      return ask(ExamSyncContract.GET_RUN, new GetRun(run));
    }

    /** Ends it like {@code kill -9}: nothing is drained, connections break. */
    void kill() {
      nodes.remove(this);
      await(db.close());
      vertx.close();
    }
  }

  /** The school and the mirror are as at the beginning. */
  void calm() {
    sandbox.reset("ezexam");
    database.execute("TRUNCATE mrtest.configs, mrtest.sync_runs, mrtest.sync_errors, mrtest.pages, mrtest.listings,"
        + " mrtest.exams, mrtest.students, mrtest.submissions, mrtest.reports, mrtest.told, runs.run, jobs.job,"
        + " jobs.schedule, identity.users CASCADE");
    node.logIn();
  }

  /** An account whose address is verified. */
  UUID account(String email, String phone) {
    UUID id = UUID.randomUUID();
    database.execute("""
        INSERT INTO identity.users (id, tenant, email, phone, full_name, role, email_verified_at, created_at,
          updated_at)
        VALUES (?, ?, ?, ?, 'Somebody', 'USER', now(), now(), now())""", id, TENANT, email, phone);
    return id;
  }

  /** @param patience with the site, for one attempt of two */
  Node join(Duration slice, Duration patience) {
    Node joined = new Node(slice, patience);
    nodes.add(joined);
    return joined;
  }

  /** Uses a switch of the simulator. */
  JsonObject sandbox(String method, String what, JsonObject body) {
    return sandbox.ask("ezexam", method, what, body);
  }

  void fault(String fault) {
    sandbox.fault("ezexam", fault);
  }

  void scale(int exams, int submissions) {
    sandbox("PUT", "scale", new JsonObject().put("exams", exams).put("submissions", submissions));
  }

  Object one(String sql) {
    return database.table(sql).getFirst()[0];
  }

  long number(String sql) {
    return ((Number) one(sql)).longValue();
  }

  @Override
  public void close() {
    nodes.forEach(House::close);
    outside.close();
    database.close();
  }
}
