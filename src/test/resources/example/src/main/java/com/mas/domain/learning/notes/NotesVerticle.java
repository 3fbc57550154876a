package com.mas.domain.learning.notes;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.PageWindow;
import com.mas.domain.learning.notes.NotesContract.CreateNote;
import com.mas.domain.learning.notes.NotesContract.Note;
import java.time.Clock;

/** Answers for the notes of people. Holds nothing between two requests; any number of instances. */
public final class NotesVerticle extends DomainVerticle {
  private final NoteRepository notes;
  private final Clock clock;
  private final int most;

  /** @param most notes of one person */
  NotesVerticle(Bus bus, Capacity capacity, NoteRepository notes, int most) {
    super(bus, capacity);
    this.notes = notes;
    this.clock = bus.clock();
    this.most = most;
  }

  @Override
  protected void open() {
    answer(NotesContract.CREATE, this::create);
    answer(NotesContract.LIST, (call, ask) -> notes.list(call.tenant(), call.userId(), PageWindow.of(ask)));
  }

  private Note create(Call call, CreateNote ask) {
    return notes.create(call.tenant(), call.userId(), ask.text(), clock.instant(), most)
        .orElseThrow(NotesContract.NOTES_FULL::refusal);
  }
}
