package com.mas.domain.learning.sync;

import com.mas.boot.Modules;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Page;
import com.mas.bus.Principal;
import com.mas.db.UuidV7;
import com.mas.domain.learning.education.EducationVerticle;
import com.mas.domain.learning.sync.SyncContract.Advance;
import com.mas.domain.learning.sync.SyncContract.CreateConfig;
import com.mas.domain.learning.sync.SyncContract.GetRun;
import com.mas.domain.learning.sync.SyncContract.Learner;
import com.mas.domain.learning.sync.SyncContract.ListLearners;
import com.mas.domain.learning.sync.SyncContract.ModulesCompleted;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.RunConfig;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import com.mas.domain.learning.sync.graphy.GraphyContract;
import com.mas.domain.learning.sync.graphy.GraphyContract.LogIn;
import com.mas.domain.learning.sync.graphy.GraphyVerticle;
import com.mas.domain.platform.settings.SettingsVerticle;
import com.mas.jobs.Jobs;
import com.mas.jobs.JobsVerticle;
import com.mas.jobs.Queues;
import com.mas.outbound.HttpCaller;
import com.mas.runs.Budget;
import com.mas.runs.Runs;
import com.mas.runs.RunsVerticle;
import com.mas.sandbox.graphy.GraphySimulator;
import com.mas.secrets.Vault;
import com.mas.sources.Connector;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** A database, the simulated Graphy, and nodes that sync from one to the other. */
final class SyncWorld implements AutoCloseable {
  static final String TENANT = "my-analytics-school";
  static final String COURSE = "64b0c1f2a9e8d7c6b5000008"; // 127 learners: two pages
  private static final UUID ADMIN = new UUID(1, 1);
  static final String SMALL = GraphySimulator.COURSE;

  final TurnableClock clock = TurnableClock.at("2026-03-02T10:00:00Z");
  final TestDatabase database = TestDatabase.create();
  private final Vertx outside = Vertx.vertx();
  final Sandbox sandbox = new Sandbox(outside, clock);
  private final List<Node> nodes = new ArrayList<>();
  final Node node;

  SyncWorld() {
    sql(TestOutbox.TABLES);
    node = join();
    node.logIn();
  }

  /** One process of the product, as far as syncs go. */
  final class Node extends House {
    final Connector connector;

    private Node(Duration slice, Duration patience, Outbox outbox) {
      super(SyncWorld.this.clock, SyncWorld.this.database, SyncWorld.TENANT);
      HttpCaller caller = new HttpCaller(vertx, clock, new Random(7), new HttpCaller.Config("Graphy",
          sandbox.url("graphy"), patience, 2, Duration.ofMillis(5),
          Duration.ofSeconds(2), 8 << 20, 1_000, Duration.ofSeconds(1)));
      GraphyVerticle graphy = new GraphyVerticle(bus, new Capacity("graphy", 1, 64), db, caller, Vault.of(null,
          "s".repeat(32)), List.of());
      connector = graphy.connector();
      UuidV7 ids = new UuidV7(clock);
      deploy(new SettingsVerticle(bus, new Capacity("platform", 1, 64), db, List.of()));
      deploy(new EducationVerticle(bus, new Capacity("education", 1, 64), db, ids));
      deploy(graphy);
      deploy(new RunsVerticle(bus, new Capacity("runs", 1, 64), db));
      deploy(new SyncVerticle(bus, new Capacity("sync", 1, 64), db, outbox, connector, ids::next,
          new SyncVerticle.Config(slice, TENANT, List.of(GraphySimulator.PREFIX))));
    }

    Call admin(String ofTenant) {
      return call(ofTenant, principal(ADMIN, ofTenant));
    }

    @Override
    protected Principal principal(UUID who, String ofTenant) {
      return new Principal(who, Principal.Role.ADMIN, Set.of(), ofTenant);
    }

    @Override
    protected UUID caller() {
      return ADMIN;
    }

    void logIn() {
      ask(GraphyContract.LOG_IN, new LogIn(GraphySimulator.EMAIL, GraphySimulator.PASSWORD));
    }

    /** Does what a job runner does: takes stored slices until there are none. */
    Run work() {
      Run last = null;
      for (Advance next = take(); next != null; next = take()) {
        last = ask(SyncContract.ADVANCE, next);
      }
      return last == null ? null : ask(SyncContract.GET_RUN, new GetRun(last.id()));
    }

