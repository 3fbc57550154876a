package com.mas.outbound;

import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request to a provider, relative to its base URL.
 *
 * @param path begins with a slash; segments are escaped already
 * @param body form or JSON text, or null
 * @param content sent instead of a text; null for none
 * @param parts of a multipart form, which is sent instead of a body; usually empty
 * @param repeatable whether sending it twice does no harm; only such are tried again
 */
public record Outgoing(String method, String path, Map<String, String> query, Map<String, String> headers, String body,
    byte[] content, List<Part> parts, boolean repeatable) {
  /**
   * One part of a multipart form.
   *
   * @param filename null for a plain field, whose text is UTF-8
   * @param type media type of a file; null for a field
   */
  public record Part(String name, String filename, String type, byte[] content) {
    public static Part field(String name, String value) {
      return new Part(name, null, null, value.getBytes(StandardCharsets.UTF_8));
    }

    public static Part file(String name, String filename, String type, byte[] content) {
      return new Part(name, filename, type, content);
    }

    /** Parts hold personal data; they are not for logs. */
    @Override
    public String toString() {
      return name + ", " + content.length + " bytes";
    }
  }

  public Outgoing {
    parts = List.copyOf(parts);
  }

  public Outgoing(String method, String path, Map<String, String> query, Map<String, String> headers, String body,
      boolean repeatable) {
    this(method, path, query, headers, body, null, List.of(), repeatable);
  }

  /** Sends bytes as they are. */
  public static Outgoing bytes(String method, String path, Map<String, String> query, Map<String, String> headers,
      byte[] content, boolean repeatable) {
    return new Outgoing(method, path, query, headers, null, content, List.of(), repeatable);
  }

  public static Outgoing get(String path, Map<String, String> query) {
    return new Outgoing("GET", path, query, Map.of("accept", "application/json"), null, true);
  }

  public static Outgoing form(String path, Map<String, String> fields) {
    return new Outgoing("POST", path, Map.of(),
        Map.of("content-type", "application/x-www-form-urlencoded"), encode(fields), false);
  }

  /** Uploads files beside fields, in their order. */
  public static Outgoing multipart(String path, List<Part> parts) {
    return new Outgoing("POST", path, Map.of(), Map.of("accept", "application/json"), null, null, parts, false);
  }

  public Outgoing with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Outgoing(method, path, query, all, body, content, parts, repeatable);
  }

  /** Returns one that is tried again like a question: sending it twice does no harm. */
  public Outgoing repeated() {
    return new Outgoing(method, path, query, headers, body, content, parts, true);
  }

  /** One path segment, escaped: an id of a provider must not climb out of its folder. */
  public static String segment(String text) {
    String escaped = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    return escaped.equals(".") || escaped.equals("..") ? escaped.replace(".", "%2E") : escaped;
  }

  String target() {
    return query.isEmpty() ? path : path + "?" + encode(query);
  }

  /** Returns what is sent; null for nothing. */
  Buffer payload() {
    return content != null ? Buffer.buffer(content) : body != null ? Buffer.buffer(body) : null;
  }

  private static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
            + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** Says what was asked, without what may be secret or personal. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
