package com.mas.jobs;

import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.jobs.JobsContract.Act;
import com.mas.jobs.JobsContract.Job;
import com.mas.jobs.JobsContract.ScheduleRow;
import com.mas.jobs.ScheduleRepository.Stored;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Shows operators the schedules, runs one of them out of turn, and lets them pause and go on. */
final class ScheduleService {
  private static final int SLOTS_AHEAD = 5;

  private final Database db;
  private final Clock clock;
  private final UuidV7 ids;

  ScheduleService(Database db, Clock clock) {
    this.db = db;
    this.clock = clock;
    this.ids = new UuidV7(clock);
  }

  Page<ScheduleRow> list() {
    Instant now = clock.instant();
    List<ScheduleRow> rows = ScheduleRepository.list(db).stream().map(stored -> planned(stored, now)).toList();
    return new Page<>(rows, rows.size(), 0, (long) rows.size());
  }

  /** Runs one that is paused, too; the slots to come stay as they are. */
  Job run(Call call, String key) {
    UUID job = db.transaction(tx -> {
      Stored schedule = found(tx, call, key);
      if (!schedule.enabled()) {
        throw JobsContract.SCHEDULE_OFF.refusal();
      }
      UUID id = ids.next();
      UUID stored = ScheduleRepository.store(tx, key, id, clock.instant(), call.requestId());
      record(tx, call, "run_schedule", schedule, stored, stored.equals(id) ? 1 : 0);
      tx.notifyAfterCommit(Wake.CHANNEL, schedule.queue());
      return stored;
    });
    return BoardRepository.find(db, job).map(found -> JobsService.shown(found.job()))
        .orElseThrow(JobsContract.JOB_UNKNOWN::refusal);
  }

  ScheduleRow pause(Call call, String key, boolean paused) {
    db.transaction(tx -> {
      Stored schedule = found(tx, call, key);
      Instant now = clock.instant();
      if (schedule.paused() != paused) {
        boolean passed = !paused && !schedule.nextAt().isAfter(now);
        ScheduleRepository.pause(tx, key, paused,
            passed ? schedule.grid().next(schedule.nextAt(), now) : schedule.nextAt());
        record(tx, call, paused ? "pause_schedule" : "resume_schedule", schedule, null, 0);
      }
      tx.notifyAfterCommit(Wake.CHANNEL, Wake.CHANGED);
      return null;
    });
    return list().items().stream().filter(row -> row.key().equals(key)).findFirst()
        .orElseThrow(JobsContract.SCHEDULE_UNKNOWN::refusal);
  }

  private static Stored found(Tx tx, Call call, String key) {
    if (JobsService.whose(call) != null) {
      throw JobsContract.SCHEDULES_SHARED.refusal();
    }
    return ScheduleRepository.lock(tx, key).orElseThrow(JobsContract.SCHEDULE_UNKNOWN::refusal);
  }

  private void record(Tx tx, Call call, String action, Stored schedule, UUID job, int jobs) {
    UUID actor = call.principal() == null ? null : call.principal().userId();
    AdminRepository.record(tx, call,
        new Act(ids.next(), clock.instant(), actor, null, action, schedule.queue(), job, null, schedule.key(), jobs));
  }

  private static ScheduleRow planned(Stored row, Instant now) {
    CronRules.Grid grid = row.grid();
    // a slot of this moment is the runners' next work, not one that nobody took
    int overdue = row.comes() ? grid.slots(row.nextAt(), now.minusSeconds(BoardRepository.PUNCTUAL_SECONDS)) : 0;
    return new ScheduleRow(row.key(), row.queue(), row.address(), row.cron(), row.zone(),
        row.everyMs() == null ? null : row.everyMs() / 1000, row.enabled(), row.paused(), row.declared(), row.nextAt(),
        row.lastAt(), row.lastJob(), row.comes() ? grid.from(row.nextAt(), SLOTS_AHEAD) : List.of(), row.missed(),
        row.missedAt(), overdue, overdue == 0 ? 0 : Duration.between(row.nextAt(), now).toSeconds());
  }
}
