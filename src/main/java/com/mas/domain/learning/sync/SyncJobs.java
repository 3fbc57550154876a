package com.mas.domain.learning.sync;

import com.mas.bus.Call;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.AwardRepository.Award;
import com.mas.domain.learning.sync.AwardRepository.Completed;
import com.mas.domain.learning.sync.LinkContract.ModuleWithdrawn;
import com.mas.domain.learning.sync.LinkContract.Repair;
import com.mas.domain.learning.sync.SyncContract.Advance;
import com.mas.domain.learning.sync.SyncContract.CompletedModule;
import com.mas.domain.learning.sync.SyncContract.ConfigChanged;
import com.mas.domain.learning.sync.SyncContract.ConfigRemoved;
import com.mas.domain.learning.sync.SyncContract.CourseCompleted;
import com.mas.domain.learning.sync.SyncContract.FindNewStudents;
import com.mas.domain.learning.sync.SyncContract.ModulesCompleted;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import com.mas.domain.learning.sync.SyncContract.Tick;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.Notify;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.jobs.Schedule;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The outbox as stored requests. */
final class SyncJobs implements Outbox {
  /** A slice that is lost with its node so often without having got on is what its nodes die of. */
  private static final int SLICE_ATTEMPTS = 10;
  /** Queue of work that does not touch the provider, so that it does not wait for the provider's queue. */
  private static final String DATABASE_QUEUE = "databaseQueue";
  private static final String NEW_STUDENTS = "mrlearn-new-student-sync";
  /** The notice's name is older than its meaning: it is about the whole course. */
  private static final String COURSE_COMPLETED = "mrlearn_module_completed";

  private final Jobs jobs;

  SyncJobs(Jobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public Future<UUID> advance(Tx tx, Call cause, UUID runId, int slice, Instant due) {
    return jobs.store(tx, SyncContract.ADVANCE, new Advance(runId, slice), JobOptions.on(SyncContract.QUEUE).at(due)
        .unique("mrlearn-run-" + runId + "-" + slice).attempts(SLICE_ATTEMPTS).within(SyncContract.SLICE_LIMIT)
        .because(cause));
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
    Map<UUID, List<CompletedModule>> byAccount = new LinkedHashMap<>();
    for (Award award : awards) {
      byAccount.computeIfAbsent(award.accountId(), first -> new ArrayList<>()).add(new CompletedModule(
          award.source(run.courseId()), run.courseId(), award.moduleId(), award.occurredAt(), award.history()));
    }
    List<ModulesCompleted> events = new ArrayList<>(byAccount.size());
    byAccount.forEach((account, modules) -> events.add(new ModulesCompleted(account, run.id(), modules)));
    return jobs.publishAll(tx, SyncContract.MODULES_COMPLETED, events, SyncJobs::key, cause);
  }

  private static String key(ModulesCompleted event) {
    StringBuilder modules = new StringBuilder();
    event.modules().forEach(module -> modules.append(module.id()).append('\n'));
    return event.accountId() + ":" + UUID.nameUUIDFromBytes(modules.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Future<?> tellCompleted(Tx tx, Call cause, RunRow run, List<Completed> completed) {
    jobs.publishAll(tx, SyncContract.COURSE_COMPLETED, completed.stream().map(each -> new CourseCompleted(
        each.accountId(), run.courseId(), each.courseTitle(), each.at())).toList(),
        event -> event.accountId() + ":" + event.graphyCourseId(), cause);
    List<Notify> notices = completed.stream().map(each -> Notify.user(each.accountId(), COURSE_COMPLETED,
        Map.of("courseTitle", each.courseTitle()), COURSE_COMPLETED + ":" + run.courseId())).toList();
    return jobs.storeAll(tx, NotificationContract.NOTIFY, notices,
        notice -> JobOptions.on(NotificationContract.QUEUE).because(cause));
  }

  @Override
  public Future<?> findNewStudents(Tx tx, String tenant, Duration every) {
    return jobs.schedule(tx, Schedule.every(every, newStudents(tenant), SyncContract.NEW_STUDENT_QUEUE,
        SyncContract.FIND_NEW_STUDENTS, new FindNewStudents()).of(tenant));
  }

  @Override
  public Future<?> findNoNewStudents(Tx tx, String tenant) {
    return jobs.unschedule(tx, newStudents(tenant));
  }

  private static String newStudents(String tenant) {
    return tenant == null ? NEW_STUDENTS : NEW_STUDENTS + "-" + tenant;
  }

  @Override
  public Future<UUID> repair(Tx tx, Call cause, String unique) {
    JobOptions options = JobOptions.on(DATABASE_QUEUE).because(cause);
    return jobs.store(tx, LinkContract.REPAIR, new Repair(), unique == null ? options : options.unique(unique));
  }

  @Override
  public Future<?> withdraw(Tx tx, Call cause, List<ModuleWithdrawn> modules) {
    return jobs.publishAll(tx, LinkContract.MODULE_WITHDRAWN, modules,
        module -> module.accountId() + ":" + module.id(), cause);
  }

  @Override
  public Future<?> configChanged(Tx tx, Call cause, SyncConfig config) {
    return jobs.publish(tx, SyncContract.CONFIG_CHANGED, new ConfigChanged(config.id()),
        config.id() + ":" + config.updatedAt(), cause);
  }

  @Override
  public Future<?> configDeleted(Tx tx, Call cause, ConfigRemoved config) {
    return jobs.publish(tx, SyncContract.CONFIG_DELETED, config, config.configId().toString(), cause);
  }

  /** Names the schedule's jobs, too, as their unique key, so that ticks do not stack up. */
  private static String key(UUID configId) {
    return "mrlearn-sync-" + configId;
  }
}
