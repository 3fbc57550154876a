package com.mas.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.mas.bus.Change;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.networknt.schema.JsonSchemaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compiles the merged document's operations against the requests of this build. Contract and code must say the same:
 * who may, what is sent, what is taken. All disagreements are collected, so that one start names them all.
 */
final class ContractCheck {
  private static final Pattern TEMPLATE = Pattern.compile("\\{([^}]+)}");
  static final String MOST_BYTES = "x-most-bytes";
  private static final int MOST_BYTES_OF_ANYBODY = 8 << 10;
  private static final int MOST_BYTES_OF_USERS = 64 << 10;
  private static final Set<String> WITH_BODY = Set.of("post", "put", "patch");

  private final ObjectNode document;
  private final Map<String, Request<?, ?>> catalogue;
  private final List<String> problems;
  private final RouteTable routes = new RouteTable();
  private final Map<String, Operation> operations = new LinkedHashMap<>();

  ContractCheck(ObjectNode document, Map<String, Request<?, ?>> catalogue, List<String> problems) {
    this.document = document;
    this.catalogue = catalogue;
    this.problems = problems;
  }

  RouteTable routes() {
    return routes;
  }

  /** Returns the operations by address, in the order of the documents. */
  Map<String, Operation> operations() {
    return operations;
  }

  void run() {
    document.path("paths").properties().forEach(path -> path.getValue().properties()
        .forEach(operation -> check(path.getKey(), operation.getKey(), operation.getValue())));
  }

  private void check(String path, String method, JsonNode declared) {
    String verb = method.toUpperCase(Locale.ROOT);
    String id = declared.path("operationId").asText();
    String where = declared.path("x-file").asText() + ": " + verb + " " + path + (id.isEmpty() ? "" : " (" + id + ")");
    List<String> found = new ArrayList<>();
    Access access = attempt(found, () -> Access.parse(declared.get("x-access")));
    Request<?, ?> request = catalogue.get(id);
    if (id.isEmpty()) {
      found.add("has no operationId");
    } else if (operations.containsKey(id)) {
      found.add("uses an operationId that is declared twice");
    } else if (request == null) {
      found.add("has no consumer in this build");
    }
    Answers answers = request == null ? null
        : attempt(found, () -> new Answers(declared.path("responses"), request.answer().getRawClass()));
    Inputs inputs = request == null ? null : inputs(path, method, declared, access, request, found);
    if (found.isEmpty()) {
      boolean keeps = !verb.equals("GET") && !access.open() && !declared.path("x-answer-secret").asBoolean();
      Operation operation = new Operation(verb, path, request, access, inputs, answers, keeps,
          declared.path("x-temporary-password").asBoolean());
      attempt(found, () -> {
        routes.add(operation);
        return operations.put(id, operation);
      });
    }
    found.forEach(problem -> problems.add(where + " " + problem));
  }

  private Inputs inputs(String path, String method, JsonNode declared, Access access, Request<?, ?> request,
      List<String> found) {
    Map<String, Parameter> inPath = new HashMap<>();
    Map<String, Parameter> query = new LinkedHashMap<>();
    List<Parameter> headers = new ArrayList<>();
    for (JsonNode each : declared.path("parameters")) {
      JsonNode parameter = ContractFiles.follow(document, each);
      String place = parameter.path("in").asText();
      Parameter compiled = attempt(found, () -> new Parameter(parameter, document));
      if (compiled == null) {
        continue;
      }
      switch (place) {
        case "path" -> inPath.put(compiled.name, compiled);
        case "query" -> query.put(compiled.name, compiled);
        case "header" -> headers.add(compiled);
        default -> found.add("has the parameter " + compiled.name + " in '" + place + "', which is not supported");
      }
      if (place.equals("header") && !parameter.has("x-from-header")) {
        found.add("has the header parameter " + compiled.name + " without x-from-header");
      }
    }
    List<Parameter> ordered = new ArrayList<>();
    Matcher names = TEMPLATE.matcher(path);
    while (names.find()) {
      Parameter parameter = inPath.remove(names.group(1));
      if (parameter == null) {
        found.add("has no parameter for {" + names.group(1) + "}");
      } else {
        ordered.add(parameter);
      }
    }
    inPath.keySet().forEach(name -> found.add("has the path parameter " + name + ", which its path has not"));
    String raw = ContractFiles.follow(document, declared.path("requestBody")).path("x-raw-body").asText(null);
    Integer mostBytes = attempt(found, () -> mostBytes(declared, access));
    BodyCheck body = raw != null ? null : attempt(found, () -> body(method, declared));
    List<Parameter> parameters = new ArrayList<>(ordered);
    parameters.addAll(query.values());
    parameters.addAll(headers);
    compare(request.body(), parameters, body, raw, found);
    return found.isEmpty() ? attempt(found, () -> new Inputs(ordered, query, headers, body, raw, mostBytes,
        request.body())) : null;
  }

