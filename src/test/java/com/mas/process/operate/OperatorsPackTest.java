package com.mas.process.operate;

import static com.mas.process.operate.OperatorsFiles.manifest;
import static com.mas.process.operate.OperatorsFiles.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.boot.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the files that other programs read against the product: settings, ports, paths, times, the image. */
class OperatorsPackTest {
  private static final Path APPLICATION = Path.of("conf", "application.yaml");
  /** Time that a stop has beside being unready and draining. */
  private static final int CLOSING_SECONDS = 5;
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final JsonNode settings = yaml(APPLICATION);
  private final String dockerfile = Files.readString(Path.of("Dockerfile"));

  OperatorsPackTest() throws IOException {}

  /** Every name is a setting, and a server would start with them: no mistake is told. */
  @Test
  void theSettingsOfEachWayToRunAreSettingsAndFitTogether() throws IOException {
    Map<String, String> compose = new HashMap<>();
    yaml(OperatorsFiles.COMPOSE).at("/services/server/environment").properties()
        .forEach(each -> compose.put(each.getKey(), filled(each.getKey(), each.getValue().asText())));
    fit(compose);
    Map<String, String> systemd = new HashMap<>();
    OperatorsFiles.environment(Path.of("conf/systemd/engagement.env.example"))
        .forEach((name, value) -> systemd.put(name, filled(name, value)));
    fit(systemd);
    Map<String, String> kubernetes = new HashMap<>();
    manifest("ConfigMap", "engagement").path("data").properties()
        .forEach(each -> kubernetes.put(each.getKey(), filled(each.getKey(), each.getValue().asText())));
    yaml(OperatorsFiles.SECRET).path("stringData").properties()
        .forEach(each -> kubernetes.put(each.getKey(), filled(each.getKey(), each.getValue().asText())));
    container().path("env").forEach(each -> kubernetes.put(each.path("name").asText(), "10.0.0.7"));
    fit(kubernetes);
  }

  private void fit(Map<String, String> environment) {
    environment.keySet().forEach(name -> assertTrue(settings.has(name), name + " is no setting"));
    Settings.read(APPLICATION, environment);
  }

  /** Puts something in the place of what an operator fills in. */
  private static String filled(String name, String value) {
    boolean secret = name.endsWith("_SECRET") || name.endsWith("_KEY") || name.endsWith("_PASSWORD")
        && !name.startsWith("SMTP") || name.equals("METRICS_TOKEN");
    return secret ? SECRET : name.equals("SUPER_ADMIN_USERNAME") ? "admin@school.example"
        : value.replaceAll("\\$\\{[A-Z_]+:-([^}]*)}", "$1").replaceAll("\\$\\{[A-Z_]+:\\?[^}]*}", "secret");
  }

  @Test
  void whatTheComposeFileAsksOfTheOperatorIsInItsExample() throws IOException {
    Set<String> asked = new TreeSet<>();
    Matcher required = Pattern.compile("\\$\\{([A-Z_]+):\\?").matcher(Files.readString(OperatorsFiles.COMPOSE));
    while (required.find()) {
      asked.add(required.group(1));
    }
    Set<String> told = OperatorsFiles.environment(Path.of("conf/compose.env.example")).keySet();
    assertTrue(told.containsAll(asked), asked + " are asked for, " + told + " told");
    for (String file : List.of(".gitignore", ".dockerignore")) {
      assertTrue(Files.readAllLines(Path.of(file)).contains("conf/.env"), file + " keeps the secrets out");
    }
  }

  @Test
  void portsAreTheOnesByDefault() throws IOException {
    int http = settings.path("PORT").asInt();
    int cluster = settings.path("CLUSTER_PORT").asInt();
    assertTrue(dockerfile.contains("PORT=" + http) && dockerfile.contains("EXPOSE " + http));
    assertEquals("127.0.0.1:" + http + ":" + http,
        yaml(OperatorsFiles.COMPOSE).at("/services/server/ports/0").asText());
    assertEquals(http, yaml(OperatorsFiles.SCRAPE).at("/scrape_configs/0/dns_sd_configs/0/port").asInt());
    assertEquals(http, container().at("/ports/0/containerPort").asInt());
    assertEquals(cluster, container().at("/ports/1/containerPort").asInt());
    JsonNode nodes = manifest("Service", "engagement-nodes").at("/spec/ports");
    assertEquals(List.of(cluster, http), List.of(nodes.at("/0/port").asInt(), nodes.at("/1/port").asInt()));
    assertEquals("http", manifest("Service", "engagement").at("/spec/ports/0/targetPort").asText());
    Map<String, String> systemd = OperatorsFiles.environment(Path.of("conf/systemd/engagement.env.example"));
    assertEquals(String.valueOf(http), systemd.get("PORT"));
    for (String member : manifest("ConfigMap", "engagement").at("/data/CLUSTER_MEMBERS").asText().split(",")) {
      assertTrue(member.matches("engagement-\\d\\.engagement-nodes:" + cluster), member);
    }
  }

