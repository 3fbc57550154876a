package com.mas.domain.engagement.reminder;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.engagement.reminder.ReminderContract.Sweep;
import com.mas.domain.engagement.reminder.ReminderContract.Tell;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.jobs.Jobs;
import com.mas.phone.PhoneRules;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract;
import java.time.Duration;

/** Answers for reminders, and sends them. */
public final class ReminderVerticle extends DomainVerticle {
  /**
   * @param slice how long one stored request works on a run before it leaves the rest to the next; well below
   *     {@link ReminderContract#SLICE_LIMIT}
   * @param language of the templates, as the provider knows it
   * @param phones reads numbers that name no country
   */
  public record Config(Duration slice, String language, PhoneRules phones) {
    public Config(Duration slice, String language) {
      this(slice, language, PhoneRules.INDIA);
    }
  }

  private final ReminderService service;
  private final ReminderRun run;
  private final LastReminders last;

  public ReminderVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, UuidV7 ids, Config config) {
    super(bus, capacity);
    PlanRepository plans = new PlanRepository(db);
    ReminderRunRepository runs = new ReminderRunRepository(db, bus.clock());
    Runs engine = new Runs(bus, db);
    last = new LastReminders(bus, db, jobs);
    run = new ReminderRun(bus, engine, jobs, plans, runs, last, config, this::isStopping);
    service = new ReminderService(bus, db, jobs, engine, run::store, ids::next, plans, runs, last, config.phones);
  }

  @Override
  protected void open() {
    answer(ReminderContract.SEND, service::send);
    answer(ReminderContract.SEND_ACROSS, service::sendAcross);
    answer(ReminderContract.PREVIEW, service::preview);
    answer(ReminderContract.LIST_LOGS, service::logs);
    answer(ReminderContract.LIST_RUNS, service::runs);
    answer(ReminderContract.GET_RUN, service::run);
    answer(ReminderContract.SWEEP, service::sweep);
    answer(ReminderContract.FORGET, (call, ask) -> service.forget(ask.configId()));
    answer(ReminderContract.ADVANCE, run::advance);
    answer(ReminderContract.TELL, last::tell);
    on(SyncContract.CONFIG_CHANGED, (call, event) -> {
      service.sweep(call, new Sweep());
      return last.tell(call, new Tell(event.configId()));
    });
    on(SyncContract.CONFIG_DELETED, (call, event) -> {
      if (event.purged()) {
        service.forget(event.configId());
      }
      return service.sweep(call, new Sweep());
    });
    on(RunsContract.GIVEN_UP, run::givenUp);
    last.all(bus().systemCall(null, ReminderContract.TELL.timeout()));
  }
}
