package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The contract of the product itself, against the requests of all its domains. */
class BuildContractTest {
  @Test
  void everyOperationFitsTheBuild() throws ReflectiveOperationException {
    Map<String, Request<?, ?>> catalogue = new TreeMap<>();
    for (JavaClass type : new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("com.mas")) {
      if (type.getSimpleName().endsWith("Contract") && type.tryGetField("REQUESTS").isPresent()) {
        for (Object each : (List<?>) type.reflect().getField("REQUESTS").get(null)) {
          Request<?, ?> request = (Request<?, ?>) each;
          catalogue.put(request.address(), request);
        }
      }
    }
    assertFalse(Contract.load(catalogue).operations().isEmpty());
  }

  /** A name of blanks, or of what has no width, is one that nobody can point at. */
  @Test
  void whateverPeopleNameThingsByShowsSomething() {
    JsonNode document = ContractFiles.merge(ContractFiles.read("openapi"), problem -> { });
    List<String> blind = new ArrayList<>();
    List<String> named = new ArrayList<>();
    document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
      JsonNode body = operation.getValue().at("/requestBody/content/application~1json/schema");
      if (!body.isMissingNode()) {
        Schemas.properties(Schemas.closed(document, body)).forEach((name, schema) -> {
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
    JsonNode visible = ContractFiles.common().at("/components/schemas/Visible");
    assertEquals(Text.VISIBLE, visible.path("pattern").asText());
    ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
    schema.putObject("properties").set("name", visible);
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
