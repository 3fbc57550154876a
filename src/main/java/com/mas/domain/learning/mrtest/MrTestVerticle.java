package com.mas.domain.learning.mrtest;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.domain.learning.mrtest.MrTestContract.SessionStatus;
import com.mas.imports.Importer;
import com.mas.jobs.Jobs;
import com.mas.outbound.HttpCaller;
import com.mas.phone.PhoneRules;
import com.mas.runs.Politeness;
import com.mas.runs.RunsContract;
import com.mas.secrets.Vault;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Mirrors Mr. Test and answers for it. */
public final class MrTestVerticle extends DomainVerticle {
  /**
   * @param lists pauses before pages of lists, as {@code details} before others
   * @param slice time after which the rest of a run is for the next slice
   * @param phones reads numbers that name no country
   */
  record Config(SiteMap site, Politeness lists, Politeness details, Duration slice, PhoneRules phones) {}

  private final SessionService sessions;
  private final ConfigService configs;
  private final RunService runs;
  private final ExamRepository exams;
  private final CardService cards;
  private final WriteBackService writeBacks;
  private final EvalRepository scores;
  private final Importer<?, ?> evalTests;

  /** @param caller null when no site is configured */
  MrTestVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, Supplier<UUID> ids, HttpCaller caller,
      Vault vault, Config config) {
    super(bus, capacity);
    SiteClient client = caller == null ? null : new SiteClient(caller, new PageRules(config.site));
    SiteSessions site =
        client == null ? null : new SiteSessions(db, new LoginRepository(db, bus.clock()), client, vault,
            this::blocking);
    ExamConnector connector = new ExamConnector(site, config.lists, config.details);
    sessions = new SessionService(site, connector);
    runs = new RunService(bus, db, jobs, ids, connector, config.slice, this::isStopping);
    configs = new ConfigService(bus, db, jobs, ids, sessions, runs);
    exams = new ExamRepository(db);
    cards = new CardService(bus, db, ids, client);
    writeBacks = new WriteBackService(bus, db, jobs, ids, site,
        new WriteBackService.Config(config.slice, config.lists, config.phones), this::isStopping);
    scores = new EvalRepository(db);
    evalTests = new Importer<>(WriteBackContract.EVAL_TESTS, new EvalImport(scores, jobs, bus.clock()), bus, db,
        new Importer.Aside() {
          @Override
          public <T> Future<T> begin(Callable<T> work) {
            return beside(work);
          }
        }, this::isStopping);
  }

  @Override
  protected void open() {
    configured(MrTestContract.LOG_IN, (call, ask) -> {
      SessionStatus status = sessions.logIn(call, ask);
      configs.revive(call);
      return status;
    });
    configured(MrTestContract.LOG_OUT, (call, ask) -> sessions.logOut(call));
    configured(MrTestContract.STATUS, (call, ask) -> sessions.status(call));
    configured(MrTestContract.LIVE_EXAMS, sessions::live);
    answer(ExamSyncContract.LIST_CONFIGS, configs::list);
    configured(ExamSyncContract.CREATE_CONFIG, configs::create);
    answer(ExamSyncContract.CHANGE_CONFIG, configs::change);
    answer(ExamSyncContract.DELETE_CONFIG, configs::delete);
    configured(ExamSyncContract.RUN_CONFIG, configs::run);
    answer(ExamSyncContract.TICK, configs::tick);
    answer(ExamSyncContract.ADVANCE, runs::advance);
    answer(ExamSyncContract.LIST_RUNS, runs::list);
    answer(ExamSyncContract.GET_RUN, runs::get);
    answer(ExamSyncContract.LIST_EXAMS, (call, ask) -> exams.exams(call.tenant(), ask));
    answer(ExamSyncContract.LIST_SUBMISSIONS, (call, ask) -> exams.submissions(call.tenant(), ask));
    answer(ExamSyncContract.GET_REPORT, (call, ask) -> exams.report(call.tenant(), ask.id(), null));
    answer(ExamSyncContract.LIST_STUDENTS, (call, ask) -> exams.students(call.tenant(), ask));
    answer(ExamCardContract.LIST_BATCH_EXAMS, cards::list);
    answer(ExamCardContract.PUT_BATCH_EXAM, cards::put);
    answer(ExamCardContract.REMOVE_BATCH_EXAM, cards::remove);
    answer(ExamCardContract.MY_EXAMS, cards::mine);
    answer(ExamCardContract.LAUNCH, cards::launch);
    answer(ExamCardContract.MY_REPORT, (call, ask) -> exams.report(call.tenant(), ask.id(), call.userId()));
    answer(WriteBackContract.CREATE_ACCOUNT, writeBacks::createAccount);
    configured(WriteBackContract.PUSH, writeBacks::push);
    answer(WriteBackContract.ADVANCE_PUSH, writeBacks::advance);
    answer(WriteBackContract.LIST_PUSHES, writeBacks::pushes);
    answer(WriteBackContract.EVAL_TESTS.work(), evalTests::work);
    answer(WriteBackContract.LIST_EVAL_TESTS,
        (call, ask) -> scores.list(call.tenant(), ask.userId(), PageWindow.of(ask)));
    on(RunsContract.GIVEN_UP, (call, over) -> runs.givenUp(over));
  }

  /** Answers what needs the site. */
  private <Q, A> void configured(Request<Q, A> request, BiFunction<Call, Q, A> answer) {
    answer(request, (call, ask) -> {
      sessions.mustBeConfigured();
      return answer.apply(call, ask);
    });
  }
}
