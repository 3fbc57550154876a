package com.mas.domain.people.identity;

import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Word;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what identity asks of another system whose accounts may log in here. */
@NullMarked
public final class LoginContract {
  public static final Reason MOODLE_UNREACHABLE = Reason.of(Failure.UNAVAILABLE, "moodle_unreachable",
      "Moodle cannot be reached, so your password could not be checked; please try again in a minute.");

  private LoginContract() {}

  /**
   * Names the request by which another domain checks a password. It is asked for an address that has no account here,
   * or one without a password.
   *
   * @param priority 100 to 199; of several the lowest is asked first
   */
  public record Outside(int priority, Request<CheckLogin, CheckedLogin> check) {}

  /** @param email in lower case */
  public record CheckLogin(@Size(min = 3, max = 254) String email, @Size(max = 200) String password) {
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
}
