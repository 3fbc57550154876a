package com.mas.domain.learning.student;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.domain.learning.student.RollUpRepository.Taken;
import com.mas.domain.learning.student.StudentContract.*;
import com.mas.jobs.JobsContract;
import com.mas.jobs.JobsContract.Progress;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.Slice;
import java.util.function.BooleanSupplier;

/**
 * Keeps the students' rows current. Who changed is noted, and notes are taken in portions: what a kill leaves is taken
 * by whoever looks next. To make the rows of everybody anew is a run of {@code com.mas.runs}.
 */
final class RollUp {
  static final String KIND = "student.roll_up";
  private static final String NOTED = "noted";
  private static final String TAKEN = "taken";
  /** Short transactions: a sync that commits meanwhile waits for nothing, and a kill loses little. */
  private static final int PORTION = 1_000;
  /** Time before the deadline at which the rest is left to the next look. */
  private static final long SPARE_MILLIS = 20_000;

  private final RollUpRepository repository;
  private final Runs runs;
  private final Bus bus;
  private final BooleanSupplier stopping;

  RollUp(RollUpRepository repository, Runs runs, Bus bus, BooleanSupplier stopping) {
    this.repository = repository;
    this.runs = runs;
    this.bus = bus;
    this.stopping = stopping;
  }

  RolledUp run(Call call, CatchUp ask) {
    return Boolean.TRUE.equals(ask.everybody()) ? everybody(call) : catchUp(call);
  }

  private RolledUp catchUp(Call call) {
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

  /** Notes everybody once, however often the run is cut off. */
  private RolledUp everybody(Call call) {
    Phases<Integer> phases = Phases.from(0)
        .then("note",
            (slice, at) -> slice.write(tx -> Move.done(at).count(NOTED, repository.noteEverybody(tx, call.tenant()))))
        .then("take", this::take);
    return new RolledUp(runs.work(call, new About(KIND, call.tenant(), ""), phases,
        Budget.of(StudentContract.ROLL_UP.timeout(), stopping)).sums().get(TAKEN));
  }

  private Move<Integer> take(Slice slice, Integer at) {
    return slice.write(tx -> {
      Taken taken = repository.take(tx, PORTION);
      long done = slice.run().sums().get(TAKEN) + taken.notes();
      slice.note(done + " students");
      return (taken.more() ? Move.to(at) : Move.done(at)).count(TAKEN, taken.notes())
          .percent((int) Math.min(99, done * 100 / Math.max(1, slice.run().sums().get(NOTED))));
    });
  }

  /** Takes what is there now, of a promotion above all. */
  void now() {
    repository.take(PORTION);
  }
}
