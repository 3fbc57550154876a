package com.mas.jobs;

import static com.mas.jobs.JobsRepository.column;

import com.mas.db.Database;
import com.mas.jobs.Claimed.Outcome;
import com.mas.jobs.PipelinedConnection.Step;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down how jobs ended: what comes while one batch is under way makes the next. Nothing is given up while the
 * database is away; a batch that it refuses is tried one by one.
 */
final class Finisher {
  private static final Logger LOG = LoggerFactory.getLogger(Finisher.class);
  private static final int MOST = 1000;
  private static final long PAUSE_MILLIS = 250;

  private final Vertx vertx;
  private final PipelinedConnection line;
  private final String node;
  private final ToIntFunction<String> keepCompleted;
  private final Consumer<List<Outcome>> written;
  private final ArrayDeque<Outcome> waiting = new ArrayDeque<>();
  private boolean underWay;
  private int most = MOST;
  private Runnable whenEmpty = () -> {};

  /**
   * @param node as operators know this one
   * @param keepCompleted how many completed jobs of a queue are worth keeping
   * @param written told of each batch once it has committed
   */
  Finisher(
      Vertx vertx, PipelinedConnection line, String node, ToIntFunction<String> keepCompleted,
      Consumer<List<Outcome>> written) {
    this.vertx = vertx;
    this.line = line;
    this.node = node;
    this.keepCompleted = keepCompleted;
    this.written = written;
  }

  void add(Outcome outcome) {
    waiting.add(outcome);
    flush();
  }

  int waiting() {
    return waiting.size();
  }

  /** Calls back, once, as soon as everything is written. */
  void whenEmpty(Runnable callback) {
    whenEmpty = callback;
    flush();
  }

  private void flush() {
    if (underWay) {
      return;
    }
    if (waiting.isEmpty()) {
      whenEmpty.run();
      return;
    }
    underWay = true;
    List<Outcome> batch = new ArrayList<>();
    while (batch.size() < most && !waiting.isEmpty()) {
      batch.add(waiting.poll());
    }
    write(batch).onComplete(result -> {
      underWay = false;
      if (result.succeeded()) {
        most = Math.min(MOST, most * 2);
        written.accept(batch);
        flush();
      } else {
        failed(batch, result.cause());
      }
    });
  }

  private void failed(List<Outcome> batch, Throwable cause) {
    if (batch.size() == 1 && !Database.isUnreachable(cause)) {
      Outcome outcome = batch.getFirst();
      LOG.error("The end of job {} of {} cannot be stored", outcome.job().id(), outcome.job().queue(), cause);
      if (outcome.result() != null) {
        waiting.addFirst(Outcome.dead(outcome.job(), outcome.startedAt(), outcome.finishedAt(),
            "Its answer could not be stored.", outcome.attempts()));
      } else {
        written.accept(batch); // this node no longer counts it as held, so that it is found and put back
      }
    } else {
      most = Database.isUnreachable(cause) ? most : 1;
      batch.reversed().forEach(waiting::addFirst);
    }
    LOG.warn("{} ended jobs could not be written down yet: {}", batch.size(), String.valueOf(cause));
    vertx.setTimer(PAUSE_MILLIS, retry -> flush());
  }

  private Future<?> write(List<Outcome> batch) {
    List<Outcome> ended = batch.stream().filter(Outcome::ended).toList();
    List<Outcome> back = batch.stream().filter(outcome -> !outcome.ended()).toList();
    List<Outcome> grouped = batch.stream().filter(outcome -> outcome.job().groupKey() != null).toList();
    List<Step> steps = new ArrayList<>();
    if (!grouped.isEmpty()) {
      steps.add(new Step(ClaimRepository.LOCK_ALL, (Object) column(grouped, o -> o.job().queue(), String[]::new)));
    }
    if (!ended.isEmpty()) {
      steps.add(finish(ended));
    }
    if (!back.isEmpty()) {
      steps.add(putBack(back));
    }
    if (!grouped.isEmpty()) {
      steps.add(new Step(ClaimRepository.UNPARK, column(grouped, o -> o.job().queue(), String[]::new),
          column(grouped, o -> o.job().groupKey(), String[]::new)));
    }
    return steps.size() == 1
        ? line.send(steps.getFirst().sql(), steps.getFirst().parameters()) : line.transaction(steps);
  }

  private Step finish(List<Outcome> ended) {
    Boolean[] keep = new Boolean[ended.size()];
    Map<String, Integer> kept = new HashMap<>();
    for (int i = ended.size() - 1; i >= 0; i--) { // only the newest can survive the retention
      Outcome outcome = ended.get(i);
      keep[i] = outcome.state() != JobState.COMPLETED
          || kept.merge(outcome.job().queue(), 1, Integer::sum) <= keepCompleted.applyAsInt(outcome.job().queue());
    }
    return new Step(ClaimRepository.FINISH, column(ended, o -> o.job().id(), UUID[]::new),
        column(ended, o -> o.job().owner(), UUID[]::new), column(ended, o -> o.job().token(), Integer[]::new),
        ended.stream().map(Outcome::state).toList(), keep,
        column(ended, Outcome::startedAt, Instant[]::new),
        column(ended, Outcome::finishedAt, Instant[]::new), column(ended, Outcome::result, String[]::new),
        column(ended, Outcome::error, String[]::new), column(ended, o -> (short) o.attempts(), Short[]::new), node);
  }

  private Step putBack(List<Outcome> back) {
    return new Step(ClaimRepository.PUT_BACK, column(back, o -> o.job().id(), UUID[]::new),
        column(back, o -> o.job().owner(), UUID[]::new), column(back, o -> o.job().token(), Integer[]::new),
        column(back, Outcome::again, Instant[]::new), column(back, o -> (short) o.attempts(), Short[]::new),
        column(back, Outcome::error, String[]::new), column(back, Outcome::startedAt, Instant[]::new),
        column(back, Outcome::finishedAt, Instant[]::new), node);
  }
}
