package com.mas.process.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the files of {@code conf/} that other programs read. */
final class OperatorsFiles {
  static final Path CONF = Path.of("conf");
  static final Path COMPOSE = CONF.resolve("compose.yaml");
  static final Path SERVICE = CONF.resolve("systemd/engagement.service");
  static final Path DASHBOARD = CONF.resolve("grafana/engagement.json");
  static final Path SCRAPE = CONF.resolve("prometheus/prometheus.yaml");
  static final Path ALERTS = CONF.resolve("prometheus/alerts.yaml");
  static final Path MANIFESTS = CONF.resolve("kubernetes/engagement.yaml");
  static final Path SECRET = CONF.resolve("kubernetes/secret.example.yaml");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private OperatorsFiles() {}

  static JsonNode yaml(Path file) throws IOException {
    return YAML.readTree(file.toFile());
  }

  /** Returns the documents of a file of manifests. */
  static List<JsonNode> manifests(Path file) throws IOException {
    return YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile()).readAll();
  }

  static JsonNode manifest(String kind, String name) throws IOException {
    return manifests(MANIFESTS).stream().filter(each -> each.path("kind").asText().equals(kind)
        && each.at("/metadata/name").asText().equals(name)).findFirst().orElseThrow();
  }

  /** Returns {@code KEY=value} lines. */
  static Map<String, String> environment(Path file) throws IOException {
    return pairs(Files.readAllLines(file));
  }

  /** Returns a section of a unit. */
  static Map<String, String> unit(String section) throws IOException {
    List<String> lines = Files.readAllLines(SERVICE);
    int from = lines.indexOf("[" + section + "]") + 1;
    return pairs(lines.subList(from, lines.size()).stream().takeWhile(line -> !line.startsWith("[")).toList());
  }

  private static Map<String, String> pairs(List<String> lines) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        int equals = line.indexOf('=');
        if (equals < 1 || pairs.put(line.substring(0, equals), line.substring(equals + 1)) != null) {
          throw new AssertionError("not KEY=value, or twice: " + line);
        }
      }
    }
    return pairs;
  }

  /** Returns the expressions of the dashboard, with the panel of each, and those of the alerts. */
  static Map<String, String> expressions() throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        all.put("panel " + panel.path("title").asText() + " " + target.path("refId").asText(),
            target.path("expr").asText());
      }
    }
    for (JsonNode variable : dashboard.at("/templating/list")) {
      if (variable.path("type").asText().equals("query")) {
        all.put("variable " + variable.path("name").asText(), variable.path("definition").asText());
      }
    }
    for (JsonNode rule : alerts()) {
      all.put("alert " + rule.path("alert").asText(), rule.path("expr").asText());
    }
    return all;
  }

  static List<JsonNode> alerts() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    yaml(ALERTS).path("groups").forEach(group -> group.path("rules").forEach(rules::add));
    return rules;
  }
}
