package com.mas.sandbox.graphy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Computes progress as a function of person, course and time. One in eight never starts, some give up, most slow down
 * somewhere in the middle, about one in six finishes. It only ever grows with time, in the steps of the person's
 * visits. What was set by hand stays as set.
 */
final class GraphyProgress {
  static final int MOST_SET = 10_000;
  private static final int HUNDRED = 100;
  private static final long DAY = Duration.ofDays(1).toMillis();

  /**
   * {@code units} are hundredths of items, items being worked through one after the other; times are milliseconds since
   * 1970 and 0 for "never"; {@code pace} is seconds per unit.
   */
  record State(int units, int items, long startedAt, long lastAccess, long completedAt, int pace) {
    int tenthsOfPercent() {
      return units * 10 / items;
    }

    int seconds() {
      return units * pace;
    }

    boolean completed() {
      return units == items * HUNDRED;
    }

    /** Returns the progress of the item with this number, 0 to 100. */
    int percentOfItem(int item) {
      return Math.clamp(units - item * HUNDRED, 0, HUNDRED);
    }

    /** Returns the state after somebody has opened finished items again. */
    State regressedBy(int percent) {
      int less = Math.max(0, units - items * percent);
      return new State(less, items, startedAt, lastAccess, less == units ? completedAt : 0, pace);
    }
  }

  private record Key(String course, int person) {}

  private record Fixed(int units, long at) {}

  private final Map<Key, Fixed> byHand = new HashMap<>();

  /** False when too much was set already. */
  boolean set(GraphyCourse course, int person, double percent, long now) {
    if (byHand.size() >= MOST_SET) {
      return false;
    }
    byHand.put(new Key(course.id(), person), new Fixed((int) Math.round(percent * course.items()), now));
    return true;
  }

  void reset() {
    byHand.clear();
  }

  int set() {
    return byHand.size();
  }

  State of(GraphyCourse course, int person, int rank, long now) {
    if (!byHand.isEmpty()) {
      Fixed set = byHand.get(new Key(course.id(), person));
      if (set != null) {
        boolean done = set.units == course.items() * HUNDRED;
        long started = set.units == 0 ? 0 : course.enrolledAt(rank);
        return new State(set.units, course.items(), started, set.at, done ? set.at : 0, pace(course, person));
      }
    }
    return at(course, person, course.enrolledAt(rank), now);
  }

  /**
   * Share done after so many days: {@code reach * days / (days + halfWay)}, so the pace slackens with time and those
   * whose reach is above 1 arrive at the end.
   */
  private static State at(GraphyCourse course, int person, long enrolledAt, long now) {
    int who = person;
    int what = course.number();
    boolean asha = person == GraphyLearners.ASHA;
    int kind = asha ? HUNDRED / 2 : Dice.roll(HUNDRED, who, what, 30);
    long started = enrolledAt + Dice.roll(20 * 24 * 60, who, what, 31) * 60_000L;
    if (kind < 12 || now < started) {
      return new State(0, course.items(), 0, 0, 0, 0);
    }
    long visit = (1 + Dice.roll(9, who, what, 32)) * DAY;
    long elapsed = now - started;
    elapsed -= elapsed % visit;
    if (!asha && Dice.roll(4, who, what, 33) == 0) {
      long patience = (30 + Dice.roll(270, who, what, 34)) * DAY;
      elapsed = Math.min(elapsed, patience - patience % visit);
    }
    boolean finisher = kind >= 82;
    int percent = finisher ? 105 + Dice.roll(25, who, what, 35) : 20 + Dice.roll(75, who, what, 35);
    double reach = asha ? 0.9 : percent / 100.0;
    double halfWay = asha ? 60 : 10 + Dice.roll(finisher ? 80 : 190, who, what, 36);
    int whole = course.items() * HUNDRED;
    double days = (double) elapsed / DAY;
    double share = reach * days / (days + halfWay);
    int pace = pace(course, person);
    if (share < 1) {
      int units = Math.min(whole - 1, (int) (share * whole));
      return new State(units, course.items(), started, started + elapsed, 0, pace);
    }
    long needed = (long) Math.ceil(halfWay / (reach - 1) * DAY / visit) * visit;
    long completed = started + Math.min(elapsed, needed);
    long last = Math.min(started + elapsed, completed + 2 * visit);
    return new State(whole, course.items(), started, last, completed, pace);
  }

  private static int pace(GraphyCourse course, int person) {
    return 3 + Dice.roll(10, person, course.number(), 37);
  }
}
