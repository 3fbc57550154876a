package com.mas.jobs;

import com.mas.jobs.Claimed.Outcome;
import com.mas.jobs.PipelinedConnection.Step;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Runs one queue on one node: it claims a batch, runs as many at a time as it may, and claims the next before it runs
 * dry. Short jobs are claimed ahead by the hundred, long ones not at all, so that other nodes find them. For one event
 * loop only.
 */
final class QueueRunner {
  /** Bounds how much work, by what a job of this queue took lately, is claimed ahead. */
  private static final double AHEAD_MILLIS = 50;
  private static final double SMOOTHING = 0.1;
  /** Bounds how many tenants share one claim; the others come next. */
  private static final int TENANTS_AT_ONCE = 32;

  private final Runner runner;
  private final Queues.Queue declared;
  private final JobExecution execution;
  private final ArrayDeque<Claimed> buffer = new ArrayDeque<>();
  private final Map<String, Integer> groups = new HashMap<>();
  private int running;
  /**
   * Tenants whose jobs may be ready; the first have waited longest for their turn. Empty: there is nothing to claim.
   */
  private final LinkedHashSet<String> tenants = new LinkedHashSet<>();
  /** Tenants whose jobs were made ready while a claim was under way, which may have missed them. */
  private final Set<String> heard = new HashSet<>();
  private boolean claiming;
  private boolean starting;
  private boolean grouped;
  private boolean paused;
  private boolean holdsShare;
  /** Since the last look: in between it may be claimed without the queue's lock, as no other node may use this part. */
  private boolean shareIsFresh;
  private int slots;
  private Integer cap;
  private double usualMillis = AHEAD_MILLIS;

  QueueRunner(Runner runner, Queues.Queue declared, JobExecution execution) {
    this.runner = runner;
    this.declared = declared;
    this.execution = execution;
    this.cap = declared.cap();
  }

  int running() {
    return running;
  }

  /** There may be work. */
  void hint(boolean withGroup, String tenant) {
    grouped |= withGroup;
    tenants.add(tenant);
    heard.add(tenant);
    claim();
  }

  void settings(boolean nowPaused, Integer nowCap, String[] ready, boolean hasGrouped) {
    cap = nowCap;
    shareIsFresh = false; // there may be more nodes now, or fewer
    grouped = hasGrouped || grouped && !groups.isEmpty();
    if (nowPaused && !paused) {
      release();
    }
    paused = nowPaused;
    tenants.addAll(List.of(ready));
    heard.addAll(List.of(ready));
    goOn();
  }

  /** Looks again for jobs to start, since the obstacle may be over. */
  void goOn() {
    start();
    claim();
  }

  /** Puts back what is held but not begun. */
  void release() {
    shareIsFresh = false;
    buffer.forEach(job -> runner.end(Outcome.untouched(job)));
    buffer.clear();
  }

  private int width() {
    return cap == null ? declared.concurrency() : Math.min(declared.concurrency(), slots);
  }

  private void claim() {
    if (tenants.isEmpty() || claiming || paused || !runner.mayStart()) {
      return;
    }
    int width = cap != null && !holdsShare ? Math.min(declared.concurrency(), cap) : width();
    int ahead = (int) Math.min(runner.batch(), Math.max(width, 1) * AHEAD_MILLIS / usualMillis);
    int room = width + ahead - running - buffer.size();
    if (room <= 0 || buffer.size() > ahead / 2) {
      return; // asked again when a job ends
    }
    claiming = true;
    heard.clear();
    UUID owner = runner.me();
    String[] turn = tenants.stream().limit(Math.min(room, TENANTS_AT_ONCE)).toArray(String[]::new);
    boolean open = !grouped && (cap == null || shareIsFresh && slots > 0);
    Future<List<Row>> answer = open ? claimOpen(room, turn) : claimLaned(room, turn);
    answer.onComplete(result -> {
      claiming = false;
      if (result.failed()) {
        runner.troubled(result.cause()); // the next look or hint tries again
        return;
      }
      List<Row> rows = result.result();
      rows.stream().map(row -> Claimed.from(row, declared.name(), owner)).sorted(Claimed.ORDER) // the update forgot it
          .filter(runner::hold).forEach(buffer::add);
      execution.claimed(declared.name(), rows.size());
      if (runner.stopping()) {
        release();
      }
      start();
      claim();
      giveBackShare();
    });
  }

