package com.mas.sandbox.graphy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A course, its modules, and who enrolled in it when. Enrolments have ranks, the oldest is 0. Three quarters of them
 * are older than {@link #OPEN}; the others follow over three years, so that a school that is watched gets new learners.
 * Time before {@link #OPEN} counts as {@link #OPEN}: a clock that is wrong must not empty the school.
 */
final class GraphyCourse {
  static final long OPEN = Instant.parse("2025-07-01T00:00:00Z").toEpochMilli();
  private static final long FIRST_ENROLMENT = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
  private static final long GROWTH = Duration.ofDays(3 * 365).toMillis();

  record Item(String title, String type) {}

  /** {@code first} is the number of items in the modules before. */
  record Module(String title, int first, List<Item> items) {}

  private final String id;
  private final int number;
  private final String title;
  private final String url;
  private final boolean published;
  private final int size;
  private final int early;
  private final int firstPerson;
  private final int stride;
  private final int back;
  private final List<Module> modules;
  private final int items;

  private GraphyCourse(
      String id, int number, String title, String url, boolean published, int size, int early, int firstPerson,
      int stride, List<Module> modules) {
    this.id = id;
    this.number = number;
    this.title = title;
    this.url = url;
    this.published = published;
    this.size = size;
    this.early = early;
    this.firstPerson = firstPerson;
    this.stride = stride;
    this.back = stride == 1 ? 1 : BigInteger.valueOf(stride).modInverse(BigInteger.valueOf(size)).intValueExact();
    this.modules = modules;
    Module last = modules.getLast();
    this.items = last.first() + last.items().size();
  }

  /** A course of the school; {@code stride} must have no factor in common with {@code size}. */
  static GraphyCourse of(
      String id, int number, String title, String url, boolean published, int size, int firstPerson, int stride,
      String... topics) {
    return new GraphyCourse(
        id, number, title, url, published, size, size * 3 / 4, firstPerson, stride, modules(number, topics));
  }

  /** Returns a copy that is filled by so many of the crowd, all enrolled before {@link #OPEN}. */
  GraphyCourse filled(int learners) {
    return new GraphyCourse(id, number, title, url, published, learners, learners, GraphyLearners.CROWD, 1, modules);
  }

  /** Returns a copy under another id and title. */
  GraphyCourse renamed(String newId, String newTitle) {
    return new GraphyCourse(
        newId, number, newTitle, newId, published, size, early, firstPerson, stride, modules);
  }

  String id() {
    return id;
  }

  int number() {
    return number;
  }

  String title() {
    return title;
  }

  /** The slug; null while the course is edited. */
  String url() {
    return url;
  }

  boolean published() {
    return published;
  }

  List<Module> modules() {
    return modules;
  }

  int items() {
    return items;
  }

  /** Milliseconds since 1970; grows with the rank. */
  long enrolledAt(int rank) {
    double within = Dice.roll(900, number, rank, 20) / 1000.0;
    if (rank < early) {
      return FIRST_ENROLMENT + (long) ((rank + within) / early * (OPEN - FIRST_ENROLMENT));
    }
    return OPEN + (long) ((rank - early + within) / (size - early) * GROWTH);
  }

  /** Returns how many have enrolled by then. */
  int enrolled(long now) {
    int low = early;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (enrolledAt(middle) <= now) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The listing: newest first, except that one pair of neighbours in eight stands the wrong way round. */
  int rankAt(int position, int enrolled) {
    int rank = enrolled - 1 - position;
    int neighbour = rank ^ 1;
    return neighbour < enrolled && Dice.roll(8, number, rank >> 1, 21) == 0 ? neighbour : rank;
  }

  int person(int rank) {
    return firstPerson + (int) ((long) rank * stride % size);
  }

  /** -1 for somebody who never enrols here. */
  int rankOf(int person) {
    int offset = person - firstPerson;
    return offset < 0 || offset >= size ? -1 : (int) ((long) offset * back % size);
  }

  private static List<Module> modules(int number, String... topics) {
    List<Module> modules = new ArrayList<>();
    int first = 0;
    for (int m = 0; m < topics.length; m++) {
      String topic = topics[m];
      List<Item> items = new ArrayList<>();
      items.add(new Item("Introduction: " + topic, "video"));
      items.add(new Item(topic + " in practice", "video"));
      if (Dice.roll(2, number, m, 22) == 0) {
        items.add(new Item("Worked example: " + topic, "video"));
      }
      items.add(new Item("Quiz: " + topic, "quiz"));
      if (Dice.roll(3, number, m, 23) != 0) {
        items.add(new Item("Assignment: " + topic, "assignment"));
      }
      modules.add(new Module(topic, first, List.copyOf(items)));
      first += items.size();
    }
    return List.copyOf(modules);
  }
}
