package com.mas.domain.people.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.AtLeastOne;
import com.mas.bus.Change;
import com.mas.bus.Default;
import com.mas.bus.Event;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.OneOf;
import com.mas.bus.Page;
import com.mas.bus.Principal.Role;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.db.View;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Declares what can be asked of the identity domain. The tenant is always the call's. E-mails are accepted in any case
 * and with blanks around; they are kept in lower case.
 */
@NullMarked
public final class IdentityContract {
  public static final Reason ACCOUNT_GONE = Reason.of(Failure.UNAUTHENTICATED, "account_gone",
      "This account no longer exists.");
  public static final Reason SESSION_ENDED = Reason.of(Failure.UNAUTHENTICATED, "session_ended",
      "The session has ended; please sign in again.");
  public static final Reason ACCOUNT_CHANGED = Reason.of(Failure.UNAUTHENTICATED, "account_changed",
      "The account was changed at the same time; please sign in again.");
  public static final Reason WRONG_PASSWORD = Reason.of(Failure.INVALID_CREDENTIALS, "wrong_password",
      "The e-mail or the password is wrong.");
  public static final Reason WRONG_CODE = Reason.of(Failure.INVALID_CREDENTIALS, "wrong_code",
      "The code is wrong, was used, or has expired; please ask for a new one.");
  public static final Reason CODE_NOT_ENOUGH = Reason.of(Failure.INVALID_CREDENTIALS, "code_not_enough",
      "An account of staff is not opened by a code alone. Please sign in with the password; if it is forgotten, set a"
          + " new one first.");
  public static final Reason PASSWORD_REPEATED = Reason.of(Failure.UNPROCESSABLE, "password_repeated",
      "The temporary password must be changed to another one.");
  public static final Reason CHANGED_MEANWHILE = Reason.of(Failure.CONFLICT, "changed_meanwhile",
      "The account was changed at the same time; please try again.");
  public static final Reason EMAIL_TAKEN = Reason.of(Failure.CONFLICT, "email_taken",
      "There is an account with this e-mail address already.");
  public static final Reason USER_UNKNOWN = Reason.of(Failure.NOT_FOUND, "user_unknown", "There is no such user.");
  public static final Reason NEEDS_ADMIN = Reason.of(Failure.FORBIDDEN, "needs_admin",
      "Only administrators can do that.");
  public static final Reason NEEDS_SUPER_ADMIN = Reason.of(Failure.FORBIDDEN, "needs_super_admin",
      "Only a super administrator can do that to an administrator, or make one.");
  public static final Reason OWN_ACCOUNT = Reason.of(Failure.UNPROCESSABLE, "own_account",
      "You cannot change your own role or disable yourself; ask another super administrator.");
  public static final Reason LAST_SUPER_ADMIN = Reason.of(Failure.UNPROCESSABLE, "last_super_admin",
      "This is the last active super administrator; make another one first.");
  public static final Reason TOO_MANY_ATTEMPTS = Reason.of(Failure.TOO_MANY_REQUESTS, "too_many_attempts",
      "Too many attempts; please wait before the next one.");

  private static final Duration QUICK = Duration.ofSeconds(5);

  /** Accounts that are not disabled. */
  public static final View PEOPLE = View.of("identity.shared_people", "id, tenant, email, phone, full_name");
  /** The last log-ins of accounts that are not disabled. */
  public static final View SIGN_INS = View.of("identity.shared_sign_ins", "user_id, tenant, last_login_at");
  /**
   * All accounts. Whose account a learner of an outside system has is told by that system's own domain alone, which
   * asks whether the address is verified.
   */
  public static final View ACCOUNTS = View.of("identity.shared_accounts",
      "id, tenant, email, email_verified, phone, full_name, role, status, created_at, campus, department, program");
  /** A note for each account that changed, with the address that it has, and for the one that it had. */
  public static final View ACCOUNT_CHANGES =
      View.taken("identity.shared_account_changes", "id, tenant, account_id, email");

  private IdentityContract() {}

  public enum Status implements Word { ACTIVE, DISABLED }

  public enum Purpose implements Word { VERIFY_EMAIL, LOGIN, RESET_PASSWORD }

