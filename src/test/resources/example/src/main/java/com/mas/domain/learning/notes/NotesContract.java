package com.mas.domain.learning.notes;

import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what people may ask about their own notes. */
@NullMarked
public final class NotesContract {
  public static final Reason NOTES_FULL = Reason.of(Failure.CONFLICT, "notes_full",
      "You have as many notes as one person can have; delete some first.");

  public record Note(UUID id, String text, Instant createdAt) {}

  public record CreateNote(@Visible @Size(min = 1, max = 2000) String text) {}

  public record ListNotes(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** Fails with {@link #NOTES_FULL} at the bound of a person. */
  public static final Request<CreateNote, Note> CREATE =
      Request.of("notes.note.create", CreateNote.class, Note.class);
  /** Lists the caller's notes, newest first. */
  public static final Request<ListNotes, Page<Note>> LIST =
      Request.list("notes.note.list", ListNotes.class, Note.class);

  private NotesContract() {}
}
