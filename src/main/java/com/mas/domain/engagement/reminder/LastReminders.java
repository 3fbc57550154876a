package com.mas.domain.engagement.reminder;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.engagement.reminder.ReminderContract.Tell;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.learning.sync.SyncContract.KeepReminders;
import com.mas.domain.learning.sync.SyncContract.LastReminder;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the syncs how the reminders of their configs stand: by a stored request with each change, and at once while a
 * run goes on. Whoever tells looks first, so that what is told last is what is.
 */
final class LastReminders {
  private static final Logger LOG = LoggerFactory.getLogger(LastReminders.class);
  private static final String DATABASE_QUEUE = "databaseQueue";
  private static final String LOOK = """
      SELECT now() AS as_of, tenant, last_reminder_status AS status, last_reminder_run_id AS run_id,
        last_reminder_at AS at, sent, skipped, failed, next_reminder_at AS next_at
      FROM reminder.shared_configs WHERE config_id = $1""";
  private static final String ALL = "SELECT config_id FROM reminder.shared_configs ORDER BY config_id LIMIT 10000";

  private static final Rows<Told> TOLD = Rows.of(Told.class);

  private record Told(Instant asOf, String tenant, LastReminder last) {}

  private final Bus bus;
  private final Database db;
  private final Jobs jobs;

  LastReminders(Bus bus, Database db, Jobs jobs) {
    this.bus = bus;
    this.db = db;
    this.jobs = jobs;
  }

  /** Stores that the syncs are to be told, with the change that they are told of. */
  void changed(Tx tx, Call cause, List<UUID> configs) {
    jobs.storeAll(tx, ReminderContract.TELL, configs.stream().map(Tell::new).toList(),
        tell -> JobOptions.on(DATABASE_QUEUE).because(cause));
  }

  /** Has all told: at a start, what a release before this one has not told. */
  void all(Call call) {
    List<UUID> configs = new ArrayList<>();
    db.query(ALL).forEach(row -> configs.add(row.getUUID(0)));
    db.transaction(tx -> {
      jobs.storeAll(tx, ReminderContract.TELL, configs.stream().map(Tell::new).toList(),
          tell -> JobOptions.on(DATABASE_QUEUE).unique("reminder-tell-" + tell.configId()).because(call));
      return null;
    });
  }

  /** Does nothing for a config that is gone. */
  Void tell(Call call, Tell ask) {
    TOLD.first(db.query(LOOK, ask.configId())).ifPresent(
        told -> bus.send(bus.systemCall(told.tenant, ReminderContract.TELL.timeout()), SyncContract.KEEP_REMINDERS,
            new KeepReminders(ask.configId(), told.last, told.asOf)).await());
    return null;
  }

  /** Tells at once, of a run that goes on; losing it costs freshness only. */
  void tellNow(Call call, UUID configId) {
    try {
      tell(call, new Tell(configId));
    } catch (FailureException e) {
      LOG.debug("the syncs hear later of the reminders of {}: {}", configId, e.getMessage());
    }
  }
}
