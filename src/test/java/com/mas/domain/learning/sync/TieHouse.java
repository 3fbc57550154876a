package com.mas.domain.learning.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Capacity;
import com.mas.bus.DurableEvent;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.mas.domain.engagement.gamification.GamificationVerticle;
import com.mas.domain.learning.sync.LinkContract.LearnerAccount;
import com.mas.domain.learning.sync.LinkContract.ListAccounts;
import com.mas.domain.learning.sync.LinkContract.ListWrong;
import com.mas.domain.learning.sync.LinkContract.ModuleWithdrawn;
import com.mas.domain.learning.sync.LinkContract.Repair;
import com.mas.domain.learning.sync.LinkContract.Repaired;
import com.mas.domain.learning.sync.LinkContract.WrongTie;
import com.mas.domain.learning.sync.SyncContract.CompletedModule;
import com.mas.domain.learning.sync.SyncContract.ModulesCompleted;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.RunConfig;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import com.mas.jobs.Jobs;
import com.mas.secrets.DocumentSigner;
import com.mas.testkit.House;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** Learners and accounts beside the real ledger; each test begins with nobody. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TieHouse {
  @AutoClose final SyncWorld world = new SyncWorld();
  static final Duration LONG = Duration.ofSeconds(30);
  static final String KEY = "asha.kulkarni@learner.example";
  static final String RAW = "masedu-" + KEY;
  static final UUID ASHA = new UUID(7, 1);
  static final UUID OTHER = new UUID(7, 2);

  @BeforeAll
  void theLedger() {
    House.await(world.node.vertx.deployVerticle(
        new GamificationVerticle(world.node.bus, new Capacity("gamification", 1, 64), world.node.db,
            new Jobs(world.clock), new GamificationVerticle.Config(Path.of("conf", "rules", "gamification.yaml"),
                DocumentSigner.of(null, "a secret of the test, long enough"))),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  @BeforeEach
  void calm() {
    world.noFaults();
    world.nobodyHasAnAccount();
    world.sql("""
        TRUNCATE mrlearn.sync_configs, mrlearn.sync_runs, runs.run, mrlearn.sync_pages, mrlearn.learners,
          mrlearn.learner_reports,
          mrlearn.courses, mrlearn.sync_errors, kept.slices, kept.schedules, kept.awards, kept.notices, kept.repairs,
          gamification.xp_events, gamification.student_progress;
        DELETE FROM mrlearn.email_prefixes WHERE source <> 'setting'""");
    world.node.logIn();
  }

  <Q, A> A ask(Request<Q, A> request, Q body) {
    return world.node.ask(request, body);
  }

  void refused(Failure expected, Request<?, ?> request, Object body) {
    assertEquals(expected, assertThrows(FailureException.class, () -> House.await(
        world.node.bus.sendRaw(world.node.admin(SyncWorld.TENANT), request, body))).failure());
  }

  SyncConfig synced() {
    SyncConfig config = world.node.create(SyncWorld.SMALL);
    assertEquals("success", world.node.work().status());
    return config;
  }

  String ashasId() {
    return (String) world.one("SELECT graphy_user_id FROM mrlearn.learners WHERE email = '" + RAW + "'");
  }

  /** The account that the one published view tells. */
  UUID accountOf(String email) {
    List<Object[]> rows = world.rows("""
        SELECT t.account_id FROM mrlearn.shared_learner_accounts t JOIN mrlearn.learners l ON l.id = t.learner_id
        WHERE l.email = '%s'""".formatted(email));
    assertTrue(rows.size() <= 1, "one learner, one account");
    return rows.isEmpty() ? null : (UUID) rows.getFirst()[0];
  }

  /** Delivers completed modules as the job runner does. */
  void deliver() {
    for (Object[] row : world.rows("SELECT user_id, source, occurred_at FROM kept.awards ORDER BY source")) {
      tell(SyncContract.MODULES_COMPLETED, new ModulesCompleted((UUID) row[0], null, List.of(
          new CompletedModule((String) row[1], SyncWorld.SMALL, "", ((Timestamp) row[2]).toInstant(), false))));
    }
    world.sql("TRUNCATE kept.awards");
  }

  /** Withdraws what is to go back, and delivers that as the job runner does; what is refused stays. */
  Repaired repair() {
    world.sql("TRUNCATE kept.repairs, kept.withdrawn");
    Repaired repaired = House.await(world.node.bus.send(world.node.bus.systemCall(SyncWorld.TENANT, LONG),
        LinkContract.REPAIR, new Repair()));
    for (Object[] row : world.rows("SELECT body::text FROM kept.withdrawn")) {
      tell(LinkContract.MODULE_WITHDRAWN, Json.read((String) row[0], ModuleWithdrawn.class));
    }
    return repaired;
  }

  <E> void tell(DurableEvent<E> event, E body) {
    House.await(world.node.bus.send(world.node.bus.systemCall(SyncWorld.TENANT, LONG),
        event.request("gamification", LONG), body));
  }

  long xp(UUID account) {
    return (Long) world.one("SELECT coalesce(sum(amount), 0) FROM gamification.xp_events WHERE type IN"
        + " ('module_completed', 'reversal') AND user_id = '" + account + "'");
  }

  List<String> ids(String state, String search) {
    return ask(LinkContract.LIST, new ListAccounts(state, search, 200, null)).items().stream()
        .map(LearnerAccount::graphyUserId).toList();
  }

  LearnerAccount asha() {
    return java.util.stream.Stream.of("linked", "unlinked")
        .flatMap(state -> ask(LinkContract.LIST, new ListAccounts(state, RAW, null, null)).items().stream()).findFirst()
        .orElseThrow();
  }

  List<WrongTie> wrong(String state) {
    return ask(LinkContract.WRONG, new ListWrong(state, null, null)).items();
  }

  /** The last phase of a run alone: a listing would write the provider's addresses again. */
  Run awardOnly(SyncConfig config) {
    UUID run = ask(SyncContract.RUN_CONFIG, new RunConfig(config.id(), null)).runId();
    world.sql("UPDATE mrlearn.sync_runs SET phase = 'awards' WHERE id = '" + run + "'");
    return world.node.work();
  }
}
