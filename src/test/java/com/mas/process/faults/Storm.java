package com.mas.process.faults;

import com.mas.process.Sql;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stores so many awards, and a tenth as many mails, that all become due at one instant: rows as a commit leaves them.
 * What they have led to is counted in the ledger and at the mail server.
 */
record Storm(Sql sql, int number, int awards, int mails, String due) {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** @param delay until they are due, long enough for all to be stored */
  static Storm store(Sql sql, int awards, int mails, Duration delay) {
    String due = sql.text("SELECT now() + interval '" + delay.toMillis() + " milliseconds'");
    Storm storm = new Storm(sql, NUMBERS.incrementAndGet(), awards, mails, due);
    storm.insert(awards, "databaseQueue", "gamification.xp.award", """
        'userId', md5('storm-%d-' || n / 4)::uuid, 'type', 'module_completed', 'sourceId', 'storm-%d-' || n,
        'skipStreakUpdate', false""".formatted(storm.number, storm.number));
    storm.insert(mails, "emailQueue", "notification.email.send", """
        'to', 'storm-%d-' || n || '@learner.example', 'template', 'password_changed', 'key', 'storm-%d-' || n,
        'data', '{"name": "A", "email": "a@learner.example"}'::jsonb""".formatted(storm.number, storm.number));
    return storm;
  }

  /** The same by another connection. */
  Storm seenBy(Sql other) {
    return new Storm(other, number, awards, mails, due);
  }

  private void insert(int count, String queue, String address, String body) {
    sql.change("""
        INSERT INTO jobs.job (id, queue, address, body, state, run_at, tenant, created_at, request_id)
        SELECT gen_random_uuid(), '%s', '%s', jsonb_build_object(%s), 'delayed', '%s',
          'my-analytics-school', now(), 'storm-%d'
        FROM generate_series(1, %d) n""".formatted(queue, address, body, due, number, count));
  }

  /** Seconds from the instant at which all are due until all but so many are over. */
  double await(long left, Duration limit) {
    long begun = System.nanoTime();
    while (open() > left) {
      if (System.nanoTime() - begun > limit.toNanos()) {
        throw new AssertionError(open() + " of " + (awards + mails) + " are not over within " + limit);
      }
      sql.text("SELECT pg_sleep(0.1)"); // to count costs the database, too
    }
    return Double.parseDouble(sql.text(
        "SELECT extract(epoch FROM clock_timestamp() - '" + due + "'::timestamptz)"));
  }

  /** Stored and not over yet. */
  long open() {
    return sql.number("SELECT count(*) FROM jobs.job WHERE request_id = 'storm-" + number + "'");
  }

  long open(String queue) {
    return sql.number(
        "SELECT count(*) FROM jobs.job WHERE queue = '" + queue + "' AND request_id = 'storm-" + number + "'");
  }

  /** Awards and mails that were given up; nobody can be told of a new level, as the students have no accounts. */
  long dead() {
    return sql.number("SELECT count(*) FROM jobs.finished WHERE state = 'dead' AND address <> 'notification.notify'"
        + " AND request_id = 'storm-" + number + "'");
  }

  long granted() {
    return sql.number("SELECT count(*) FROM gamification.xp_events WHERE " + mine("source_id"));
  }

  /** Awards that were asked for again, and refused. */
  long replayed() {
    return sql.number("SELECT coalesce(sum(times), 0) FROM gamification.xp_refusals WHERE " + mine("source_id"));
  }

  /** Students whose standing is not what their ledger adds up to. */
  long unbalanced() {
    return sql.number("""
        SELECT count(*) FROM gamification.student_progress p WHERE total_xp <> (
          SELECT sum(amount) FROM gamification.xp_events e WHERE e.user_id = p.user_id)""");
  }

  long deliveries(String state) {
    return sql.number("SELECT count(*) FROM notification.deliveries WHERE state = '" + state + "' AND " + mine("key"));
  }

  private String mine(String column) {
    return column + " LIKE 'storm-" + number + "-%'";
  }
}
