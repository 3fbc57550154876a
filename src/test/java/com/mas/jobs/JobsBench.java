package com.mas.jobs;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.Migrator;
import com.mas.testkit.House;
import com.mas.testkit.TestServers;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures what the peers' job cases measure, with their numbers: trivial handler, concurrency 10, the last 100
 * completed jobs kept. {@code DATABASE_URL} names an empty or migrated database whose jobs it deletes (default: one of
 * its own, which does not sync to disk, so that its figures mean little), {@code JOBS} how many. With the argument
 * {@code costs} it measures instead what caps and the turns of tenants cost, and how long a small tenant waits
 * behind a large one. Prints one JSON line, last.
 */
public final class JobsBench {
  record Mail(String to, String template, int n, long due) {}

  record Nothing() {}

  private static final Request<Mail, Nothing> MAIL =
      Request.of("bench.mail", Mail.class, Nothing.class, Duration.ofMinutes(1));
  private static final Capacity CAPACITY = new Capacity("bench", 1, 10_000);
  private static final Queues.Queue QUEUE = Queues.Queue.named("bench");

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true)); // as the product has it
  private final Bus bus = new Bus(vertx, Clock.systemUTC());
  private final Jobs jobs = new Jobs(Clock.systemUTC());
  private final Database db;
  private final Map<String, Object> out = new LinkedHashMap<>();
  private volatile Consumer<Mail> handler = mail -> {};

  private JobsBench(String url) {
    db = Database.open(vertx, url, 20);
  }

  public static void main(String[] args) throws Exception {
    String url = System.getenv("DATABASE_URL") == null ? TestServers.postgres().url() : System.getenv("DATABASE_URL");
    int count = Integer.parseInt(System.getenv().getOrDefault("JOBS", "10000"));
    Migrator.migrate(url);
    new JobsBench(url).run(count, args.length > 0 && args[0].equals("costs"));
    System.exit(0);
  }

  /** @param costs measures what caps and turns of tenants cost, and what they are good for, and nothing else */
  private void run(int count, boolean costs) throws Exception {
    int single = Math.min(count, 3000);
    House.await(vertx.deployVerticle(new DomainVerticle(bus, CAPACITY) {
      @Override
      protected void open() {
        answer(MAIL, (call, mail) -> {
          handler.accept(mail);
          return null;
        });
      }
    }, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    db(() -> db.query("TRUNCATE jobs.job, jobs.finished, jobs.schedule, jobs.runner, jobs.share"));
    bulk(Math.min(count, 3000)); // the compiler warms up, as the peer's has by its adding
    process(Math.min(count, 3000), QUEUE);
    if (costs) {
      costs(3 * count);
      shared(5 * count);
      System.out.println(Json.write(out));
      return;
    }
    out.put("peer", "product");
    out.put("jobs", count);
    out.put("add_single_s", rate(single, () -> {
      for (int i = 0; i < single; i++) {
        add(i);
      }
      return null;
    }));
    out.put("add_single_in_own_transaction_s", rate(single, () -> {
      for (int i = 0; i < single; i++) {
        Database.await(jobs.store(db, MAIL, mail(i), JobOptions.on("bench")));
      }
      return null;
    }));
    out.put("add_parallel50_s", parallel(single));
    out.put("add_bulk_s", rate(count, () -> bulk(count)));
    out.put("process_s", process(count + 3 * single, QUEUE));
    bulk(count + 2 * single);
    out.put("process2_s", process(count + 2 * single, QUEUE));
    bulk(count + 2 * single);
    out.put("capped_process_s", process(count + 2 * single, QUEUE.cap(10)));
    bulk(count + 2 * single);
    out.put("process3_s", process(count + 2 * single, QUEUE));
    bulk(count + 2 * single);
    out.put("capped2_process_s", process(count + 2 * single, QUEUE.cap(10)));
    delayed(Math.min(1000, single));
    latency(300);
    out.put("schedule_s", rate(300, this::schedules));
    out.put("reschedule_s", rate(300, this::schedules));
    System.out.println(Json.write(out));
  }

  private Void add(int i) {
    return db.transaction(tx -> {
      jobs.store(tx, MAIL, mail(i), JobOptions.on("bench"));
      return null;
    });
  }

  private double parallel(int count) throws Exception {
    AtomicInteger next = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(50);
    long begin = System.nanoTime();
    for (int caller = 0; caller < 50; caller++) {
      Thread.ofVirtual().start(() -> {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
          add(i);
        }
        done.countDown();
      });
    }
    done.await(5, TimeUnit.MINUTES);
    return rate(count, begin);
  }

  private Void bulk(int count) throws Exception {
    return bulk(count, 0);
  }

  /** @param tenants whose jobs they are in turn; 0: nobody's */
  private Void bulk(int count, int tenants) throws Exception {
    return db(() -> {
      for (int from = 0; from < count; from += 1000) {
        List<Mail> bodies = IntStream.range(from, Math.min(count, from + 1000)).mapToObj(JobsBench::mail).toList();
        db.transaction(tx -> jobs.storeAll(tx, MAIL, bodies, mail -> tenants == 0 ? JobOptions.on("bench")
            : JobOptions.on("bench").because(of("tenant-" + mail.n() % tenants))));
      }
      return null;
    });
  }

  /** The same jobs without, with turns of ten tenants, with a cap, and with both; each round begins with another. */
  private void costs(int count) throws Exception {
    List<String> cases = new ArrayList<>(List.of("plain", "capped", "fair", "fair_capped"));
    Map<String, List<Double>> rates = new TreeMap<>();
    for (int round = 0; round < 8; round++) {
      for (String each : cases) {
        bulk(count, each.startsWith("fair") ? 10 : 0);
        rates.computeIfAbsent(each, name -> new ArrayList<>())
            .add(process(count, each.endsWith("capped") ? QUEUE.cap(10) : QUEUE));
      }
      Collections.rotate(cases, 1);
    }
    rates.forEach((name, all) -> out.put(name + "_rounds_s", all.stream().map(Math::round).toList()));
    List<Double> plain = rates.get("plain");
    rates.forEach((name, all) -> out.put(name + "_ratio", Math.round(median(IntStream.range(0, all.size())
        .mapToObj(round -> all.get(round) / plain.get(round)).toList()) * 100) / 100.0));
  }

  private static double median(List<Double> rates) {
    return rates.stream().sorted().toList().get(rates.size() / 2);
  }

  private double process(int count, Queues.Queue queue) throws Exception {
    CountDownLatch done = new CountDownLatch(count);
    handler = mail -> done.countDown();
    long begin = System.nanoTime();
    String id = start(queue);
    if (!done.await(5, TimeUnit.MINUTES)) {
      throw new IllegalStateException(done.getCount() + " jobs were not done");
    }
    House.await(vertx.undeploy(id)); // returns when the end of each is written down
    double rate = rate(count, begin);
    long left = db(() -> db.query("SELECT count(*) FROM jobs.job").iterator().next().getLong(0));
    if (left != 0) {
      throw new IllegalStateException(left + " jobs are left");
    }
    return rate;
  }

  /** One tenant has a mountain waiting, another comes with ten: how long do the ten wait? */
  private void shared(int mountain) throws Exception {
    int small = 10;
    long[] waited = new long[small];
    CountDownLatch few = new CountDownLatch(small);
    CountDownLatch all = new CountDownLatch(mountain + small);
    handler = mail -> {
      if (mail.due > 0) {
        waited[mail.n] = System.currentTimeMillis() - mail.due;
        few.countDown();
      }
      all.countDown();
    };
    db(() -> {
      for (int from = 0; from < mountain; from += 1000) {
        List<Mail> bodies = IntStream.range(from, Math.min(mountain, from + 1000)).mapToObj(JobsBench::mail).toList();
        db.transaction(tx -> jobs.storeAll(tx, MAIL, bodies, mail -> JobOptions.on("bench").because(of("large"))));
      }
      return null;
    });
    long begin = System.nanoTime();
    String id = start(QUEUE);
    for (int i = 0; i < small; i++) {
      Mail mail = new Mail("few@example.org", "otp", i, System.currentTimeMillis());
      db(() -> db.transaction(tx -> jobs.store(tx, MAIL, mail, JobOptions.on("bench").because(of("small")))));
    }
    few.await(1, TimeUnit.MINUTES);
    out.put("small_platform_done_before_the_large", all.getCount() > 0);
    all.await(5, TimeUnit.MINUTES);
    House.await(vertx.undeploy(id));
    Arrays.sort(waited);
    out.put("shared_process_s", rate(mountain + small, begin));
    out.put("small_platform_wait_p95_ms", waited[small - 1]);
  }

  private static Call of(String tenant) {
    return Call.system("bench", tenant, Long.MAX_VALUE);
  }

  private String start(Queues.Queue queue) {
    return House.await(vertx.deployVerticle(new JobsVerticle(bus, CAPACITY, db, Map.of(MAIL.address(), MAIL),
        new Queues(List.of(queue)), JobsVerticle.Config.of("bench")),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  private void delayed(int count) throws Exception {
    List<Long> late = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(count);
    handler = mail -> {
      synchronized (late) {
        late.add(System.currentTimeMillis() - mail.due);
      }
      done.countDown();
    };
    String id = start(QUEUE);
    long first = System.currentTimeMillis() + 5000;
    out.put("add_delayed_s", rate(count, () -> db(() -> {
      for (int i = 0; i < count; i++) {
        long due = first + 5L * i;
        Mail mail = new Mail("user@example.org", "otp", i, due);
        db.transaction(tx -> {
          jobs.store(tx, MAIL, mail, JobOptions.on("bench").at(Instant.ofEpochMilli(due)));
          return null;
        });
      }
      return null;
    })));
    out.put("delayed_enqueued_in_time", System.currentTimeMillis() < first);
    done.await(1, TimeUnit.MINUTES);
    House.await(vertx.undeploy(id));
    long[] sorted = late.stream().mapToLong(Long::longValue).sorted().toArray();
    out.put("delayed_late_p50_ms", sorted[count / 2]);
    out.put("delayed_late_p99_ms", sorted[(int) (count * 0.99)]);
  }

  /** Measures from before the store to the start of the handler; one job at a time, as on a quiet system. */
  private void latency(int count) throws Exception {
    String id = start(QUEUE);
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      int n = i;
      CountDownLatch done = new CountDownLatch(1);
      long[] started = new long[1];
      handler = mail -> {
        started[0] = System.nanoTime();
        done.countDown();
      };
      long stored = System.nanoTime();
      db(() -> add(n));
      done.await(10, TimeUnit.SECONDS);
      millis[i] = (started[0] - stored) / 1e6;
    }
    House.await(vertx.undeploy(id));
    Arrays.sort(millis);
    out.put("store_to_start_p50_ms", millis[count / 2]);
    out.put("store_to_start_p99_ms", millis[(int) (count * 0.99)]);
  }

  private Void schedules() throws Exception {
    return db(() -> {
      for (int i = 0; i < 300; i++) {
        String key = "s" + i;
        Schedule schedule = i % 2 == 1 ? Schedule.every(Duration.ofHours(1), key, "bench", MAIL, mail(i))
            : Schedule.cron("59 23 * * *", ZoneId.of("Asia/Kolkata"), key, "bench", MAIL, mail(i));
        db.transaction(tx -> jobs.schedule(tx, schedule));
      }
      return null;
    });
  }

  private static Mail mail(int i) {
    return new Mail("user" + i + "@example.org", "otp", i, 0);
  }

  private static double rate(int count, Callable<?> work) throws Exception {
    FutureTask<Object> task = new FutureTask<>(work::call);
    long begin = System.nanoTime();
    Thread.ofVirtual().start(task);
    task.get();
    return rate(count, begin);
  }

  private static double rate(int count, long begin) {
    return Math.round(count / ((System.nanoTime() - begin) / 1e9) * 10) / 10.0;
  }

  /** Runs the work on a virtual thread, since it waits. */
  private static <T> T db(Callable<T> work) throws Exception {
    if (Thread.currentThread().isVirtual()) {
      return work.call();
    }
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task.get();
  }
}
