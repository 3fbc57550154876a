package com.mas.domain.learning.moodle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Request;
import com.mas.bus.Word;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares the record of logins by Moodle. Passwords are not in it, nor what may be one. */
@NullMarked
public final class MoodleAuditContract {
  /** Time for which a login is kept. */
  static final Duration KEPT = Duration.ofDays(90);

  private MoodleAuditContract() {}

  /** A login here, or the trial of an administrator, which begins nothing. */
  public enum Way implements Word { SIGN_IN, TRIAL }

  /** {@code LIMITED} was not asked at Moodle: there were too many that failed. */
  public enum Result implements Word { RIGHT, WRONG, UNREACHABLE, LIMITED }

  /** Newest first. */
  public static final Request<ListLogins, Page<LoginRow>> LOGINS =
      Request.list("moodle.login.list", ListLogins.class, LoginRow.class, Duration.ofSeconds(5));

  /** @param username at Moodle, or e-mail address; null: all */
  public record ListLogins(@Nullable Result result, @Nullable @Size(max = 254) String username,
      @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /**
   * @param username at Moodle; {@code (unknown)} where an administrator tried one that neither Moodle let in nor the
   *     mirror has: it may be a password in the wrong field
   * @param email null: not known
   * @param askedBy administrator of a trial; null for a login
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LoginRow(UUID id, Instant at, Way way, String username, @Nullable String email, @Nullable UUID askedBy,
      Result result) {}
}
