package com.mas.domain.people.identity;

import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.domain.people.identity.IdentityContract.CodeRequested;
import com.mas.domain.people.identity.IdentityContract.CodeSent;
import com.mas.domain.people.identity.IdentityContract.Session;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Declares how a person changes the e-mail address of the own account: who owns the account asks, and who reads the
 * mails of the new address confirms.
 */
@NullMarked
public final class AddressContract {
  public static final Reason SAME = Reason.of(Failure.UNPROCESSABLE, "email_same",
      "This is the address of your account already.");

  private static final Duration QUICK = Duration.ofSeconds(5);

  private AddressContract() {}

  /**
   * Mails a code to the new address, good once, for ten minutes; a later request makes an earlier one useless. The
   * account keeps its address until {@link #CONFIRM}. Fails with INVALID_CREDENTIALS, CONFLICT when there is an account
   * with the address, UNPROCESSABLE, TOO_MANY_REQUESTS.
   */
  public static final Request<AskAddress, CodeRequested> ASK =
      Request.of("identity.email.ask", AskAddress.class, CodeRequested.class);

  /**
   * @param email that the account gets
   * @param code that was mailed to the present address for LOGIN; one of {@code password} and it is given
   */
  public record AskAddress(@Size(min = 3, max = 254) String email, @Nullable @Size(max = 200) String password,
      @Nullable @Pattern(regexp = "^[0-9]{6,10}$") String code) {
    @Override
    public String toString() {
      return "AskAddress[hidden]";
    }
  }

  /**
   * Gives the account its new address. All sessions end, and the answer begins a new one; codes that were mailed before
   * are good no more. The former address is told. Fails with INVALID_CREDENTIALS, CONFLICT, TOO_MANY_REQUESTS.
   */
  public static final Request<ConfirmAddress, Session> CONFIRM =
      Request.of("identity.email.confirm", ConfirmAddress.class, Session.class, QUICK);

  public record ConfirmAddress(@Pattern(regexp = "^[0-9]{6,10}$") String code, @Nullable String userAgent) {
    @Override
    public String toString() {
      return "ConfirmAddress[hidden]";
    }
  }

  /** Makes a code and mails it to the address that the account is to get; the code itself is never stored. */
  public static final Request<SendAddressCode, CodeSent> SEND =
      Request.of("identity.email.send", SendAddressCode.class, CodeSent.class, Duration.ofSeconds(60));

  public record SendAddressCode(UUID userId) {}
}
