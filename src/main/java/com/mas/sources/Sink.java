package com.mas.sources;

import com.mas.db.Tx;
import com.mas.runs.Counts;
import java.util.List;

/** Takes the rows of a phase: into a domain's own tables. */
public interface Sink<T> {
  /**
   * Returns the keys of the parent that is asked for next, for a phase that is asked for one after the other; null when
   * none is left. Parents come in a fixed order; what the phase itself writes changes nothing about it, as the
   * next one is asked for while rows of the parent before are still to be written.
   *
   * @param after keys of the parent before; null at the beginning
   */
  default List<String> next(Place place, List<String> after) {
    throw new IllegalStateException("a phase with parents needs their order");
  }

  /**
   * Writes a page in the run's transaction, with a mark of the run at each row. A row may come twice.
   *
   * @return what was read, written, skipped and failed
   */
  Counts write(Tx tx, Place place, List<T> rows);

  /** Returns how many different rows of a listing the run has marked; {@code read} where none comes twice. */
  default int seen(Tx tx, Place place, int read) {
    return read;
  }

  /** The listing is whole: who is not marked by the run is gone. Never called for one that broke off. */
  default Counts whole(Tx tx, Place place) {
    return Counts.NONE;
  }

  /** Returns where the run before left changes off; null when there was none. */
  default String since(Place place) {
    return null;
  }

  /** Keeps where the next run is to begin, in the transaction of what came before. */
  default void since(Tx tx, Place place, String mark) {}
}
