package com.mas.domain.learning.student;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.db.Database;
import com.mas.domain.learning.student.StudentContract.*;
import com.mas.domain.learning.sync.graphy.GraphyContract;
import com.mas.domain.learning.sync.graphy.GraphyContract.DemoPerson;
import com.mas.domain.learning.sync.graphy.GraphyContract.RemoveEnrolments;
import com.mas.domain.learning.sync.graphy.GraphyContract.SeedEnrolments;
import com.mas.jobs.JobsContract;
import com.mas.jobs.JobsContract.Progress;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Demo enrolments for accounts that no mirrored course knows. */
final class DemoService {
  private static final int PORTION = 200;

  private final DemoRepository accounts;
  private final Bus bus;
  private final boolean allowed;
  private final BooleanSupplier stopping;

  /** @param allowed false in production */
  DemoService(DemoRepository accounts, Bus bus, boolean allowed, BooleanSupplier stopping) {
    this.allowed = allowed;
    this.accounts = accounts;
    this.bus = bus;
    this.stopping = stopping;
  }

  void mustBeAllowed() {
    if (!allowed) {
      throw StudentContract.DEMO_REFUSED.refusal();
    }
  }

  /** Removes what was made for demonstration, in production too. */
  DemoRemoved remove(Call call) {
    return new DemoRemoved(Database.await(bus.send(call, GraphyContract.REMOVE_ENROLMENTS,
        new RemoveEnrolments())).enrolments());
  }

  /** @return how many enrolments were made; none for who has one */
  int seed(Call call, List<UUID> users) {
    mustBeAllowed();
    return seedPeople(call, accounts.find(call.tenant(), users));
  }

  /** Each portion is committed by itself and leaves the list of the missing, so that a repetition goes on. */
  DemoSeeded seedMissing(Call call, SeedDemo ask) {
    mustBeAllowed();
    long missing = accounts.countMissing(call.tenant());
    int done = 0;
    int enrolments = 0;
    UUID after = new UUID(0, 0);
    List<DemoPerson> portion;
    do {
      portion = accounts.missing(call.tenant(), after, PORTION);
      if (!portion.isEmpty()) {
        enrolments += seedPeople(call, portion);
        done += portion.size();
        after = portion.getLast().userId();
        if (call.cause() != null) {
          bus.send(call, JobsContract.PROGRESS, new Progress(call.cause(), (int) Math.min(99, done * 100L / missing),
              done + " of " + missing + " accounts"));
        }
      }
    } while (portion.size() == PORTION && !stopping.getAsBoolean());
    if (portion.size() == PORTION) {
      throw Failure.UNAVAILABLE.with("This node is stopping; another node continues.");
    }
    return new DemoSeeded(done, enrolments);
  }

  private int seedPeople(Call call, List<DemoPerson> people) {
    return people.isEmpty() ? 0
        : Database.await(bus.send(call, GraphyContract.SEED_ENROLMENTS, new SeedEnrolments(people))).enrolments();
  }
}
