package com.mas.runs;

import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;

/** Two nodes on one database, with the tables that their runs write. */
final class RunNodes implements AutoCloseable {
  final TestDatabase database = TestDatabase.create();
  final TurnableClock clock = TurnableClock.at("2026-03-10T09:00:00Z");
  final RunNode here;
  final RunNode there;

  RunNodes() {
    database.execute("""
        CREATE SCHEMA kept; CREATE TABLE kept.number (n int); CREATE TABLE kept.ended (run uuid, state text);
        CREATE TABLE kept.slice (job uuid, run uuid, slice int, due timestamptz)""");
    here = new RunNode(database, clock);
    there = new RunNode(database, clock);
  }

  /** Makes all as it was at first. */
  void calm() {
    database.execute("TRUNCATE kept.number, kept.ended, kept.slice, runs.run, jobs.job");
    here.calm();
    there.calm();
  }

  @Override
  public void close() {
    here.close();
    there.close();
    database.close();
  }
}
