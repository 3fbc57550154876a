package com.mas.domain.learning.mentoring;

import com.mas.domain.learning.mentoring.FeedbackContract.Criterion;
import com.mas.domain.learning.mentoring.FeedbackContract.Score;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.BookingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides until when feedback is given, what is scored, and who sees what of it. */
final class FeedbackRules {
  private static final Duration OPEN_FOR = Duration.ofDays(7);
  private static final Map<BookingKind, List<Criterion>> CRITERIA = Map.of(
      BookingKind.TECHNICAL_MOCK, List.of(Criterion.TECHNICAL_KNOWLEDGE, Criterion.PROBLEM_SOLVING,
          Criterion.COMMUNICATION, Criterion.CONFIDENCE),
      BookingKind.RESUME_REVIEW, List.of(Criterion.CONTENT, Criterion.STRUCTURE, Criterion.IMPACT),
      BookingKind.CAREER_GUIDANCE, List.of(Criterion.GOALS, Criterion.PREPARATION, Criterion.COMMUNICATION),
      BookingKind.SUPER_MENTOR, List.of(Criterion.PROGRESS, Criterion.PREPARATION, Criterion.COMMUNICATION));

  private FeedbackRules() {}

  static List<Criterion> criteria(BookingKind kind) {
    return CRITERIA.getOrDefault(kind, List.of());
  }

  static Instant until(Booking booking) {
    return (booking.endedAt() == null ? booking.endsAt() : booking.endedAt()).plus(OPEN_FOR);
  }

  static boolean isOpen(Booking booking, Instant now) {
    return now.isBefore(until(booking));
  }

  /** Returns whether all belong to the kind, each once. */
  static boolean fit(BookingKind kind, List<Score> scores) {
    Set<Criterion> seen = new HashSet<>();
    return scores.stream().allMatch(score -> criteria(kind).contains(score.criterion()) && seen.add(score.criterion()));
  }

  /** Returns whether the mentor sees the rating: not while knowing it could colour the mentor's own review. */
  static boolean mentorSeesRating(boolean isReviewed, Booking booking, Instant now) {
    return isReviewed || !isOpen(booking, now);
  }
}
