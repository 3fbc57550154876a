package com.mas.domain.learning.credential;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.domain.learning.credential.OutsideContract.AdvanceStore;
import com.mas.domain.learning.credential.OutsideContract.Store;
import com.mas.domain.learning.credential.OutsideContract.StoreMoved;
import com.mas.domain.learning.credential.StoreRepository.Counts;
import com.mas.domain.learning.credential.StoreRepository.Due;
import com.mas.domain.learning.credential.StoreRepository.Kept;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.meters.Meters;
import com.mas.outbound.Classify;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps certificates in the content store outside, and compares the name that it gives them with the one that their
 * bytes have. What is to be stored is in the database until it is stored.
 */
final class StoreService {
  static final Duration PACE = Duration.ofSeconds(15);
  private static final Duration LOOK_AGAIN = Duration.ofDays(7);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int AT_ONCE = 8;
  private static final int MOST_BATCHES = 60;
  private static final double MIDDLE = 0.5;

  private final Database db;
  private final StoreRepository files;
  private final Jobs jobs;
  private final ContentStore store;
  private final Clock clock;
  private final AtomicBoolean opened = new AtomicBoolean();

  StoreService(Database db, StoreRepository files, Jobs jobs, ContentStore store, Clock clock) {
    this.db = db;
    this.files = files;
    this.jobs = jobs;
    this.store = store;
    this.clock = clock;
  }

  StoreMoved advance() {
    if (opened.compareAndSet(false, true)) {
      files.moved(store.place());
    }
    Outcome outcome = new Outcome();
    for (int i = 0; i < MOST_BATCHES && outcome.isReachable; i++) {
      List<Due> batch = files.due(clock.instant(), AT_ONCE);
      if (batch.isEmpty()) {
        break;
      }
      keep(batch, outcome);
    }
    if (outcome.isReachable) {
      lookAgain(files.unseen(clock.instant().minus(LOOK_AGAIN), AT_ONCE), outcome);
    }
    int removed = outcome.isReachable ? sweep() : 0;
    count("stored", outcome.stored);
    count("refused", outcome.refused);
    count("removed", removed);
    files.next(clock.instant()).ifPresent(this::goOnAt);
    return new StoreMoved(outcome.stored, outcome.refused, removed);
  }

  /** Collects what one run has done. On one thread. */
  private static final class Outcome {
    private int stored;
    private int refused;
    private boolean isReachable = true;
  }

  private void goOnAt(Instant due) {
    long slot = Math.max(due.getEpochSecond(), clock.instant().getEpochSecond()) / PACE.toSeconds() + 1;
    Database.await(jobs.store(db, OutsideContract.ADVANCE_STORE, new AdvanceStore(),
        JobOptions.on(OutsideContract.STORE_QUEUE).unique("credential-store:" + slot)
            .at(Instant.ofEpochSecond(slot * PACE.toSeconds()))));
  }

  private void keep(List<Due> batch, Outcome outcome) {
    List<Future<Answer>> asked = batch.stream().map(due -> {
      files.begin(due, clock.instant().plus(Classify.backoff(due.tries() + 1, FIRST_PAUSE, LONGEST_PAUSE,
          Duration.ZERO, MIDDLE)), store.place());
      return told(store.put(due.credentialId(), due.bytes()));
    }).toList();
    for (int i = 0; i < batch.size(); i++) {
      Due due = batch.get(i);
      Answer answer = Database.await(asked.get(i));
      if (answer.failure != null) {
        files.failed(due.credentialId(), answer.failure.getMessage());
        outcome.isReachable = false;
      } else if (answer.cid == null) {
        files.failed(due.credentialId(), "The store has not told its name yet.");
      } else {
        settle(new Kept(due.credentialId(), due.cid()), answer.cid, outcome);
        outcome.stored += answer.cid.equals(due.cid()) ? 1 : 0;
      }
    }
  }

  private void lookAgain(List<Kept> old, Outcome outcome) {
    List<Future<Answer>> asked =
        old.stream().map(kept -> told(store.find(kept.credentialId(), kept.cid()))).toList();
    for (int i = 0; i < old.size(); i++) {
      Answer answer = Database.await(asked.get(i));
      if (answer.failure != null) {
        outcome.isReachable = false;
      } else if (answer.cid == null) {
        files.lost(old.get(i).credentialId());
        count("lost", 1);
      } else {
        settle(old.get(i), answer.cid, outcome);
      }
    }
  }

  private void settle(Kept kept, String cid, Outcome outcome) {
    if (cid.equals(kept.cid())) {
      files.stored(kept.credentialId(), clock.instant());
    } else {
      refuse(kept, cid);
      outcome.refused++;
    }
  }

  private void refuse(Kept kept, String cid) {
    files.refused(kept.credentialId(), clock.instant(), cid, "The store calls it " + cid + "; its bytes have the name "
        + kept.cid() + ".");
  }

  /** @param cid null: none is told; {@code failure} null: there is an answer */
  private record Answer(String cid, FailureException failure) {}

  private static Future<Answer> told(Future<Optional<String>> asked) {
    return asked.map(cid -> new Answer(cid.orElse(null), null)).recover(e -> e instanceof FailureException failure
        ? Future.succeededFuture(new Answer(null, failure)) : Future.failedFuture(e));
  }

  /** Removes what belongs to certificates that are here no more. */
  private int sweep() {
    int removed = 0;
    for (Kept gone : files.garbage(store.place(), AT_ONCE * AT_ONCE)) {
      try {
        store.remove(gone.credentialId(), gone.cid()).await();
      } catch (FailureException later) {
        if (later.failure() != Failure.NOT_FOUND) {
          return removed;
        }
      }
      files.removed(gone);
      removed++;
    }
    return removed;
  }

  Store shown() {
    Counts counts = files.counts();
    return new Store(store.place(), counts.waiting(), counts.stored(), counts.refused(), counts.problem(),
        counts.checkedAt());
  }

  private static void count(String what, int number) {
    if (number > 0) {
      Meters.counter("credential.store", "Certificates by what became of them at the content store", "what", what)
          .increment(number);
    }
  }
}
