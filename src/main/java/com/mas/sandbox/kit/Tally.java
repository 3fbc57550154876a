package com.mas.sandbox.kit;

import java.util.HashMap;
import java.util.Map;

/** Counts different things; those after the first so many different ones are not counted. */
public final class Tally {
  private final int most;
  private final Map<String, Integer> counts = new HashMap<>();

  public Tally(int most) {
    this.most = most;
  }

  public void add(String thing) {
    if (counts.size() < most || counts.containsKey(thing)) {
      counts.merge(thing, 1, Integer::sum);
    }
  }

  public int of(String thing) {
    return counts.getOrDefault(thing, 0);
  }

  /** Returns how often the thing came that came most often. */
  public int most() {
    return counts.values().stream().mapToInt(count -> count).max().orElse(0);
  }

  /** Returns how many different things came. */
  public int different() {
    return counts.size();
  }

  public Map<String, Integer> all() {
    return Map.copyOf(counts);
  }

  public void clear() {
    counts.clear();
  }

  public Kept.Held held() {
    return new Kept.Held(counts.size(), most);
  }
}
