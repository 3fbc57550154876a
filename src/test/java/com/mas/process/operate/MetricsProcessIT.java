package com.mas.process.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.Load;
import com.mas.process.SharedServer;
import com.mas.testkit.Exposition;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The metrics as Prometheus reads them, while the server is at work. */
class MetricsProcessIT {
  private static final int SCRAPES = 25;
  private static final Map<String, String> GOOD = Map.of("domain", "identity", "status", "2xx");
  /** Families of each kind that must be histograms, so that percentiles over all nodes can be had. */
  private static final List<String> HISTOGRAMS = List.of("http_requests_seconds", "bus_request_seconds",
      "database_query_seconds", "database_connection_wait_seconds", "jobs_latency_seconds", "jobs_duration_seconds",
      "outbound_calls_seconds", "event_loop_lag_seconds");

  @Test
  void eachScrapeUnderLoadIsCompleteAndNoCountGoesBack() throws Exception {
    Api api = SharedServer.get().api();
    AtomicBoolean over = new AtomicBoolean();
    Exposition first = scrape(api);
    Load load = Load.start(api, api.admin(), over::get);
    Map<String, Double> before = new HashMap<>();
    Exposition last = first;
    try {
      for (int i = 0; i < SCRAPES; i++) {
        last = scrape(api);
        Map<String, Double> now = counts(last);
        before.forEach((series, count) -> assertTrue(now.getOrDefault(series, -1.0) >= count,
            () -> series + " went from " + count + " back"));
        before.putAll(now);
      }
    } finally {
      over.set(true);
    }
    Load.Result result = load.join();
    assertEquals(List.of(), result.failures());
    Exposition after = scrape(api);
    HISTOGRAMS.forEach(name -> assertEquals("histogram", after.families().get(name).type(), name));
    assertTrue(after.count("http_requests_seconds", Map.of("status", "2xx"))
        - first.count("http_requests_seconds", Map.of("status", "2xx")) >= result.requests());
    assertEquals(after.count("http_requests_seconds", GOOD), after.families().get("http_operation_seconds").samples()
        .stream().filter(each -> each.name().endsWith("_count") && each.labels().get("status").equals("2xx")
            && each.labels().get("operation").startsWith("identity."))
        .mapToDouble(Exposition.Sample::value).sum());
    double p95 = after.quantile(0.95, "http_requests_seconds", GOOD);
    assertTrue(p95 > 0 && p95 <= result.slowest(), () -> "95 % within " + p95 + " s, the slowest "
        + result.slowest() + " s");
    assertEquals(1, after.sum("node_ready", "", Map.of()));
  }

  /** Every series costs memory on each node and in Prometheus, for as long as it keeps it. */
  @Test
  void nothingThatAClientSendsBecomesALabel() throws IOException {
    Api api = SharedServer.get().api();
    String admin = api.admin();
    for (int round = 0; round < 2; round++) { // the first makes the series that there may be
      strange(api, admin);
      scrape(api);
    }
    Map<String, Integer> before = series(scrape(api));
    for (int round = 0; round < 20; round++) {
      strange(api, admin);
    }
    Map<String, Integer> after = series(scrape(api));
    for (String family : List.of("http_requests_seconds", "http_operation_seconds", "bus_failures_total")) {
      assertEquals(before.get(family), after.get(family), family);
    }
  }

  private static void strange(Api api, String admin) throws IOException {
    String word = UUID.randomUUID().toString();
    assertEquals(404, api.get("/api/" + word, null).status());
    assertEquals(404, api.get("/api/admin/batches/" + word, admin).status());
    assertEquals(405, api.ask("PROPFIND", "/api/auth/me", null, null).status());
    assertEquals(401, api.tryLogin(word + "@learner.example", word).status());
  }

  private static Exposition scrape(Api api) throws IOException {
    Reply reply = api.get("/metrics", null);
    assertEquals(200, reply.status(), reply::text);
    assertEquals("text/plain; version=0.0.4; charset=utf-8", reply.header("content-type"));
    return Exposition.parse(reply.text());
  }

  private static Map<String, Double> counts(Exposition metrics) {
    Map<String, Double> counts = new TreeMap<>();
    metrics.families().values().stream().filter(family -> !family.type().equals("gauge"))
        .flatMap(family -> family.samples().stream())
        .forEach(sample -> counts.put(sample.name() + sample.labels(), sample.value()));
    return counts;
  }

  private static Map<String, Integer> series(Exposition metrics) {
    Map<String, Integer> series = new TreeMap<>();
    metrics.families().forEach((name, family) -> series.put(name, family.samples().size()));
    return series;
  }
}
