package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads the documents of domains, or of a classpath folder, and merges them over {@code http/common.yaml}: their paths,
 * tags, and the {@code x-words} that they have for the components of records.
 */
final class ContractFiles {
  static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private ContractFiles() {}

  /** File name → document, in the order of the names. */
  static Map<String, JsonNode> read(String folder) {
    Map<String, JsonNode> documents = new TreeMap<>();
    ResourceFolder.read(folder, (name, bytes) -> put(documents, name, bytes));
    return documents;
  }

  /** Reads the folder of that name of each domain. */
  static Map<String, JsonNode> ofDomains(String folder) {
    Map<String, JsonNode> documents = new TreeMap<>();
    ResourceFolder.readDomains(folder, (name, bytes) -> put(documents, name, bytes));
    return documents;
  }

  private static void put(Map<String, JsonNode> documents, String name, byte[] bytes) throws IOException {
    if (name.endsWith(".yaml") && documents.put(name, YAML.readTree(bytes)) != null) {
      throw new IllegalStateException("two domains have a file " + name + ", whose name their components get");
    }
  }

  /** Reads a document that has what all domains have in common. */
  static ObjectNode common(String name) {
    try (InputStream in = ContractFiles.class.getResourceAsStream("/http/" + name)) {
      return (ObjectNode) YAML.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One document of all; what does not fit is told to {@code problems}, in words that name file and place. */
  static ObjectNode merge(Map<String, JsonNode> documents, Consumer<String> problems) {
    ObjectNode merged = common("common.yaml");
    ObjectNode paths = merged.putObject("paths");
    ArrayNode tags = merged.putArray("tags");
    documents.forEach((file, document) -> {
      if (!(document instanceof ObjectNode object) || !document.path("openapi").asText().startsWith("3.1")) {
        problems.accept(file + " is not an OpenAPI 3.1 document");
        return;
      }
      String domain = file.substring(0, file.length() - ".yaml".length());
      new Merger(file, domain, object.deepCopy(), merged, problems).into(paths, tags);
    });
    return merged;
  }

  private record Merger(String file, String domain, ObjectNode document, ObjectNode merged, Consumer<String> problems) {
    void into(ObjectNode paths, ArrayNode tags) {
      if (document.path("tags").isEmpty()) {
        tags.addObject().put("name", domain).put("description", document.path("info").path("title").asText(domain));
      } else {
        document.path("tags").forEach(tags::add);
      }
      document.path("x-words").properties().forEach(type -> {
        if (merged.withObjectProperty("x-words").putIfAbsent(type.getKey(), type.getValue()) != null) {
          problems.accept(file + ": x-words has " + type.getKey() + ", as another document has");
        }
      });
      document.path("paths").properties().forEach(path -> addPath(paths, path.getKey(), path.getValue()));
    }

    private void addPath(ObjectNode paths, String path, JsonNode item) {
      ObjectNode target = paths.withObjectProperty(path);
      for (Map.Entry<String, JsonNode> entry : item.properties()) {
        String method = entry.getKey();
        if (!METHODS.contains(method) || !(entry.getValue() instanceof ObjectNode operation)) {
          problems.accept(file + ": " + path + " has '" + method + "', which is not supported");
        } else if (target.has(method)) {
          problems.accept(file + ": " + method.toUpperCase(Locale.ROOT) + " " + path + " is declared twice");
        } else {
          if (operation.path("tags").isEmpty()) {
            operation.putArray("tags").add(domain);
          }
          target.set(method, operation.put("x-file", file));
        }
      }
    }
  }
}
