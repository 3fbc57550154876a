package com.mas.domain.people.identity;

import com.mas.bus.Default;
import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Word;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what identity asks of another system whose accounts may log in here. */
@NullMarked
public final class LoginContract {
  public static final Reason MOODLE_UNREACHABLE = Reason.of(Failure.UNAVAILABLE, "moodle_unreachable",
      "This is no password of this site, and Moodle cannot be reached to ask it; please try again in a minute.");

  private LoginContract() {}

  /**
   * Names the request by which another domain checks a password. It is asked for an address that has no account here,
   * or one without a password.
   *
   * @param priority 100 to 199; of several the lowest is asked first
   */
  public record Outside(int priority, Request<CheckLogin, CheckedLogin> check) {}

  /**
   * @param email in lower case
   * @param password null: only whether the other system can be asked, which answers NOBODYS or UNREACHABLE; so no
   *     password that is kept here, nor one that resembles it, is shown to another system
   * @param known whether it comes from a device that had a session of the account, and that is let in though too many
   *     have failed at its network: those must not count against it here either
   */
  public record CheckLogin(@Size(min = 3, max = 254) String email, @Nullable @Size(max = 200) String password,
      @Default("false") boolean known) {
    @Override
    public String toString() {
      return "CheckLogin[" + email + "]";
    }
  }

  /** Says whose the password is: right, wrong, nobody's there, or not known as the system cannot be asked. */
  public enum Verdict implements Word {
    RIGHT, WRONG, NOBODYS, UNREACHABLE
  }

  /** @param fullName of whom the password is; null unless it is right */
  public record CheckedLogin(Verdict verdict, @Nullable String fullName) {}

  // --- accounts elsewhere that vouch for a person -------------------------------------------------------------------

  /** Names the requests by which another domain has a person sign in at an outside account, and says whose it is. */
  public record Vouching(Request<AskReady, Ready> ready, Request<BeginSignIn, SignInBegun> begin,
      Request<FinishSignIn, Vouched> finish) {}

  public record AskReady() {}

  /** @param configured whether people can sign in that way here */
  public record Ready(boolean configured) {}

  /** @param redirectUri where the person comes back to; null: the configured one */
  public record BeginSignIn(@Nullable @Size(max = 500) String redirectUri) {}

  /**
   * @param url to which the person's browser is sent
   * @param proof kept by the browser, and shown when the person comes back: without it nobody can finish the sign-in
   */
  public record SignInBegun(String url, String proof, Instant expiresAt) {}

  /** @param code and {@code state} as they came in the address to which the person came back */
  public record FinishSignIn(@Size(min = 1, max = 600) String code, @Size(min = 1, max = 200) String state,
      @Size(min = 1, max = 200) String proof) {
    @Override
    public String toString() {
      return "FinishSignIn[hidden]";
    }
  }

  /**
   * Says whose an outside account is.
   *
   * @param subject never changes, whatever the address does
   * @param emailVerified whether the issuer says that the address is the person's
   */
  public record Vouched(String issuer, String subject, String email, boolean emailVerified,
      @Nullable String fullName) {}
}
