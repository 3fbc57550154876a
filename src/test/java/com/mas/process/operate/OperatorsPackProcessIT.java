package com.mas.process.operate;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.SharedServer;
import com.mas.testkit.Exposition;
import com.mas.testkit.Exposition.Family;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Dashboard, alerts and manifests against a running server: what they name is there, and is what they take it for. */
class OperatorsPackProcessIT {
  private static final String POLL = "/socket.io/?EIO=4&transport=polling";
  /** The smallest one of the sandbox. */
  private static final String COURSE = "64b0c1f2a9e8d7c6b5000009";
  /** Labels that Prometheus adds. */
  private static final Set<String> ADDED = Set.of("job", "instance");
  private static final Duration SYNC = Duration.ofMinutes(2);

  @Test
  void everyMetricThatIsNamedIsServedWithItsTypeAndItsLabels() throws Exception {
    Api api = SharedServer.get().api();
    use(api);
    Exposition metrics = Exposition.parse(api.get("/metrics", null).text());
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, String> each : OperatorsFiles.expressions().entrySet()) {
      Set<String> known = new HashSet<>(ADDED);
      for (PromQl.Use use : PromQl.uses(each.getValue())) {
        if (!use.metric().equals("up")) {
          judge(metrics, use, known).forEach(problem -> wrong.add(each.getKey() + ": " + problem));
        }
      }
      if (each.getValue().contains("histogram_quantile")) {
        assertTrue(PromQl.grouped(each.getValue()).contains("le"), each::toString);
      }
      PromQl.grouped(each.getValue()).stream().filter(label -> !known.contains(label))
          .forEach(label -> wrong.add(each.getKey() + ": groups by " + label));
    }
    assertEquals(List.of(), wrong);
  }

  private static List<String> judge(Exposition metrics, PromQl.Use use, Set<String> known) {
    List<String> wrong = new ArrayList<>();
    Family family = metrics.families().get(use.metric());
    boolean whole = family != null;
    if (!whole) {
      family = metrics.families().get(use.metric().replaceFirst("_(?:bucket|count|sum)$", ""));
      if (family == null || !Set.of("histogram", "summary").contains(family.type())) {
        return List.of(use.metric() + " is not served");
      }
      if (use.metric().endsWith("_bucket") && !family.type().equals("histogram")) {
        wrong.add(use.metric() + " has no buckets");
      }
    } else if (!Set.of("counter", "gauge").contains(family.type())) {
      wrong.add(use.metric() + " is a " + family.type());
    }
    boolean counts = !whole || family.type().equals("counter");
    if (counts != Set.of("rate", "increase").contains(use.function()) && !use.function().equals("changes")) {
      wrong.add(use.metric() + ", a " + family.type() + ", is used in " + use.function() + "()");
    }
    Set<String> labels = new HashSet<>(ADDED);
    family.samples().stream().filter(sample -> sample.name().equals(use.metric()))
        .forEach(sample -> labels.addAll(sample.labels().keySet()));
    known.addAll(labels);
    use.labels().stream().filter(label -> !labels.contains(label))
        .forEach(label -> wrong.add(use.metric() + " has no label " + label));
    return wrong;
  }

  /** Some metrics are there once what they count has happened: a socket that closed, a refusal, a page of a source. */
  private static void use(Api api) throws IOException {
    String admin = api.admin();
    assertEquals(404, api.get("/api/admin/batches/" + UUID.randomUUID(), admin).status());
    String open = api.get(POLL, null).text();
    String sid = open.replaceFirst("(?s).*\"sid\":\"([^\"]+)\".*", "$1");
    assertEquals(200, api.ask("POST", POLL + "&sid=" + sid, null, "1").status());
    Reply made = api.post("/api/graphy/sync/configs", admin, Map.of("graphyCourseId", COURSE));
    assertTrue(Set.of(201, 409).contains(made.status()), made::text); // another test may mirror it
    for (String late : List.of("sources_page_seconds", "runs_ended_total", "jobs_schedule_late_seconds")) {
      eventually(late + " is there", SYNC, () -> api.get("/metrics", null).text().contains("\n" + late));
    }
    for (int i = 0; i < 30 && !api.get("/metrics", null).text().contains("jvm_gc_pause"); i++) {
      api.get("/openapi.json", null); // a few megabytes each
    }
  }

  @Test
  void theProbesAreServed() throws IOException {
    Api api = SharedServer.get().api();
    JsonNode container = OperatorsFiles.manifest("StatefulSet", "engagement").at("/spec/template/spec/containers/0");
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      String path = container.path(probe).at("/httpGet/path").asText();
      assertEquals(200, api.get(path, null).status(), probe + " " + path);
      assertEquals("http", container.path(probe).at("/httpGet/port").asText());
    }
    assertEquals(200, api.get(OperatorsFiles.yaml(OperatorsFiles.SCRAPE).at("/scrape_configs/0/metrics_path").asText(),
        null).status());
  }
}
