package com.mas.domain.people.google;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Word;
import com.mas.domain.people.identity.LoginContract.BeginSignIn;
import com.mas.domain.people.identity.LoginContract.FinishSignIn;
import com.mas.domain.people.identity.LoginContract.SignInBegun;
import com.mas.domain.people.notification.AppointmentContract.Appointment;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares how people connect a calendar at Google, and what goes into it. */
@NullMarked
public final class ConnectionContract {
  public static final Reason NOT_SET_UP = Reason.of(Failure.NOT_CONFIGURED, "google_not_set_up",
      "Google is not set up on this server: GOOGLE_CLIENT_ID is empty.");
  public static final Reason NO_WAY_BACK = Reason.of(Failure.UNPROCESSABLE, "google_no_way_back",
      "This address is none to which Google may lead people back: add it to GOOGLE_REDIRECT_URIS.");
  public static final Reason CONSENT_OVER = Reason.of(Failure.UNPROCESSABLE, "google_consent_over",
      "This visit to Google has expired, was used already, or began in another browser. Please connect again.");
  public static final Reason PERMISSION_MISSING = Reason.of(Failure.UNPROCESSABLE, "google_permission_missing",
      "Google gave no lasting permission. Please connect again, and tick every box on Google's page.");
  public static final Reason NOT_CONNECTED = Reason.of(Failure.CONFLICT, "google_not_connected",
      "Your Google account is not connected. Connect it on the page of your account first.");
  public static final Reason BROKEN = Reason.of(Failure.PROVIDER_UNAUTHENTICATED, "google_connection_broken",
      "Google no longer lets us in. Please connect your Google account again.");
  public static final Reason GOOGLE_AWAY = Reason.of(Failure.PROVIDER_FAILED, "google_away",
      "Google did not answer as it should; please try again in a minute.");
  public static final Reason SEALED = Reason.of(Failure.NOT_CONFIGURED, "google_permission_sealed",
      "This server cannot read the permission that you gave at Google. Please tell its administrator: CREDENTIALS_KEY "
          + "is not the one that it was sealed with.");
  public static final Reason GOOGLE_BUSY = Reason.of(Failure.TOO_MANY_REQUESTS, "google_busy",
      "Google asks for fewer requests; please try again in a minute.");

  /** Queue on which everything is stored that is asked of Google for a person. */
  public static final String QUEUE = "googleQueue";

  private static final Duration AT_GOOGLE = Duration.ofSeconds(20);
  private static final Duration ALL = Duration.ofMinutes(2);

  private ConnectionContract() {}

  public enum ConnectionState implements Word {
    NONE, CONNECTED,
    /** Google refuses the permission that it gave; nothing is asked of it until the person connects again. */
    BROKEN
  }

  /**
   * @param offered whether Google is set up on this server
   * @param email of the Google account
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Connection(boolean offered, ConnectionState state, @Nullable String email,
      @Nullable Instant connectedAt, @Nullable Instant brokenAt) {}

  public record GetConnection() {}

  public record Disconnect() {}

  public static final Request<GetConnection, Connection> CALENDAR =
      Request.of("google.calendar.status", GetConnection.class, Connection.class);

  /** Begins to connect. Fails with NOT_CONFIGURED, UNPROCESSABLE, TOO_MANY_REQUESTS. */
  public static final Request<BeginSignIn, SignInBegun> CONNECT_CALENDAR =
      Request.of("google.calendar.connect", BeginSignIn.class, SignInBegun.class);

  /** Connects, once, when the person is back. Meetings to come are entered. Fails with UNPROCESSABLE. */
  public static final Request<FinishSignIn, Connection> CALENDAR_CALLBACK =
      Request.of("google.calendar.callback", FinishSignIn.class, Connection.class, AT_GOOGLE);

  /** Forgets the connection, and has the permission given back. What stands in the calendar stays. Idempotent. */
  public static final Request<Disconnect, Connection> DISCONNECT_CALENDAR =
      Request.of("google.calendar.disconnect", Disconnect.class, Connection.class);

  /**
   * Gives a permission back to Google, which takes back with it all that its person has permitted: not while any
   * connection of the same account is left. Stored on {@link #QUEUE} in the transaction that ends a connection.
   * Idempotent. Fails with NOT_CONFIGURED, and with PROVIDER_FAILED, to be tried again later.
   */
  public static final Request<Revoke, Revoked> REVOKE =
      Request.of("google.permission.revoke", Revoke.class, Revoked.class, AT_GOOGLE);

  /**
   * @param subject Google's own id of the account
   * @param token sealed
   * @param sealing what it was sealed for
   */
  public record Revoke(@Size(max = 255) String subject, @Size(max = 8_000) String token,
      @Size(max = 200) String sealing) {}

  /** @param given false: another connection needs the permission */
  public record Revoked(boolean given) {}

  // --- what goes into calendars ------------------------------------------------------------------------------------

  /**
   * Notes something with a time for all its guests, and has it entered into, changed in or taken out of the calendars
   * that are connected. Made to be stored on {@link #QUEUE}, in the transaction of the change. A sequence that is older
   * than the known one changes nothing.
   */
  public static final Request<Enter, Entered> ENTER =
      Request.of("google.calendar.enter", Enter.class, Entered.class);

  public record Enter(Appointment appointment) {}

  /** @param calendars that are to be told */
  public record Entered(int calendars) {}

  /**
   * Tells a person's calendar what it does not know yet. Idempotent. Fails with PROVIDER_FAILED and TOO_MANY_REQUESTS,
   * to be tried again later.
   */
  public static final Request<Push, Pushed> PUSH =
      Request.of("google.calendar.push", Push.class, Pushed.class, ALL);

  public record Push(UUID userId) {}

  /** @param told events that Google knows now */
  public record Pushed(int told) {}

  /** Stores {@link #PUSH} for those of all tenants whose calendars do not know everything. */
  public static final Request<Sweep, Swept> SWEEP = Request.of("google.calendar.sweep", Sweep.class, Swept.class, ALL);

  public record Sweep() {}

  public record Swept(int calendars) {}
}
