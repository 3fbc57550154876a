package com.mas.domain.learning.credential;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.learning.credential.ExternalSyncContract.*;
import com.mas.domain.learning.credential.ExternalSyncRepository.Named;
import com.mas.domain.learning.credential.ExternalSyncRepository.Stand;
import com.mas.domain.learning.credential.IssuerContract.IssuerState;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.jobs.JobsContract;
import com.mas.jobs.JobsContract.Nothing;
import com.mas.jobs.JobsContract.ScheduleRow;
import com.mas.jobs.Schedule;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract;
import com.mas.runs.RunsContract.Run;
import com.mas.runs.RunsContract.State;
import com.mas.sources.Mirror;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/** Syncs of outside issuers: begun by hand or by the scheduler, worked on slice by slice, one at a time. */
final class ExternalSyncService {
  private static final String SCHEDULE = "credential-sync";
  private static final int SLICE_ATTEMPTS = 10;
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * @param tenants of this installation; the first is the default
   * @param hours between two syncs
   * @param slice how long one stored request works
   */
  record Config(List<OutsideIssuer> issuers, List<String> tenants, int hours, Duration slice) {
    static final Config NONE = new Config(List.of(), List.of(), 1, Duration.ofMinutes(10));
  }

  private final Bus bus;
  private final Database db;
  private final Jobs jobs;
  private final UuidV7 ids;
  private final Config config;
  private final Function<OutsideIssuer, OutsideConnector> connectors;
  private final ExternalSyncRepository syncs;
  private final CredentialRepository credentials;
  private final Runs runs;
  private final BooleanSupplier stopping;

  ExternalSyncService(Bus bus, Database db, Jobs jobs, UuidV7 ids, Config config,
      Function<OutsideIssuer, OutsideConnector> connectors, ExternalSyncRepository syncs,
      CredentialRepository credentials, BooleanSupplier stopping) {
    this.bus = bus;
    this.db = db;
    this.jobs = jobs;
    this.ids = ids;
    this.config = config;
    this.connectors = connectors;
    this.syncs = syncs;
    this.credentials = credentials;
    this.runs = new Runs(bus, db);
    this.stopping = stopping;
  }

  /** Makes the issuers that are not there, and stores the schedules with their first syncs. Idempotent. */
  void open() {
    for (String tenant : config.tenants) {
      List<OutsideIssuer> on = of(tenant).filter(OutsideIssuer::isOn).toList();
      boolean isRunning = !on.isEmpty() && syncs.running(tenant).orElse(true);
      db.transaction(tx -> {
        on.forEach(issuer -> syncs.nameIssuer(tx, ids.next(), issuer, now()));
        if (isRunning) {
          schedule(tx, tenant);
        } else {
          Database.await(jobs.unschedule(tx, key(tenant)));
        }
        return null;
      });
    }
  }

  private Stream<OutsideIssuer> of(String tenant) {
    return config.issuers.stream().filter(issuer -> issuer.tenant().equals(tenant));
  }

  private String key(String tenant) {
    return tenant.equals(config.tenants.getFirst()) ? SCHEDULE : SCHEDULE + "-" + tenant;
  }

  /** The first sync has the key of the schedule, so that it is no second one. */
  private void schedule(Tx tx, String tenant) {
    Call call = bus.systemCall(tenant, PATIENCE);
    Database.await(jobs.schedule(tx, Schedule.every(Duration.ofHours(config.hours), key(tenant),
        ExternalSyncContract.QUEUE, ExternalSyncContract.TICK, new Tick(Trigger.SCHEDULED)).of(tenant)));
    Database.await(jobs.store(tx, ExternalSyncContract.TICK, new Tick(Trigger.STARTUP),
        JobOptions.on(ExternalSyncContract.QUEUE).unique(key(tenant)).at(now().plus(FIRST)).because(call)));
  }

  // --- syncs --------------------------------------------------------------------------------------------------------

