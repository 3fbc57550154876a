package com.mas.domain.learning.sync;

import com.mas.bus.Call;
import com.mas.db.Tx;
import com.mas.domain.engagement.gamification.GamificationContract;
import com.mas.domain.engagement.gamification.GamificationContract.AwardAll;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import com.mas.domain.engagement.reminder.ReminderContract;
import com.mas.domain.engagement.reminder.ReminderContract.Forget;
import com.mas.domain.learning.sync.AwardRepository.Award;
import com.mas.domain.learning.sync.AwardRepository.Completed;
import com.mas.domain.learning.sync.LinkContract.Repair;
import com.mas.domain.learning.sync.SyncContract.Advance;
import com.mas.domain.learning.sync.SyncContract.FindNewStudents;
import com.mas.domain.learning.sync.SyncContract.Tick;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.Notify;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.jobs.Schedule;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The outbox as stored requests. */
final class SyncJobs implements Outbox {
  /** A slice that is lost with its node so often without having got on is what its nodes die of. */
  private static final int SLICE_ATTEMPTS = 10;
  /** An award that is to be taken back may still be waiting for its own turn. */
  private static final int REPAIR_ATTEMPTS = 12;
  /** Queue of work that does not touch the provider, so that it does not wait for the provider's queue. */
  private static final String DATABASE_QUEUE = "databaseQueue";
  static final String MODULE_COMPLETED = "module_completed";
  private static final String NEW_STUDENTS = "mrlearn-new-student-sync";
  /** The notice's name is older than its meaning: it is about the whole course. */
  private static final String COURSE_COMPLETED = "mrlearn_module_completed";

  private final Jobs jobs;

  SyncJobs(Jobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public Future<UUID> advance(Tx tx, Call cause, UUID runId, int slice) {
    return jobs.store(tx, SyncContract.ADVANCE, new Advance(runId, slice), JobOptions.on(SyncContract.QUEUE)
        .unique("mrlearn-run-" + runId + "-"
            + slice).attempts(SLICE_ATTEMPTS).within(SyncContract.SLICE_LIMIT).because(cause));
  }

  @Override
  public Future<?> schedule(Tx tx, String tenant, UUID configId, Duration every) {
    return jobs.schedule(tx,
        Schedule.every(every, key(configId), SyncContract.QUEUE, SyncContract.TICK, new Tick(configId)).of(tenant));
  }

  @Override
  public Future<?> unschedule(Tx tx, UUID configId) {
    return jobs.unschedule(tx, key(configId));
  }

  /** One job for each learner: what cannot be awarded to one of them does not hold up the others. */
  @Override
  public Future<?> award(Tx tx, Call cause, RunRow run, List<Award> awards) {
    Map<UUID, List<AwardXp>> byAccount = new LinkedHashMap<>();
    for (Award award : awards) {
      byAccount.computeIfAbsent(award.accountId(), first -> new ArrayList<>()).add(new AwardXp(award.accountId(),
          MODULE_COMPLETED, award.source(run.courseId()), award.occurredAt(), null, null, true, run.id()));
    }
    List<AwardAll> bodies = byAccount.values().stream().map(AwardAll::new).toList();
    return jobs.storeAll(tx, GamificationContract.AWARD_ALL, bodies,
        body -> JobOptions.on(DATABASE_QUEUE).because(cause));
  }

  @Override
  public Future<?> tellCompleted(Tx tx, Call cause, RunRow run, List<Completed> completed) {
    List<Notify> notices = completed.stream().map(each -> Notify.user(each.accountId(), COURSE_COMPLETED,
        Map.of("courseTitle", each.courseTitle()), COURSE_COMPLETED + ":" + run.courseId())).toList();
    return jobs.storeAll(tx, NotificationContract.NOTIFY, notices,
        notice -> JobOptions.on(NotificationContract.QUEUE).because(cause));
  }

  @Override
  public Future<?> findNewStudents(Tx tx, Duration every) {
    return jobs.schedule(tx, Schedule.every(every, NEW_STUDENTS, SyncContract.NEW_STUDENT_QUEUE,
        SyncContract.FIND_NEW_STUDENTS, new FindNewStudents()));
  }

  @Override
  public Future<?> findNoNewStudents(Tx tx) {
    return jobs.unschedule(tx, NEW_STUDENTS);
  }

  @Override
  public Future<UUID> repair(Tx tx, Call cause, String unique) {
    JobOptions options = JobOptions.on(DATABASE_QUEUE).attempts(REPAIR_ATTEMPTS).because(cause);
    return jobs.store(tx, LinkContract.REPAIR, new Repair(), unique == null ? options : options.unique(unique));
  }

  @Override
  public Future<?> forgetReminders(Tx tx, Call cause, UUID configId) {
    return jobs.store(tx, ReminderContract.FORGET, new Forget(configId),
        JobOptions.on(DATABASE_QUEUE).unique("reminder-forget-" + configId).because(cause));
  }

  /** Also the unique key of the schedule's jobs, so that ticks do not stack up. */
  private static String key(UUID configId) {
    return "mrlearn-sync-" + configId;
  }
}
