package com.mas.domain.people.google;

import com.mas.bus.Request;
import com.mas.domain.people.identity.LoginContract;
import com.mas.domain.people.identity.LoginContract.AskReady;
import com.mas.domain.people.identity.LoginContract.BeginSignIn;
import com.mas.domain.people.identity.LoginContract.FinishSignIn;
import com.mas.domain.people.identity.LoginContract.Ready;
import com.mas.domain.people.identity.LoginContract.SignInBegun;
import com.mas.domain.people.identity.LoginContract.Vouched;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;

/** Declares what Google is asked about people. */
@NullMarked
public final class GoogleContract {
  public static final Request<AskReady, Ready> READY =
      Request.of("google.sign_in.ready", AskReady.class, Ready.class);
  /** Begins a sign-in. Fails with NOT_CONFIGURED, INVALID, TOO_MANY_REQUESTS. */
  public static final Request<BeginSignIn, SignInBegun> BEGIN =
      Request.of("google.sign_in.begin", BeginSignIn.class, SignInBegun.class);
  /** Says whose account it was, once. Fails with INVALID_CREDENTIALS, PROVIDER_FAILED. */
  public static final Request<FinishSignIn, Vouched> FINISH =
      Request.of("google.sign_in.finish", FinishSignIn.class, Vouched.class, Duration.ofSeconds(15));

  public static final LoginContract.Vouching VOUCHING = new LoginContract.Vouching(READY, BEGIN, FINISH);

  private GoogleContract() {}
}
