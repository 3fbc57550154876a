package com.mas.domain.engagement.reminder;

import com.mas.db.Table;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import com.mas.runs.RunsContract;
import java.time.Duration;

/** Declares reminders of learning. */
public final class ReminderModule extends DomainModule {
  /** People ask for a year who was reminded when. */
  private static final Duration KEPT = Duration.ofDays(400);
  private static final Duration SLICE = Duration.ofMinutes(5);

  public ReminderModule() {
    super("reminder", ReminderContract.class);
    page(ConsolePage.of(43, "mirror", "reminders", "chat", "Reminders",
        "WhatsApp reminders that were sent", "role:ADMIN"));
    tables(
        Table.of("reminder.schedules").goesWith("mrlearn.sync_configs"),
        Table.of("reminder.runs").by("triggered_by_user").nobody("triggered_by")
            .keeps(KEPT, "finished_at"),
        Table.of("reminder.logs").tied("learner_id", LinkContract.LEARNER_ACCOUNTS, "learner_id", "account_id")
            .phone("phone").mentions("detail").goesWith("reminder.runs"),
        Table.of("reminder.marks")
            .tied("graphy_user_id", LinkContract.LEARNER_ACCOUNTS, "graphy_user_id", "account_id")
            .never("there is one for each learner and course"));
    JobOptions soon = JobOptions.on("databaseQueue").within(ReminderContract.SWEEP.timeout());
    on(SyncContract.CONFIG_CHANGED, soon);
    on(SyncContract.CONFIG_DELETED, soon);
    on(RunsContract.GIVEN_UP, soon);
    reads(SyncContract.CONFIGS, SyncContract.LEARNERS, LinkContract.LEARNER_ACCOUNTS, IdentityContract.PEOPLE,
        NotificationContract.DELIVERIES);
    schedule(Schedule.every(Duration.ofMinutes(1), "reminder-sweep", "notificationQueue", ReminderContract.SWEEP,
        new ReminderContract.Sweep()));
  }

  @Override
  public Plan plan(SettingsReader from) {
    String language = from.text("WHATSAPP_LANGUAGE");
    return (parts, capacity) -> new ReminderVerticle(parts.bus(), capacity, parts.database(), parts.jobs(), parts.ids(),
        new ReminderVerticle.Config(SLICE, language, parts.installation().phones()));
  }
}
