package com.mas.http;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All operations of this build, compiled, and the one OpenAPI document of them. Immutable; made once, shared by all
 * instances.
 */
public final class Contract {
  private final RouteTable routes;
  private final Map<String, Operation> operations;
  private final byte[] document;

  private Contract(RouteTable routes, Map<String, Operation> operations, byte[] document) {
    this.routes = routes;
    this.operations = operations;
    this.document = document;
  }

  /** Loads as {@link #load(String, Map, Map)} does, from the folder {@code openapi} and those of the domains. */
  public static Contract load(Map<String, Request<?, ?>> catalogue, Map<String, List<Reason>> reasons) {
    return of(ContractFiles.readWithDomains("openapi"), catalogue, reasons);
  }

  /**
   * Reads {@code folder/*.yaml} from the classpath and compiles it.
   *
   * @param catalogue address → request, of all domains of the build
   * @param reasons address → for what its domain may refuse
   * @throws IllegalStateException when the contract is broken or does not fit the build, with every problem on a line
   *     of its own
   */
  public static Contract load(String folder, Map<String, Request<?, ?>> catalogue,
      Map<String, List<Reason>> reasons) {
    return of(ContractFiles.read(folder), catalogue, reasons);
  }

  static Contract of(Map<String, JsonNode> documents, Map<String, Request<?, ?>> catalogue,
      Map<String, List<Reason>> reasons) {
    List<String> problems = new ArrayList<>();
    ObjectNode document = ContractFiles.merge(documents, problems::add);
    ContractCheck check = new ContractCheck(document, catalogue, problems);
    check.run();
    if (!problems.isEmpty()) {
      throw new IllegalStateException("The HTTP contract does not fit this build:\n- " + String.join("\n- ", problems));
    }
    Failures failures = new Failures(document, reasons);
    document.path("paths").forEach(path -> path.properties().forEach(entry ->
        complete(entry.getKey(), (ObjectNode) entry.getValue(), failures,
            check.operations().get(entry.getValue().path("operationId").asText()))));
    failures.list();
    return new Contract(check.routes(), Map.copyOf(check.operations()),
        Json.write(document).getBytes(StandardCharsets.UTF_8));
  }

  RouteTable routes() {
    return routes;
  }

  /** Returns the operations by address. */
  Map<String, Operation> operations() {
    return operations;
  }

  /** The OpenAPI document as JSON text in UTF-8. */
  byte[] document() {
    return document;
  }

  /** Says what holds for all operations: envelope, failures, security, the headers and bodies that each takes. */
  private static void complete(String method, ObjectNode operation, Failures failures, Operation compiled) {
    operation.remove("x-file");
    if (method.equals("patch") && operation.at("/requestBody/content/application~1json").isObject()) {
      ObjectNode content = (ObjectNode) operation.at("/requestBody/content");
      content.set("application/merge-patch+json", content.get("application/json").deepCopy());
    }
    ObjectNode responses = operation.withObjectProperty("responses");
    responses.properties().forEach(response -> {
      if (response.getKey().startsWith("2")) {
        envelop((ObjectNode) response.getValue(), compiled.request().isList());
      }
    });
    failures.complete(operation, compiled);
    Inputs inputs = compiled.inputs();
    if (inputs.body != null || inputs.raw != null) {
      operation.put(ContractCheck.MOST_BYTES, inputs.mostBytes);
    }
    operation.withArrayProperty("security").removeAll();
    if (!compiled.access().open()) {
      operation.withArrayProperty("security").addObject().putArray("bearer");
    }
    if (compiled.keepsAnswers()) {
      operation.withArrayProperty("parameters").addObject().put("name", Idempotency.HEADER).put("in", "header")
          .put("description", "A replay with the same key and body gets the first answer, for 24 hours.")
          .putObject("schema").put("type", "string").put("maxLength", Idempotency.LONGEST_KEY);
    }
  }

  private static void envelop(ObjectNode response, boolean list) {
    if (!(response.at("/content/application~1json") instanceof ObjectNode media)) {
      return; // plain text, or a file
    }
    ObjectNode envelope = Json.MAPPER.createObjectNode().put("type", "object");
    ObjectNode properties = envelope.putObject("properties");
    properties.putObject("success").put("const", true);
    properties.set("data", media.has("schema") ? media.get("schema") : Json.MAPPER.createObjectNode());
    ArrayNode required = envelope.putArray("required").add("success").add("data");
    if (list) {
      properties.putObject("page").put("$ref", "#/components/schemas/Page");
      required.add("page");
    }
    media.set("schema", envelope);
  }
}
