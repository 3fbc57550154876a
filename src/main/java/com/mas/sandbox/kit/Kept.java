package com.mas.sandbox.kit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The newest things of a kind: so many at the most and, where they differ in size, of so much weight together. */
public final class Kept<T> {
  private final int most;
  private final long mostWeight;
  private final ToIntFunction<T> weight;
  private final Deque<T> things = new ArrayDeque<>();
  private long weighs;

  public Kept(int most) {
    this(most, Long.MAX_VALUE, thing -> 0);
  }

  public Kept(int most, long mostWeight, ToIntFunction<T> weight) {
    this.most = most;
    this.mostWeight = mostWeight;
    this.weight = weight;
  }

  /** Adds one; the oldest go to make room. One that is too heavy by itself is not kept. */
  public void add(T thing) {
    things.addFirst(thing);
    weighs += weight.applyAsInt(thing);
    while (things.size() > most || weighs > mostWeight) {
      weighs -= weight.applyAsInt(things.removeLast());
    }
  }

  public Stream<T> newestFirst() {
    return things.stream();
  }

  public Stream<T> oldestFirst() {
    return StreamSupport.stream(((Iterable<T>) things::descendingIterator).spliterator(), false);
  }

  public void clear() {
    things.clear();
    weighs = 0;
  }

  public Held held() {
    return new Held(things.size(), most);
  }

  /** Tells how much a simulator holds of something, and how much it may. */
  public record Held(int now, int most) {}
}
