package com.mas.jobs;

import com.mas.db.Database;
import com.mas.jobs.Jobs.NewJob;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Joins requests that are stored by themselves at the same time: while statements are on their way, those that come are
 * kept for the next, so that they share it, and the flush of its commit. A request that comes alone is sent at once.
 * Thread-safe.
 */
final class GroupedStore {
  private static final int ON_THEIR_WAY = 2;
  private static final int MOST = 100;

  private record Waiting(Database db, NewJob job, Promise<UUID> stored) {
    boolean goesWith(Waiting other) {
      return db == other.db && job.address().equals(other.job.address());
    }
  }

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int sent;

  /** Completes with the id when the job is durable; with that of the live job that has the same unique key. */
  Future<UUID> store(Database db, NewJob job) {
    if (job.options().uniqueKey() != null) {
      return JobsRepository.insert(db::send, job); // answers which one there is, which a joined statement does not
    }
    Waiting mine = new Waiting(db, job, Promise.promise());
    List<Waiting> group;
    synchronized (waiting) {
      waiting.add(mine);
      group = next();
    }
    send(group);
    return mine.stored.future();
  }

  /** Holds the lock. */
  private List<Waiting> next() {
    if (sent >= ON_THEIR_WAY || waiting.isEmpty()) {
      return List.of();
    }
    sent++;
    List<Waiting> group = new ArrayList<>();
    Waiting first = waiting.peek();
    while (!waiting.isEmpty() && group.size() < MOST && waiting.peek().goesWith(first)) {
      group.add(waiting.poll());
    }
    return group;
  }

  private void send(List<Waiting> group) {
    if (group.isEmpty()) {
      return;
    }
    Waiting first = group.getFirst();
    Future<?> written = group.size() == 1 ? JobsRepository.insert(first.db::send, first.job)
        : JobsRepository.insertAll(first.db::send, group.stream().map(Waiting::job).toList());
    written.onComplete(done -> {
      List<Waiting> more;
      synchronized (waiting) {
        sent--;
        more = next();
      }
      send(more);
      if (done.succeeded()) {
        group.forEach(each -> each.stored.complete(each.job.id()));
      } else if (group.size() == 1) {
        first.stored.fail(done.cause());
      } else { // one of them may be at fault: each has its own answer
        group.forEach(each -> JobsRepository.insert(each.db::send, each.job).onComplete(each.stored));
      }
    });
  }
}