  @Test
  void nodesFindEachOtherByTheNamesOfTheirPods() throws IOException {
    JsonNode set = manifest("StatefulSet", "engagement");
    String service = set.at("/spec/serviceName").asText();
    JsonNode nodes = manifest("Service", service);
    assertEquals("None", nodes.at("/spec/clusterIP").asText());
    assertTrue(nodes.at("/spec/publishNotReadyAddresses").asBoolean(), "a node that starts looks for the others");
    assertEquals(set.at("/spec/replicas").asInt(),
        manifest("ConfigMap", "engagement").at("/data/CLUSTER_MEMBERS").asText().split(",").length);
    assertEquals(set.at("/spec/replicas"),
        manifest("HorizontalPodAutoscaler", "engagement").at("/spec/minReplicas"));
    assertEquals("status.podIP", container().at("/env/0/valueFrom/fieldRef/fieldPath").asText());
    JsonNode labels = set.at("/spec/template/metadata/labels");
    for (String place : List.of("Service engagement /spec/selector", "Service engagement-nodes /spec/selector",
        "StatefulSet engagement /spec/selector/matchLabels",
        "PodDisruptionBudget engagement /spec/selector/matchLabels")) {
      String[] words = place.split(" ");
      assertEquals(labels, manifest(words[0], words[1]).at(words[2]), place);
    }
  }

  /** A stop that is cut short loses what is in flight. */
  @Test
  void everybodyWaitsForAStopAsLongAsItMayTake() throws IOException {
    int drain = settings.path("DRAIN_SECONDS").asInt();
    JsonNode data = manifest("ConfigMap", "engagement").path("data");
    int longest = data.path("UNREADY_SECONDS").asInt() + data.path("DRAIN_SECONDS").asInt() + CLOSING_SECONDS;
    assertTrue(manifest("StatefulSet", "engagement").at("/spec/template/spec/terminationGracePeriodSeconds")
        .asInt() > longest);
    JsonNode ready = container().path("readinessProbe");
    assertTrue(data.path("UNREADY_SECONDS").asInt() > ready.path("periodSeconds").asInt()
        * ready.path("failureThreshold").asInt());
    assertTrue(seconds(yaml(OperatorsFiles.COMPOSE).at("/services/server/stop_grace_period").asText()) > drain
        + CLOSING_SECONDS);
    assertTrue(seconds(OperatorsFiles.unit("Service").get("TimeoutStopSec")) > drain + CLOSING_SECONDS);
    assertEquals("SIGTERM", OperatorsFiles.unit("Service").get("KillSignal"));
    assertTrue(dockerfile.contains("STOPSIGNAL SIGTERM"));
  }

  private static int seconds(String text) {
    return Integer.parseInt(text.replace("s", ""));
  }

  @Test
  void pathsAndUserAreThoseOfTheImage() throws IOException {
    Matcher entry = Pattern.compile("ENTRYPOINT \\[(.*)]").matcher(dockerfile);
    assertTrue(entry.find());
    List<String> command = new ArrayList<>(List.of(entry.group(1).replace("\"", "").split(", ")));
    command.removeIf(part -> part.startsWith("-XX:AOTCache"));
    assertEquals(String.join(" ", command), OperatorsFiles.unit("Service").get("ExecStart"));
    String folder = found("(?m)^WORKDIR (/srv/\\S+)");
    assertEquals(folder, OperatorsFiles.unit("Service").get("WorkingDirectory"));
    String data = found("VOLUME (\\S+)");
    assertEquals("data:" + data, yaml(OperatorsFiles.COMPOSE).at("/services/server/volumes/0").asText());
    assertTrue(container().path("volumeMounts").findValuesAsText("mountPath").contains(data));
    JsonNode pod = manifest("StatefulSet", "engagement").at("/spec/template/spec/securityContext");
    assertEquals(found("--uid (\\d+)"), pod.path("runAsUser").asText());
    assertEquals(yaml(OperatorsFiles.COMPOSE).at("/services/server/image"), container().path("image"));
    assertEquals("/var/lib/" + OperatorsFiles.unit("Service").get("StateDirectory"),
        OperatorsFiles.environment(Path.of("conf/systemd/engagement.env.example")).get("DATA_DIR"));
  }

  private String found(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(dockerfile);
    assertTrue(matcher.find(), pattern);
    return matcher.group(1);
  }

  /** An alert must say enough to a person who has never seen this server. */
  @Test
  void everyAlertSaysHowUrgentItIsWhatItMeansAndWhatToDo() throws IOException {
    Set<String> names = new TreeSet<>();
    for (JsonNode rule : OperatorsFiles.alerts()) {
      String name = rule.path("alert").asText();
      assertTrue(names.add(name), name);
      assertTrue(Set.of("page", "ticket").contains(rule.at("/labels/severity").asText()), name);
      assertTrue(rule.at("/annotations/summary").asText().length() > 20, name);
      assertTrue(rule.at("/annotations/description").asText().split("\\. ").length >= 2, name);
    }
    assertTrue(names.containsAll(Set.of("NodeDown", "NodeNotReady", "RequestsSlow", "RequestsFail", "QueueOld",
        "JobsDie", "SyncsFail", "DiskNearlyFull", "HeapNearlyFull", "ClockOff")), names::toString);
  }

  @Test
  void mountsOfTheComposeFileAreThere() throws IOException {
    List<String> missing = new ArrayList<>();
    for (JsonNode service : yaml(OperatorsFiles.COMPOSE).path("services")) {
      for (JsonNode volume : service.path("volumes")) {
        String from = volume.asText().split(":")[0];
        if (from.startsWith("./") && !Files.exists(OperatorsFiles.CONF.resolve(from))) {
          missing.add(from);
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(Files.exists(OperatorsFiles.SCRAPE.resolveSibling(
        yaml(OperatorsFiles.SCRAPE).at("/rule_files/0").asText())));
    assertEquals("server", yaml(OperatorsFiles.SCRAPE).at("/scrape_configs/0/dns_sd_configs/0/names/0").asText());
    assertFalse(yaml(OperatorsFiles.COMPOSE).at("/services/server").isMissingNode());
  }

  private static JsonNode container() throws IOException {
    return manifest("StatefulSet", "engagement").at("/spec/template/spec/containers/0");
  }
}