  /** Names a capability that an account may have beside its role. */
  @OneOf({"finance", "hr", "community_manager", "sales_head", "batch_lead", "super_mentor", "queue_viewer",
      "data_protection"})
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE_USE)
  public @interface Capability {}

  // --- answers -----------------------------------------------------------------------------------------------------

  /**
   * A person's account as the person and admins see it; absent fields are unknown.
   *
   * @param campus of the school, and so are {@code department} and {@code program}: as Moodle places the person
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Account(UUID id, String email, String fullName, @Nullable String phone, Role role,
      @Size(max = 10) Set<@Capability String> capabilities, Status status, boolean emailVerified,
      boolean mustChangePassword, @Nullable Instant lastLoginAt, Instant createdAt, @Nullable String campus,
      @Nullable String department, @Nullable String program) {}

  /**
   * A session has begun or gone on.
   *
   * @param accessToken JWT for {@code Authorization: Bearer}
   * @param expiresIn seconds that the access token lives
   * @param refreshToken good for one refresh, which answers the next
   */
  public record Session(String accessToken, @OneOf("Bearer") String tokenType, int expiresIn, String refreshToken,
      Instant refreshExpiresAt, Account user) {}

  public record Done(String message) {}

  /** The same whether or not there is such an account. */
  public record CodeRequested(int expiresIn, String message) {}

  // --- a person's own account --------------------------------------------------------------------------------------

  /**
   * Makes an account of role USER and mails a code to verify the address; nobody can log in before that. With an
   * address that was never verified one may sign up again: it changes nothing of the account, waits beside the earlier
   * sign-ups for a code (see {@link #VERIFY_CODE}), and makes the codes mailed before useless. Fails with CONFLICT,
   * INVALID.
   */
  public static final Request<SignUp, Account> SIGN_UP =
      Request.of("identity.account.signup", SignUp.class, Account.class);

  public record SignUp(@Size(min = 3, max = 254) String email, @Size(min = 8, max = 72) String password,
      @Visible @Size(max = 120) String fullName, @Nullable @Size(max = 60) String phone) {}

  /**
   * Fails with INVALID_CREDENTIALS, which does not tell an unknown address from a wrong password; with ACCOUNT_DISABLED
   * or EMAIL_NOT_VERIFIED only once the password was right. An address without a password here is asked about at other
   * systems; fails with UNAVAILABLE when one of them cannot say. With too many wrong passwords from its address, only a
   * device that shows a token of the account goes on, a few times.
   */
  public static final Request<Login, Session> LOG_IN =
      Request.of("identity.session.login", Login.class, Session.class, Duration.ofSeconds(25));

  /** @param deviceToken a refresh token that the device was given for this account before, used or ended or not */
  public record Login(@Size(min = 3, max = 254) String email, @Size(max = 200) String password,
      @Nullable String userAgent, @Nullable @Size(max = 200) String deviceToken) {
    public Login(String email, String password, @Nullable String userAgent) {
      this(email, password, userAgent, null);
    }
  }

  /**
   * Mails a code of six digits, of ten to staff, that is good once, for ten minutes. A new code makes the old one
   * useless.
   */
  public static final Request<RequestCode, CodeRequested> REQUEST_CODE =
      Request.of("identity.otp.request", RequestCode.class, CodeRequested.class, QUICK);

  /** @param purpose VERIFY_EMAIL or LOGIN */
  public record RequestCode(@Size(min = 3, max = 254) String email,
      @OneOf({"verify_email", "login"}) Purpose purpose) {}

  /**
   * Begins a session; the address is verified by that, and all that others said of it is dropped. An account that was
   * not verified takes over the password of its only sign-up by a code for VERIFY_EMAIL; where several have signed up,
   * or by a code for LOGIN, only that of the sign-up whose password is shown along: else it has none, nor the names of
   * the sign-ups, and a password must be set. An account of staff needs its password beside the code. Fails with
   * INVALID_CREDENTIALS.
   */
  public static final Request<VerifyCode, Session> VERIFY_CODE =
      Request.of("identity.otp.verify", VerifyCode.class, Session.class, QUICK);

  /** @param password that the person signed up with, or the one of an account of staff; may be null */
  public record VerifyCode(@Size(min = 3, max = 254) String email, @OneOf({"verify_email", "login"}) Purpose purpose,
      @Pattern(regexp = "^[0-9]{6,10}$") String code, @Nullable String userAgent,
      @Nullable @Size(max = 200) String password) {}

  public static final Request<ForgotPassword, CodeRequested> FORGOT_PASSWORD =
      Request.of("identity.password.forgot", ForgotPassword.class, CodeRequested.class, QUICK);

  public record ForgotPassword(@Size(min = 3, max = 254) String email) {}

  /** Sets a new password by a mailed code; ends all sessions. Fails with INVALID_CREDENTIALS, INVALID. */
  public static final Request<ResetPassword, Done> RESET_PASSWORD =
      Request.of("identity.password.reset", ResetPassword.class, Done.class);

  public record ResetPassword(@Size(min = 3, max = 254) String email, @Pattern(regexp = "^[0-9]{6,10}$") String code,
      @Size(min = 8, max = 72) String newPassword) {}

  /** Ends all sessions and begins a new one for the caller. Fails with INVALID_CREDENTIALS, INVALID. */
  public static final Request<ChangePassword, Session> CHANGE_PASSWORD =
      Request.of("identity.password.change", ChangePassword.class, Session.class);

  /** @param currentPassword not needed while the account has none */
  public record ChangePassword(@Nullable @Size(max = 200) String currentPassword,
      @Size(min = 8, max = 72) String newPassword, @Nullable String userAgent) {}

  /**
   * Takes a refresh token and gives the next. Using an old one ends the session with REFRESH_TOKEN_REUSED, since either
   * the one who used it first or the one who comes now has stolen it. Two tabs may refresh at once, though: within ten
   * seconds, and while none of its successors was used, an old token is answered with another successor. Fails also
   * with UNAUTHENTICATED, TOKEN_EXPIRED, ACCOUNT_DISABLED.
   */
  public static final Request<Refresh, Session> REFRESH = Request.of("identity.session.refresh", Refresh.class,
      Session.class, QUICK);

  public record Refresh(@Size(max = 200) String refreshToken, @Nullable String userAgent) {}

  /** Ends the session that the token belongs to. Idempotent; an unknown token is no failure. */
  public static final Request<Logout, Done> LOG_OUT = Request.of("identity.session.logout", Logout.class, Done.class,
      QUICK);

  /** @param everywhere ends all of the user's sessions */
  public record Logout(@Size(max = 200) String refreshToken, @Nullable @Default("false") Boolean everywhere) {}

  public static final Request<WhoAmI, Account> ME = Request.of("identity.account.me", WhoAmI.class, Account.class,
      QUICK);

  public record WhoAmI() {}

  // --- administration ----------------------------------------------------------------------------------------------

  /** Newest first. */
  public static final Request<ListUsers, Page<Account>> LIST_USERS =
      Request.list("identity.user.list", ListUsers.class, Account.class, QUICK);

  /** @param search part of a name, an e-mail or a phone number */
  public record ListUsers(@Nullable @Size(max = 100) String search, @Nullable Role role, @Nullable Status status,
      @Nullable @Capability String capability, @Nullable Integer limit, @Nullable Long offset)
      implements
        Listing {}

  public static final Request<GetUser, Account> GET_USER = Request.of("identity.user.get", GetUser.class,
      Account.class, QUICK);

  public record GetUser(UUID id) {}

  /**
   * The address counts as verified: an admin vouches for it. Fails with CONFLICT (the existing account in data),
   * FORBIDDEN.
   */
  public static final Request<CreateUser, Account> CREATE_USER =
      Request.of("identity.user.create", CreateUser.class, Account.class);

  /** @param password temporary, must be changed; absent: the person signs in by code */
  public record CreateUser(@Size(min = 3, max = 254) String email, @Nullable @Size(min = 8, max = 72) String password,
      @Visible @Size(max = 120) String fullName, @Nullable @Size(max = 60) String phone, @Nullable Role role,
      @Nullable @Size(max = 10) Set<@Capability String> capabilities) {}

  /**
   * Requires a super admin to grant ADMIN or SUPERADMIN, or touch those who have it. Nobody demotes or disables himself
   * or the last super admin. Disabling ends all sessions; with another role or other capabilities access tokens end,
   * and a refresh gives one that is right. Fails with FORBIDDEN, NOT_FOUND, UNPROCESSABLE.
   */
  public static final Request<UpdateUser, Account> UPDATE_USER =
      Request.of("identity.user.update", UpdateUser.class, Account.class, QUICK);

  /** The phone number can be cleared, also by an empty one. */
  @AtLeastOne
  public record UpdateUser(UUID id, Change<@Visible @Size(max = 120) String> fullName,
      Change<@Nullable @Size(max = 60) String> phone, Change<Role> role,
      Change<@Size(max = 10) Set<@Capability String>> capabilities, Change<Status> status) {}

  /**
   * Ends all sessions. With a temporary password it must be changed; without one the password is removed and a code
   * mailed.
   */
  public static final Request<ResetUserPassword, Done> RESET_USER_PASSWORD =
      Request.of("identity.user.reset_password", ResetUserPassword.class, Done.class);

  public record ResetUserPassword(UUID id, @Nullable @Size(min = 8, max = 72) String temporaryPassword) {}

  public static final Request<RevokeSessions, Done> REVOKE_SESSIONS =
      Request.of("identity.user.revoke_sessions", RevokeSessions.class, Done.class, QUICK);

  public record RevokeSessions(UUID id) {}

  // --- for other domains -------------------------------------------------------------------------------------------

  /** Tells whether the session of an access token goes on. Idempotent; costs two reads by key. */
  public static final Request<CheckSession, SessionState> CHECK_SESSION =
      Request.of("identity.session.check", CheckSession.class, SessionState.class, Duration.ofSeconds(3));

  /** @param session may be null; {@code generation} may be null */
  public record CheckSession(UUID userId, @Nullable UUID session, @Nullable Integer generation) {}

  /** @param generation of the user's sessions now; null when there is no such user */
  public record SessionState(boolean alive, @Nullable Integer generation) {}

  /**
   * Lists the sessions that have ended since the last time, for nodes that cannot rely on hearing {@link
   * #SESSIONS_ENDED}. A session may be listed again.
   */
  public static final Request<ListEnds, Ends> LIST_ENDS =
      Request.of("identity.session.ends", ListEnds.class, Ends.class, Duration.ofSeconds(3));

  public static final int ENDS_LIMIT = 10_000;

  /** @param since {@code next} of the last answer; null: none are told, only where to go on */
  public record ListEnds(@Nullable Long since) {}

  /** @param complete false: there were more than {@value #ENDS_LIMIT}, or {@code since} is of another database */
  public record Ends(long next, boolean complete, List<SessionsEnded> ends) {}

  /** Makes the configured super admin when there is no such account; never touches an existing one. */
  public static final Request<EnsureSuperAdmin, Ensured> ENSURE_SUPER_ADMIN =
      Request.of("identity.superadmin.ensure", EnsureSuperAdmin.class, Ensured.class);

  public record EnsureSuperAdmin() {}

  public record Ensured(UUID id, boolean created) {}

  // --- stored requests ---------------------------------------------------------------------------------------------

  /** Makes a code and mails it, if there is an account that it fits; the code itself is never stored. */
  public static final Request<SendCode, CodeSent> SEND_CODE =
      Request.of("identity.code.send", SendCode.class, CodeSent.class, Duration.ofSeconds(60));

  public record SendCode(String email, Purpose purpose) {}

  public record CodeSent(boolean sent) {}

  /** Mails the owner of an account that others guess at it, if there is such an account; at most once a day. */
  public static final Request<TellGuesses, CodeSent> TELL_GUESSES =
      Request.of("identity.guesses.tell", TellGuesses.class, CodeSent.class, Duration.ofSeconds(60));

  public record TellGuesses(String email) {}

  // --- announcements -----------------------------------------------------------------------------------------------

  /** States that a person has logged in, or that a session went on. */
  public static final Event<SessionAlive> SESSION_ALIVE = Event.of("identity.session.alive", SessionAlive.class);

  public record SessionAlive(UUID userId, String tenant, Role role, Instant at) {}

  /** Sessions have ended, or only their access tokens; sent after that is stored. Who keeps those by heart forgets. */
  public static final Event<SessionsEnded> SESSIONS_ENDED = Event.of("identity.session.ended", SessionsEnded.class);

  /**
   * @param session that ended; null: see {@code generation}
   * @param generation all access tokens of the user before it ended; null: see {@code session}
   */
  public record SessionsEnded(UUID userId, @Nullable UUID session, @Nullable Integer generation) {}
}
