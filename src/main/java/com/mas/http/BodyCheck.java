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
import com.mas.bus.Text;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JSON body of one operation: read strictly, then checked against its schema, which is compiled once. */
final class BodyCheck {
  private static final Pattern TYPES = Pattern.compile("found, (.+) expected");
  private static final Pattern LISTED = Pattern.compile("[\\[\\]\"]");
  private static final Map<String, String> TYPE_WORDS = Map.of("string", "text", "integer", "a whole number", "number",
      "a number", "boolean", "true or false", "array", "a list", "object", "an object");
  private static final Map<String, String> FORMATS = Map.of("uuid", "must be a UUID", "email",
      "must be an e-mail address", "date", "must be a date such as 2026-01-31", "date-time",
      "must be a time such as 2026-01-31T08:30:00Z", "uri", "must be an address such as https://learn.example");
  private static final int MOST_ERRORS = MeasuredParser.MOST_ERRORS;
  /** Names come from the client: what is told of them is cut. */
  private static final int LONGEST_TOLD = 300;
  /** Begins the three bytes that a half of a surrogate pair would be in UTF-8, and those of Korean letters. */
  private static final byte HALF = (byte) 0xed;
  private static final List<JsonNode> NO_NODES = List.of();
  private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
      .pathType(PathType.JSON_POINTER).formatAssertionsEnabled(true).locale(Locale.ENGLISH).preloadJsonSchema(true)
      .build();

  final boolean required;
  final Map<String, JsonNode> properties;
  /** Holds what the body is checked against. */
  final ObjectNode schema;
  /** Tells whether a member that may be null is cleared by it. */
  final boolean nullClears;
  private final JsonSchema compiled;
  private final Shape shape;
  private final Tolerance tolerance;

  /** Fails with {@link IllegalArgumentException} for a schema whose check takes more than linear time. */
  BodyCheck(ObjectNode closed, boolean required) {
    this(closed, required, Tolerance.NONE, false);
  }

  BodyCheck(ObjectNode closed, boolean required, Tolerance tolerance, boolean nullClears) {
    this.required = required;
    this.tolerance = tolerance;
    this.nullClears = nullClears;
    this.shape = Shape.of(closed).with(tolerance.readOnly);
    this.properties = ClosedSchema.properties(closed);
    this.schema = closed;
    this.compiled = FACTORY.getSchema(closed, CONFIG);
    compiled.initializeValidators();
  }

  /**
   * Returns the body as an object, or null where none is given and none is required. Adds what is wrong, place by
   * place, up to {@link #MOST_ERRORS}; of a body that holds much, the first. Takes time in proportion to the bytes.
   */
  ObjectNode read(byte[] body, List<FieldError> errors) {
    if (body.length == 0) {
      if (required) {
        throw Failure.INVALID.with("This request needs a JSON body.");
      }
      return null;
    }
    if (isWide(body)) {
      throw Failure.INVALID.with("The body is not JSON in UTF-8.");
    }
    try (MeasuredParser parser = new MeasuredParser(Json.MAPPER.createParser(body), shape)) {
      JsonNode node = parse(parser);
      tolerance.apply(node);
      Consumer<ExecutionContext> extent = context -> context.setFailFast(parser.hasMuch());
      for (ValidationMessage message : compiled.validate(node, extent)) {
        if (errors.size() < MOST_ERRORS) {
          errors.add(error(path(message), words(message)));
        }
      }
      if (mayHoldNoText(body)) {
        refuseNoText(node, new ArrayList<>(), errors);
      }
      return node instanceof ObjectNode object ? object : null;
    } catch (IOException e) {
      throw Failure.INVALID.with("The body is not JSON in UTF-8.");
    }
  }

  /** Returns whether it begins as UTF-16 or UTF-32, which the parser would read, and the checks of bytes would not. */
  private static boolean isWide(byte[] body) {
    for (int i = 0; body.length > 1 && i < Math.min(4, body.length); i++) {
      if (body[i] == 0) {
        return true;
      }
    }
    return body.length > 1 && (body[0] == (byte) 0xfe && body[1] == (byte) 0xff
        || body[0] == (byte) 0xff && body[1] == (byte) 0xfe);
  }

