package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.mas.bus.FailureException.FieldError;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A path, query or header parameter with its checks compiled. */
final class Parameter {
  private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)+");
  private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean");
  private static final Set<String> FORMATS =
      Set.of("", "uuid", "date", "date-time", "email", "int32", "int64", "double", "uri");
  private static final int MOST_ELEMENTS = 100;
  private static final String YEARS = "must be of the years 0001 to 9999";

  /** Its name in the request, and the name under which it is bound. */
  final String name;
  final String component;
  final boolean required;
  final boolean array;
  private final boolean commas;
  private final JsonNode byDefault;
  private final Check check;

  /** Fails with {@link IllegalArgumentException} and words for the contract's author. */
  Parameter(JsonNode declared, JsonNode root) {
    name = declared.path("name").asText();
    component = declared.path("x-from-header").asText(name);
    required = declared.path("required").asBoolean();
    JsonNode schema = ClosedSchema.resolved(root, declared.path("schema"));
    array = schema.path("type").asText().equals("array");
    commas = declared.has("explode") && !declared.get("explode").asBoolean();
    byDefault = schema.get("default");
    check = new Check(name, array ? schema.path("items") : schema);
  }

  /** Checks and sets; what is wrong is added to {@code errors}. */
  void set(List<String> given, ObjectNode input, List<FieldError> errors) {
    if (!array && given.size() > 1) {
      errors.add(new FieldError(path(), "is given more than once"));
      return;
    }
    if (!array) {
      set(given.getFirst(), input, errors);
      return;
    }
    List<String> elements = commas && given.size() == 1 ? List.of(given.getFirst().split(",")) : given;
    if (elements.size() > MOST_ELEMENTS) {
      errors.add(new FieldError(path(), "has more than " + MOST_ELEMENTS + " elements"));
      return;
    }
    ArrayNode values = input.putArray(component);
    for (String element : elements) {
      JsonNode value = check.read(element, path(), errors);
      if (value != null) {
        values.add(value);
      }
    }
  }

  void set(String given, ObjectNode input, List<FieldError> errors) {
    JsonNode value = check.read(given, path(), errors);
    if (value != null) {
      input.set(component, value);
    }
  }

  void absent(ObjectNode input, List<FieldError> errors) {
    if (required) {
      errors.add(new FieldError(path(), "is required"));
    } else if (byDefault != null) {
      input.set(component, byDefault);
    }
  }

  /** The values of an enumeration, or none. */
  Set<String> options() {
    return check.options;
  }

  private String path() {
    return "/" + name;
  }

  /** Returns the words for a text of fewer characters than {@code least}. */
  static String tooShort(String least) {
    return least.equals("1") ? "must not be empty" : "must be at least " + least + " characters long";
  }

  private static final class Check {
    private final String type;
    private final String format;
    private final Integer minLength;
    private final Integer maxLength;
    private final BigDecimal minimum;
    private final BigDecimal maximum;
    private final Pattern pattern;
    private final Set<String> options = new HashSet<>();
    private final boolean isLimit;

    Check(String name, JsonNode schema) {
      isLimit = name.equals("limit");
      type = schema.path("type").asText();
      format = schema.path("format").asText();
      if (!TYPES.contains(type)) {
        throw new IllegalArgumentException("has the parameter " + name + " of the unsupported type '" + type + "'");
      }
      if (!FORMATS.contains(format)) {
        throw new IllegalArgumentException("has the parameter " + name + " of the unsupported format '" + format + "'");
      }
      minLength = schema.has("minLength") ? schema.get("minLength").intValue() : null;
      maxLength = schema.has("maxLength") ? schema.get("maxLength").intValue() : null;
      minimum = schema.has("minimum") ? schema.get("minimum").decimalValue() : null;
      maximum = schema.has("maximum") ? schema.get("maximum").decimalValue() : null;
      pattern = schema.has("pattern") ? Pattern.compile(schema.get("pattern").textValue()) : null;
      schema.path("enum").forEach(option -> options.add(option.asText()));
    }

    /** The value, or null when it is wrong; the first thing that is wrong is told. */
    JsonNode read(String text, String path, List<FieldError> errors) {
      String wrong = null;
      JsonNode value = null;
      try {
        value = switch (type) {
          case "integer" -> LongNode.valueOf(clamped(Long.parseLong(text)));
          case "number" -> DecimalNode.valueOf(decimal(text));
          case "boolean" -> truth(text);
          default -> TextNode.valueOf(text);
        };
        wrong = value.isTextual() ? wrongText(text) : value.isNumber() ? wrongNumber(value.decimalValue()) : null;
      } catch (IllegalArgumentException e) {
        wrong = type.equals("integer") ? "must be a whole number" : "must be a " + type;
      }
      if (wrong == null && !options.isEmpty() && !options.contains(text)) {
        Optional<String> meant = options.stream().filter(text::equalsIgnoreCase).findFirst();
        if (meant.isPresent() && value.isTextual()) {
          return TextNode.valueOf(meant.get());
        }
        wrong = "must be one of " + String.join(", ", options.stream().sorted().toList());
      }
      if (wrong == null) {
        return value;
      }
      errors.add(new FieldError(path, wrong));
      return null;
    }

    /** Returns the number of items of a page within its bounds: whoever asks for more is given the most. */
    private long clamped(long number) {
      return !isLimit || minimum == null || maximum == null ? number
          : Math.clamp(number, minimum.longValue(), maximum.longValue());
    }

    private static BigDecimal decimal(String text) {
      BigDecimal value = text.length() > 40 ? null : new BigDecimal(text);
      // 1e999999999 is short, what it stands for is not
      if (value == null || Math.abs((long) value.scale()) > 40) {
        throw new IllegalArgumentException(text);
      }
      return value;
    }

    private static JsonNode truth(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "1", "yes" -> BooleanNode.TRUE;
        case "false", "0", "no" -> BooleanNode.FALSE;
        default -> throw new IllegalArgumentException(text);
      };
    }

    private String wrongNumber(BigDecimal value) {
      if (format.equals("int32") && value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
        return "must fit into 32 bits";
      }
      return minimum != null && value.compareTo(minimum) < 0 ? "must be at least " + minimum.toPlainString()
          : maximum != null && value.compareTo(maximum) > 0 ? "must be at most " + maximum.toPlainString()
              : null;
    }

    private String wrongText(String text) {
      // PostgreSQL's text cannot hold it, so it must not get that far
      if (text.indexOf('\0') >= 0) {
        return "must not contain the character U+0000";
      }
      if (minLength != null && text.codePointCount(0, text.length()) < minLength) {
        return tooShort(minLength.toString());
      }
      if (maxLength != null && text.codePointCount(0, text.length()) > maxLength) {
        return "must be at most " + maxLength + " characters long";
      }
      if (pattern != null && !pattern.matcher(text).find()) {
        return "does not match the pattern " + pattern.pattern();
      }
      return wrongFormat(text);
    }

    /** Returns whether it is written with four digits; the database knows none that is much further away. */
    private static boolean isOfCalendar(LocalDate day) {
      return day.getYear() >= 1 && day.getYear() <= 9999;
    }

    private String wrongFormat(String text) {
      try {
        return switch (format) {
          case "uuid" -> UUID.matcher(text).matches() ? null : "must be a UUID";
          case "email" -> text.length() <= 254 && EMAIL.matcher(text).matches() ? null : "must be an e-mail address";
          case "date" -> isOfCalendar(LocalDate.parse(text)) ? null : YEARS;
          case "date-time" -> isOfCalendar(OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC)
              .toLocalDate()) ? null : YEARS;
          case "uri" -> URI.create(text).isAbsolute() ? null : "must be an absolute URI";
          default -> null;
        };
      } catch (DateTimeException e) {
        return format.equals("date") ? "must be a date such as 2026-01-31"
            : "must be a time such as 2026-01-31T08:30:00Z";
      } catch (IllegalArgumentException e) {
        return "must be a " + format;
      }
    }
  }
}
