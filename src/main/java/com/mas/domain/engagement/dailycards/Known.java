package com.mas.domain.engagement.dailycards;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Facts about a student at the time when cards are dealt. Everything may be null: not there, or no source in this
 * build.
 *
 * @param assignment the next one that is due
 * @param quiz the latest test that was taken in the last two weeks, if its score is known
 * @param classroom the one that was used last and is not done
 * @param course as {@code classroom}, of the outside learning system
 * @param batch the first of the student's batches to end
 */
record Known(Assignment assignment, Quiz quiz, Begun classroom, Begun course, Batch batch, Scores scores) {
  record Assignment(String title, Instant dueAt, String link) {}

  /** @param score 0-100 */
  record Quiz(String title, BigDecimal score, String link) {}

  /** @param progress 0-100 */
  record Begun(String title, BigDecimal progress, String link) {}

  record Batch(String name, LocalDate endsOn) {}

  /** 0-100 each; null: not measured. */
  record Scores(BigDecimal evalTest, BigDecimal learnProgress, BigDecimal communication, BigDecimal attendance) {
    static final Scores NONE = new Scores(null, null, null, null);
  }
}
