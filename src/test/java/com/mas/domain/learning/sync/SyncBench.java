package com.mas.domain.learning.sync;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.learning.sync.AwardRepository.Award;
import com.mas.domain.learning.sync.AwardRepository.Completed;
import com.mas.domain.learning.sync.LinkContract.ModuleWithdrawn;
import com.mas.domain.learning.sync.SyncContract.Advance;
import com.mas.domain.learning.sync.SyncContract.ConfigRemoved;
import com.mas.domain.learning.sync.SyncContract.CreateConfig;
import com.mas.domain.learning.sync.SyncContract.DeleteConfig;
import com.mas.domain.learning.sync.SyncContract.ListConfigs;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.domain.learning.sync.SyncContract.RunConfig;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import com.mas.outbound.HttpCaller;
import com.mas.sources.Connector;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * One run of the sync engine without pauses, from the plain learning system at {@code LMS_URL}, or of {@code LEARNERS}
 * made up ones, into {@code DATABASE_URL}, which must be migrated. {@code WAVE=1} begins with empty tables,
 * {@code WAVE=2} syncs again. Two runs of another tenant, one of each wave, come before it, since a server does not
 * sync with code that has never run. The last line is what was measured; {@code reports_s} counts the reports that were
 * due.
 */
public final class SyncBench {
  private static final String TENANT = "my-analytics-school";
  private static final String WARM_UP = "mr-mentor";
  private static final int MINUTES = 10;

  private SyncBench() {}

  public static void main(String[] args) {
    try {
      run();
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void run() throws Exception {
    Map<String, String> env = System.getenv();
    int wanted = Integer.parseInt(env.getOrDefault("WAVE", "1"));
    AtomicInteger wave = new AtomicInteger(1);
    Clock clock = Clock.systemUTC();
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true)); // as the product has it
    Bus bus = new Bus(vertx, clock);
    Database db = Database.open(vertx, env.get("DATABASE_URL"), 8);
    Slices slices = new Slices();
    UuidV7 ids = new UuidV7(clock);
    Connector connector = connector(env, vertx, clock, wave::get);
    deploy(vertx, new SyncVerticle(bus, new Capacity("sync", 1, 64), db, slices, connector, ids::next,
        new SyncVerticle.Config(Duration.ofMinutes(MINUTES), TENANT, List.of())));
    AtomicLong listed = new AtomicLong();
    bus.observe(SyncContract.RUN_PROGRESSED, run -> {
      if (run.phase().equals(Phones.BEFORE_REPORTS)) {
        listed.compareAndSet(0, System.nanoTime());
      }
    });
    SyncConfig warmUp =
        ask(bus, WARM_UP, SyncContract.CREATE_CONFIG, new CreateConfig("C2", null, null, 24, true, true));
    slices.advance(bus, WARM_UP);
    wave.set(2);
    ask(bus, WARM_UP, SyncContract.RUN_CONFIG, new RunConfig(warmUp.id(), false));
    slices.advance(bus, WARM_UP);
    wave.set(wanted);
    ask(bus, WARM_UP, SyncContract.DELETE_CONFIG, new DeleteConfig(warmUp.id(), true));
    if (wanted == 1) {
      get(db.send("""
          TRUNCATE mrlearn.sync_configs, mrlearn.courses, mrlearn.learners, mrlearn.learner_reports,
            mrlearn.sync_runs, runs.run,
            mrlearn.sync_errors"""));
      ask(bus, TENANT, SyncContract.CREATE_CONFIG, new CreateConfig("C1", null, null, 24, true, true));
    } else {
      UUID config = ask(bus, TENANT, SyncContract.LIST_CONFIGS, new ListConfigs(1, 0L)).items().getFirst().id();
      ask(bus, TENANT, SyncContract.RUN_CONFIG, new RunConfig(config, false));
    }
    listed.set(0);
    long begin = System.nanoTime();
    Run run = slices.advance(bus, TENANT);
    long end = System.nanoTime();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("learners", run.learnersFetched());
    figures.put("reports", run.reportsFetched());
    figures.put("listing_s", rate(run.learnersFetched(), listed.get() - begin));
    figures.put("reports_s", rate(run.reportsFetched(), end - listed.get()));
    figures.put("total_s", rate(run.learnersFetched(), end - begin));
    figures.put("ms", TimeUnit.NANOSECONDS.toMillis(end - begin));
    System.out.println(Json.write(figures));
  }

  private static Connector connector(Map<String, String> env, Vertx vertx, Clock clock, IntSupplier wave) {
    String url = env.get("LMS_URL");
    if (url == null) {
      return new MadeUpLms(Integer.parseInt(env.getOrDefault("LEARNERS", "20000")), wave);
    }
    HttpCaller.Config polite = HttpCaller.Config.polite("plain", url, Duration.ofSeconds(20));
    return new PlainLms(new HttpCaller(vertx, clock, new Random(), polite), wave);
  }

  /** Keeps slices in memory; nobody awards and no schedule fires. */
  private static final class Slices implements Outbox {
    private final Queue<Advance> kept = new ArrayDeque<>();

    /** @return the run as its last slice left it */
    Run advance(Bus bus, String tenant) throws Exception {
      Run run = null;
      for (Advance next = kept.poll(); next != null; next = kept.poll()) {
        run = ask(bus, tenant, SyncContract.ADVANCE, next);
      }
      if (run == null || !run.status().equals("success")) {
        throw new IllegalStateException("The run did not end well: " + run);
      }
      return run;
    }

    @Override
    public Future<UUID> advance(Tx tx, Call cause, UUID runId, int slice, Instant due) {
      kept.add(new Advance(runId, slice));
      return Future.succeededFuture(runId);
    }

    @Override
    public Future<?> schedule(Tx tx, String tenant, UUID configId, Duration every) {
      return Future.succeededFuture();
    }

    @Override
    public Future<?> unschedule(Tx tx, UUID configId) {
      return Future.succeededFuture();
    }

    @Override
    public Future<?> findNewStudents(Tx tx, String tenant, Duration every) {
      return Future.succeededFuture();
    }

    @Override
    public Future<?> findNoNewStudents(Tx tx, String tenant) {
      return Future.succeededFuture();
    }

    @Override
    public Future<?> withdraw(Tx tx, Call cause, List<ModuleWithdrawn> modules) {
      return Future.succeededFuture();
    }

    @Override
    public Future<?> configChanged(Tx tx, Call cause, SyncConfig config) {
      return Future.succeededFuture();
    }

    @Override
    public Future<?> configDeleted(Tx tx, Call cause, ConfigRemoved config) {
      return Future.succeededFuture();
    }

    @Override
    public Future<?> tellCompleted(Tx tx, Call cause, RunRow run, List<Completed> completed) {
      return Future.succeededFuture();
    }

    @Override
    public Future<UUID> repair(Tx tx, Call cause, String unique) {
      return Future.succeededFuture();
    }

    @Override
    public Future<?> award(Tx tx, Call cause, RunRow run, List<Award> awards) {
      return Future.succeededFuture();
    }
  }

  private static void deploy(Vertx vertx, DomainVerticle verticle) throws Exception {
    get(vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  private static <Q, A> A ask(Bus bus, String tenant, Request<Q, A> request, Q body) throws Exception {
    return get(bus.send(bus.systemCall(tenant, Duration.ofMinutes(MINUTES)), request, body));
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(MINUTES, TimeUnit.MINUTES);
  }

  private static double rate(int number, long nanos) {
    return nanos <= 0 ? 0 : Math.round(number * 1e10 / nanos) / 10.0;
  }
}
