package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.boot.Modules;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.mas.bus.Text;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The contract of the product itself, against the requests of all its domains. */
class BuildContractTest {
  /** Bytes of a character that a client writes by its number, as many do with all that is not ASCII. */
  private static final int ESCAPED = 6;
  private static final int SHORT_TEXT = 64;
  private static final int NUMBER = 25;
  private static final int LONGEST_NAME = 64;

  private static Contract contract() {
    Map<String, Request<?, ?>> catalogue = new TreeMap<>();
    for (JavaClass type : new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("com.mas")) {
      if (type.getSimpleName().endsWith("Contract") && type.isTopLevelClass()) {
        Request.in(type.reflect()).forEach(request -> catalogue.put(request.address(), request));
      }
    }
    return Contract.load(catalogue, Modules.REASONS);
  }

  @Test
  void everyOperationFitsTheBuild() {
    assertFalse(contract().operations().isEmpty());
  }

  @Test
  void aReasonMeansOneThingAndIsNamedAsItsConstant() {
    Map<String, String> codes = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    Modules.REASONS.values().stream().flatMap(List::stream).distinct().forEach(reason -> {
      String before = codes.putIfAbsent(reason.word(), reason.failure().code());
      if (before != null && !before.equals(reason.failure().code()) || !reason.word().matches("[a-z]+(_[a-z]+)*")
          || !reason.message().endsWith(".")) {
        wrong.add(reason + ", before: " + before);
      }
    });
    assertEquals(List.of(), wrong);
    JsonNode document = Json.read(new String(contract().document(), StandardCharsets.UTF_8), JsonNode.class);
    assertEquals("conflict", document.at("/x-reasons/slot_taken/code").asText());
  }

  @Test
  void everyBodyThatAnOperationAllowsFitsItsBound() {
    JsonNode document = Json.read(new String(contract().document(), StandardCharsets.UTF_8), JsonNode.class);
    List<String> wrong = new ArrayList<>();
    document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
      JsonNode said = operation.getValue();
      JsonNode schema = said.at("/requestBody/content/application~1json/schema");
      if (schema.isObject()) {
        long largest = largest(ClosedSchema.closed(document, schema));
        int bound = said.path("x-most-bytes").asInt();
        if (largest > bound) {
          wrong.add(operation.getKey() + " " + path.getKey() + " may have " + largest + " bytes, and takes " + bound);
        }
      }
    }));
    assertEquals(List.of(), wrong);
  }

  @Test
  void theDocumentSaysWhatABodyMayHave() {
    JsonNode document = Json.read(new String(contract().document(), StandardCharsets.UTF_8), JsonNode.class);
    document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(entry -> {
      String operation = entry.getKey() + " " + path.getKey();
      JsonNode said = entry.getValue();
      boolean takes = !Set.of("get", "delete").contains(entry.getKey());
      assertEquals(takes, said.has("x-most-bytes"), operation);
      assertTrue(!takes || said.path("responses").has("413"), operation);
      if (said.path("x-access").asText().equals("public") && takes) {
        // a certificate is hashed as it is; all others are read as JSON
        int bound = operation.equals("post /api/credentials/verify-file") ? 10 << 20 : 8 << 10;
        assertTrue(said.path("x-most-bytes").asInt() <= bound, operation);
      }
    }));
    assertEquals(64 << 10, document.at("/paths/~1api~1student~1me~1leaves/post/x-most-bytes").asInt());
    assertEquals(1 << 20,
        document.at("/paths/~1api~1graphy~1sync~1students~1reminders~1send/post/x-most-bytes").asInt());
  }

  /** Returns the bytes of the largest body that the schema allows, nothing for what it leaves open. */
  private static long largest(JsonNode schema) {
    if (!schema.isObject()) {
      return 0;
    }
    long open = 0;
    for (JsonNode option : schema.path("enum")) {
      open = Math.max(open, option.toString().length());
    }
    if (open > 0 || schema.has("const")) {
      return Math.max(open, schema.path("const").toString().length());
    }
    JsonNode type = schema.path("type");
    return switch (type.isArray() ? type.get(0).asText() : type.asText()) {
      case "string" -> 2 + (schema.has("maxLength") ? ESCAPED * schema.get("maxLength").asLong() : SHORT_TEXT);
      case "array" -> 2 + schema.path("maxItems").asLong() * (1 + largest(schema.path("items")));
      case "integer", "number", "boolean" -> NUMBER;
      default -> {
        long sum = 2 + schema.path("maxProperties").asLong()
            * (LONGEST_NAME + largest(schema.path("additionalProperties")));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
          sum += property.getKey().length() + 4 + largest(property.getValue());
        }
        yield sum;
      }
    };
  }

  /** A name of blanks, or of what has no width, is one that nobody can point at. */
  @Test
  void whateverPeopleNameThingsByShowsSomething() {
    JsonNode document = Json.read(new String(contract().document(), StandardCharsets.UTF_8), JsonNode.class);
    List<String> blind = new ArrayList<>();
    List<String> named = new ArrayList<>();
    document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
      JsonNode body = operation.getValue().at("/requestBody/content/application~1json/schema");
      if (!body.isMissingNode()) {
        ClosedSchema.properties(ClosedSchema.closed(document, body)).forEach((name, schema) -> {
          if (name.matches("(?i).*(name|title)|reason|description") && schema.path("type").asText().equals("string")
              && schema.path("enum").isMissingNode()) {
            named.add(name);
            if (!schema.path("pattern").asText().equals(Text.VISIBLE)) {
              blind.add(operation.getKey() + " " + path.getKey() + " " + name);
            }
          }
        });
      }
    }));
    assertEquals(List.of(), blind);
    assertTrue(named.containsAll(List.of("fullName", "name", "title", "reason")), named::toString);
  }

  @Test
  void aNameThatShowsNothingIsRefusedInWords() {
    ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
    schema.putObject("properties").putObject("name").put("type", "string").put("minLength", 1)
        .put("pattern", Text.VISIBLE);
    BodyCheck check = new BodyCheck(schema, true);
    for (String name : List.of("\u00a0\u00a0", "\u200b", "\u3164", "\u0301", "\u202e", "  ", "\ufe0f")) {
      List<FieldError> errors = new ArrayList<>();
      check.read(Json.write(Map.of("name", name)).getBytes(StandardCharsets.UTF_8), errors);
      assertEquals(List.of(new FieldError("/name", "must have a character that can be seen")), errors, name);
    }
    for (String name : List.of("a", "\ud83d\ude00", "आशा", "\u2764\ufe0f", " x ", "中")) {
      List<FieldError> errors = new ArrayList<>();
      check.read(Json.write(Map.of("name", name)).getBytes(StandardCharsets.UTF_8), errors);
      assertEquals(List.of(), errors, name);
    }
  }
}
