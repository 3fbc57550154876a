package com.mas.runs;

import com.mas.bus.Json;
import com.mas.db.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Lists the named steps of a kind of run, in their order. Immutable.
 *
 * @param first where a run begins
 * @param locking called first in a transaction in which the engine ends a run, for locks that others take ahead of the
 *     run's own; a step of such a kind leaves it to the engine to write its last move
 * @param ended called in the transaction that ends a run, however it ends
 */
public record Phases<C>(C first, List<Named<C>> steps, BiConsumer<Tx, RunsContract.Run> locking,
    BiConsumer<Tx, RunsContract.Run> ended) {
  /** A step and its name. */
  public record Named<C>(String name, Step<C> step) {}

  public Phases {
    steps = List.copyOf(steps);
  }

  public static <C> Phases<C> from(C first) {
    return new Phases<>(first, List.of(), (tx, run) -> {}, (tx, run) -> {});
  }

  public Phases<C> then(String name, Step<C> step) {
    List<Named<C>> more = new ArrayList<>(steps);
    more.add(new Named<>(name, step));
    return new Phases<>(first, more, locking, ended);
  }

  public Phases<C> whenEnded(BiConsumer<Tx, RunsContract.Run> listener) {
    return new Phases<>(first, steps, locking, listener);
  }

  public Phases<C> locking(BiConsumer<Tx, RunsContract.Run> locks) {
    return new Phases<>(first, steps, locks, ended);
  }

  List<String> names() {
    return steps.stream().map(Named::name).toList();
  }

  /** Returns the step of a phase, the first one for a run that has not begun. */
  Named<C> at(String phase) {
    return steps.get(index(phase));
  }

  /** Returns the phase that a run is in after a move; the last one stays the last. */
  String after(String phase, boolean done) {
    int index = index(phase);
    return steps.get(done && index + 1 < steps.size() ? index + 1 : index).name();
  }

  boolean isLast(String phase) {
    return index(phase) == steps.size() - 1;
  }

  C checkpoint(String stored) {
    if (stored == null) {
      return first;
    }
    @SuppressWarnings("unchecked") Class<C> type = (Class<C>) first.getClass();
    return Json.read(stored, type);
  }

  /** Begins anew where the run's phase is one that this build does not know any more. */
  private int index(String phase) {
    return Math.max(0, names().indexOf(phase));
  }
}
