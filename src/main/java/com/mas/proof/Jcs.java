package com.mas.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Writes JSON in its canonical form (RFC 8785), so that the same values are the same bytes for everybody. */
public final class Jcs {
  /** A deeper document is refused: it is written by recursion. */
  private static final int MAX_DEPTH = 200;

  private Jcs() {}

  /** Fails with {@link IllegalArgumentException} for what RFC 8785 has no form for. */
  public static byte[] bytes(JsonNode value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the text of which {@link #bytes} are the bytes. */
  public static String text(JsonNode value) {
    StringBuilder out = new StringBuilder();
    write(value, out, 0);
    return out.toString();
  }

  private static void write(JsonNode value, StringBuilder out, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("The document is nested more than " + MAX_DEPTH + " deep.");
    }
    switch (value.getNodeType()) {
      case OBJECT -> writeObject(value, out, depth);
      case ARRAY -> {
        out.append('[');
        for (int i = 0; i < value.size(); i++) {
          write(value.get(i), i == 0 ? out : out.append(','), depth + 1);
        }
        out.append(']');
      }
      case STRING -> quote(value.textValue(), out);
      case NUMBER -> out.append(number(asDouble(value)));
      case BOOLEAN -> out.append(value.booleanValue());
      case NULL -> out.append("null");
      default -> throw new IllegalArgumentException("JSON has no " + value.getNodeType() + ".");
    }
  }

  private static void writeObject(JsonNode value, StringBuilder out, int depth) {
    Map<String, JsonNode> members = new TreeMap<>(); // by UTF-16 units, as the standard wants
    value.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    out.append('{');
    boolean first = true;
    for (Map.Entry<String, JsonNode> member : members.entrySet()) {
      quote(member.getKey(), first ? out : out.append(','));
      write(member.getValue(), out.append(':'), depth + 1);
      first = false;
    }
    out.append('}');
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      switch (unit) {
        case '"', '\\' -> out.append('\\').append(unit);
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (unit < ' ') {
            out.append("\\u00").append(Character.forDigit(unit >> 4, 16)).append(Character.forDigit(unit & 15, 16));
          } else {
            requirePaired(text, i);
            out.append(unit);
          }
        }
      }
    }
    out.append('"');
  }

  private static void requirePaired(String text, int at) {
    char unit = text.charAt(at);
    boolean lone = Character.isHighSurrogate(unit)
        ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
        : Character.isLowSurrogate(unit) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    if (lone) {
      throw new IllegalArgumentException("A text has half of a character.");
    }
  }

  /** Refuses a number that readers of JSON would not all read alike. */
  private static double asDouble(JsonNode value) {
    double number = value.doubleValue();
    boolean exact = !value.isIntegralNumber()
        || Double.isFinite(number) && new BigDecimal(number).compareTo(value.decimalValue()) == 0;
    if (!exact) {
      throw new IllegalArgumentException("The number " + value.asText() + " has more digits than JSON keeps.");
    }
    return number;
  }

  /** Writes a number as ECMAScript does. Fails with {@link IllegalArgumentException} unless it is finite. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("A number is too large for JSON.");
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale(); // digits before the decimal point
    String text = placed(digits, point);
    return value < 0 ? "-" + text : text;
  }

  private static String placed(String digits, int point) {
    int length = digits.length();
    if (length <= point && point <= 21) {
      return digits + "0".repeat(point - length);
    }
    if (point > 0 && point <= 21) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (point > -6 && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    int exponent = point - 1;
    String fraction = length == 1 ? "" : "." + digits.substring(1);
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }

  /**
   * Returns the shortest decimal that reads as the number; of several the nearest. {@link Double#toString} does so but
   * for one digit, which it never writes alone.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal two = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (two.precision() != 2) {
      return two;
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal below = rounded(two, RoundingMode.DOWN);
    BigDecimal above = rounded(two, RoundingMode.UP);
    boolean belowReads = below.signum() > 0 && below.doubleValue() == value;
    boolean aboveReads = above.doubleValue() == value;
    if (!belowReads && !aboveReads) {
      return two;
    }
    boolean nearerBelow = exact.subtract(below).abs().compareTo(above.subtract(exact).abs()) <= 0;
    return (belowReads && (nearerBelow || !aboveReads) ? below : above).stripTrailingZeros();
  }

  private static BigDecimal rounded(BigDecimal two, RoundingMode way) {
    return two.setScale(two.scale() - 1, way);
  }
}
