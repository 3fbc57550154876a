package com.mas.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One operation as {@code /openapi.json} describes it, with its references resolved.
 *
 * @param access the words of {@code x-access}
 * @param body the properties of its JSON body by name; null when it takes none
 * @param required the names among them that must be there
 * @param mostBytes of its body
 */
public record ContractOperation(String method, String path, String id, Set<String> access, List<Parameter> parameters,
    Map<String, JsonNode> body, Set<String> required, int mostBytes) {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  public record Parameter(String name, String in, boolean required, JsonNode schema) {}

  /** Creations first, outer paths before inner ones, what refers to others after them, removals last. */
  public static List<ContractOperation> of(JsonNode document) {
    List<ContractOperation> operations = new ArrayList<>();
    document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(entry -> {
      if (METHODS.contains(entry.getKey())) {
        operations.add(read(document, path.getKey(), path.getValue(), entry.getKey(), entry.getValue()));
      }
    }));
    List<String> order = List.of("POST", "PUT", "PATCH", "GET", "DELETE");
    operations.sort(Comparator.<ContractOperation>comparingInt(each -> order.indexOf(each.method))
        .thenComparingInt(each -> each.path.split("/").length * (each.method.equals("DELETE") ? -1 : 1))
        .thenComparingLong(ContractOperation::references)
        .thenComparing(each -> each.path));
    return operations;
  }

  private long references() {
    return body == null ? 0 : body.keySet().stream().filter(name -> name.endsWith("Id")).count();
  }

  private static ContractOperation read(JsonNode root, String path, JsonNode item, String method, JsonNode operation) {
    List<Parameter> parameters = new ArrayList<>();
    for (JsonNode list : List.of(item.path("parameters"), operation.path("parameters"))) {
      list.forEach(each -> {
        JsonNode parameter = resolve(root, each);
        parameters.add(new Parameter(parameter.path("name").asText(), parameter.path("in").asText(),
            parameter.path("required").asBoolean(), parameter.path("schema")));
      });
    }
    JsonNode schema = resolve(root, operation.path("requestBody")).at("/content/application~1json/schema");
    Map<String, JsonNode> body = schema.isObject() ? new LinkedHashMap<>() : null;
    if (body != null) {
      addProperties(schema, body);
    }
    return new ContractOperation(method.toUpperCase(Locale.ROOT), path, operation.path("operationId").asText(),
        Set.copyOf(words(operation.path("x-access"))), parameters, body, Set.copyOf(words(schema.path("required"))),
        operation.path("x-most-bytes").asInt());
  }

  private static void addProperties(JsonNode schema, Map<String, JsonNode> properties) {
    schema.path("properties").properties().forEach(each -> properties.put(each.getKey(), each.getValue()));
    schema.path("allOf").forEach(each -> addProperties(each, properties));
  }

  /** References replaced by what they lead to, all the way down; request schemas do not contain themselves. */
  private static JsonNode resolve(JsonNode root, JsonNode node) {
    if (node.isArray()) {
      ArrayNode copy = Json.MAPPER.createArrayNode();
      node.forEach(each -> copy.add(resolve(root, each)));
      return copy;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode copy = Json.MAPPER.createObjectNode();
    node.properties().forEach(each -> {
      if (each.getKey().equals("$ref")) {
        copy.setAll((ObjectNode) resolve(root, root.at(each.getValue().textValue().substring(1))));
      }
    });
    node.properties().forEach(each -> {
      if (!each.getKey().equals("$ref")) {
        copy.set(each.getKey(), resolve(root, each.getValue()));
      }
    });
    return copy;
  }

  private static List<String> words(JsonNode node) {
    List<String> words = new ArrayList<>();
    if (node.isTextual()) {
      words.add(node.asText());
    }
    node.forEach(each -> words.add(each.asText()));
    return words;
  }

  /** Returns whether no token is asked for. */
  public boolean isPublic() {
    return access.contains("public") || access.contains("webhook-signature");
  }

  /** Returns whether being signed in is not enough. */
  public boolean isRestricted() {
    return !isPublic() && !access.contains("user");
  }

  /** Its path with parameters nameless, which is how a collection's creation and its members find each other. */
  public String shape() {
    return path.replaceAll("\\{[^}]*}", "{}");
  }

  @Override
  public String toString() {
    return method + " " + path + " (" + id + ")";
  }
}
