package com.mas.domain.learning.sync;

import com.mas.db.Tx;
import com.mas.domain.learning.sync.AwardRepository.Award;
import com.mas.domain.learning.sync.AwardRepository.Completed;
import com.mas.domain.learning.sync.AwardRepository.Completer;
import java.util.List;

/**
 * XP for completed modules, with the time at which they were completed, and a notice to who completed the whole course.
 * Reports give what is due at once; the last phase gives it to those who had no account then, as soon as a run sees it.
 * The statement that takes an award asks {@code mrlearn.shared_learner_accounts} whose it is.
 */
final class Awards {
  private static final int BATCH = 500;

  private final Stores stores;

  Awards(Stores stores) {
    this.stores = stores;
  }

  RunRow run(SyncSlice slice, RunRow from) {
    RunRow run = from;
    while (true) {
      List<String> due = stores.awards().due(run, run.nextAfter(), BATCH);
      if (due.isEmpty()) {
        return run;
      }
      RunRow batchOf = run;
      run = slice.told(slice.write(tx -> {
        take(slice, tx, batchOf, due.stream().map(user -> new Completer(user, List.of())).toList());
        return stores.runs().setAfter(tx, batchOf.id(), due.getLast());
      }));
      if (slice.isOver()) {
        return run; // each slice gets on by a batch at the least
      }
    }
  }

  /** Stores the requests that award what is due to learners with an account, in the caller's transaction. */
  void take(SyncSlice slice, Tx tx, RunRow run, List<Completer> due) {
    if (due.isEmpty()) {
      return;
    }
    List<String> userIds = due.stream().map(Completer::userId).toList();
    stores.awards().lock(tx, run, userIds);
    List<Award> awards = stores.awards().award(tx, run, due, slice.now());
    if (!awards.isEmpty()) {
      stores.outbox().award(tx, slice.call(), run, awards);
    }
    List<Completed> completed = stores.awards().completed(tx, run, userIds);
    if (!completed.isEmpty()) {
      stores.outbox().tellCompleted(tx, slice.call(), run, completed);
    }
  }

  /** Returns whether the sweep has come to its end. */
  boolean isDone(RunRow run) {
    return stores.awards().due(run, run.nextAfter(), 1).isEmpty();
  }
}
