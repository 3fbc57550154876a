package com.mas.domain.learning.notes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.db.UuidV7;
import com.mas.domain.learning.notes.NotesContract.CreateNote;
import com.mas.domain.learning.notes.NotesContract.ListNotes;
import com.mas.domain.learning.notes.NotesContract.Note;
import com.mas.testkit.House;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NotesIT {
  @AutoClose private static final House house = new House("2026-03-02T09:00:00+05:30");

  @BeforeAll
  static void deploy() {
    house.deploy(new NotesVerticle(house.bus, new Capacity("notes", 1, 100),
        new NoteRepository(house.db, new UuidV7(house.clock)), 2));
  }

  @Test
  void peopleSeeTheirOwnNotesUpToTheBound() {
    UUID one = UUID.randomUUID();
    house.ask(one, NotesContract.CREATE, new CreateNote("First"));
    house.ask(one, NotesContract.CREATE, new CreateNote("Second"));
    house.refused(Failure.CONFLICT, one, NotesContract.CREATE, new CreateNote("Third"));
    assertEquals(List.of("Second", "First"), house.ask(one, NotesContract.LIST, new ListNotes(null, null)).items()
        .stream().map(Note::text).toList());
    assertEquals(List.of(), house.ask(UUID.randomUUID(), NotesContract.LIST, new ListNotes(null, null)).items());
  }
}
