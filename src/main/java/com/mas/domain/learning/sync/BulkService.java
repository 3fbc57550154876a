package com.mas.domain.learning.sync;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Page;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchCourse;
import com.mas.domain.learning.education.EducationContract.GetBatch;
import com.mas.domain.learning.education.EducationContract.ListBatches;
import com.mas.domain.learning.education.EducationContract.MappedCourses;
import com.mas.domain.learning.education.EducationContract.Provider;
import com.mas.domain.learning.sync.SyncContract.BatchChoice;
import com.mas.domain.learning.sync.SyncContract.PickBatches;
import com.mas.domain.learning.sync.SyncContract.Queued;
import com.mas.domain.learning.sync.SyncContract.QueuedCourse;
import com.mas.domain.learning.sync.SyncContract.RefreshAll;
import com.mas.domain.learning.sync.SyncContract.RunAccepted;
import com.mas.domain.learning.sync.SyncContract.SyncBatch;
import com.mas.domain.learning.sync.SyncContract.SyncConfig;
import com.mas.domain.learning.sync.SyncContract.SyncCourses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Runs of many courses at once. Each course is a transaction of its own: to ask again does no harm. */
final class BulkService {
  private static final int MAX_COURSES = 100;

  private final Stores stores;
  private final SyncService service;
  private final Supplier<UUID> ids;

  BulkService(Stores stores, SyncService service, Supplier<UUID> ids) {
    this.stores = stores;
    this.service = service;
    this.ids = ids;
  }

  Queued courses(Call call, SyncCourses ask) {
    List<String> courses = ask.graphyCourseIds() == null ? List.of() : ask.graphyCourseIds().stream()
        .filter(id -> id != null && !id.isBlank() && id.length() <= SyncService.MAX_TEXT).map(String::strip).distinct()
        .toList();
    if (courses.isEmpty() || courses.size() > MAX_COURSES) {
      throw Failure.INVALID.with("Name the courses in graphyCourseIds.")
          .errors(List.of(new FieldError("/graphyCourseIds", "needs 1 to " + MAX_COURSES + " course ids")));
    }
    service.mustHaveBatch(call, ask.batchId());
    Map<String, String> titles = new HashMap<>();
    if (courses.stream().anyMatch(id -> stores.configs().findByCourse(call.tenant(), id).isEmpty())) {
      SyncService.eachCourse(stores.connector().open(call.tenant()), course -> {
        titles.put(course.id(), course.title());
        return false;
      });
    }
    int hours = SyncRules.intervalHours(ask.intervalHours());
    boolean reports = ask.includeDetailedReports() == null || ask.includeDetailedReports();
    return queued(courses.stream().map(id -> ensure(call, new ConfigRepository.New(ids.get(), call.tenant(), id,
        titles.get(id), ask.batchId(), hours, true, reports))).toList());
  }

  /** The mapping is an administrator's word: the provider is not asked; a course that it lacks has a failing run. */
  Queued batch(Call call, SyncBatch ask) {
    stores.bus().send(call, EducationContract.BATCHES_GET, new GetBatch(ask.batchId())).await();
    List<String> courses = stores.bus().send(call, EducationContract.COURSES_MAPPED,
        new MappedCourses(ask.batchId(), null)).await().courses().stream()
        .filter(course -> course.provider() == Provider.MRLEARN).map(BatchCourse::externalCourseId).distinct().toList();
    Map<String, String> titles = stores.configs().titles(call.tenant(), courses);
    return queued(courses.stream().map(id -> ensure(call, new ConfigRepository.New(ids.get(), call.tenant(), id,
        titles.getOrDefault(id, id), ask.batchId(), SyncRules.DEFAULT_INTERVAL_HOURS, true, true))).toList());
  }

  Queued refresh(Call call, RefreshAll ask) {
    return startAll(call, call.tenant(), "manual", ask.full() == null || !ask.full());
  }

  /** @param tenant null: all tenants that look for new students when the installation says */
  Queued startAll(Call call, String tenant, String triggeredBy, boolean fast) {
    List<QueuedCourse> courses = new ArrayList<>();
    for (ConfigRepository.Enabled enabled : stores.configs().enabled(tenant)) {
      QueuedCourse course = stores.db().transaction(tx -> {
        Optional<SyncConfig> config = stores.configs().lock(tx, enabled.id(), enabled.tenant())
            .map(ConfigRepository.Locked::config).filter(SyncConfig::enabled);
        return config.map(there -> started(there,
            service.start(tx, of(call, enabled.tenant()), there.id(), triggeredBy, fast), "queued")).orElse(null);
      });
      if (course != null) {
        courses.add(course);
      }
    }
    return queued(courses);
  }

  Page<BatchChoice> pick(Call call, PickBatches ask) {
    Page<Batch> page = stores.bus().send(call, EducationContract.BATCHES_LIST,
        new ListBatches(ask.search(), null, null, ask.limit(), ask.offset())).await();
    return page.map(batch -> new BatchChoice(batch.id(), batch.code(), batch.name(), batch.state().wire(),
        batch.courses()));
  }

  /** @param wanted without a title when the provider does not list the course */
  private QueuedCourse ensure(Call call, ConfigRepository.New wanted) {
    return stores.db().transaction(tx -> {
      Optional<SyncConfig> made = wanted.title() == null ? Optional.empty() : stores.configs().insert(tx, wanted);
      made.ifPresent(config -> service.schedule(tx, call.tenant(), config.id(), config.intervalHours()));
      Optional<UUID> id = made.map(SyncConfig::id)
          .or(() -> stores.configs().findByCourse(call.tenant(), wanted.courseId()).map(SyncConfig::id));
      if (id.isEmpty()) {
        return new QueuedCourse(wanted.courseId(), null, null, "unknown");
      }
      SyncConfig config = stores.configs().lock(tx, id.get(), call.tenant()).orElseThrow().config();
      if (wanted.batchId() != null) {
        stores.configs().fillBatch(tx, config.id(), wanted.batchId());
      }
      return started(config, service.start(tx, call, config.id(), "manual", false),
          made.isPresent() ? "created" : "queued");
    });
  }

  private static Call of(Call call, String tenant) {
    return tenant.equals(call.tenant()) ? call : new Call(call.requestId(), call.traceparent(), tenant,
        call.principal(), call.deadline(), call.cause(), call.address());
  }

  private static QueuedCourse started(SyncConfig config, RunAccepted run, String outcome) {
    return new QueuedCourse(config.graphyCourseId(), config.id(), run.runId(),
        run.jobId() == null ? "running" : outcome);
  }

  private static Queued queued(List<QueuedCourse> courses) {
    int created = (int) courses.stream().filter(course -> course.outcome().equals("created")).count();
    int queued = (int) courses.stream().filter(course -> course.outcome().equals("queued")).count() + created;
    return new Queued(courses.isEmpty() ? "nothing" : "queued", queued, courses.size(), created, courses);
  }
}
