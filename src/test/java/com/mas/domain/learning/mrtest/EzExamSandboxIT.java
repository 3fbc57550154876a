package com.mas.domain.learning.mrtest;

import static java.util.Map.entry;

import com.mas.bus.FailureException;
import com.mas.runs.Politeness;
import com.mas.sandbox.HttpSandboxConformance;
import com.mas.sources.UnreadableAnswer;
import com.mas.testkit.Sandbox;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;

class EzExamSandboxIT extends HttpSandboxConformance {
  private static final String PATH = "/staff/exams/e101/submissions";
  @AutoClose private static final ExamWorld world = new ExamWorld();
  private static final ExamWorld.Node impatient = world.join(Duration.ofMinutes(10), Duration.ofMillis(400));

  EzExamSandboxIT() {
    super("ezexam", "submissions");
  }

  @Override
  protected Sandbox sandbox() {
    return world.sandbox;
  }

  @Override
  protected void prepare() {
    world.node.logIn();
  }

  @Override
  protected Verdict call(boolean isPatient) {
    ExamWorld.Node node = isPatient ? world.node : impatient;
    try {
      node.on(() -> new PageRules(ExamWorld.SITE).submissions(
          node.sessions.open(ExamWorld.TENANT, Politeness.NONE).page(PATH, Map.of(), false).document()));
      return Verdict.USED;
    } catch (UnreadableAnswer unreadable) {
      return Verdict.UNREADABLE;
    } catch (FailureException failed) {
      return Verdict.of(failed);
    }
  }

  @Override
  protected Map<String, Verdict> declared() {
    return Map.ofEntries(entry("status status=401", Verdict.REFUSED), entry("status status=403", Verdict.REFUSED),
        entry("status status=404", Verdict.REFUSED), entry("status status=429 retryAfter=0", Verdict.RETRY),
        entry("status status=500", Verdict.UNREACHABLE), entry("status status=503 retryAfter=0", Verdict.UNREACHABLE),
        entry("status status=500 times=1", Verdict.USED), entry("maintenance retryAfter=0", Verdict.UNREACHABLE),
        entry("maintenance status=200", Verdict.UNREADABLE), entry("redirect", Verdict.REFUSED),
        entry("hang", Verdict.UNREACHABLE), entry("close", Verdict.UNREACHABLE), entry("lose", Verdict.UNREACHABLE),
        entry("expire", Verdict.USED), entry("expire times=9", Verdict.REFUSED),
        entry("slow delayMs=50", Verdict.USED), entry("slow delayMs=5000", Verdict.UNREACHABLE),
        entry("slowBody delayMs=100", Verdict.USED), entry("slowBody delayMs=50000", Verdict.UNREACHABLE),
        entry("truncated", Verdict.UNREADABLE), entry("contentType", Verdict.USED),
        entry("garbage", Verdict.UNREADABLE), entry("huge", Verdict.UNREACHABLE), entry("layout which=2", Verdict.USED),
        entry("layout which=3", Verdict.UNREADABLE), entry("rotateCsrf", Verdict.USED),
        entry("unordered", Verdict.USED), entry("duplicateRows", Verdict.USED), entry("shortPage rows=2", Verdict.USED),
        entry("wrongTotal delta=5", Verdict.USED));
  }

  @Override
  protected Ask good(int n) {
    JsonObject session = world.sandbox("POST", "session", null);
    return page(session.getString("sessionid"));
  }

  @Override
  protected Ask wrong() {
    return page("0".repeat(32));
  }

  /** Leads to the login, as such sites do. */
  @Override
  protected boolean isRefusal(HttpResponse<byte[]> answer) {
    return answer.statusCode() == 302 && answer.headers().firstValue("location").orElse("").contains("/login");
  }

  private static Ask page(String session) {
    return new Ask("GET", PATH, Map.of("cookie", "sessionid=" + session), null);
  }
}
