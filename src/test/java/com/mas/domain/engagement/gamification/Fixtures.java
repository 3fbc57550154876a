package com.mas.domain.engagement.gamification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** The rules as shipped, and the values that the laws are tried on. */
final class Fixtures {
  static final GamificationConfig RULES = shipped();

  private Fixtures() {}

  private static GamificationConfig shipped() {
    try {
      return GamificationConfig.read(Path.of("conf", "rules", "gamification.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An instant at this hour and minute of the IST day. */
  static Instant ist(LocalDate day, int hour, int minute) {
    return day.atTime(hour, minute).toInstant(ZoneOffset.ofHoursMinutes(5, 30));
  }

  static Instant ist(LocalDate day) {
    return ist(day, 10, 0);
  }

  /** Two months around a year's end, or around a leap day. */
  static Arbitrary<LocalDate> days() {
    return Arbitraries.of(LocalDate.of(2025, 12, 1), LocalDate.of(2028, 2, 1))
        .flatMap(from -> Arbitraries.integers().between(0, 60).map(from::plusDays));
  }

  /** Days within one stretch of {@code length}, dense enough that runs meet and break. */
  static Arbitrary<SortedSet<LocalDate>> daySets(int length) {
    var from = LocalDate.of(2028, 1, 10);
    return Arbitraries.integers().between(0, length).set().ofMinSize(0).ofMaxSize(length)
        .map(offsets -> offsets.stream().map(from::plusDays).collect(Collectors.toCollection(TreeSet::new)));
  }

  /** The definition, by brute force: how many active days the run has that is alive on {@code day}. */
  static int runAliveOn(LocalDate day, Collection<LocalDate> active) {
    // the day itself may still become active, so being without it is not yet a miss
    return active.contains(day) ? runEndingOn(day, active) : runEndingOn(day.minusDays(1), active);
  }

  /** Returns the number of active days in the run that is not broken by the end of {@code day}. */
  static int runEndingOn(LocalDate day, Collection<LocalDate> active) {
    int length = 0;
    LocalDate at = day;
    int missed = 0;
    while (missed <= 1) {
      if (active.contains(at)) {
        length++;
        missed = 0;
      } else {
        missed++;
      }
      at = at.minusDays(1);
    }
    return length;
  }
}
