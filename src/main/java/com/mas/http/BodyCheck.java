package com.mas.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Json;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The JSON body of one operation: read strictly, then checked against its schema, which is compiled once. */
final class BodyCheck {
  private static final int MOST_ERRORS = 20;
  private static final byte[] ESCAPED_NUL = "\\u0000".getBytes(StandardCharsets.US_ASCII);
  private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
      .pathType(PathType.JSON_POINTER).formatAssertionsEnabled(true).locale(Locale.ENGLISH).preloadJsonSchema(true)
          .build();

  final boolean required;
  final Map<String, JsonNode> properties;
  private final JsonSchema schema;

  BodyCheck(ObjectNode closed, boolean required) {
    this.required = required;
    this.properties = Schemas.properties(closed);
    this.schema = FACTORY.getSchema(closed, CONFIG);
    schema.initializeValidators();
  }

  /**
   * The body as an object, or null where none is given and none is required. Fails with what is wrong, place by
   * place.
   */
  ObjectNode read(byte[] body, List<FieldError> errors) {
    if (body.length == 0) {
      if (required) {
        throw Failure.INVALID.with("This request needs a JSON body.");
      }
      return null;
    }
    JsonNode node = parse(body);
    Set<ValidationMessage> messages = schema.validate(node);
    for (ValidationMessage message : messages) {
      if (errors.size() < MOST_ERRORS) {
        errors.add(new FieldError(path(message), message.getError()));
      }
    }
    if (contains(body, ESCAPED_NUL)) {
      refuseNul(node, "", errors);
    }
    return node instanceof ObjectNode object ? object : null;
  }

  /** What is missing or not allowed is told at its own place, not at the object's that lacks or has it. */
  private static String path(ValidationMessage message) {
    String at = message.getInstanceLocation().toString();
    return message.getProperty() == null ? at : at + "/" + message.getProperty();
  }

  private static JsonNode parse(byte[] body) {
    try {
      JsonNode node = Json.MAPPER.readTree(body);
      if (node == null || node.isMissingNode()) {
        throw Failure.INVALID.with("This request needs a JSON body.");
      }
      return node;
    } catch (StreamConstraintsException e) {
      throw Failure.INVALID.with("The JSON is nested deeper than " + Json.MAX_DEPTH
          + " levels, or holds a number or text that is too long.");
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw Failure.INVALID.with("The body is not JSON in UTF-8.");
    }
  }

  private static FailureException malformed(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String what = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")
        ? "A name is used twice in one object" : "Malformed JSON";
    return Failure.INVALID.with(at == null ? what + "." : what + " at line " + at.getLineNr() + ", column "
        + at.getColumnNr() + ".");
  }

  /** PostgreSQL's text cannot hold U+0000, so it must not get that far. */
  private static void refuseNul(JsonNode node, String path, List<FieldError> errors) {
    if (node.isTextual() && node.textValue().indexOf('\0') >= 0) {
      errors.add(new FieldError(path, "must not contain the character U+0000"));
    }
    if (node.isArray()) {
      int index = 0;
      for (JsonNode element : node) {
        refuseNul(element, path + "/" + index++, errors);
      }
    }
    for (Map.Entry<String, JsonNode> property : new ArrayList<>(node.properties())) {
      if (property.getKey().indexOf('\0') >= 0) {
        errors.add(new FieldError(path, "has a name with the character U+0000"));
      }
      refuseNul(property.getValue(), path + "/" + property.getKey(), errors);
    }
  }

  private static boolean contains(byte[] text, byte[] part) {
    for (int at = 0; at <= text.length - part.length; at++) {
      if (text[at] == '\\') {
        int same = 0;
        while (same < part.length && text[at + same] == part[same]) {
          same++;
        }
        if (same == part.length) {
          return true;
        }
      }
    }
    return false;
  }
}
