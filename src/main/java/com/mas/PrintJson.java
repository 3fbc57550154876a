package com.mas;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON from standard input and prints it for a person, or one value of it: {@code scripts/json [PATH]}. The
 * examples of the guides use it, as a JDK is all that the product asks for.
 */
public final class PrintJson {
  /** Makes text as {@code jq} does, so that examples look alike with either. */
  private static final DefaultPrettyPrinter INDENTED = new DefaultPrettyPrinter()
      .withSeparators(Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER));

  static {
    INDENTED.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
  }

  private PrintJson() {}

  /**
   * Prints the value at the path, text without quotes. Exits with 1 when there is no JSON or no such value; then all
   * that was read is printed as an error.
   *
   * @param args nothing, or a path such as {@code data.items.0.id}
   */
  public static void main(String[] args) throws IOException {
    String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    String said = args.length == 0 ? print(text, "") : print(text, args[0]);
    if (said == null) {
      System.err.println(args.length == 0 ? text : "There is no " + args[0] + " in: " + text);
      System.exit(1);
    }
    System.out.write((said + "\n").getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  /** Returns null when there is nothing to print. */
  static String print(String text, String path) throws IOException {
    JsonNode at;
    try {
      at = Json.MAPPER.readTree(text);
    } catch (IOException broken) {
      return null;
    }
    for (String step : path.isEmpty() ? new String[0] : path.split("\\.")) {
      at = at.isArray() ? at.path(Integer.parseInt(step)) : at.path(step);
    }
    return at.isMissingNode() || at.isNull() ? null
        : at.isValueNode() ? at.asText() : Json.MAPPER.writer(INDENTED).writeValueAsString(at);
  }
}