  /** Claims an equal share per tenant; a tenant that returns fewer has nothing left. */
  private Future<List<Row>> claimOpen(int room, String[] turn) {
    int each = (room + turn.length - 1) / turn.length;
    return runner.claims().send(ClaimRepository.CLAIM, declared.name(), runner.me(), each, runner.now(), turn)
        .map(answer -> {
          List<Row> rows = list(answer);
          Map<String, Integer> got = new HashMap<>();
          rows.forEach(row -> got.merge(row.getString(11) == null ? "" : row.getString(11), 1, Integer::sum));
          for (String tenant : turn) {
            served(tenant, got.getOrDefault(tenant, 0) >= each);
          }
          return rows;
        });
  }

  /** Its next turn is after the others'; it has none when it has nothing. */
  private void served(String tenant, boolean hasMore) {
    tenants.remove(tenant);
    if (hasMore || heard.contains(tenant)) {
      tenants.add(tenant);
    }
  }

  private Future<List<Row>> claimLaned(int room, String[] turn) {
    List<Step> steps = new ArrayList<>(3);
    steps.add(new Step(ClaimRepository.LOCK, declared.name()));
    if (cap != null) {
      steps.add(new Step(ClaimRepository.SHARE, declared.name(), runner.me(), running));
      holdsShare = true;
    }
    steps.add(new Step(ClaimRepository.CLAIM_LANED, declared.name(), runner.me(), room, runner.now(),
        turn));
    return runner.claims().transaction(steps).map(answers -> {
      List<Row> rows = list(answers.getLast());
      boolean parked = !rows.isEmpty() && rows.getFirst().getLong(14) > 0; // which made way for others
      Integer granted = rows.isEmpty() ? null : rows.getFirst().getInteger(13);
      slots = granted == null ? slots : granted;
      shareIsFresh = holdsShare && granted != null;
      List<Row> taken = rows.stream().filter(row -> row.getUUID(0) != null).toList();
      for (String tenant : turn) {
        served(tenant, parked || !taken.isEmpty());
      }
      return taken;
    });
  }

  private static List<Row> list(RowSet<Row> rows) {
    List<Row> list = new ArrayList<>(rows.size());
    rows.forEach(list::add);
    return list;
  }

  /** Idle: other nodes may have the whole cap. */
  private void giveBackShare() {
    if (holdsShare && !claiming && tenants.isEmpty() && running == 0 && buffer.isEmpty()) {
      holdsShare = false;
      shareIsFresh = false;
      runner.claims().send(ClaimRepository.UNSHARE, declared.name(), runner.me());
    }
  }

  private void start() {
    if (starting) {
      return; // a job that ended at once
    }
    starting = true;
    while (running < width() && !buffer.isEmpty() && runner.mayStart()) {
      Claimed job = next();
      if (job == null) {
        break;
      }
      run(job);
    }
    starting = false;
  }

  /** The first whose group has room. */
  private Claimed next() {
    if (groups.isEmpty()) {
      return buffer.poll();
    }
    for (Iterator<Claimed> jobs = buffer.iterator(); jobs.hasNext();) {
      Claimed job = jobs.next();
      if (job.groupKey() == null || groups.getOrDefault(job.groupKey(), 0) < declared.groupCap()) {
        jobs.remove();
        return job;
      }
    }
    return null;
  }

  private void run(Claimed job) {
    running++;
    if (job.groupKey() != null) {
      groups.merge(job.groupKey(), 1, Integer::sum);
    }
    long begun = System.nanoTime();
    execution.run(job, declared).onComplete(ended -> {
      running--;
      if (job.groupKey() != null) {
        groups.computeIfPresent(job.groupKey(), (key, count) -> count == 1 ? null : count - 1);
      }
      usualMillis += SMOOTHING * ((System.nanoTime() - begun) / 1e6 - usualMillis);
      runner.end(ended.result());
      start();
      claim();
      giveBackShare();
    });
  }
}
