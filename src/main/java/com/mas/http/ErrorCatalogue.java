package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes the catalogue of failures as HTML: each code with its status, meaning and remedy, then each reason with the
 * operations that can answer it. Codes and reasons are those of the contract document; the words about codes are in
 * {@code http/codes.yaml}.
 */
final class ErrorCatalogue {
  private static final String WORDS = "codes.yaml";

  private ErrorCatalogue() {}

  /** @throws IllegalStateException when a code has no words, or words have no code */
  static String html(JsonNode document) {
    JsonNode words = ContractFiles.read("http").get(WORDS);
    StringBuilder html = new StringBuilder("<h2 id=\"codes\">Codes</h2><table><thead><tr><th>code</th><th>status</th>"
        + "<th>meaning</th><th>what to do</th><th>retry</th></tr></thead><tbody>");
    TreeSet<String> unused = new TreeSet<>();
    words.fieldNames().forEachRemaining(unused::add);
    for (Failure failure : Failure.values()) {
      JsonNode said = words.path(failure.code());
      if (!unused.remove(failure.code())) {
        throw new IllegalStateException("http/codes.yaml has no words for " + failure.code());
      }
      html.append("<tr id=\"").append(failure.code()).append("\"><td><code>").append(failure.code())
          .append("</code></td><td>").append(failure.httpStatus()).append("</td><td>")
          .append(prose(said.path("means").asText())).append("</td><td>").append(prose(said.path("todo").asText()))
          .append("</td><td>").append(failure.retryable() ? "yes" : "no").append("</td></tr>");
    }
    if (!unused.isEmpty()) {
      throw new IllegalStateException("http/codes.yaml has words for " + unused + ", which are no codes");
    }
    return html.append("</tbody></table>").append(reasons(document)).toString();
  }

  private static String reasons(JsonNode document) {
    Map<String, Map<String, String>> operations = operations(document);
    StringBuilder html = new StringBuilder("<h2 id=\"reasons\">Reasons</h2><table><thead><tr><th>reason</th>"
        + "<th>code, status</th><th>meaning</th><th>answered by</th></tr></thead><tbody>");
    Map<String, Failure> codes = new TreeMap<>();
    Arrays.stream(Failure.values()).forEach(each -> codes.put(each.code(), each));
    document.path("x-reasons").properties().forEach(reason -> {
      String code = reason.getValue().path("code").asText();
      html.append("<tr id=\"reason-").append(reason.getKey()).append("\"><td><code>").append(reason.getKey())
          .append("</code></td><td><a href=\"#").append(code).append("\">").append(code).append("</a>, ")
          .append(codes.get(code).httpStatus()).append("</td><td>")
          .append(prose(reason.getValue().path("message").asText())).append("</td><td>")
          .append(links(operations.getOrDefault(reason.getKey(), Map.of()))).append("</td></tr>");
    });
    return html.append("</tbody></table>").toString();
  }

  private static String links(Map<String, String> operations) {
    StringBuilder links = new StringBuilder();
    operations.forEach((id, href) -> links.append(links.isEmpty() ? "" : ", ").append("<a href=\"").append(href)
        .append("\">").append(id).append("</a>"));
    int count = operations.size();
    return count <= 3 ? links.toString()
        : "<details><summary>" + count + " operations</summary>" + links + "</details>";
  }

  /** Returns reason → operation → its place in the reference. */
  private static Map<String, Map<String, String>> operations(JsonNode document) {
    Map<String, Map<String, String>> found = new TreeMap<>();
    document.path("paths").forEach(path -> path.forEach(operation -> operation.path("responses").forEach(response -> {
      String name = response.path("$ref").asText();
      JsonNode shared = document.at(name.isEmpty() ? "/none" : name.substring(1));
      shared.at("/content/application~1problem+json/schema/allOf/1/properties/reason/enum")
          .forEach(reason -> found.computeIfAbsent(reason.asText(), none -> new TreeMap<>())
              .put(operation.path("operationId").asText(), place(operation)));
    })));
    return found;
  }

  /** Returns where the reference has this operation. */
  static String place(JsonNode operation) {
    return "/docs/api#/" + operation.path("tags").path(0).asText("default") + "/"
        + operation.path("operationId").asText();
  }

  /** Escapes text for HTML, with what stands between backticks as code. */
  static String prose(String text) {
    return escaped(text).replaceAll("`([^`]*)`", "<code>$1</code>");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