    SyncConfig create(String course) {
      return ask(SyncContract.CREATE_CONFIG, new CreateConfig(course, null, null, 24, true, true));
    }

    /** A manual run, to its end. */
    Run run(UUID config) {
      ask(SyncContract.RUN_CONFIG, new RunConfig(config, null));
      return work();
    }

    Page<Learner> learners(UUID config, int limit, long offset, String search) {
      return ask(SyncContract.LIST_LEARNERS, new ListLearners(config, limit, offset, search));
    }

    /** Takes the first slice of a run up, and returns the token under which it may be written. */
    UUID takeOver(UUID run) {
      return new Runs(bus, db).takeOver(admin(TENANT), run, 0, Budget.of(Duration.ofMinutes(1), () -> false))
          .orElseThrow().slice().token();
    }

    /** Ends it like {@code kill -9}: nothing is drained, connections break. */
    void kill() {
      nodes.remove(this);
      await(db.close());
      vertx.close();
    }
  }

  Node join() {
    return join(Duration.ofMinutes(10), Duration.ofSeconds(20));
  }

  /** @param patience with the provider, for one attempt of two */
  Node join(Duration slice, Duration patience) {
    return joined(new Node(slice, patience, new TestOutbox()));
  }

  /** Joins a node with real stored requests, a runner for them and a receiver of completed modules. */
  Node joinWithJobs(Map<UUID, ModulesCompleted> completed) {
    Node joined = joined(new Node(Duration.ofMinutes(10), Duration.ofSeconds(20),
        new SyncJobs(new Jobs(clock, Modules.SUBSCRIPTIONS))));
    joined.deploy(new DomainVerticle(joined.bus, new Capacity("gamification", 1, 64)) {
      @Override
      protected void open() {
        on(SyncContract.MODULES_COMPLETED, (call, event) -> completed.put(event.accountId(), event));
      }
    });
    joined.deploy(new JobsVerticle(joined.bus, new Capacity("jobs", 1, 64), joined.db, Modules.REQUESTS,
        new Queues(List.of(Queues.Queue.named(SyncContract.QUEUE).cap(1), Queues.Queue.named("databaseQueue"))),
        JobsVerticle.Config.of("test")));
    return joined;
  }

  private Node joined(Node joined) {
    nodes.add(joined);
    return joined;
  }

  Advance take() {
    List<Object[]> rows = rows("""
        UPDATE kept.slices SET taken = true WHERE id = (SELECT id FROM kept.slices WHERE NOT taken LIMIT 1)
        RETURNING run_id, slice""");
    return rows.isEmpty() ? null : new Advance((UUID) rows.getFirst()[0], (Integer) rows.getFirst()[1]);
  }

  /**
   * Switches of the simulator: {@code faults}, {@code requests}, {@code progress}, {@code time-shift}, {@code scale}.
   */
  JsonObject sandbox(String method, String what, String body) {
    return sandbox.ask("graphy", method, what, body.isEmpty() ? null : body);
  }

  /** An account whose address is verified. */
  void account(String email, UUID id) {
    account(email, id, null, true);
  }

  void account(String email, UUID id, String phone, boolean verified) {
    sql("""
        INSERT INTO identity.users (id, tenant, email, full_name, phone, role, email_verified_at, created_at,
          updated_at)
        VALUES ('%s', '%s', '%s', 'Somebody', %s, 'USER', %s, '2020-01-01', now())""".formatted(id, TENANT, email,
        phone == null ? "NULL" : "'" + phone + "'", verified ? "now()" : "NULL"));
  }

  void nobodyHasAnAccount() {
    sql("DELETE FROM identity.users; TRUNCATE mrlearn.account_links, mrlearn.award_ties, mrlearn.taken_back,"
        + " mrlearn.wrong_ties, mrlearn.link_log");
  }

  void fault(String json) {
    sandbox("PUT", "faults", json);
  }

  void noFaults() {
    sandbox("DELETE", "faults", "");
  }

  void sql(String sql) {
    database.execute(sql);
  }

  List<Object[]> rows(String sql) {
    return database.table(sql);
  }

  Object one(String sql) {
    return rows(sql).getFirst()[0];
  }

  /** Everything that a sync may write about learners, as one text. */
  String learnersDigest() {
    return (String) one("""
        SELECT md5(string_agg(l::text, ',' ORDER BY id)) FROM mrlearn.learners l""");
  }

  @Override
  public void close() {
    nodes.forEach(House::close);
    outside.close();
    database.close();
  }
}
