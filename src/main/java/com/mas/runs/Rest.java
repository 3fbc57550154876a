package com.mas.runs;

import com.mas.bus.Call;
import com.mas.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;

/** Stores the request that works on a slice of a run, in the caller's transaction. */
@FunctionalInterface
public interface Rest {
  /**
   * Completes with the stored request's id.
   *
   * @param due the earliest time; null: at once
   */
  Future<UUID> store(Tx tx, Call cause, UUID run, int slice, Instant due);
}
