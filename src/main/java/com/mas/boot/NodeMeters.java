package com.mas.boot;

import com.mas.db.Database;
import com.mas.meters.Meters;
import com.mas.meters.Meters.Scale;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures the process itself: memory, disk, event loops, clock, and whether it takes requests. */
final class NodeMeters implements AutoCloseable {
  private static final int LOOP_MS = 250;
  private static final int CLOCK_MS = 30_000;
  private static final String NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8";

  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private volatile double clockOffset;

  /** @param data folder on whose disk the server's own stores are */
  static NodeMeters open(Path data, AtomicBoolean ready) {
    NodeMeters meters = new NodeMeters();
    Metrics.addRegistry(meters.registry);
    List<MeterBinder> binders = List.of(new JvmMemoryMetrics(), meters.collections, new JvmThreadMetrics(),
        new ProcessorMetrics(), new FileDescriptorMetrics(), new UptimeMetrics(), new DiskSpaceMetrics(data.toFile()));
    binders.forEach(binder -> binder.bindTo(meters.registry));
    Meters.gauge("node.ready", "1 while the node takes requests", ready, now -> now.get() ? 1 : 0);
    return meters;
  }

  String scrape() {
    return registry.scrape();
  }

  /** Watches how late event loops are with what is due, each by a timer of its own. */
  void watchLoops(Vertx vertx, int loops) {
    AtomicInteger number = new AtomicInteger();
    Boot.await(vertx.deployVerticle(() -> new Loop(number.getAndIncrement()),
        new DeploymentOptions().setInstances(loops)));
  }

  /** Compares this machine's clock with the database's, which all nodes share. */
  void watchClock(Vertx vertx, Database database, Clock clock) {
    Meters.gaugeIn("seconds", "node.clock.offset", "Time by which the database's clock is before that of this node",
        this, meters -> meters.clockOffset);
    vertx.setPeriodic(0, CLOCK_MS, tick -> {
      long asked = clock.millis();
      database.send(NOW).onSuccess(rows -> clockOffset =
          (rows.iterator().next().getDouble(0) - (asked + clock.millis()) / 2.0) / 1000);
    });
  }

  @Override
  public void close() {
    collections.close();
    Metrics.removeRegistry(registry);
    registry.close();
  }

  private static final class Loop extends VerticleBase {
    private final Timer lag;
    private long due;

    Loop(int number) {
      lag = Meters.histogram("event_loop.lag", "Time by which an event loop is late with what is due", Scale.BRIEF,
          "loop", String.valueOf(number));
    }

    @Override
    public Future<?> start() {
      due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOP_MS);
      vertx.setPeriodic(LOOP_MS, tick -> {
        long now = System.nanoTime();
        lag.record(Math.max(0, now - due), TimeUnit.NANOSECONDS);
        due = Math.max(due, now - TimeUnit.MILLISECONDS.toNanos(LOOP_MS)) + TimeUnit.MILLISECONDS.toNanos(LOOP_MS);
      });
      return Future.succeededFuture();
    }
  }
}
