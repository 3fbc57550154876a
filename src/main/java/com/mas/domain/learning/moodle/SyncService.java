package com.mas.domain.learning.moodle;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.domain.learning.moodle.MoodleContract.ActivitiesCompleted;
import com.mas.domain.learning.moodle.MoodleContract.Activity;
import com.mas.domain.learning.moodle.MoodleContract.Advance;
import com.mas.domain.learning.moodle.MoodleContract.ChangeSchedule;
import com.mas.domain.learning.moodle.MoodleContract.CompletedActivity;
import com.mas.domain.learning.moodle.MoodleContract.ListSyncErrors;
import com.mas.domain.learning.moodle.MoodleContract.ListSyncs;
import com.mas.domain.learning.moodle.MoodleContract.Source;
import com.mas.domain.learning.moodle.MoodleContract.SyncError;
import com.mas.domain.learning.moodle.MoodleContract.SyncLog;
import com.mas.domain.learning.moodle.MoodleContract.SyncSchedule;
import com.mas.domain.learning.moodle.MoodleContract.SyncStarted;
import com.mas.domain.learning.moodle.MoodleContract.SyncState;
import com.mas.domain.learning.moodle.MoodleContract.SyncStatus;
import com.mas.domain.learning.moodle.MoodleContract.Tick;
import com.mas.domain.learning.moodle.MoodleContract.Trigger;
import com.mas.domain.learning.moodle.PeopleRepository.Award;
import com.mas.domain.people.identity.PersonContract;
import com.mas.domain.people.identity.PersonContract.PersonVerified;
import com.mas.domain.people.identity.PersonContract.PlacePersons;
import com.mas.domain.people.identity.PersonContract.Placement;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.jobs.JobsContract;
import com.mas.jobs.JobsContract.Nothing;
import com.mas.jobs.JobsContract.ScheduleRow;
import com.mas.jobs.Schedule;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Counts;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import com.mas.sources.Connector;
import com.mas.sources.Mirror;
import com.mas.sources.Mirror.Done;
import com.mas.sources.Place;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Syncs: begun by hand, by the schedule or with the server, worked on slice by slice, one at a time. */
final class SyncService {
  /** Key of the schedule, and of the jobs that it makes. */
  static final String SCHEDULE = "moodle-sync";
  private static final int SLICE_ATTEMPTS = 10;
  /** Bounds one event. */
  private static final int MOST_ACTIVITIES = 500;

  /**
   * @param minutes between two syncs, as the environment says; 0: what is usual
   * @param readAgainAfter time after which somebody's progress is read again without a visit
   */
  record Config(String tenant, boolean configured, int minutes, String environment, boolean onStartup,
      Duration readAgainAfter, Duration slice) {}

  private final Bus bus;
  private final Database db;
  private final Jobs jobs;
  private final Supplier<UUID> ids;
  private final Connector connector;
  private final Config config;
  private final Runs runs;
  private final MirrorRepository mirror;
  private final PeopleRepository people;
  private final SyncLogRepository log;
  private final RoleRepository chairs;
  private final BooleanSupplier stopping;

  SyncService(Bus bus, Database db, Jobs jobs, Supplier<UUID> ids, Connector connector, Config config,
      BooleanSupplier stopping) {
    this.bus = bus;
    this.db = db;
    this.jobs = jobs;
    this.ids = ids;
    this.connector = connector;
    this.config = config;
    this.stopping = stopping;
    this.runs = new Runs(bus, db);
    this.mirror = new MirrorRepository(db);
    this.people = new PeopleRepository(db);
    this.log = new SyncLogRepository(db);
    this.chairs = new RoleRepository(db);
  }

  /** Stores the schedule as it stands now, and a first sync where that is wanted. Idempotent. */
  void open() {
    Call call = bus.systemCall(config.tenant, Duration.ofSeconds(20));
    if (!config.configured) {
      db.repeatable(tx -> jobs.unschedule(tx, SCHEDULE));
      return;
    }
    db.repeatable(tx -> {
      schedule(tx, interval());
      return config.onStartup ? jobs.store(tx, MoodleContract.TICK, new Tick(Trigger.STARTUP),
          JobOptions.on(MoodleContract.QUEUE).unique(SCHEDULE).because(call)) : null;
    });
  }

