package com.mas.domain.learning.sync;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.FailureException;
import com.mas.sandbox.HttpSandboxConformance;
import com.mas.sandbox.graphy.GraphySimulator;
import com.mas.sources.UnreadableAnswer;
import com.mas.testkit.Sandbox;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;

class GraphySandboxIT extends HttpSandboxConformance {
  @AutoClose private static final SyncWorld world = new SyncWorld();
  private static final SyncWorld.Node impatient = world.join(Duration.ofMinutes(10), Duration.ofMillis(400));

  GraphySandboxIT() {
    super("graphy", "learners");
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
    SyncWorld.Node node = isPatient ? world.node : impatient;
    try {
      node.on(() -> node.connector.open(SyncWorld.TENANT).read(Lms.LEARNERS,
          com.mas.sources.Ask.about(SyncWorld.COURSE).rows(0, 10)));
      return Verdict.USED;
    } catch (UnreadableAnswer unreadable) {
      return Verdict.UNREADABLE;
    } catch (FailureException failed) {
      return Verdict.of(failed);
    }
  }

  /** A session is renewed once, unnoticed; what damages rows is for the engine to judge. */
  @Override
  protected Map<String, Verdict> declared() {
    return Map.ofEntries(entry("status status=401", Verdict.REFUSED), entry("status status=403", Verdict.REFUSED),
        entry("status status=404", Verdict.REFUSED), entry("status status=429 retryAfter=0", Verdict.RETRY),
        entry("status status=500", Verdict.UNREACHABLE), entry("status status=503 retryAfter=0", Verdict.UNREACHABLE),
        entry("status status=500 times=1", Verdict.USED), entry("maintenance retryAfter=0", Verdict.UNREACHABLE),
        entry("maintenance status=200", Verdict.UNREACHABLE), entry("redirect", Verdict.UNREACHABLE),
        entry("hang", Verdict.UNREACHABLE), entry("close", Verdict.UNREACHABLE), entry("lose", Verdict.UNREACHABLE),
        entry("expire", Verdict.USED), entry("expire times=9", Verdict.REFUSED),
        entry("slow delayMs=50", Verdict.USED), entry("slow delayMs=5000", Verdict.UNREACHABLE),
        entry("slowBody delayMs=100", Verdict.USED), entry("slowBody delayMs=50000", Verdict.UNREACHABLE),
        entry("truncated", Verdict.UNREADABLE), entry("contentType", Verdict.USED),
        entry("garbage", Verdict.UNREADABLE), entry("huge", Verdict.UNREACHABLE), entry("unordered", Verdict.USED),
        entry("duplicateRows", Verdict.USED), entry("shortPage", Verdict.USED), entry("wrongTotal", Verdict.USED),
        entry("regress", Verdict.USED), entry("missingPhones", Verdict.USED), entry("missingEmails", Verdict.USED),
        entry("nullCourseUrl", Verdict.USED));
  }

  @Override
  protected Ask good(int n) {
    HttpResponse<byte[]> login = send(new Ask("POST", "/s/authenticate",
        Map.of("content-type", "application/x-www-form-urlencoded"),
        "email=" + GraphySimulator.EMAIL + "&password=" + GraphySimulator.PASSWORD));
    assertEquals(200, login.statusCode());
    return learners(n, login.headers().allValues("set-cookie").stream().map(cookie -> cookie.split(";")[0])
        .collect(Collectors.joining("; ")));
  }

  @Override
  protected Ask wrong() {
    return learners(0, "c_ujwt=a.b.c; SESSIONID=d");
  }

  private static Ask learners(int n, String cookie) {
    return new Ask("GET", "/t/api/course/" + SyncWorld.COURSE + "/learners?start=" + n % 100, Map.of("cookie", cookie),
        null);
  }
}
