package com.mas.realtime.meeting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.mentoring.MentoringContract.Absent;
import com.mas.realtime.meeting.PresenceRules.Merged;
import com.mas.realtime.meeting.PresenceRules.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PresenceRulesTest {
  private static final Instant START = Instant.parse("2026-03-11T03:30:00Z");

  @Provide
  Arbitrary<List<Span>> connections() {
    Arbitrary<Span> span = Combinators.combine(Arbitraries.integers().between(0, 3600),
        Arbitraries.integers().between(0, 900)).as((from, length) -> span(from, from + length));
    return span.list().ofMaxSize(12);
  }

  private static Span span(int from, int until) {
    return new Span(START.plusSeconds(from), START.plusSeconds(until));
  }

  @Property
  void theOrderOfConnectionsMeansNothing(@ForAll("connections") List<Span> spans, @ForAll long seed) {
    List<Span> shuffled = new ArrayList<>(spans);
    Collections.shuffle(shuffled, new Random(seed));
    assertEquals(PresenceRules.merge(spans), PresenceRules.merge(shuffled));
  }

  @Property
  void everySecondOfAConnectionCountsOnceAndPresencesAreApart(@ForAll("connections") List<Span> spans) {
    Merged merged = PresenceRules.merge(spans);
    for (int i = 1; i < merged.spans().size(); i++) {
      assertTrue(merged.spans().get(i).from().isAfter(merged.spans().get(i - 1).until().plus(PresenceRules.BREAK)));
    }
    for (Span span : spans) {
      assertTrue(merged.spans().stream().anyMatch(
          one -> !one.from().isAfter(span.from()) && !one.until().isBefore(span.until())));
    }
    assertEquals(merged.spans(), PresenceRules.merge(merged.spans()).spans());
  }

  @Property
  void togetherIsTheSameForBothAndNeverMoreThanEither(@ForAll("connections") List<Span> mentor,
      @ForAll("connections") List<Span> student) {
    List<Span> one = PresenceRules.merge(mentor).spans();
    List<Span> other = PresenceRules.merge(student).spans();
    List<Span> both = PresenceRules.together(one, other);
    assertEquals(both, PresenceRules.together(other, one));
    long inBoth = 0; // second by second, as a person would count
    for (int s = 0; s < 4600; s++) {
      inBoth += isIn(one, s) && isIn(other, s) ? 1 : 0;
    }
    assertEquals(inBoth, both.stream().mapToLong(Span::seconds).sum());
  }

  private static boolean isIn(List<Span> spans, int second) {
    Instant at = START.plusSeconds(second);
    return spans.stream().anyMatch(span -> !at.isBefore(span.from()) && at.isBefore(span.until()));
  }

  @Test
  void aBreakOfAMinuteIsAReconnectionAndALongerOneIsNot() {
    assertEquals(new Merged(List.of(span(0, 200)), 1), PresenceRules.merge(List.of(span(0, 100), span(160, 200))));
    assertEquals(new Merged(List.of(span(0, 100), span(161, 200)), 0),
        PresenceRules.merge(List.of(span(0, 100), span(161, 200))));
    assertEquals(new Merged(List.of(span(0, 200)), 0), PresenceRules.merge(List.of(span(0, 100), span(100, 200))));
  }

  @Test
  void fiveMinutesTogetherAreAMeetingAndHalfOfAShorterOne() {
    assertTrue(PresenceRules.isEnough(300, Duration.ofHours(1)));
    assertFalse(PresenceRules.isEnough(299, Duration.ofHours(1)));
    assertTrue(PresenceRules.isEnough(240, Duration.ofMinutes(8)));
    assertFalse(PresenceRules.isEnough(0, Duration.ofHours(1)));
  }

  @Property
  void whatCountsLiesWithinTheTimeAndEachSecondOfItIsThere(@ForAll("connections") List<Span> spans,
      @ForAll @IntRange(max = 3000) int from, @ForAll @IntRange(min = 1, max = 2000) int length) {
    List<Span> clipped = PresenceRules.clip(spans, START.plusSeconds(from), START.plusSeconds(from + length));
    for (int s = 0; s < 5200; s++) {
      assertEquals(s >= from && s < from + length && isIn(spans, s), isIn(clipped, s));
    }
  }

  @Test
  void aMomentIsNotEnoughToHaveCome() {
    Duration hour = Duration.ofHours(1);
    assertEquals(Absent.STUDENT, PresenceRules.absent(300, 299, hour));
    assertEquals(Absent.MENTOR, PresenceRules.absent(0, 3000, hour));
    assertEquals(Absent.BOTH, PresenceRules.absent(299, 10, hour));
    assertEquals(null, PresenceRules.absent(300, 300, hour));
    assertEquals(Absent.STUDENT, PresenceRules.absent(240, 200, Duration.ofMinutes(8)));
  }
}
