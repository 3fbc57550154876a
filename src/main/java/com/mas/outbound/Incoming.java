package com.mas.outbound;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A provider's answer.
 *
 * @param headers names in lower case, values in the order they came
 * @param complete false when the connection was lost in the middle of the body: such an answer must not be believed
 */
public record Incoming(int status, Map<String, List<String>> headers, byte[] body,
    boolean complete) {
  static Incoming of(HttpResponseHead head, Buffer body, boolean complete) {
    Map<String, List<String>> headers = new HashMap<>();
    head.headers().forEach((name, value) -> headers
        .computeIfAbsent(name.toLowerCase(Locale.ROOT), first -> new ArrayList<>(1)).add(value));
    return new Incoming(head.statusCode(), headers, body.getBytes(), complete);
  }

  /** The first value, or an empty string. */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).getFirst();
  }

  /** The value of a cookie that this answer sets, or null. */
  public String cookie(String name) {
    for (String header : headers.getOrDefault("set-cookie", List.of())) {
      int end = header.indexOf(';');
      String pair = (end < 0 ? header : header.substring(0, end)).strip();
      if (pair.startsWith(name + "=") && pair.length() > name.length() + 1) {
        return pair.substring(name.length() + 1);
      }
    }
    return null;
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Answers hold personal data and tokens; they are not for logs. */
  @Override
  public String toString() {
    return status + ", " + body.length + " bytes";
  }
}
