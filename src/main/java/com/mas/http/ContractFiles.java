package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads the documents of a classpath folder and merges them over {@code http/common.yaml}: their paths, tags, and the
 * {@code x-words} that they have for the components of records.
 */
final class ContractFiles {
  static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final String COMPONENTS = "#/components/";
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private ContractFiles() {}

  /** File name → document, in the order of the names. */
  static Map<String, JsonNode> read(String folder) {
    Map<String, JsonNode> documents = new TreeMap<>();
    try {
      // an archive and a folder of classes may both hold documents
      for (URL location : Collections.list(ContractFiles.class.getClassLoader().getResources(folder))) {
        if (location.getProtocol().equals("jar")) {
          String[] parts = location.toString().split("!");
          // by its path, not by the archive's URI, of which there may be one at a time
          try (FileSystem jar = FileSystems.newFileSystem(Path.of(URI.create(parts[0].substring("jar:".length()))))) {
            readFolder(jar.getPath(parts[1]), documents);
          }
        } else {
          readFolder(Path.of(location.toURI()), documents);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return documents;
  }

  private static void readFolder(Path folder, Map<String, JsonNode> documents) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        documents.put(file.getFileName().toString(), YAML.readTree(Files.readAllBytes(file)));
      }
    }
  }

  static ObjectNode common() {
    try (InputStream in = ContractFiles.class.getResourceAsStream("/http/common.yaml")) {
      return (ObjectNode) YAML.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One document of all; what does not fit is told to {@code problems}, in words that name file and place. */
  static ObjectNode merge(Map<String, JsonNode> documents, Consumer<String> problems) {
    ObjectNode merged = common();
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
