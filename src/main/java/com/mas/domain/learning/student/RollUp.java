package com.mas.domain.learning.student;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.domain.learning.student.RollUpRepository.Taken;
import com.mas.domain.learning.student.StudentContract.*;
import com.mas.jobs.JobsContract;
import com.mas.jobs.JobsContract.Progress;
import java.util.function.BooleanSupplier;

/** Keeps the students' rows current. */
final class RollUp {
  /** Short transactions: a sync that commits meanwhile waits for nothing, and a kill loses little. */
  private static final int PORTION = 1_000;
  /** Time before the deadline at which the rest is left to the next look. */
  private static final long SPARE_MILLIS = 20_000;

  private final RollUpRepository repository;
  private final Bus bus;
  private final BooleanSupplier stopping;

  RollUp(RollUpRepository repository, Bus bus, BooleanSupplier stopping) {
    this.repository = repository;
    this.bus = bus;
    this.stopping = stopping;
  }

  RolledUp run(Call call, CatchUp ask) {
    if (Boolean.TRUE.equals(ask.everybody())) {
      repository.noteEverybody(call.tenant());
    }
    long waiting = call.cause() == null ? 0 : repository.waiting();
    long done = 0;
    Taken taken;
    do {
      taken = repository.take(PORTION);
      done += taken.notes();
      if (waiting > PORTION) {
        int percent = (int) Math.min(99, done * 100 / waiting);
        bus.send(call, JobsContract.PROGRESS, new Progress(call.cause(), percent, done + " students"));
      }
    } while (taken.more() && !stopping.getAsBoolean() && bus.clock().millis() < call.deadline() - SPARE_MILLIS);
    return new RolledUp(done);
  }

  /** Takes what is there now, of a promotion above all. */
  void now() {
    repository.take(PORTION);
  }
}
