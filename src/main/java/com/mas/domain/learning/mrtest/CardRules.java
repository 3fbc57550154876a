package com.mas.domain.learning.mrtest;

import com.mas.domain.learning.mrtest.ExamCardContract.CardState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/** Decides what an exam is to a student, as functions of values. */
final class CardRules {
  private CardRules() {}

  /**
   * Tells what must be done before an exam.
   *
   * @param course null: nothing
   * @param title of the course, for people
   * @param progress of the student in the course, in percent
   */
  record Gate(String course, String title, BigDecimal threshold, BigDecimal progress) {
    /** At the threshold it is open, and not a hundredth below. */
    boolean isOpen() {
      return course == null || progress.compareTo(threshold) >= 0;
    }

    /** Returns what is missing, for the student; null for a gate that is open. */
    String reason() {
      return isOpen() ? null : "Needs " + plain(threshold) + " % of " + title + "; you have " + plain(progress)
          + " %.";
    }

    private static String plain(BigDecimal percent) {
      return percent.setScale(2, RoundingMode.DOWN).stripTrailingZeros().toPlainString();
    }
  }

  /** @param starts null: it has begun, as an end that is null never comes */
  record Window(Instant starts, Instant ends, boolean listed) {
    boolean hasBegun(Instant now) {
      return starts == null || !now.isBefore(starts);
    }

    boolean isOver(Instant now) {
      return !listed || ends != null && !now.isBefore(ends);
    }
  }

  /** @param marked whether an attempt is marked; {@code handedIn} whether there is one at all */
  static CardState state(Window window, Gate gate, boolean handedIn, boolean marked, Instant now) {
    if (handedIn) {
      return marked ? CardState.COMPLETED : CardState.UNDER_EVALUATION;
    }
    if (window.isOver(now)) {
      return CardState.MISSED;
    }
    if (!window.hasBegun(now)) {
      return CardState.UPCOMING;
    }
    return gate.isOpen() ? CardState.LIVE : CardState.LOCKED;
  }

  /** Returns whether the exam opens; how often somebody may take it is for the site to say. */
  static boolean canLaunch(Window window, Gate gate, Instant now) {
    return window.hasBegun(now) && !window.isOver(now) && gate.isOpen();
  }
}
