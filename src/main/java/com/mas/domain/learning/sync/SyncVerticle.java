package com.mas.domain.learning.sync;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.domain.platform.settings.FlagContract;
import com.mas.jobs.Jobs;
import com.mas.phone.PhoneRules;
import com.mas.runs.RunsContract;
import com.mas.sources.Connector;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Answers for the syncs of Mr. Learn, and runs them. */
public final class SyncVerticle extends DomainVerticle {
  private final SyncService service;
  private final BulkService bulk;
  private final NewStudents newStudents;
  private final SyncEngine engine;
  private final LinkService links;
  private final PrefixService prefixes;
  private final Config config;

  /**
   * @param slice how long one stored request works on a run before it leaves the rest to the next; well below
   *     {@link SyncContract#SLICE_LIMIT}
   * @param phones reads numbers that name no country
   * @param tenant whose prefixes {@code prefixes} are
   */
  public record Config(Duration slice, PhoneRules phones, String tenant, List<String> prefixes) {
    public Config(Duration slice, String tenant, List<String> prefixes) {
      this(slice, PhoneRules.INDIA, tenant, prefixes);
    }
  }

  public SyncVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, Connector connector, Supplier<UUID> ids,
      Config config) {
    this(bus, capacity, db, new SyncJobs(jobs), connector, ids, config);
  }

  SyncVerticle(Bus bus, Capacity capacity, Database db, Outbox outbox, Connector connector, Supplier<UUID> ids,
      Config config) {
    super(bus, capacity);
    Stores stores = Stores.of(bus, db, outbox, connector, config.phones);
    service = new SyncService(stores, ids);
    bulk = new BulkService(stores, service, ids);
    newStudents = new NewStudents(stores, bulk);
    links = new LinkService(stores);
    prefixes = new PrefixService(stores);
    this.config = config;
    engine = new SyncEngine(stores,
        new Pauses(connector.politeness(Lms.LEARNERS), connector.politeness(Lms.REPORTS)), ids, config.slice,
        this::isStopping);
  }

  @Override
  protected void open() {
    answer(SyncContract.LIST_CONFIGS, service::configs);
    answer(SyncContract.CREATE_CONFIG, service::create);
    answer(SyncContract.CHANGE_CONFIG, service::change);
    answer(SyncContract.DELETE_CONFIG, service::delete);
    answer(SyncContract.RUN_CONFIG, service::run);
    answer(SyncContract.LIST_LEARNERS, service::learners);
    answer(SyncContract.PROGRESS, service::progress);
    answer(SyncContract.LIST_RUNS, service::runs);
    answer(SyncContract.GET_RUN, service::run);
    answer(SyncContract.LIST_COURSES, service::courses);
    answer(SyncContract.SYNC_COURSES, bulk::courses);
    answer(SyncContract.SYNC_BATCH, bulk::batch);
    answer(SyncContract.REFRESH_ALL, bulk::refresh);
    answer(SyncContract.PICK_BATCHES, bulk::pick);
    answer(SyncContract.GET_CRON, (call, ask) -> newStudents.get(call));
    answer(SyncContract.CHANGE_CRON, newStudents::change);
    observe(FlagContract.CHANGED, newStudents::changed);
    answer(SyncContract.FIND_NEW_STUDENTS, (call, ask) -> newStudents.find(call));
    answer(SyncContract.TICK, service::tick);
    answer(SyncContract.ADVANCE, engine::advance);
    on(RunsContract.GIVEN_UP, engine::givenUp);
    answer(SyncContract.REVIVE, (call, ask) -> service.revive(call));
    answer(SyncContract.KEEP_REMINDERS, service::keepReminders);
    answer(LinkContract.LIST, links::list);
    answer(LinkContract.LINK, links::link);
    answer(LinkContract.UNLINK, links::unlink);
    answer(LinkContract.UNDECIDE, links::undecide);
    answer(LinkContract.LOG, links::log);
    answer(LinkContract.WRONG, links::wrong);
    answer(LinkContract.PREFIXES, (call, ask) -> prefixes.list(call));
    answer(LinkContract.CONFIRM_PREFIX, prefixes::confirm);
    answer(LinkContract.REMOVE_PREFIX, prefixes::remove);
    answer(LinkContract.REPAIR, (call, ask) -> links.repair(call));
    answer(LinkContract.TAKEN_BACK, links::takenBack);
    newStudents.restore();
    prefixes.adopt(config.tenant(), config.prefixes());
    links.restore();
  }
}
