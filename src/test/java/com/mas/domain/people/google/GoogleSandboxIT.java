package com.mas.domain.people.google;

import static java.util.Map.entry;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.people.google.SignInRules.Derived;
import com.mas.domain.people.identity.LoginContract.FinishSignIn;
import com.mas.sandbox.HttpSandboxConformance;
import com.mas.sandbox.google.GoogleSimulator;
import com.mas.testkit.Sandbox;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;

class GoogleSandboxIT extends HttpSandboxConformance {
  @AutoClose private static final GoogleHouse house = new GoogleHouse();
  private static final SignInService patient = house.service(Duration.ofSeconds(20));
  private static final SignInService impatient = house.service(Duration.ofMillis(400));

  GoogleSandboxIT() {
    super("google", "token");
  }

  @Override
  protected Sandbox sandbox() {
    return house.sandbox;
  }

  @Override
  protected Verdict call(boolean isPatient) {
    FinishSignIn back = house.visit(GoogleSimulator.STRANGER);
    try {
      house.on(() -> (isPatient ? patient : impatient).finish(house.stranger(), back));
      return Verdict.USED;
    } catch (FailureException failed) {
      return failed.failure() == Failure.INVALID_CREDENTIALS ? Verdict.REFUSED : Verdict.of(failed);
    }
  }

  @Override
  protected Map<String, Verdict> declared() {
    return Map.ofEntries(entry("status status=400", Verdict.REFUSED), entry("status status=401", Verdict.UNREACHABLE),
        entry("status status=429 retryAfter=0", Verdict.UNREACHABLE), entry("status status=500", Verdict.UNREACHABLE),
        entry("status status=503 retryAfter=0", Verdict.UNREACHABLE),
        entry("maintenance retryAfter=0", Verdict.UNREACHABLE), entry("maintenance status=200", Verdict.UNREACHABLE),
        entry("redirect", Verdict.UNREACHABLE), entry("hang", Verdict.UNREACHABLE),
        entry("close", Verdict.UNREACHABLE), entry("lose", Verdict.UNREACHABLE),
        entry("expire", Verdict.UNREACHABLE), entry("slow delayMs=50", Verdict.USED),
        entry("slow delayMs=5000", Verdict.UNREACHABLE), entry("slowBody delayMs=100", Verdict.USED),
        entry("slowBody delayMs=50000", Verdict.UNREACHABLE), entry("truncated", Verdict.UNREACHABLE),
        entry("contentType", Verdict.USED), entry("garbage", Verdict.UNREACHABLE), entry("huge", Verdict.UNREACHABLE),
        entry("otherNonce", Verdict.REFUSED), entry("otherAudience", Verdict.REFUSED),
        entry("forged", Verdict.REFUSED), entry("stale", Verdict.REFUSED), entry("deadGrant", Verdict.USED),
        entry("notLasting", Verdict.USED), entry("rotates", Verdict.USED), entry("rateLimited", Verdict.USED),
        entry("notPermitted", Verdict.USED), entry("gone", Verdict.USED), entry("pendingConference", Verdict.USED),
        entry("exportTooLong", Verdict.USED), entry("noDownload", Verdict.USED));
  }

  @Override
  protected Ask good(int n) {
    FinishSignIn back = house.visit(GoogleSimulator.STRANGER);
    return ask(back, GoogleSimulator.SECRET);
  }

  @Override
  protected Ask wrong() {
    return ask(new FinishSignIn("4/x", "s", "p"), "another secret");
  }

  private static Ask ask(FinishSignIn back, String secret) {
    Map<String, String> form = Map.of("grant_type", "authorization_code", "code", back.code(), "client_id",
        GoogleSimulator.CLIENT, "client_secret", secret, "redirect_uri", GoogleHouse.BACK, "code_verifier",
        Derived.from(back.proof()).verifier());
    return new Ask("POST", "/token", Map.of("content-type", "application/x-www-form-urlencoded"),
        form.entrySet().stream().map(each -> each.getKey() + "="
            + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&")));
  }
}
