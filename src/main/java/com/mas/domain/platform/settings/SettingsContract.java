package com.mas.domain.platform.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Requests of this domain. */
@NullMarked
public final class SettingsContract {
  public static final Reason FIRST_UNDER_WAY = Reason.of(Failure.ALREADY_RUNNING, "first_under_way",
      "The first request with this idempotency key is still under way.");

  /** Time for which an answer can be replayed. */
  public static final Duration KEPT = Duration.ofHours(24);

  private static final Duration QUICK = Duration.ofSeconds(5);

  public static final Request<BeginIdempotent, BegunIdempotent> BEGIN_IDEMPOTENT =
      Request.of("platform.idempotency.begin", BeginIdempotent.class, BegunIdempotent.class, QUICK);
  public static final Request<FinishIdempotent, Void> FINISH_IDEMPOTENT =
      Request.of("platform.idempotency.finish", FinishIdempotent.class, Void.class, QUICK);
  public static final Request<PurgeIdempotent, PurgedIdempotent> PURGE_IDEMPOTENT =
      Request.of("platform.idempotency.purge", PurgeIdempotent.class, PurgedIdempotent.class, Duration.ofMinutes(2));
  public static final Request<GetConfig, ConfigEntry> GET_CONFIG =
      Request.of("platform.config.get", GetConfig.class, ConfigEntry.class, QUICK);
  public static final Request<SetConfig, ConfigEntry> SET_CONFIG =
      Request.of("platform.config.set", SetConfig.class, ConfigEntry.class, QUICK);

  private SettingsContract() {}

  /**
   * Takes the record of a key, or reads what it holds. Fails with {@code IDEMPOTENCY_KEY_REUSED} when the key came
   * before with another request, and with {@code ALREADY_RUNNING} (and a time to try again) while the first one is
   * under way.
   *
   * @param fingerprint of everything that makes the request what it is
   * @param leaseSeconds after which a holder that has not finished may be replaced
   */
  public record BeginIdempotent(UUID principalId, String operation, String key, String fingerprint, int leaseSeconds) {}

  /**
   * @param holder proves to {@link #FINISH_IDEMPOTENT} who began; null for a replay
   * @param status of the first answer, or null when there is none and the caller is to do the work
   * @param body of the first answer, or null when it was too large to be kept
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BegunIdempotent(@Nullable UUID holder, @Nullable Integer status, @Nullable String body) {}

  /** Keeps the answer; without a status it forgets the key, so that the next request does the work. Idempotent. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FinishIdempotent(UUID principalId, String operation, String key, UUID holder, @Nullable Integer status,
      @Nullable String body) {}

  /** Deletes what is older than {@link #KEPT}. */
  public record PurgeIdempotent() {}

  public record PurgedIdempotent(long deleted) {}

  public record GetConfig(String key) {}

  public record SetConfig(String key, String value) {}

  /** @param value null where the key was never set; {@code updatedAt} then too */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ConfigEntry(String key, @Nullable String value, @Nullable Instant updatedAt) {}
}
