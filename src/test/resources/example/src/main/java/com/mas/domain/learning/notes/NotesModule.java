package com.mas.domain.learning.notes;

import com.mas.db.Table;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.time.Duration;

/** Declares the notes of people. */
public final class NotesModule extends DomainModule {
  public NotesModule() {
    super("notes", NotesContract.class);
    page(ConsolePage.of(16, "learn", "notes", "list", "My notes", "What you want to remember", "user"));
    tables(Table.of("notes.notes").person("user_id").mentions("text").keeps(Duration.ofDays(365), "created_at"));
  }

  @Override
  public Plan plan(SettingsReader from) {
    int most = from.number("NOTES_PER_PERSON", 1, 10_000);
    return (parts, capacity) -> new NotesVerticle(parts.bus(), capacity,
        new NoteRepository(parts.database(), parts.ids()), most);
  }
}
