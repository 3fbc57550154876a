package com.mas.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.process.Api.Reply;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Holds answers of a server against {@code /openapi.json}: the status is documented, the body is as its schema says,
 * with no property that the schema does not know, and times have three digits of a fraction.
 */
public final class ContractAnswers {
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  private static final int SHOWN = 600;
  /** A copy with what {@link #close} adds; all compiled schemas share its components, which are a megabyte. */
  private final JsonNode document;
  private final Map<String, Optional<JsonSchema>> schemas = new ConcurrentHashMap<>();

  public ContractAnswers(JsonNode document) {
    this.document = document.deepCopy();
    close(this.document);
  }

  /** Returns the reply; fails with all that is wrong with it. */
  public Reply check(ContractOperation operation, Reply reply) {
    JsonNode declared = document.path("paths").path(operation.path()).path(operation.method().toLowerCase(Locale.ROOT))
        .path("responses").path(String.valueOf(reply.status()));
    String text = reply.text().substring(0, Math.min(SHOWN, reply.text().length()));
    if (declared.isMissingNode()) {
      throw new AssertionError(operation + " does not document " + reply.status() + ": " + text);
    }
    JsonNode body = reply.json();
    JsonNode response = declared.has("$ref") ? document.at(declared.get("$ref").asText().substring(1)) : declared;
    schemas.computeIfAbsent(operation.id() + " " + reply.status(), key -> compile(response)).ifPresent(schema -> {
      List<String> wrong = schema.validate(body).stream().map(Object::toString).toList();
      if (!wrong.isEmpty()) {
        throw new AssertionError(operation + " answered " + reply.status() + " not as documented: " + wrong + " "
            + text);
      }
    });
    return reply;
  }

  private Optional<JsonSchema> compile(JsonNode response) {
    JsonNode content = response.path("content");
    JsonNode media = content.has("application/json") ? content.get("application/json")
        : content.path("application/problem+json");
    if (!media.path("schema").isObject()) {
      return Optional.empty();
    }
    ObjectNode root = media.get("schema").deepCopy();
    root.set("components", document.get("components"));
    return Optional.of(JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root));
  }

  /** Forbids properties that no schema names, and times of another precision. */
  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.path("format").asText().equals("date-time")) {
        object.put("pattern", "^" + TIME.pattern() + "$");
      }
      if (object.path("properties").isObject() && !object.has("additionalProperties") && !object.has("allOf")
          && object.path("type").asText().equals("object") && !object.path("properties").has("reason")
          && !object.path("properties").has("code")) {
        object.put("additionalProperties", false);
      }
    }
    node.forEach(ContractAnswers::close);
  }
}