  Triggered trigger(Call call, TriggerSync ask) {
    if (ask.providerId() != null) {
      OutsideIssuer issuer = of(call.tenant()).filter(each -> each.id().equals(ask.providerId())).findFirst()
          .orElseThrow(ExternalSyncContract.PROVIDER_UNKNOWN::refusal);
      if (!issuer.isOn()) {
        throw ExternalSyncContract.PROVIDER_OFF.refusal();
      }
      if (!mayIssue(issuer)) {
        throw CredentialContract.ISSUER_BLOCKED.refusal();
      }
      return new Triggered(List.of(begin(call, issuer, Trigger.MANUAL)
          .orElseThrow(ExternalSyncContract.SYNC_RUNNING::refusal)));
    }
    List<Begun> all = new ArrayList<>();
    for (OutsideIssuer issuer : connected(call)) {
      all.add((mayIssue(issuer) ? begin(call, issuer, Trigger.MANUAL) : Optional.<Begun>empty())
          .orElse(new Begun(issuer.id(), false, null, null)));
    }
    if (all.stream().noneMatch(Begun::started)) {
      throw ExternalSyncContract.SYNC_RUNNING.refusal();
    }
    return new Triggered(all);
  }

  private List<OutsideIssuer> connected(Call call) {
    List<OutsideIssuer> on = of(call.tenant()).filter(OutsideIssuer::isOn).toList();
    if (on.isEmpty()) {
      throw ExternalSyncContract.NO_PROVIDER.refusal();
    }
    return on;
  }

  Void tick(Call call, Tick ask) {
    of(call.tenant()).filter(issuer -> issuer.isOn() && mayIssue(issuer))
        .forEach(issuer -> begin(call, issuer, ask.trigger()));
    return null;
  }

  private boolean mayIssue(OutsideIssuer issuer) {
    Named named = syncs.issuers(issuer.tenant(), List.of(issuer.issuer())).get(issuer.issuer());
    return named != null && named.state() == IssuerState.APPROVED;
  }

  private Optional<Begun> begin(Call call, OutsideIssuer issuer, Trigger trigger) {
    UUID run = ids.next();
    UUID by = call.principal() == null ? null : call.principal().userId();
    return db.transaction(tx -> {
      Optional<UUID> job = runs.put(tx, call, run, new About(ExternalSyncContract.KIND, issuer.tenant(), issuer.id()),
          mirrored(issuer).names(), this::store);
      job.ifPresent(stored -> syncs.start(tx, run, issuer, trigger, by, now()));
      return job.map(stored -> new Begun(issuer.id(), true, run, stored));
    });
  }

  Void advance(Call call, Advance ask) {
    Optional<OutsideIssuer> issuer = runs.find(ask.runId()).flatMap(run -> config.issuers.stream()
        .filter(each -> each.id().equals(run.subject()) && each.tenant().equals(run.tenant())).findFirst());
    if (issuer.isEmpty()) {
      db.transaction(tx -> {
        runs.end(tx, ask.runId(), null, State.FAILED, "This issuer was taken out of conf/issuers.yaml.")
            .ifPresent(run -> ended(tx, run));
        return null;
      });
      return null;
    }
    runs.advance(call, ask.runId(), ask.slice(), mirrored(issuer.get()).phases().whenEnded(this::ended),
        Budget.of(config.slice, stopping), this::store);
    return null;
  }

  /** Ends the record of a sync that the engine has ended by itself. Twice is as once. */
  Void givenUp(RunsContract.GivenUp over) {
    if (over.kind().equals(ExternalSyncContract.KIND)) {
      runs.settle(over.id(), Phases.from("").whenEnded(this::ended));
    }
    return null;
  }

  private void ended(Tx tx, Run run) {
    syncs.end(tx, run.id(), ExternalSyncRules.end(run), run.endedAt(), ExternalSyncRules.tally(run),
        ExternalSyncRules.error(run));
  }

  private Future<UUID> store(Tx tx, Call cause, UUID run, int slice, Instant due) {
    return jobs.store(tx, ExternalSyncContract.ADVANCE, new Advance(run, slice),
        JobOptions.on(ExternalSyncContract.QUEUE).at(due).unique("credential-run-" + run + "-" + slice)
            .attempts(SLICE_ATTEMPTS).within(ExternalSyncContract.SLICE_LIMIT).because(cause));
  }

  private Mirror mirrored(OutsideIssuer issuer) {
    OutsideConnector connector = connectors.apply(issuer);
    return new Mirror(connector, issuer.tenant(), (place, stage, position, trouble, message, excerpt) -> syncs
        .keepError(place, position == null ? "first page" : position, message, excerpt))
        .into(connector.stage(), new OutsideSink(issuer, syncs, credentials, ids));
  }

