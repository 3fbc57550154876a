package com.mas.domain.learning.sync;

import com.mas.bus.Call;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.AwardRepository.Award;
import com.mas.domain.learning.sync.AwardRepository.Completed;
import com.mas.domain.learning.sync.LinkContract.ModuleWithdrawn;
import com.mas.domain.learning.sync.SyncContract.ConfigRemoved;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Stores work that the sync leaves for later, in one of the sync's transactions. */
interface Outbox {
  /** One slice of a run, not before {@code due} where that is told. Completes with the job's id. */
  Future<UUID> advance(Tx tx, Call cause, UUID runId, int slice, Instant due);

  /** Ticks for a config, the first one after {@code every}. Replaces the config's schedule if there is one. */
  Future<?> schedule(Tx tx, String tenant, UUID configId, Duration every);

  Future<?> unschedule(Tx tx, UUID configId);

  /** States the completed modules, those of one learner together. */
  Future<?> award(Tx tx, Call cause, RunRow run, List<Award> awards);

  /** States who has completed the course, and stores a notice to each; its receiver tells nobody twice of a course. */
  Future<?> tellCompleted(Tx tx, Call cause, RunRow run, List<Completed> completed);

  /** Searches for new students from now on; {@code tenant} null: of all that have no search of their own. */
  Future<?> findNewStudents(Tx tx, String tenant, Duration every);

  Future<?> findNoNewStudents(Tx tx, String tenant);

  /**
   * Takes back what went to wrong accounts of the call's tenant.
   *
   * @param unique one at a time by this name; null: one more, behind all that is committed with it
   */
  Future<UUID> repair(Tx tx, Call cause, String unique);

  /** States that the modules were somebody else's. */
  Future<?> withdraw(Tx tx, Call cause, List<ModuleWithdrawn> modules);

  Future<?> configChanged(Tx tx, Call cause, SyncConfig config);

  Future<?> configDeleted(Tx tx, Call cause, ConfigRemoved config);
}
