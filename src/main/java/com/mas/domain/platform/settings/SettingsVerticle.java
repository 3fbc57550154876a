package com.mas.domain.platform.settings;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.module.Flag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

public final class SettingsVerticle extends DomainVerticle {
  private static final Duration UP = Duration.ofSeconds(10);
  private static final Duration FORGOTTEN = Duration.ofHours(1);
  private static final long SAMPLED_EVERY_MILLIS = 10_000;

  private final SettingsService service;
  private final FlagService flags;
  private final NodeRepository nodes;
  private final HistoryService history;

  /** @param declared the settings of all domains that change while the servers run */
  public SettingsVerticle(Bus bus, Capacity capacity, Database db, List<Flag> declared) {
    super(bus, capacity);
    this.service = new SettingsService(new SettingsRepository(db), bus.clock());
    this.flags = new FlagService(bus, new FlagRepository(db), declared);
    this.nodes = new NodeRepository(db);
    this.history = new HistoryService(bus, db, this::nodes);
  }

  @Override
  protected void open() {
    answer(SettingsContract.BEGIN_IDEMPOTENT, (call, body) -> service.begin(body));
    answer(SettingsContract.FINISH_IDEMPOTENT, (call, body) -> service.finish(body));
    answer(SettingsContract.PURGE_IDEMPOTENT, (call, body) -> service.purge());
    answer(SettingsContract.GET_CONFIG, flags::get);
    answer(SettingsContract.SET_CONFIG, flags::set);
    answer(FlagContract.LIST, flags::list);
    answer(FlagContract.CHANGE, flags::change);
    answer(FlagContract.HISTORY, flags::history);
    answer(NodeContract.REPORT, (call, report) -> {
      Instant now = bus().clock().instant();
      nodes.store(report, now);
      nodes.forget(now.minus(FORGOTTEN));
      return null;
    });
    answer(NodeContract.LIST, (call, nothing) -> {
      List<NodeContract.Node> all = nodes();
      return new Page<>(all, all.size(), 0, (long) all.size());
    });
    answer(HistoryContract.QUEUES, (call, ask) -> history.queues(ask));
    answer(HistoryContract.NODES, (call, ask) -> history.nodes(ask));
    vertx.setPeriodic(0, SAMPLED_EVERY_MILLIS, tick -> history.sample());
  }

  private List<NodeContract.Node> nodes() {
    return nodes.list(bus().clock().instant().minus(UP));
  }

  /** Samples the present minute, as the verticle does by itself. */
  HistoryService history() {
    return history;
  }
}
