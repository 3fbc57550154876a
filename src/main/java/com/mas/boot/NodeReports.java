package com.mas.boot;

import com.mas.bus.Bus;
import com.mas.bus.BusHealth;
import com.mas.domain.platform.settings.NodeContract;
import com.mas.domain.platform.settings.NodeContract.BusView;
import com.mas.domain.platform.settings.NodeContract.Peer;
import com.mas.domain.platform.settings.NodeContract.Report;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Tells every few seconds what this node is and how it does, for whoever looks at the nodes. */
final class NodeReports implements AutoCloseable {
  private static final long EVERY_MILLIS = 3000;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Constant part of the reports; {@code id} is the one in the cluster. */
  record Self(String name, String id, Instant startedAt, int port) {}

  private final Vertx vertx;
  private final Bus bus;
  private final Self self;
  private final Supplier<List<NodeContract.Role>> roles;
  private final BusHealth health;
  private final long timer;

  /** @param health null on a node without a cluster */
  NodeReports(Vertx vertx, Bus bus, Self self, Supplier<List<NodeContract.Role>> roles, BusHealth health) {
    this.vertx = vertx;
    this.bus = bus;
    this.self = self;
    this.roles = roles;
    this.health = health;
    tell();
    this.timer = vertx.setPeriodic(EVERY_MILLIS, tick -> tell());
  }

  /** Nobody waits for it: the next one says it again. */
  private void tell() {
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    bus.send(bus.systemCall(null, PATIENCE), NodeContract.REPORT, new Report(self.name, self.id, self.startedAt,
        self.port, Runtime.getRuntime().availableProcessors(), load < 0 ? null : Math.round(load * 100) / 100.0,
        heap.getUsed(), heap.getMax(), ManagementFactory.getThreadMXBean().getThreadCount(), roles.get(), busView()));
  }

  private BusView busView() {
    if (health == null) {
      return null;
    }
    BusHealth.View view = health.view();
    return new BusView(view.peers().stream()
        .map(peer -> new Peer(peer.id(), peer.millis(), peer.stale(), peer.trouble())).toList(), view.addresses(),
        view.reasserted(), view.ghosts(), view.undelivered(), view.checkedAt());
  }

  static NodeContract.Role role(String name, Roles.Role role) {
    return new NodeContract.Role(name, role.instances(), role.pool(), (int) gauge("bus.pool_busy", name), role.inHand(),
        gauge("bus.in_hand", name), count("bus.refused", name), count("bus.expired", name));
  }

  private static long gauge(String meter, String role) {
    Gauge gauge = Metrics.globalRegistry.find(meter).tag("role", role).gauge();
    return gauge == null || Double.isNaN(gauge.value()) ? 0 : (long) gauge.value();
  }

  private static long count(String meter, String role) {
    Counter counter = Metrics.globalRegistry.find(meter).tag("role", role).counter();
    return counter == null ? 0 : (long) counter.count();
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
