package com.mas.domain.engagement.reminder;

import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.time.Duration;

/** Declares reminders of learning. */
public final class ReminderModule extends DomainModule {
  private static final Duration SLICE = Duration.ofMinutes(5);

  public ReminderModule() {
    super("reminder", ReminderContract.class);
  }

  @Override
  public Plan plan(SettingsReader from) {
    String language = from.text("WHATSAPP_LANGUAGE");
    return (parts, capacity) -> new ReminderVerticle(parts.bus(), capacity, parts.database(), parts.jobs(), parts.ids(),
        new ReminderVerticle.Config(SLICE, language, parts.installation().phones()));
  }
}
