package com.mas.process.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.testkit.NodeJs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the compose file and the manifests against the schemas of the programs that read them. */
class OperatorsSchemasTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 90;

  @TempDir private Path folder;

  private static ObjectNode files() throws IOException {
    ObjectNode all = JSON.createObjectNode();
    all.set("compose", OperatorsFiles.yaml(OperatorsFiles.COMPOSE));
    ArrayNode manifests = all.putArray("manifests");
    OperatorsFiles.manifests(OperatorsFiles.MANIFESTS).forEach(manifests::add);
    manifests.add(OperatorsFiles.yaml(OperatorsFiles.SECRET));
    return all;
  }

  private String mistakes(JsonNode files) throws Exception {
    Path file = folder.resolve("files.json");
    JSON.writeValue(file.toFile(), files);
    return NodeJs.run(SECONDS, Map.of(), "node", "manifests.mjs", file.toString());
  }

  @Test
  void theyFitTheirSchemas() throws Exception {
    assertEquals("", mistakes(files()));
  }

  /** Each is found: a member that no schema has, one of another type, and one that lacks. */
  @Test
  void whatDoesNotFitIsFound() throws Exception {
    ObjectNode files = files();
    ((ObjectNode) files.at("/compose/services/server")).put("portz", 8000);
    for (JsonNode manifest : files.path("manifests")) {
      if (manifest.path("kind").asText().equals("StatefulSet")) {
        ((ObjectNode) manifest.path("spec")).put("replicas", "three").remove("selector");
        ((ObjectNode) manifest.at("/spec/template/spec/containers/0")).putObject("readinesProbe");
      }
    }
    String found = mistakes(files);
    assertTrue(Stream.of("portz", "replicas must be integer", "property selector", "readinesProbe")
        .allMatch(found::contains), found);
  }

  @Test
  void everyMountHasItsVolumeAndEveryVolumeItsMount() throws IOException {
    JsonNode pod = OperatorsFiles.manifest("StatefulSet", "engagement").at("/spec/template/spec");
    assertEquals(new TreeSet<>(pod.path("volumes").findValuesAsText("name")),
        new TreeSet<>(pod.at("/containers/0/volumeMounts").findValuesAsText("name")));
    JsonNode compose = OperatorsFiles.yaml(OperatorsFiles.COMPOSE);
    TreeSet<String> mounted = new TreeSet<>();
    compose.path("services").forEach(service -> service.path("volumes").forEach(volume -> {
      String name = volume.asText().split(":")[0];
      if (!name.startsWith(".")) {
        mounted.add(name);
      }
    }));
    TreeSet<String> declared = new TreeSet<>();
    compose.path("volumes").fieldNames().forEachRemaining(declared::add);
    assertEquals(declared, mounted);
  }

  /** Checks that settings and ports to which a container refers are in the same file. */
  @Test
  void whatAManifestRefersToIsThere() throws IOException {
    JsonNode container = OperatorsFiles.manifest("StatefulSet", "engagement").at("/spec/template/spec/containers/0");
    List<String> ports = container.path("ports").findValuesAsText("name");
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertTrue(ports.contains(container.path(probe).at("/httpGet/port").asText()), probe);
    }
    for (String service : List.of("engagement", "engagement-nodes")) {
      OperatorsFiles.manifest("Service", service).at("/spec/ports").findValuesAsText("targetPort")
          .forEach(port -> assertTrue(ports.contains(port), service + " " + port));
    }
    String config = container.at("/envFrom/0/configMapRef/name").asText();
    assertEquals(config, OperatorsFiles.manifest("ConfigMap", config).at("/metadata/name").asText());
    assertEquals(container.at("/envFrom/1/secretRef/name"),
        OperatorsFiles.yaml(OperatorsFiles.SECRET).at("/metadata/name"));
    JsonNode scaled = OperatorsFiles.manifest("HorizontalPodAutoscaler", "engagement").at("/spec/scaleTargetRef");
    assertEquals(scaled.path("name"), OperatorsFiles.manifest(scaled.path("kind").asText(), "engagement")
        .at("/metadata/name"));
    assertTrue(Files.exists(OperatorsFiles.SECRET));
  }
}
