package com.mas.sandbox.mail;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail as a person would want to see it.
 *
 * @param text the plain part, decoded; {@code raw} is the whole as it came
 */
record ReceivedMail(long id, Instant at, String from, List<String> to, String subject, String text, String raw) {
  private static final Pattern BOUNDARY = Pattern.compile("(?i)boundary=\"?([^\";\\r\\n]+)");
  private static final Pattern ENCODED_WORD = Pattern.compile("=\\?utf-8\\?([bq])\\?([^?]*)\\?=(?:\\s+(?==\\?))?",
      Pattern.CASE_INSENSITIVE);

  static ReceivedMail of(long id, Instant at, String from, List<String> to, String raw) {
    return new ReceivedMail(id, at, from, List.copyOf(to), words(header(raw, "Subject")), plain(raw), raw);
  }

  JsonObject toJson() {
    return new JsonObject().put("id", id).put("at", at.toString()).put("from", from).put("to", new JsonArray(to))
        .put("subject", subject).put("text", text).put("raw", raw);
  }

  /** The first plain part, in multiparts within multiparts too. */
  private static String plain(String entity) {
    String[] parts = entity.split("\r\n\r\n", 2);
    String body = parts.length == 2 ? parts[1] : "";
    Matcher boundary = BOUNDARY.matcher(header(entity, "Content-Type"));
    if (boundary.find()) {
      return Arrays.stream(body.split("(?m)^--" + Pattern.quote(boundary.group(1)) + "(?:--)?\r?$"))
          .map(part -> part.startsWith("\r\n") ? part.substring(2) : part)
          .map(ReceivedMail::plain).filter(text -> !text.isEmpty()).findFirst().orElse("");
    }
    String type = header(entity, "Content-Type").toLowerCase(Locale.ROOT);
    if (!type.isEmpty() && !type.startsWith("text/plain") || parts.length < 2) {
      return "";
    }
    return switch (header(entity, "Content-Transfer-Encoding").toLowerCase(Locale.ROOT)) {
      case "base64" -> new String(Base64.getMimeDecoder().decode(body), StandardCharsets.UTF_8);
      case "quoted-printable" -> quoted(body.replaceAll("=\r?\n", ""), false);
      default -> body;
    };
  }

  private static String header(String entity, String name) {
    String headers = entity.split("\r\n\r\n", 2)[0].replaceAll("\r\n[ \t]+", " ");
    return Arrays.stream(headers.split("\r\n")).filter(line -> line.regionMatches(true, 0, name + ":", 0,
        name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse("");
  }

  private static String words(String text) {
    return ENCODED_WORD.matcher(text).replaceAll(word -> Matcher.quoteReplacement(word.group(1).equalsIgnoreCase("b")
        ? new String(Base64.getMimeDecoder().decode(word.group(2)), StandardCharsets.UTF_8) : quoted(word.group(2),
            true)));
  }

  private static String quoted(String text, boolean inHeader) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int value = c == '=' && i + 2 < text.length() ? hex(text.charAt(i + 1)) * 16 + hex(text.charAt(i + 2)) : -1;
      if (value >= 0) {
        bytes.write(value);
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(inHeader && c == '_' ? ' ' : c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int hex(char c) {
    int digit = Character.digit(c, 16);
    return digit < 0 ? -100_000 : digit;
  }
}
