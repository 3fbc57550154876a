package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Examples;
import com.mas.bus.Json;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All operations of this build, compiled, and the one OpenAPI document of them. Made once, shared by all instances.
 * Thread-safe.
 */
public final class Contract {
  private final RouteTable routes;
  private final Map<String, Operation> operations;
  /** Null once it is written. */
  private ObjectNode unfinished;
  private Derivation derivation;
  private Failures failures;
  private byte[] document;

  private Contract(RouteTable routes, Map<String, Operation> operations, ObjectNode unfinished, Derivation derivation,
      Failures failures) {
    this.routes = routes;
    this.operations = operations;
    this.unfinished = unfinished;
    this.derivation = derivation;
    this.failures = failures;
  }

  /** Loads as {@link #load(String, Map, Map)} does, from the folders {@code openapi} of the domains. */
  public static Contract load(Map<String, Request<?, ?>> catalogue, Map<String, List<Reason>> reasons) {
    return of(ContractFiles.ofDomains("openapi"), catalogue, reasons);
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
    return new Contract(check.routes(), Map.copyOf(check.operations()), document, check.derivation(),
        new Failures(document, reasons));
  }

  RouteTable routes() {
    return routes;
  }

  /** Returns the operations by address. */
  Map<String, Operation> operations() {
    return operations;
  }

  /**
   * Returns the OpenAPI document as JSON text in UTF-8. Finished at the first call, which takes too long for an event
   * loop. Fails with {@link IllegalStateException} when it has words for what there is not.
   */
  synchronized byte[] document() {
    if (document == null) {
      unfinished.path("paths").forEach(path -> path.properties().forEach(entry -> {
        ObjectNode operation = (ObjectNode) entry.getValue();
        Operation compiled = operations.get(operation.path("operationId").asText());
        derivation.answer(operation, compiled.request());
        complete(entry.getKey(), operation, failures, compiled);
      }));
      if (!derivation.leftOver().isEmpty()) {
        throw new IllegalStateException(String.join("\n", derivation.leftOver()));
      }
      failures.list();
      Examples examples = new Examples(unfinished);
      unfinished.path("paths").forEach(path -> path.forEach(each -> exemplify((ObjectNode) each, examples)));
      document = Json.write(unfinished).getBytes(StandardCharsets.UTF_8);
      unfinished = null;
      derivation = null;
      failures = null;
    }
    return document;
  }

  /** Returns the types of the document for TypeScript. Takes too long for an event loop. */
  String types() {
    try {
      return TypeScript.of(Json.MAPPER.readTree(document()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
        envelop((ObjectNode) response.getValue(),
            Answers.hasPage(compiled.request().answer().getRawClass()));
      }
    });
    failures.complete(operation, compiled);
    RequestInputs inputs = compiled.inputs();
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

  /** Gives an example to each JSON body that the operation takes, and to each that it answers with. */
  private static void exemplify(ObjectNode operation, Examples examples) {
    List<JsonNode> contents = new ArrayList<>(List.of(operation.at("/requestBody/content")));
    operation.path("responses").forEach(response -> contents.add(response.path("content")));
    contents.forEach(content -> content.properties().forEach(media -> {
      if (media.getKey().endsWith("json") && media.getValue() instanceof ObjectNode described) {
        described.set("example", examples.of("", described.path("schema")));
      }
    }));
  }

  private static void envelop(ObjectNode response, boolean paged) {
    if (response.has("x-parts") || !(response.at("/content/application~1json") instanceof ObjectNode media)) {
      return; // plain text, or a file
    }
    ObjectNode envelope = Json.MAPPER.createObjectNode().put("type", "object");
    ObjectNode properties = envelope.putObject("properties");
    properties.putObject("success").put("const", true);
    properties.set("data", media.has("schema") ? media.get("schema") : Json.MAPPER.createObjectNode());
    ArrayNode required = envelope.putArray("required").add("success").add("data");
    if (paged) {
      properties.putObject("page").put("$ref", "#/components/schemas/Page");
      required.add("page");
    }
    media.set("schema", envelope);
  }
}