  static FieldError error(String path, String message) {
    return new FieldError(cut(path), cut(message));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TOLD ? text : text.substring(0, LONGEST_TOLD) + "…";
  }

  /** Returns the path of the missing or forbidden member itself, not of the object that lacks or has it. */
  private static String path(ValidationMessage message) {
    String at = message.getInstanceLocation().toString();
    return message.getProperty() == null ? at : at + "/" + message.getProperty();
  }

  /** Returns words for people where those of the validator are none. */
  private static String words(ValidationMessage message) {
    Object bound = message.getArguments() == null || message.getArguments().length == 0 ? ""
        : message.getArguments()[0];
    return switch (message.getType()) {
      case "pattern" -> Text.VISIBLE.equals(bound) ? "must have a character that can be seen" : message.getError();
      case "required" -> "is required";
      case "additionalProperties", "unevaluatedProperties" -> "is not known here";
      case "type" -> typed(message.getError());
      case "minLength" -> Parameter.tooShort(String.valueOf(bound));
      case "maxLength" -> "must be at most " + bound + " characters long";
      case "minimum" -> "must be at least " + bound;
      case "maximum" -> "must be at most " + bound;
      case "enum" -> "must be one of " + LISTED.matcher(String.valueOf(bound)).replaceAll("");
      case "minProperties" -> "must not be empty: give at least one property";
      case "minItems" -> "1".equals(String.valueOf(bound)) ? "must not be empty" : message.getError();
      case "format" -> FORMATS.getOrDefault(String.valueOf(bound), message.getError());
      default -> message.getError();
    };
  }

  /** Says which type is wanted: the validator writes "null found, [string, integer] expected". */
  private static String typed(String error) {
    Matcher types = TYPES.matcher(error);
    return !types.find() ? error : "must be " + Stream.of(LISTED.matcher(types.group(1)).replaceAll("").split(", "))
        .filter(type -> !type.equals("null")).map(type -> TYPE_WORDS.getOrDefault(type, type))
        .collect(Collectors.joining(" or "));
  }

  private static JsonNode parse(MeasuredParser parser) throws IOException {
    try {
      JsonNode node = Json.MAPPER.readTree(parser);
      if (node == null || node.isMissingNode()) {
        throw Failure.INVALID.with("This request needs a JSON body.");
      }
      return node;
    } catch (StreamConstraintsException e) {
      throw Failure.INVALID.with("The JSON is nested deeper than " + Json.MAX_DEPTH
          + " levels, or holds a number or text that is too long.");
    } catch (JsonProcessingException e) {
      throw malformed(e);
    }
  }

  private static FailureException malformed(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String what = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")
        ? "A name is used twice in one object" : "Malformed JSON";
    return Failure.INVALID.with(at == null ? what + "." : what + " at line " + at.getLineNr() + ", column "
        + at.getColumnNr() + ".");
  }

  /** @param steps to the node; they become a path only where something is wrong, since there may be many nodes */
  private static void refuseNoText(JsonNode node, List<Object> steps, List<FieldError> errors) {
    if (node.isTextual() && !Text.isStorable(node.textValue())) {
      refuseNoText(steps, "must not contain the character U+0000, or half of a surrogate pair", errors);
    }
    int index = 0;
    for (JsonNode element : node.isArray() ? node : NO_NODES) {
      steps.addLast(index++);
      refuseNoText(element, steps, errors);
      steps.removeLast();
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      if (!Text.isStorable(property.getKey())) {
        refuseNoText(steps, "has a name with the character U+0000, or half of a surrogate pair", errors);
      }
      steps.addLast(property.getKey());
      refuseNoText(property.getValue(), steps, errors);
      steps.removeLast();
    }
  }

  private static void refuseNoText(List<Object> steps, String message, List<FieldError> errors) {
    if (errors.size() < MOST_ERRORS) {
      StringBuilder path = new StringBuilder();
      steps.forEach(step -> path.append('/').append(step));
      errors.add(error(path.toString(), message));
    }
  }

  /** Most bodies escape nothing by its number, and need not be looked through. */
  private static boolean mayHoldNoText(byte[] body) {
    for (int at = 0; at < body.length; at++) {
      if (body[at] == HALF || body[at] == 'u' && at > 0 && body[at - 1] == '\\') {
        return true;
      }
    }
    return false;
  }
}
