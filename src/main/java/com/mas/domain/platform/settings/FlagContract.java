package com.mas.domain.platform.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Event;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares how settings that the domains declare are changed while the servers run. */
@NullMarked
public final class FlagContract {
  public static final Reason SETTING_UNKNOWN = Reason.of(Failure.NOT_FOUND, "setting_unknown",
      "There is no such setting.");

  public enum Kind implements Word { SWITCH, NUMBER, TEXT }

  /**
   * @param standard its value until somebody changes it
   * @param description what it does
   * @param updatedAt null where it was never changed; {@code updatedBy} also where the product changed it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SystemFlag(String key, Kind kind, String value, String standard, String description,
      @Nullable Instant updatedAt, @Nullable UUID updatedBy) {}

  public record ListFlags(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** @param reason for those who read the history; null: none */
  public record ChangeFlag(@Pattern(regexp = "^[A-Z][A-Z0-9_]{0,79}$") String key, @Size(max = 1000) String value,
      @Nullable @Visible @Size(max = 500) String reason) {}

  public record FlagHistory(@Pattern(regexp = "^[A-Z][A-Z0-9_]{0,79}$") String key, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  /** @param before null: its standard value */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FlagChange(UUID id, String key, @Nullable String before, String after, @Nullable String reason,
      @Nullable UUID changedBy, Instant changedAt) {}

  public record Changed(String key, String value) {}

  /** Lists the flags by key. */
  public static final Request<ListFlags, Page<SystemFlag>> LIST =
      Request.list("platform.flag.list", ListFlags.class, SystemFlag.class);
  /** Fails with NOT_FOUND for a key that no domain declares, with INVALID for a value of another kind. Idempotent. */
  public static final Request<ChangeFlag, SystemFlag> CHANGE =
      Request.of("platform.flag.change", ChangeFlag.class, SystemFlag.class);
  /** Newest first. */
  public static final Request<FlagHistory, Page<FlagChange>> HISTORY =
      Request.list("platform.flag.history", FlagHistory.class, FlagChange.class);

  /** Sent after the change is stored. */
  public static final Event<Changed> CHANGED = Event.of("platform.flag.changed", Changed.class);

  private FlagContract() {}
}
