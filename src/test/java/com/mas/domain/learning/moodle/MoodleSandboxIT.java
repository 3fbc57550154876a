package com.mas.domain.learning.moodle;

import static java.util.Map.entry;

import com.mas.bus.FailureException;
import com.mas.domain.learning.moodle.MoodleAnswers.Refused;
import com.mas.sandbox.HttpSandboxConformance;
import com.mas.sources.UnreadableAnswer;
import com.mas.testkit.Sandbox;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;

class MoodleSandboxIT extends HttpSandboxConformance {
  @AutoClose private static final MoodleWorld world = new MoodleWorld();
  private static final MoodleWorld.Node impatient = world.join(Duration.ofMinutes(10), Duration.ofMillis(400));

  MoodleSandboxIT() {
    super("moodle", "rest");
  }

  @Override
  protected Sandbox sandbox() {
    return world.sandbox;
  }

  @Override
  protected Verdict call(boolean isPatient) {
    MoodleWorld.Node node = isPatient ? world.node : impatient;
    try {
      node.on(() -> node.client.read("core_course_get_categories", Map.of()));
      return Verdict.USED;
    } catch (UnreadableAnswer unreadable) {
      return Verdict.UNREADABLE;
    } catch (Refused refused) {
      return Verdict.REFUSED;
    } catch (FailureException failed) {
      return Verdict.of(failed);
    }
  }

  @Override
  protected Map<String, Verdict> declared() {
    return Map.ofEntries(entry("status status=401", Verdict.REFUSED), entry("status status=403", Verdict.REFUSED),
        entry("status status=404", Verdict.UNREACHABLE), entry("status status=429 retryAfter=0", Verdict.RETRY),
        entry("status status=500", Verdict.UNREACHABLE), entry("status status=503 retryAfter=0", Verdict.UNREACHABLE),
        entry("status status=500 times=1", Verdict.USED), entry("maintenance retryAfter=0", Verdict.UNREACHABLE),
        entry("maintenance status=200", Verdict.UNREADABLE), entry("redirect", Verdict.REFUSED),
        entry("hang", Verdict.UNREACHABLE), entry("close", Verdict.UNREACHABLE), entry("lose", Verdict.UNREACHABLE),
        entry("expire", Verdict.USED), entry("expire times=9", Verdict.REFUSED),
        entry("slow delayMs=50", Verdict.USED), entry("slow delayMs=5000", Verdict.UNREACHABLE),
        entry("slowBody delayMs=100", Verdict.USED), entry("slowBody delayMs=50000", Verdict.UNREACHABLE),
        entry("truncated", Verdict.UNREADABLE), entry("contentType", Verdict.USED),
        entry("garbage", Verdict.UNREADABLE), entry("huge", Verdict.UNREACHABLE));
  }

  @Override
  protected Ask good(int n) {
    return rest(world.sandbox("GET", "tokens", null).getString("svc"));
  }

  @Override
  protected Ask wrong() {
    return rest("0".repeat(32));
  }

  /** Moodle says so with status 200. */
  @Override
  protected boolean isRefusal(HttpResponse<byte[]> answer) {
    return answer.statusCode() == 200 && "invalidtoken".equals(
        new JsonObject(new String(answer.body(), StandardCharsets.UTF_8)).getString("errorcode"));
  }

  private static Ask rest(String token) {
    return new Ask("POST", "/webservice/rest/server.php",
        Map.of("content-type", "application/x-www-form-urlencoded"), "wstoken=" + token
            + "&wsfunction=core_webservice_get_site_info&moodlewsrestformat=json");
  }
}