  /** Returns how many bytes the body may have; few where anybody may send it, unless the operation says more. */
  private static int mostBytes(JsonNode declared, Access access) {
    JsonNode said = declared.path(MOST_BYTES);
    if (said.isMissingNode()) {
      return access == null || access.open() ? MOST_BYTES_OF_ANYBODY : MOST_BYTES_OF_USERS;
    }
    if (!said.isInt() || said.intValue() < 1) {
      throw new IllegalArgumentException("has an " + MOST_BYTES + " that is no number of bytes");
    }
    return said.intValue();
  }

  /** A write that declares no body takes none, or an empty object, which some clients always send. */
  private BodyCheck body(String method, JsonNode declared) {
    JsonNode body = ContractFiles.follow(document, declared.path("requestBody"));
    if (body.isMissingNode()) {
      ObjectNode empty = Json.MAPPER.createObjectNode().put("type", "object").put("additionalProperties", false);
      return WITH_BODY.contains(method) ? new BodyCheck(empty, false) : null;
    }
    JsonNode schema = body.path("content").path("application/json").path("schema");
    if (method.equals("get") || schema.isMissingNode()) {
      throw new IllegalArgumentException("has a body that is not application/json, or none is possible");
    }
    ObjectNode closed = Schemas.closed(document, schema);
    if (closed.has("type") ? !closed.get("type").asText().equals("object") : Schemas.properties(closed).isEmpty()) {
      throw new IllegalArgumentException("has a body that is not an object");
    }
    return new BodyCheck(closed, body.path("required").asBoolean());
  }

  /** Each component of the record has a source, and each source a component. */
  private void compare(Class<?> type, List<Parameter> parameters, BodyCheck body, String raw, List<String> found) {
    if (type != Void.class && !type.isRecord()) {
      found.add("asks with " + type.getSimpleName() + ", which is not a record");
      return;
    }
    Map<String, JavaType> components = new HashMap<>();
    if (type != Void.class) {
      BeanDescription description = Json.MAPPER.getDeserializationConfig().introspect(Json.MAPPER.constructType(type));
      for (BeanPropertyDefinition property : description.findProperties()) {
        components.put(property.getName(), property.getPrimaryType());
        if (body != null && body.requires(property.getName()) && isChange(property.getPrimaryType())) {
          found.add("requires " + property.getName() + ", which a change may leave out");
        }
      }
    }
    Set<String> missing = new TreeSet<>(components.keySet());
    Set<String> sources = new TreeSet<>(raw == null ? Set.of() : Set.of(raw));
    for (Parameter parameter : parameters) {
      if (!sources.add(parameter.component)) {
        found.add("takes " + parameter.component + " from two places");
      }
      fits(parameter.component, parameter.options(), components, found);
    }
    if (body != null) {
      body.properties.forEach((name, schema) -> {
        if (!sources.add(name)) {
          found.add("takes " + name + " from two places");
        }
        Set<String> options = new TreeSet<>();
        ContractFiles.follow(document, schema).path("enum").forEach(option -> {
          if (!option.isNull()) {
            options.add(option.asText());
          }
        });
        fits(name, options, components, found);
      });
    }
    missing.removeAll(sources);
    missing.forEach(name -> found.add("gives nothing for " + type.getSimpleName() + "." + name));
    sources.removeAll(components.keySet());
    sources.forEach(name -> found.add("gives " + name + ", for which " + type.getSimpleName() + " has no component"));
  }

  private static void fits(String name, Set<String> options, Map<String, JavaType> components, List<String> found) {
    JavaType declared = components.get(name);
    JavaType type = isChange(declared) ? declared.containedType(0) : declared;
    if (type != null && type.isEnumType()) {
      for (String option : options) {
        try {
          Json.MAPPER.treeToValue(TextNode.valueOf(option), type);
        } catch (JsonProcessingException e) {
          found.add("allows '" + option + "' for " + name + ", which " + type.getRawClass().getSimpleName()
              + " has not");
        }
      }
    }
  }

  private static boolean isChange(JavaType type) {
    return type != null && type.hasRawClass(Change.class);
  }

  private static <T> T attempt(List<String> found, Supplier<T> step) {
    try {
      return step.get();
    } catch (IllegalArgumentException | JsonSchemaException e) {
      found.add(e.getMessage());
      return null;
    }
  }
}
