package com.mas.runs;

/**
 * One phase of a kind of run, a bounded piece at a time.
 *
 * @param <C> where a run is: a record that JSON can carry
 */
@FunctionalInterface
public interface Step<C> {
  /**
   * Does what comes next, in a second or so. What it writes it writes by {@link Slice#write}, whose answer it returns;
   * of a step that only reads, the move is stored for it. Called again with the same checkpoint when it was cut off.
   */
  Move<C> next(Slice slice, C from);
}
