package com.mas.domain.people.google;

import static java.util.Map.entry;

import com.mas.bus.FailureException;
import com.mas.domain.people.google.ConnectionRepository.Key;
import com.mas.domain.people.google.DriveContract.SearchDrive;
import com.mas.sandbox.HttpSandboxConformance;
import com.mas.sandbox.google.GoogleSimulator;
import com.mas.testkit.Sandbox;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;

class GoogleDriveSandboxIT extends HttpSandboxConformance {
  @AutoClose private static final GoogleHouse house = new GoogleHouse();
  private static final DriveService patient = house.drives(Duration.ofSeconds(20));
  private static final DriveService impatient = house.drives(Duration.ofMillis(400));

  GoogleDriveSandboxIT() {
    super("google", "files");
  }

  @Override
  protected Sandbox sandbox() {
    return house.sandbox;
  }

  @Override
  protected Verdict call(boolean isPatient) {
    UUID person = UUID.randomUUID();
    house.connectDrive(person, GoogleSimulator.STRANGER);
    try {
      house.on(() -> (isPatient ? patient : impatient).search(house.as(person), new SearchDrive(null, null, null)));
      return Verdict.USED;
    } catch (FailureException failed) {
      return Verdict.of(failed);
    }
  }

  @Override
  protected Map<String, Verdict> declared() {
    return Map.ofEntries(entry("status status=400", Verdict.UNREACHABLE),
        entry("status status=401", Verdict.REFUSED), entry("status status=403", Verdict.REFUSED),
        entry("status status=429 retryAfter=0", Verdict.RETRY), entry("status status=500", Verdict.UNREACHABLE),
        entry("status status=503 retryAfter=0", Verdict.UNREACHABLE),
        entry("maintenance retryAfter=0", Verdict.UNREACHABLE), entry("maintenance status=200", Verdict.UNREACHABLE),
        entry("redirect", Verdict.UNREACHABLE), entry("hang", Verdict.UNREACHABLE),
        entry("close", Verdict.UNREACHABLE), entry("lose", Verdict.UNREACHABLE), entry("expire", Verdict.USED),
        entry("slow delayMs=50", Verdict.USED), entry("slow delayMs=5000", Verdict.UNREACHABLE),
        entry("slowBody delayMs=100", Verdict.USED), entry("slowBody delayMs=50000", Verdict.UNREACHABLE),
        entry("truncated", Verdict.UNREACHABLE), entry("contentType", Verdict.USED),
        entry("garbage", Verdict.UNREACHABLE), entry("huge", Verdict.UNREACHABLE), entry("otherNonce", Verdict.USED),
        entry("otherAudience", Verdict.USED), entry("forged", Verdict.USED), entry("stale", Verdict.USED),
        entry("deadGrant", Verdict.USED), entry("notLasting", Verdict.USED), entry("rotates", Verdict.USED),
        entry("rateLimited", Verdict.RETRY), entry("notPermitted", Verdict.REFUSED), entry("gone", Verdict.USED),
        entry("pendingConference", Verdict.USED), entry("exportTooLong", Verdict.USED),
        entry("noDownload", Verdict.USED));
  }

  @Override
  protected Ask good(int n) {
    UUID person = UUID.randomUUID();
    house.connectDrive(person, GoogleSimulator.STRANGER);
    return ask(house.opened(new Key(house.tenant, person, Purpose.DRIVE),
        house.text("SELECT access_token FROM google.connections WHERE user_id = ?", person)));
  }

  @Override
  protected Ask wrong() {
    return ask("ya29.another");
  }

  private static Ask ask(String token) {
    return new Ask("GET", "/drive/v3/files", Map.of("authorization", "Bearer " + token), null);
  }
}
