package com.mas.domain.learning.mentoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.domain.learning.mentoring.MentoringContract.BookingState;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Declares what links of mails do with a meeting, without signing in. A link is good for one thing, one person and one
 * version of the booking, until a time.
 */
@NullMarked
public final class LinkContract {
  public static final Reason LINK_UNKNOWN = Reason.of(Failure.NOT_FOUND, "link_unknown",
      "This link is not valid. Open it from the e-mail again, or sign in to see your meetings.");
  public static final Reason LINK_OUTDATED = Reason.of(Failure.CONFLICT, "link_outdated",
      "The meeting was changed after this e-mail was sent, so its link does nothing now. Use the link of the"
          + " newest e-mail, or sign in to see your meetings.");
  public static final Reason LINK_EXPIRED = Reason.of(Failure.UNPROCESSABLE, "link_expired",
      "The time for this is over, so the link does nothing now. Sign in to see your meetings.");
  public static final Reason TOO_MANY_PRESSES = Reason.of(Failure.TOO_MANY_REQUESTS, "too_many_presses",
      "There were too many requests of this kind. Please wait a minute.");

  private LinkContract() {}

  /** Lists what links are made for. */
  public enum LinkAct implements Word { APPROVE, DECLINE, CANCEL }

  /**
   * Says what a link can do now: it is ready; what it is for is so already; the booking is another version by now; its
   * time is over.
   */
  public enum Standing implements Word { READY, DONE, OUTDATED, EXPIRED }

  /** Shows what a link would do. Changes nothing. */
  public static final Request<LookAtLink, LinkShown> LOOK =
      Request.of("mentoring.link.look", LookAtLink.class, LinkShown.class);

  /** @param token of the link */
  public record LookAtLink(@Size(min = 1, max = 800) String token) {
    @Override
    public String toString() {
      return "LookAtLink[]";
    }
  }

  /**
   * Does what the link is for, as the reader of its mail. Twice is as once. Fails with CONFLICT when the
   * booking was changed since, with UNPROCESSABLE when its time is over.
   */
  public static final Request<UseLink, LinkShown> USE =
      Request.of("mentoring.link.use", UseLink.class, LinkShown.class);

  /** @param reason for declining or cancelling, which the other person reads */
  public record UseLink(@Size(min = 1, max = 800) String token, @Nullable @Visible @Size(max = 500) String reason) {
    @Override
    public String toString() {
      return "UseLink[]";
    }
  }

  /**
   * @param other the person to be met; null when that account is disabled
   * @param state of the booking
   * @param message says what happens next, or what happened
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LinkShown(LinkAct act, Standing standing, String title, @Nullable String other, Instant startsAt,
      Instant endsAt, BookingState state, String message) {}
}