  SyncStarted start(Call call) {
    mustBeConfigured(call);
    return begin(call, Trigger.MANUAL).orElseThrow(() -> MoodleContract.SYNC_UNDER_WAY.refusal());
  }

  Void tick(Call call, Tick ask) {
    if (config.configured && config.tenant.equals(call.tenant())) {
      begin(call, ask.trigger());
    }
    return null;
  }

  private Optional<SyncStarted> begin(Call call, Trigger trigger) {
    UUID id = ids.get();
    int minutes = interval();
    return db.transaction(tx -> {
      Optional<UUID> job = runs.put(tx, call, id, new About(MoodleContract.KIND, call.tenant(), ""),
          mirrored(call).names(), this::store);
      job.ifPresent(stored -> log.start(tx, id, call.tenant(), trigger,
          call.principal() == null ? null : call.principal().userId(), stored, minutes, now()));
      return job.map(stored -> new SyncStarted(id, stored));
    });
  }

  Void advance(Call call, Advance ask) {
    Phases<?> phases = mirrored(call).phases().whenEnded(log::end);
    runs.advance(call, ask.runId(), ask.slice(), phases, Budget.of(config.slice, stopping).relaxed(), this::store);
    return null;
  }

  /** Ends the record of a sync that the engine has ended by itself. Twice is as once. */
  Void givenUp(RunsContract.GivenUp over) {
    if (over.kind().equals(MoodleContract.KIND)) {
      runs.settle(over.id(), Phases.from("").whenEnded(log::end));
    }
    return null;
  }

  private Future<UUID> store(Tx tx, Call cause, UUID run, int slice, Instant due) {
    return jobs.store(tx, MoodleContract.ADVANCE, new Advance(run, slice), JobOptions.on(MoodleContract.QUEUE).at(due)
        .unique("moodle-run-" + run + "-" + slice).attempts(SLICE_ATTEMPTS).within(MoodleContract.SLICE_LIMIT)
        .because(cause));
  }

  private Mirror mirrored(Call call) {
    return new Mirror(connector, call.tenant(),
        (place, stage, position, trouble, message, excerpt) -> log.keepError(place, stage.name(),
            String.join("/", place.of()) + "@" + position, message, excerpt))
        .into(MoodleRows.CATEGORIES, new Sinks.Categories(mirror))
        .into(MoodleRows.COURSES, new Sinks.Courses(mirror))
        .into(MoodleRows.ENROLMENTS, new Sinks.Enrolments(mirror))
        .into(MoodleRows.PROGRESS, new Sinks.Progresses(mirror, config.readAgainAfter))
        .then("scope", (tx, place) -> scope(tx, call, place))
        .then("roles", this::roles)
        .then("awards", (tx, place) -> award(tx, call, place));
  }

  /** Places people, and tells identity of those with an account. */
  private Done scope(Tx tx, Call call, Place place) {
    Done done = people.scope(tx, place);
    List<Placement> moved = people.moved(tx, place, done.after() == null);
    for (int from = 0; from < moved.size(); from += PersonContract.MOST_PLACED) {
      jobs.store(tx, PersonContract.PLACE, new PlacePersons(List.copyOf(
          moved.subList(from, Math.min(moved.size(), from + PersonContract.MOST_PLACED)))),
          JobOptions.on("databaseQueue").because(call));
    }
    return done;
  }

  /** Tells identity where a person belongs whose address counts now. */
  Void verified(Call call, PersonVerified person) {
    if (config.configured && config.tenant.equals(person.tenant())) {
      people.placeOf(person.tenant(), person.email(), person.userId()).ifPresent(placement -> Database.await(bus.send(
          call, PersonContract.PLACE, new PlacePersons(List.of(placement)))));
    }
    return null;
  }

  /** Behind the last people come the chairs of programmes. */
  private Done roles(Tx tx, Place place) {
    Done done = people.roles(tx, place);
    if (done.after() == null) {
      chairs.keepChairs(tx, place.tenant(), place.now());
    }
    return done;
  }

