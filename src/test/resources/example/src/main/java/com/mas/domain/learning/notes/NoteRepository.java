package com.mas.domain.learning.notes;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.UuidV7;
import com.mas.domain.learning.notes.NotesContract.Note;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Keeps the notes of people. */
final class NoteRepository {
  private static final Query<Note> LIST = Query.of(Note.class, "id, text, created_at",
      "FROM notes.notes WHERE tenant = $1 AND user_id = $2", "created_at DESC, id DESC");
  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('notes ' || $1::text, 0))";
  private static final String INSERT = """
      INSERT INTO notes.notes (id, tenant, user_id, text, created_at) SELECT $1, $2, $3, $4, $5
        WHERE (SELECT count(*) FROM notes.notes WHERE tenant = $2 AND user_id = $3) < $6
      """;

  private final Database db;
  private final UuidV7 ids;

  NoteRepository(Database db, UuidV7 ids) {
    this.db = db;
    this.ids = ids;
  }

  Page<Note> list(String tenant, UUID person, PageWindow window) {
    return LIST.page(db, window, tenant, person);
  }

  /** Returns the stored note; empty when the person has as many as {@code most}. */
  Optional<Note> create(String tenant, UUID person, String text, Instant now, int most) {
    Note note = new Note(ids.next(), text, now);
    int stored = db.transaction(tx -> {
      tx.send(LOCK, person.toString());
      return tx.query(INSERT, note.id(), tenant, person, text, now, most).rowCount();
    });
    return stored > 0 ? Optional.of(note) : Optional.empty();
  }
}
