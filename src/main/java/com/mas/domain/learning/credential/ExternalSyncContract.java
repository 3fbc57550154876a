package com.mas.domain.learning.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Word;
import com.mas.runs.RunsContract;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares the sync of credentials from outside issuers, in the words of the system that had it first. */
@NullMarked
public final class ExternalSyncContract {
  public static final Reason NO_PROVIDER = Reason.of(Failure.NOT_CONFIGURED, "no_provider",
      "No outside issuer is connected; set its address and its login, as conf/issuers.yaml says.");
  public static final Reason PROVIDER_UNKNOWN = Reason.of(Failure.NOT_FOUND, "provider_unknown",
      "There is no outside issuer with this id.");
  public static final Reason PROVIDER_OFF = Reason.of(Failure.NOT_CONFIGURED, "provider_off",
      "This outside issuer is not connected; set its address and its login, as conf/issuers.yaml says.");
  public static final Reason SYNC_RUNNING = Reason.of(Failure.ALREADY_RUNNING, "credential_sync_under_way",
      "A sync of this issuer is waiting or running; please wait until it is over.");
  public static final Reason SYNC_UNKNOWN = Reason.of(Failure.NOT_FOUND, "sync_unknown", "There is no such sync.");

  /** The queue that touches outside issuers: one job at a time over the whole cluster. */
  static final String QUEUE = "credentialSyncQueue";
  static final Duration SLICE_LIMIT = Duration.ofMinutes(15);
  /** Names the kind of its runs; their subject is the issuer. */
  public static final String KIND = "credential.sync";

  private static final Duration QUICK = Duration.ofSeconds(5);

  private ExternalSyncContract() {}

  /** Returns the scheduler and how each issuer of the tenant stands. */
  public static final Request<GetStatus, SyncStatus> STATUS =
      Request.of("credential.sync.status", GetStatus.class, SyncStatus.class, QUICK);

  public record GetStatus() {}

  public record SyncStatus(Scheduler scheduler, List<Provider> providers) {}

  /** @param lastSyncAt when any issuer was synced last */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Scheduler(boolean running, @JsonProperty("interval_hours") int intervalHours,
      @JsonProperty("last_sync_at") @Nullable Instant lastSyncAt,
      @JsonProperty("next_sync_at") @Nullable Instant nextSyncAt) {}

  /**
   * @param enabled whether it is connected
   * @param hasIssuer whether the issuer, in whose name its credentials are kept, is there and approved
   * @param run the last one that the engine knows
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Provider(String id, String name, boolean enabled, @JsonProperty("has_issuer") boolean hasIssuer,
      @JsonProperty("sync_state") SyncState syncState, RunsContract.@Nullable Run run) {}

  public enum Activity implements Word {
    IDLE, RUNNING, COMPLETED, FAILED
  }

  /**
   * @param status idle while it was never synced
   * @param credentialsSynced that all syncs have made
   * @param lastSyncAt end of the last sync, or the beginning of the first while that runs
   * @param errors of the last sync, at most ten
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SyncState(Activity status, @JsonProperty("credentials_synced") long credentialsSynced,
      @JsonProperty("last_sync_at") @Nullable Instant lastSyncAt,
      @JsonProperty("last_successful_sync_at") @Nullable Instant lastSuccessfulSyncAt, List<String> errors) {}

  /**
   * Begins a sync of one issuer, or of all that are connected. Fails with ALREADY_RUNNING when the one, or all of them,
   * are under way.
   */
  public static final Request<TriggerSync, Triggered> TRIGGER =
      Request.of("credential.sync.trigger", TriggerSync.class, Triggered.class, QUICK);

  /** @param providerId null: all */
  public record TriggerSync(
      @JsonProperty("provider_id") @Nullable @Pattern(regexp = IssuerContract.SLUG) String providerId) {}

  public record Triggered(List<Begun> results) {}

