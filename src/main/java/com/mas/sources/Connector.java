package com.mas.sources;

import com.mas.runs.Politeness;
import java.util.List;

/**
 * An outside system that is mirrored, as the engine sees it. An implementation knows the system's session, paths and
 * field names; it holds no state of runs, does not pause and writes nothing but its own session.
 */
public interface Connector {
  Source source();

  /** Returns what the source gives, in the order in which it is to be asked for. */
  List<Stage<?>> stages();

  /** Returns the pauses before each page of a phase. */
  Politeness politeness(Stage<?> stage);

  /** Returns how many pages of a phase may be asked for at the same time. */
  default int atOnce(Stage<?> stage) {
    return 1;
  }

  /**
   * Restores the tenant's stored session, or logs in again. Call on a virtual thread.
   *
   * @throws com.mas.bus.FailureException {@code provider_unauthenticated} when there is no login that could be used
   */
  Session open(String tenant);

  /**
   * One tenant's session. Its methods may wait: call them on virtual threads, as many at once as {@link #atOnce} says.
   */
  interface Session {
    /** Finds out, without changing anything, what of the source this login may not have. */
    Probe probe();

    /**
     * Returns a page. The same question asked again gets the same page or a newer one.
     *
     * @throws RuntimeException as {@link Trouble} sorts them
     */
    <T> Batch<T> read(Stage<T> stage, Ask ask);
  }

  /**
   * Tells what a session was found to have.
   *
   * @param lacks names of functions of the source, or of phases, that this login may not have; empty: all is there
   * @param optional names of functions that this login may not have, which a run can do without; the run says so
   * @param version of the source, as it tells it; null when it does not
   */
  record Probe(List<String> lacks, List<String> optional, String version) {
    public static final Probe WHOLE = new Probe(List.of(), null);

    public Probe {
      lacks = List.copyOf(lacks);
      optional = List.copyOf(optional);
    }

    public Probe(List<String> lacks, String version) {
      this(lacks, List.of(), version);
    }
  }
}
