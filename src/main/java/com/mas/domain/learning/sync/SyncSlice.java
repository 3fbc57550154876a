package com.mas.domain.learning.sync;

import com.mas.bus.Call;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.SyncContract.Run;
import com.mas.runs.Slice;
import com.mas.runs.Slice.NotOurs;
import com.mas.sources.Connector;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;

/** The part of a sync that one stored request does: the engine's slice, and a session with the provider. */
record SyncSlice(Stores stores, Slice held, Connector.Session session) {
  UUID worker() {
    return held.token();
  }

  Call call() {
    return held.call();
  }

  Instant now() {
    return held.now();
  }

  /** Returns whether the rest is for the next slice: the time is over, or this node is going down. */
  boolean isOver() {
    return held.isOver();
  }

  /**
   * Writes under the run's token, though the run is cancelled: what was fetched is not lost.
   *
   * @throws NotOurs and rolls back when the run is somebody else's by now
   */
  <T> T write(Function<Tx, T> work) {
    return held.recorded(work);
  }

  /** Writes as {@link #write} does, for work that is done again by whoever goes on. */
  <T> T prepare(Function<Tx, T> work) {
    return held.prepared(work);
  }

  /** Tells whoever watches, when there is something to see or a while has passed; losing it costs freshness only. */
  RunRow told(RunRow run) {
    Run shown = run.shown();
    held.tell(run.phase(), (int) shown.percent(), !shown.status().equals("running"),
        () -> stores.bus().publish(call(), SyncContract.RUN_PROGRESSED, shown));
    return run;
  }
}