  /**
   * @param started false when a sync of this issuer was under way already, or its issuer here is blocked
   * @param runId null unless started, as the other id
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Begun(@JsonProperty("provider_id") String providerId, boolean started,
      @JsonProperty("run_id") @Nullable UUID runId, @JsonProperty("job_id") @Nullable UUID jobId) {}

  /** Starts the scheduler, whose first sync begins five seconds later. Idempotent. */
  public static final Request<StartScheduler, Scheduled> START_SCHEDULER =
      Request.of("credential.scheduler.start", StartScheduler.class, Scheduled.class, QUICK);

  public record StartScheduler() {}

  /** Stops the scheduler, also over restarts; a sync that is under way goes on. Idempotent. */
  public static final Request<StopScheduler, Scheduled> STOP_SCHEDULER =
      Request.of("credential.scheduler.stop", StopScheduler.class, Scheduled.class, QUICK);

  public record StopScheduler() {}

  public record Scheduled(Scheduler scheduler) {}

  /** Returns the configuration of the tenant's outside issuers, without what opens them. */
  public static final Request<ListProviders, Providers> PROVIDERS =
      Request.of("credential.sync.providers", ListProviders.class, Providers.class, QUICK);

  public record ListProviders() {}

  public record Providers(List<ProviderConfig> providers) {}

  /**
   * @param issuerId null until its issuer is there
   * @param baseUrl null while it is not connected
   * @param authType jwt, oauth2 or api_key
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ProviderConfig(String id, String name, @JsonProperty("issuer_id") @Nullable UUID issuerId,
      @JsonProperty("base_url") @Nullable String baseUrl, @JsonProperty("auth_type") @Nullable String authType,
      boolean enabled) {}

  // --- history ------------------------------------------------------------------------------------------------------

  /** Newest first. */
  public static final Request<ListSyncs, Page<Sync>> HISTORY =
      Request.list("credential.sync.history", ListSyncs.class, Sync.class, QUICK);

  /** @param providerId null: of all */
  public record ListSyncs(
      @JsonProperty("provider_id") @Nullable @Pattern(regexp = IssuerContract.SLUG) String providerId,
      Integer limit, Long offset) implements Listing {}

  public enum Trigger implements Word {
    STARTUP, SCHEDULED, MANUAL
  }

  public enum SyncEnd implements Word {
    RUNNING, COMPLETED, PARTIAL, FAILED, CANCELLED
  }

  /** @param error why it failed, or what it lacks */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Sync(UUID id, String provider, Trigger trigger, @Nullable UUID triggeredBy, SyncEnd status,
      Instant startedAt, @Nullable Instant endedAt, Tally counts, @Nullable String error) {}

  /**
   * Counts rows; read is what the others add up to.
   *
   * @param written credentials that were made
   * @param duplicate here already: by the issuer's id, or by address and title
   * @param hoursOutOfBounds longer or shorter than what is kept
   * @param unverified that their issuer does not stand by
   * @param unreadable without an id or a title
   * @param later whose certificates could not be had yet
   * @param withoutFile of those written, whose certificates cannot be had
   */
  public record Tally(long read, long written, long duplicate, long noEmail, long hoursOutOfBounds, long unverified,
      long unreadable, long later, long withoutFile) {}

  /** Lists what a sync did not keep, or not as a whole; the first 200. */
  public static final Request<ListSyncErrors, Page<SyncError>> ERRORS =
      Request.list("credential.sync.errors", ListSyncErrors.class, SyncError.class, QUICK);

  public record ListSyncErrors(UUID id, Integer limit, Long offset) implements Listing {}

  /** @param place the issuer's id of a credential, or where in the list a page begins */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SyncError(long number, Instant at, String place, String message, @Nullable String excerpt) {}

  // --- by the product itself ----------------------------------------------------------------------------------------

  /** Begins a sync of each connected issuer of the tenant that has none. Idempotent. */
  public static final Request<Tick, Void> TICK = Request.of("credential.sync.tick", Tick.class, Void.class, QUICK);

  public record Tick(Trigger trigger) {}

  /** Works on a slice of a sync. Idempotent. */
  public static final Request<Advance, Void> ADVANCE =
      Request.of("credential.sync.advance", Advance.class, Void.class, SLICE_LIMIT);

  public record Advance(UUID runId, int slice) {}
}
