/**
 * Keeps notes that people write for themselves. Reading order: {@link com.mas.domain.learning.notes.NotesContract} →
 * {@link com.mas.domain.learning.notes.NotesVerticle} → {@code NoteRepository}.
 */
package com.mas.domain.learning.notes;
