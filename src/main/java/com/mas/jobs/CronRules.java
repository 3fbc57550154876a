package com.mas.jobs;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Computes when a schedule comes next. */
final class CronRules {
  private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final int REMEMBERED = 1000;
  private static final ConcurrentHashMap<String, ExecutionTime> PARSED = new ConcurrentHashMap<>();

  private CronRules() {}

  /** The slots of a schedule: those of a cron in a zone, or every so many milliseconds. */
  record Grid(String cron, String zone, Long everyMillis) {
    /** A schedule that was not fired for longer is not counted to the end. */
    static final int MOST_SLOTS = 1000;

    /** The first slot after the instant; {@code slot} is any slot of the grid. */
    Instant next(Instant slot, Instant after) {
      return cron != null ? CronRules.next(cron, ZoneId.of(zone), after)
          : CronRules.next(Duration.ofMillis(everyMillis), slot, after);
    }

    /**
     * Returns the slot that should come next where {@code slot} lies further away than it can: a clock that ran ahead
     * for a moment has moved the schedule on too far. Null where it is right, give or take the {@code skew} of clocks.
     */
    Instant instead(Instant slot, Instant now, Duration skew) {
      Instant latest = cron != null ? CronRules.next(cron, ZoneId.of(zone), now.plus(skew))
          : now.plus(skew).plusMillis(everyMillis);
      return !slot.isAfter(latest) ? null
          : cron != null ? CronRules.next(cron, ZoneId.of(zone), now) : now.plusMillis(everyMillis);
    }

    /** Counts the slots from this one to the instant, both included, up to {@link #MOST_SLOTS}. */
    int slots(Instant first, Instant until) {
      int count = 0;
      for (Instant slot = first; !slot.isAfter(until) && count < MOST_SLOTS; slot = next(slot, slot)) {
        count++;
      }
      return count;
    }

    /** This slot and those after it. */
    List<Instant> from(Instant first, int count) {
      return Stream.iterate(first, slot -> next(slot, slot)).limit(count).toList();
    }
  }

  /** @throws IllegalArgumentException if it cannot be read */
  static void check(String cron) {
    parsed(cron);
  }

  /**
   * The first slot after the instant.
   *
   * @throws IllegalArgumentException if there is none, as for the 30th of February
   */
  static Instant next(String cron, ZoneId zone, Instant after) {
    return parsed(cron).nextExecution(ZonedDateTime.ofInstant(after, zone)).map(ZonedDateTime::toInstant)
        .orElseThrow(() -> new IllegalArgumentException("the cron " + cron + " never comes"));
  }

  /** The first slot after the instant on the grid that {@code slot} is on. */
  static Instant next(Duration every, Instant slot, Instant after) {
    if (slot.isAfter(after)) {
      return slot;
    }
    long passed = Duration.between(slot, after).toMillis() / every.toMillis();
    return slot.plusMillis((passed + 1) * every.toMillis());
  }

  private static ExecutionTime parsed(String cron) {
    if (PARSED.size() > REMEMBERED) {
      PARSED.clear();
    }
    return PARSED.computeIfAbsent(cron, text -> ExecutionTime.forCron(PARSER.parse(text)));
  }
}
