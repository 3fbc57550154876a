package com.mas.runs;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Numbers by name, such as how many rows were read. What is not there is 0. */
public record Counts(SortedMap<String, Long> byName) {
  public static final String READ = "read";
  public static final String WRITTEN = "written";
  public static final String SKIPPED = "skipped";
  public static final String FAILED = "failed";
  public static final Counts NONE = new Counts(Collections.emptySortedMap());

  public Counts {
    byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
  }

  static Counts of(Map<String, Long> byName) {
    return new Counts(new TreeMap<>(byName));
  }

  public long get(String name) {
    return byName.getOrDefault(name, 0L);
  }

  public Counts plus(String name, long number) {
    SortedMap<String, Long> sum = new TreeMap<>(byName);
    sum.merge(name, number, Long::sum);
    return new Counts(sum);
  }

  public Counts plus(Counts more) {
    SortedMap<String, Long> sum = new TreeMap<>(byName);
    more.byName.forEach((name, number) -> sum.merge(name, number, Long::sum));
    return new Counts(sum);
  }

  /** Returns what is to be added to those of before. */
  public Counts since(Counts before) {
    SortedMap<String, Long> more = new TreeMap<>(byName);
    before.byName.forEach((name, number) -> more.merge(name, -number, Long::sum));
    return new Counts(more);
  }

  /** Returns what was read and has come to nothing: 0 when the books balance. */
  public long missing() {
    return get(READ) - get(WRITTEN) - get(SKIPPED) - get(FAILED);
  }
}