  /** States what was completed, those of one account together. */
  private Done award(Tx tx, Call call, Place place) {
    List<Award> due = people.award(tx, place);
    Map<UUID, List<CompletedActivity>> byAccount = new LinkedHashMap<>();
    for (Award award : due) {
      byAccount.computeIfAbsent(award.accountId(), first -> new ArrayList<>()).add(new CompletedActivity(
          "moodle:" + award.courseId() + ":" + award.activityId(), award.courseId(), award.activityId(), award.at()));
    }
    List<ActivitiesCompleted> events = new ArrayList<>();
    byAccount.forEach((account, activities) -> {
      for (int from = 0; from < activities.size(); from += MOST_ACTIVITIES) {
        events.add(new ActivitiesCompleted(account, place.run(),
            List.copyOf(activities.subList(from, Math.min(activities.size(), from + MOST_ACTIVITIES)))));
      }
    });
    jobs.publishAll(tx, MoodleContract.ACTIVITIES_COMPLETED, events, event -> event.accountId() + ":"
        + UUID.nameUUIDFromBytes(event.activities().stream().map(CompletedActivity::id)
            .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8)),
        call);
    return new Done(Counts.NONE.plus(SyncRules.UPDATED, due.size()), due.isEmpty() ? null : List.of());
  }

  SyncStatus status(Call call) {
    Optional<Run> run = log.latest(call.tenant()).flatMap(runs::find);
    Activity activity = run.map(Run::state).map(state -> state == State.QUEUED ? Activity.QUEUED
        : state == State.RUNNING ? Activity.ACTIVE : Activity.IDLE).orElse(Activity.IDLE);
    return new SyncStatus(activity, isConfigured(call), run.orElse(null));
  }

  /** Tells the phases of a sync that is under way as its run has them now. */
  Page<SyncLog> history(Call call, ListSyncs ask) {
    Page<SyncLog> page = log.list(call.tenant(), PageWindow.of(ask));
    List<SyncLog> shown = page.items().stream().map(each -> each.status() != SyncState.RUNNING ? each
        : runs.find(each.id()).map(run -> new SyncLog(each.id(), each.trigger(), each.triggeredBy(),
            SyncRules.state(run), each.startedAt(), run.endedAt(), null, SyncRules.phases(run), run.error(),
            each.jobId(), each.intervalMinutes())).orElse(each))
        .toList();
    return new Page<>(shown, page.limit(), page.offset(), page.total());
  }

  Page<SyncError> errors(Call call, ListSyncErrors ask) {
    return log.errors(call.tenant(), ask.id(), PageWindow.of(ask));
  }

  SyncSchedule schedule(Call call) {
    Optional<Integer> kept = log.interval(call.tenant());
    Source source = kept.isPresent() ? Source.DATABASE : config.minutes > 0 ? Source.ENVIRONMENT : Source.STANDARD;
    Instant next = Database.await(bus.send(call, JobsContract.SCHEDULES, new Nothing())).items().stream()
        .filter(row -> row.key().equals(SCHEDULE) && row.enabled() && !row.paused()).map(ScheduleRow::nextAt)
        .findFirst().orElse(null);
    return new SyncSchedule(interval(), source, isConfigured(call) ? next : null);
  }

  SyncSchedule changeSchedule(Call call, ChangeSchedule ask) {
    mustBeConfigured(call);
    db.transaction(tx -> {
      log.setInterval(tx, call.tenant(), ask.intervalMinutes());
      schedule(tx, ask.intervalMinutes());
      return null;
    });
    return schedule(call);
  }

  private void schedule(Tx tx, int minutes) {
    Database.await(jobs.schedule(tx, Schedule.every(Duration.ofMinutes(minutes), SCHEDULE, MoodleContract.QUEUE,
        MoodleContract.TICK, new Tick(Trigger.SCHEDULED)).of(config.tenant)));
  }

  private int interval() {
    return log.interval(config.tenant)
        .orElse(config.minutes > 0 ? config.minutes : SyncRules.usualMinutes(config.environment));
  }

  private boolean isConfigured(Call call) {
    return config.configured && config.tenant.equals(call.tenant());
  }

  void mustBeConfigured(Call call) {
    if (!isConfigured(call)) {
      throw MoodleContract.MOODLE_MISSING.refusal();
    }
  }

  private Instant now() {
    return bus.clock().instant();
  }
}
