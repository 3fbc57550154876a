package com.mas.domain.people.notification;

import static java.util.Map.entry;

import com.mas.sandbox.HttpSandboxConformance;
import com.mas.sandbox.whatsapp.AiSensySimulator;
import com.mas.testkit.Sandbox;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;

class AiSensySandboxIT extends HttpSandboxConformance {
  @AutoClose private static final Outside outside = new Outside();

  AiSensySandboxIT() {
    super("aisensy", "campaign");
  }

  @Override
  protected Sandbox sandbox() {
    return outside.sandbox;
  }

  @Override
  protected Verdict call(boolean isPatient) {
    return outside.byAiSensy(isPatient);
  }

  /** A message that may have gone is not sent again. */
  @Override
  protected Map<String, Verdict> declared() {
    return Map.ofEntries(entry("status status=400", Verdict.REFUSED), entry("status status=401", Verdict.REFUSED),
        entry("status status=429", Verdict.RETRY), entry("status status=500", Verdict.UNKNOWN),
        entry("maintenance", Verdict.UNKNOWN), entry("maintenance status=429", Verdict.RETRY),
        entry("maintenance status=200", Verdict.UNKNOWN), entry("redirect", Verdict.UNKNOWN),
        entry("hang", Verdict.UNKNOWN), entry("close", Verdict.UNKNOWN), entry("lose", Verdict.UNKNOWN),
        entry("expire", Verdict.REFUSED), entry("slow delayMs=50", Verdict.USED),
        entry("slow delayMs=5000", Verdict.UNKNOWN), entry("slowBody delayMs=100", Verdict.USED),
        entry("truncated", Verdict.UNKNOWN), entry("contentType", Verdict.USED), entry("garbage", Verdict.UNKNOWN),
        entry("huge", Verdict.UNKNOWN));
  }

  @Override
  protected Ask good(int n) {
    return ask(n, AiSensySimulator.KEY);
  }

  @Override
  protected Ask wrong() {
    return ask(7, "somebody else's");
  }

  private static Ask ask(int n, String key) {
    return new Ask("POST", "/campaign/t1/api/v2", Map.of("content-type", "application/json"), """
        {"apiKey": "%s", "campaignName": "mrlearn_course_progress_reminder", "destination": "+9198%08d",
         "templateParams": ["a", "b", "c", "d", "e"]}""".formatted(key, n * 1_000 + 1));
  }
}
