package com.mas.domain.people.identity;

import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.domain.people.identity.IdentityContract.Done;
import com.mas.domain.people.identity.IdentityContract.Session;
import com.mas.domain.people.identity.LoginContract.BeginSignIn;
import com.mas.domain.people.identity.LoginContract.FinishSignIn;
import com.mas.domain.people.identity.LoginContract.SignInBegun;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares logging in with a Google account, and joining one with the account here. */
@NullMarked
public final class OutsideAccountContract {
  public static final Reason ADDRESS_UNPROVED = Reason.of(Failure.UNPROCESSABLE, "address_unproved",
      "Google has not verified the address of this Google account. Please verify it there, or sign in another way.");
  public static final Reason LINK_FIRST = Reason.of(Failure.INVALID_CREDENTIALS, "link_first",
      "An account of staff is not opened by Google before it is linked. Please sign in with the password, and link the"
          + " Google account on the page of your account.");
  public static final Reason LINKED_TO_ANOTHER = Reason.of(Failure.CONFLICT, "linked_to_another",
      "This Google account is linked to another account, or this account to another Google account. Please remove that"
          + " link first.");
  public static final Reason SIGN_IN_OVER = Reason.of(Failure.UNPROCESSABLE, "sign_in_over",
      "This sign-in with Google has expired, was used already, or began in another browser. Please begin again.");
  public static final Reason REDIRECT_UNKNOWN = Reason.of(Failure.UNPROCESSABLE, "redirect_unknown",
      "This address is none to which Google may lead people back: add it to GOOGLE_REDIRECT_URIS.");
  public static final Reason GOOGLE_UNREACHABLE = Reason.of(Failure.PROVIDER_FAILED, "google_unreachable",
      "Google did not answer as it should, so you could not be signed in; please try again in a minute.");
  private static final Duration AT_GOOGLE = Duration.ofSeconds(20);

  private OutsideAccountContract() {}

  public static final Request<AskWays, Ways> WAYS = Request.of("identity.login.ways", AskWays.class, Ways.class);

  public record AskWays() {}

  /** @param google whether people can log in with Google here */
  public record Ways(boolean google) {}

  /** Begins to log in, or to link, with Google. Fails with NOT_CONFIGURED, UNPROCESSABLE, TOO_MANY_REQUESTS. */
  public static final Request<BeginSignIn, SignInBegun> BEGIN =
      Request.of("identity.google.begin", BeginSignIn.class, SignInBegun.class);

  /**
   * Begins a session for whom Google vouches. An account that is linked is opened, whatever its address. Else the
   * account with the address is linked, if Google has verified it: one that was never verified here is the person's
   * from then on, without password and names that others gave it; that of staff must be linked first. Without an
   * account one is made. Fails with INVALID_CREDENTIALS, UNPROCESSABLE, CONFLICT, ACCOUNT_DISABLED, PROVIDER_FAILED.
   */
  public static final Request<GoogleLogin, Session> LOG_IN =
      Request.of("identity.google.login", GoogleLogin.class, Session.class, AT_GOOGLE);

  public record GoogleLogin(@Size(min = 1, max = 600) String code, @Size(min = 1, max = 200) String state,
      @Size(min = 1, max = 200) String proof, @Nullable String userAgent) {
    FinishSignIn finish() {
      return new FinishSignIn(code, state, proof);
    }

    @Override
    public String toString() {
      return "GoogleLogin[hidden]";
    }
  }

  /** Links a Google account with the caller's own; twice is as once. Fails with CONFLICT, UNPROCESSABLE. */
  public static final Request<FinishSignIn, GoogleAccount> LINK =
      Request.of("identity.google.link", FinishSignIn.class, GoogleAccount.class, AT_GOOGLE);

  public static final Request<GetGoogle, GoogleAccount> MINE =
      Request.of("identity.google.mine", GetGoogle.class, GoogleAccount.class);

  public record GetGoogle() {}

  /** @param email of the linked Google account when it was last used; null, as the time, when none is linked */
  public record GoogleAccount(boolean linked, @Nullable String email, @Nullable Instant linkedAt) {}

  /** Removes the link, if there is one. */
  public static final Request<UnlinkGoogle, Done> UNLINK =
      Request.of("identity.google.unlink", UnlinkGoogle.class, Done.class);

  public record UnlinkGoogle() {}
}
