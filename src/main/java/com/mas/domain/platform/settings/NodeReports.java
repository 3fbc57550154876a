package com.mas.domain.platform.settings;

import com.mas.bus.BusHealth;
import com.mas.domain.platform.settings.NodeContract.BusView;
import com.mas.domain.platform.settings.NodeContract.Peer;
import com.mas.domain.platform.settings.NodeContract.Report;
import com.mas.module.Node;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Tells every few seconds what this node is and how it does, for whoever looks at the nodes. */
final class NodeReports implements AutoCloseable {
  private static final long EVERY_MILLIS = 3000;
  private static final int REPORTS_A_MINUTE = (int) (60_000 / EVERY_MILLIS);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Node node;
  private final AnswerTimes answers = new AnswerTimes(REPORTS_A_MINUTE);
  private final long timer;

  NodeReports(Node node) {
    this.node = node;
    tell();
    this.timer = node.vertx().setPeriodic(EVERY_MILLIS, tick -> tell());
  }

  /** Reports without waiting for an answer: the next report says it again. */
  private void tell() {
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    node.bus().send(node.bus().systemCall(null, PATIENCE), NodeContract.REPORT, new Report(node.name(), node.id(),
        node.startedAt(), node.port(), Runtime.getRuntime().availableProcessors(),
        load < 0 ? null : Math.round(load * 100) / 100.0, heap.getUsed(), heap.getMax(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        node.roles().get().stream().map(NodeReports::role).toList(), busView(),
        node.port() == 0 ? null : answers.lastMinute()));
  }

  private BusView busView() {
    if (node.health() == null) {
      return null;
    }
    BusHealth.View view = node.health().view();
    return new BusView(view.peers().stream()
        .map(peer -> new Peer(peer.id(), peer.millis(), peer.stale(), peer.trouble())).toList(), view.addresses(),
        view.reasserted(), view.ghosts(), view.undelivered(), view.checkedAt());
  }

  private static NodeContract.Role role(Node.Role role) {
    String name = role.name();
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
    node.vertx().cancelTimer(timer);
  }
}
