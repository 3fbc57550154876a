package com.mas.domain.learning.sync;

import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.bus.Request;
import com.mas.domain.learning.sync.SyncContract.ChangeCron;
import com.mas.domain.learning.sync.SyncContract.NewStudentCron;
import com.mas.domain.learning.sync.SyncContract.Queued;
import com.mas.domain.platform.settings.FlagContract;
import com.mas.domain.platform.settings.SettingsContract;
import com.mas.domain.platform.settings.SettingsContract.GetConfig;
import com.mas.domain.platform.settings.SettingsContract.SetConfig;
import com.mas.module.Flag;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The product's one schedule that looks for new learners in every enabled config. Its two settings are the truth; the
 * schedule follows them, at a change and at each start.
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
  private final BulkService bulk;

  NewStudents(Stores stores, BulkService bulk) {
    this.stores = stores;
    this.bulk = bulk;
  }

  NewStudentCron get(Call call) {
    return new NewStudentCron("true".equals(value(call, ENABLED)), SyncRules.hoursOf(value(call, INTERVAL_HOURS),
        DEFAULT_HOURS));
  }

  NewStudentCron change(Call call, ChangeCron ask) {
    if (ask.enabled() != null) {
      set(call, ENABLED, ask.enabled().toString());
    }
    if (ask.intervalHours() != null) {
      set(call, INTERVAL_HOURS, SyncRules.hours(ask.intervalHours()).toString());
    }
    return follow(call);
  }

  /** Follows a flag that was changed by hand. */
  Void changed(Call call, FlagContract.Changed flag) {
    if (flag.key().equals(ENABLED) || flag.key().equals(INTERVAL_HOURS)) {
      follow(call);
    }
    return null;
  }

  /** Restores the schedule at the start of a node. If the settings cannot be read, it stays as the database has it. */
  void restore() {
    try {
      follow(stores.bus().systemCall(null, SHORT));
    } catch (FailureException e) {
      LOG.info("The schedule of new students stays as it is: {}", e.getMessage());
    }
  }

  Queued find(Call call) {
    return bulk.startAll(call, null, "scheduled", true);
  }

  /** Reads the settings under a lock, so that of two changes at once the later one is what stays. */
  private NewStudentCron follow(Call call) {
    return stores.db().transaction(tx -> {
      tx.query(IN_TURN);
      NewStudentCron cron = get(call);
      if (cron.enabled()) {
        stores.outbox().findNewStudents(tx, Duration.ofHours(cron.intervalHours()));
      } else {
        stores.outbox().findNoNewStudents(tx);
      }
      return cron;
    });
  }

  private String value(Call call, String key) {
    return ask(call, SettingsContract.GET_CONFIG, new GetConfig(key)).value();
  }

  private void set(Call call, String key, String value) {
    stores.bus().send(call, SettingsContract.SET_CONFIG, new SetConfig(key, value)).await();
  }

  /** Asks for the installation's settings, which need no rights of the caller. */
  private <Q, A> A ask(Call call, Request<Q, A> request, Q body) {
    return stores.bus().send(stores.bus().systemCall(call.tenant(), SHORT), request, body).await();
  }
}
