package com.mas.domain.people.notification;

import static java.util.Map.entry;

import com.mas.sandbox.HttpSandboxConformance;
import com.mas.sandbox.whatsapp.WhatsAppSimulator;
import com.mas.testkit.Sandbox;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;

class WhatsAppSandboxIT extends HttpSandboxConformance {
  @AutoClose private static final Outside outside = new Outside();

  WhatsAppSandboxIT() {
    super("whatsapp", "messages");
  }

  @Override
  protected Sandbox sandbox() {
    return outside.sandbox;
  }

  @Override
  protected Verdict call(boolean isPatient) {
    return outside.byMeta(isPatient);
  }

  /** A message that may have gone is not sent again, so whatever comes without Meta's own words leaves it unknown. */
  @Override
  protected Map<String, Verdict> declared() {
    return Map.ofEntries(entry("status status=400", Verdict.REFUSED), entry("status status=401", Verdict.REFUSED),
        entry("status status=429", Verdict.RETRY), entry("status status=500", Verdict.RETRY),
        entry("status status=503", Verdict.RETRY), entry("maintenance", Verdict.UNKNOWN),
        entry("maintenance status=429", Verdict.RETRY), entry("maintenance status=404", Verdict.REFUSED),
        entry("maintenance status=200", Verdict.UNKNOWN), entry("redirect", Verdict.UNKNOWN),
        entry("hang", Verdict.UNKNOWN), entry("close", Verdict.UNKNOWN), entry("lose", Verdict.UNKNOWN),
        entry("expire", Verdict.REFUSED), entry("slow delayMs=50", Verdict.USED),
        entry("slow delayMs=5000", Verdict.UNKNOWN), entry("slowBody delayMs=100", Verdict.USED),
        entry("truncated", Verdict.UNKNOWN), entry("contentType", Verdict.USED), entry("garbage", Verdict.UNKNOWN),
        entry("huge", Verdict.UNKNOWN), entry("error code=131026", Verdict.REFUSED),
        entry("error code=130429", Verdict.RETRY));
  }

  @Override
  protected Ask good(int n) {
    return ask(n, WhatsAppSimulator.TOKEN);
  }

  @Override
  protected Ask wrong() {
    return ask(7, WhatsAppSimulator.TOKEN + " expired");
  }

  private static Ask ask(int n, String token) {
    return new Ask("POST", "/v23.0/" + WhatsAppSimulator.PHONE_NUMBER_ID + "/messages",
        Map.of("content-type", "application/json", "authorization", "Bearer " + token),
        """
        {"to": "9198%08d", "template": {"name": "mrlearn_course_progress_reminder", "components": [
          {"type": "body", "parameters": [{"text": "a"}, {"text": "b"}, {"text": "c"}, {"text": "d"}, {"text": "e"}]},
          {"type": "button", "parameters": [{"text": "f"}]}]}}""".formatted(n * 1_000 + 1));
  }
}
