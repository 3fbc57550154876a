package com.mas.domain.learning.sync;

import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.bus.Request;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.SyncContract.ChangeCron;
import com.mas.domain.learning.sync.SyncContract.NewStudentCron;
import com.mas.domain.learning.sync.SyncContract.Queued;
import com.mas.domain.platform.settings.FlagContract;
import com.mas.domain.platform.settings.SettingsContract;
import com.mas.domain.platform.settings.SettingsContract.GetConfig;
import com.mas.module.Flag;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for new learners in every enabled config, by a schedule for each tenant that has said when, and one for all
 * others, which the two settings of the installation govern. The schedules follow what is stored, at a change and at
 * each start.
 */
final class NewStudents {
  static final String ENABLED = "MRLEARN_NEW_STUDENT_SYNC_ENABLED";
  static final String INTERVAL_HOURS = "MRLEARN_NEW_STUDENT_SYNC_INTERVAL_HOURS";
  static final int DEFAULT_HOURS = 6;
  static final List<Flag> FLAGS = List.of(
      Flag.ofSwitch(ENABLED, false, "Whether new learners are looked for in all enabled courses, at an interval."),
      Flag.ofNumber(INTERVAL_HOURS, DEFAULT_HOURS, SyncRules.MIN_INTERVAL_HOURS, SyncRules.MAX_INTERVAL_HOURS,
          "How many hours pass between two looks for new learners."));
  private static final String IN_TURN = "SELECT pg_advisory_xact_lock(hashtext('mrlearn.new_students'))";
  private static final Logger LOG = LoggerFactory.getLogger(NewStudents.class);
  private static final Duration SHORT = Duration.ofSeconds(5);

  private final Stores stores;
  private final CronRepository crons;
  private final BulkService bulk;

  NewStudents(Stores stores, BulkService bulk) {
    this.stores = stores;
    this.crons = new CronRepository(stores.db());
    this.bulk = bulk;
  }

  /** Returns the tenant's own, or what the installation says. */
  NewStudentCron get(Call call) {
    return crons.find(call.tenant()).orElseGet(() -> installations(call));
  }

  /** Changes when the caller's tenant looks. Locks, so that of two changes at once the later one stays. */
  NewStudentCron change(Call call, ChangeCron ask) {
    return stores.db().transaction(tx -> {
      tx.query(IN_TURN);
      NewStudentCron before = get(call);
      NewStudentCron after = new NewStudentCron(ask.enabled() == null ? before.enabled() : ask.enabled(),
          ask.intervalHours() == null ? before.intervalHours() : SyncRules.hours(ask.intervalHours()));
      crons.put(tx, call.tenant(), after, call.principal() == null ? null : call.userId(),
          stores.bus().clock().instant());
      schedule(tx, call.tenant(), after);
      return after;
    });
  }

  /** Follows a flag that was changed by hand. */
  Void changed(Call call, FlagContract.Changed flag) {
    if (flag.key().equals(ENABLED) || flag.key().equals(INTERVAL_HOURS)) {
      follow(call);
    }
    return null;
  }

  /** Restores the schedules at the start of a node. If the settings cannot be read, they stay as they are stored. */
  void restore() {
    try {
      follow(stores.bus().systemCall(null, SHORT));
    } catch (FailureException e) {
      LOG.info("The schedules of new students stay as they are: {}", e.getMessage());
    }
  }

  /** Looks for those of the call's tenant; without one, for those of all tenants that have not said when. */
  Queued find(Call call) {
    return bulk.startAll(call, call.tenant(), "scheduled", true);
  }

  /** Reads what is stored under a lock, so that of two changes at once the later one is what stays. */
  private void follow(Call call) {
    stores.db().repeatable(tx -> {
      tx.query(IN_TURN);
      schedule(tx, null, installations(call));
      crons.all().forEach(own -> schedule(tx, own.tenant(), own.cron()));
      return null;
    });
  }

  private void schedule(Tx tx, String tenant, NewStudentCron cron) {
    if (cron.enabled()) {
      stores.outbox().findNewStudents(tx, tenant, Duration.ofHours(cron.intervalHours()));
    } else {
      stores.outbox().findNoNewStudents(tx, tenant);
    }
  }

  private NewStudentCron installations(Call call) {
    return new NewStudentCron("true".equals(value(call, ENABLED)), SyncRules.hoursOf(value(call, INTERVAL_HOURS),
        DEFAULT_HOURS));
  }

  private String value(Call call, String key) {
    return ask(call, SettingsContract.GET_CONFIG, new GetConfig(key)).value();
  }

  /** Asks for the installation's settings, which need no rights of the caller. */
  private <Q, A> A ask(Call call, Request<Q, A> request, Q body) {
    return stores.bus().send(stores.bus().systemCall(call.tenant(), SHORT), request, body).await();
  }
}