  // --- what administrators see --------------------------------------------------------------------------------------

  SyncStatus status(Call call) {
    Map<String, Stand> stands = syncs.stands(call.tenant());
    Map<String, Named> issuers = issuers(call.tenant());
    List<Provider> all = of(call.tenant()).map(issuer -> {
      Stand stand = stands.get(issuer.id());
      Named named = issuers.get(issuer.issuer());
      return new Provider(issuer.id(), issuer.name(), issuer.isOn(),
          named != null && named.state() == IssuerState.APPROVED, state(stand),
          stand == null ? null : runs.find(stand.runId()).orElse(null));
    }).toList();
    return new SyncStatus(scheduler(call, stands), all);
  }

  private Map<String, Named> issuers(String tenant) {
    return syncs.issuers(tenant, of(tenant).map(OutsideIssuer::issuer).toList());
  }

  private static SyncState state(Stand stand) {
    if (stand == null) {
      return new SyncState(Activity.IDLE, 0, null, null, List.of());
    }
    List<String> errors = new ArrayList<>();
    if (stand.error() != null) {
      errors.add(stand.error());
    }
    errors.addAll(stand.errors());
    return new SyncState(stand.status(), stand.synced(), stand.endedAt() == null ? stand.startedAt() : stand.endedAt(),
        stand.succeededAt(), errors);
  }

  private Scheduler scheduler(Call call, Map<String, Stand> stands) {
    boolean isRunning = isRunning(call.tenant());
    Instant next = !isRunning ? null : Database.await(bus.send(call, JobsContract.SCHEDULES, new Nothing())
        .map(rows -> rows.items().stream().filter(row -> row.key().equals(key(call.tenant())) && row.enabled())
            .map(ScheduleRow::nextAt).findFirst().orElse(null))
        .otherwise((Instant) null));
    Instant last = stands.values().stream().map(Stand::endedAt).filter(Objects::nonNull).max(Instant::compareTo)
        .orElse(null);
    return new Scheduler(isRunning, config.hours, last, next);
  }

  private boolean isRunning(String tenant) {
    return of(tenant).anyMatch(OutsideIssuer::isOn) && syncs.running(tenant).orElse(true);
  }

  Scheduled change(Call call, boolean isWanted) {
    connected(call);
    boolean was = isRunning(call.tenant());
    db.transaction(tx -> {
      syncs.setRunning(tx, call.tenant(), isWanted, call.userId(), now());
      if (!isWanted) {
        Database.await(jobs.unschedule(tx, key(call.tenant())));
      } else if (!was) {
        schedule(tx, call.tenant());
      }
      return null;
    });
    return new Scheduled(scheduler(call, syncs.stands(call.tenant())));
  }

  Providers providers(Call call) {
    Map<String, Named> issuers = issuers(call.tenant());
    return new Providers(of(call.tenant()).map(issuer -> new ProviderConfig(issuer.id(), issuer.name(),
        Optional.ofNullable(issuers.get(issuer.issuer())).map(Named::id).orElse(null),
        issuer.address().isEmpty() ? null : issuer.address(),
        issuer.auth() == null ? null : issuer.auth().kind().word(), issuer.isOn())).toList());
  }

  Page<Sync> history(Call call, ListSyncs ask) {
    Page<Sync> page = syncs.history(call.tenant(), ask.providerId(), PageWindow.of(ask));
    return page.map(each -> each.status() != SyncEnd.RUNNING ? each
        : runs.find(each.id()).map(run -> new Sync(each.id(), each.provider(), each.trigger(), each.triggeredBy(),
            ExternalSyncRules.end(run), each.startedAt(), run.endedAt(), ExternalSyncRules.tally(run), run.error()))
            .orElse(each));
  }

  Page<SyncError> errors(Call call, ListSyncErrors ask) {
    if (!syncs.isThere(call.tenant(), ask.id())) {
      throw ExternalSyncContract.SYNC_UNKNOWN.refusal();
    }
    return syncs.errors(call.tenant(), ask.id(), PageWindow.of(ask));
  }

  private Instant now() {
    return bus.clock().instant();
  }
}
