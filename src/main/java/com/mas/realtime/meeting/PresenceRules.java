package com.mas.realtime.meeting;

import com.mas.domain.learning.mentoring.MentoringContract.Absent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes attendance from connections. The order in which connections are given means nothing. */
final class PresenceRules {
  /** A break of at most this long is a reconnection. */
  static final Duration BREAK = Duration.ofSeconds(60);
  /** Time for which both must have been there, or half of a shorter meeting, so that it counts as held. */
  static final Duration HELD = Duration.ofMinutes(5);

  /** @param until not before {@code from} */
  record Span(Instant from, Instant until) {
    long seconds() {
      return Duration.between(from, until).toSeconds();
    }
  }

  /** @param reconnects how many breaks were bridged */
  record Merged(List<Span> spans, int reconnects) {
    long seconds() {
      return spans.stream().mapToLong(Span::seconds).sum();
    }
  }

  private PresenceRules() {}

  static Merged merge(List<Span> connections) {
    List<Span> spans = new ArrayList<>();
    int reconnects = 0;
    for (Span next : connections.stream()
        .sorted(Comparator.comparing(Span::from).thenComparing(Span::until)).toList()) {
      Span last = spans.isEmpty() ? null : spans.getLast();
      if (last == null || next.from().isAfter(last.until().plus(BREAK))) {
        spans.add(next);
      } else {
        reconnects += next.from().isAfter(last.until()) ? 1 : 0;
        spans.set(spans.size() - 1,
            new Span(last.from(), next.until().isAfter(last.until()) ? next.until() : last.until()));
      }
    }
    return new Merged(List.copyOf(spans), reconnects);
  }

  /** Returns what of the connections lies within that time. */
  static List<Span> clip(List<Span> connections, Instant from, Instant until) {
    return connections.stream().filter(span -> span.from().isBefore(until) && span.until().isAfter(from))
        .map(span -> new Span(span.from().isBefore(from) ? from : span.from(),
            span.until().isAfter(until) ? until : span.until()))
        .toList();
  }

  /** Returns when both were there; of spans that {@link #merge} made. */
  static List<Span> together(List<Span> one, List<Span> other) {
    List<Span> both = new ArrayList<>();
    for (int i = 0, j = 0; i < one.size() && j < other.size();) {
      Span a = one.get(i);
      Span b = other.get(j);
      Instant from = a.from().isAfter(b.from()) ? a.from() : b.from();
      Instant until = a.until().isBefore(b.until()) ? a.until() : b.until();
      if (from.isBefore(until)) {
        both.add(new Span(from, until));
      }
      if (a.until().isBefore(b.until())) {
        i++;
      } else {
        j++;
      }
    }
    return both;
  }

  /** Returns whether so long a time suffices: of both together for a meeting, of one person for having come. */
  static boolean isEnough(long seconds, Duration planned) {
    return seconds >= Math.min(HELD.toSeconds(), planned.toSeconds() / 2);
  }

  /** Returns who was not there for long enough; null: both were. */
  static @Nullable Absent absent(long mentorSeconds, long studentSeconds, Duration planned) {
    boolean hasMentor = isEnough(mentorSeconds, planned);
    if (isEnough(studentSeconds, planned)) {
      return hasMentor ? null : Absent.MENTOR;
    }
    return hasMentor ? Absent.STUDENT : Absent.BOTH;
  }
}
