package com.mas.http;

import static com.mas.http.ErrorCatalogue.escaped;
import static com.mas.http.ErrorCatalogue.prose;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.http.Guides.Guide;
import com.mas.seed.DemoAccount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes the pages of the documentation as HTML. */
final class DocsWriter {
  private static final String SEARCH = "<div class=\"docs-find\"><label>%s<input class=\"in\" id=\"search\""
      + " type=\"search\" autocomplete=\"off\""
      + " placeholder=\"%s\"></label><span id=\"count\" role=\"status\"></span></div>";
  private static final String REFERENCE = "/docs/api";
  private static final String EVENTS = "/docs/events";
  private static final String ERRORS = "/docs/errors";

  private final String template;
  private final Guides guides;
  private final List<DemoAccount> accounts;
  private final Map<String, String> pages = new LinkedHashMap<>();

  DocsWriter(String template, Guides guides, List<DemoAccount> accounts) {
    this.template = template;
    this.guides = guides;
    this.accounts = accounts;
  }

  /** Returns HTML by path. */
  Map<String, String> pages() {
    return pages;
  }

  private void page(String path, String title, String kind, String head, String main) {
    pages.put(path, template.replace("{title}", escaped(title)).replace("{kind}", kind).replace("{head}", head)
        .replace("{nav}", contents(path)).replace("{main}", main));
  }

  private String contents(String path) {
    StringBuilder nav = new StringBuilder("<ul>");
    link(nav, path, "/docs", "Overview");
    nav.append("</ul>");
    guides.groups().forEach((heading, each) -> {
      nav.append("<p>").append(heading).append("</p><ul>");
      for (Guide guide : each) {
        link(nav, path, guide.path(), guide.title());
        if (guide.path().equals(path)) {
          nav.append("<li><ul>");
          guide.sections().forEach((id, title) -> link(nav, path, "#" + id, title));
          nav.append("</ul></li>");
        }
      }
      nav.append("</ul>");
    });
    nav.append("<p>Reference</p><ul>");
    link(nav, path, REFERENCE, "HTTP API");
    link(nav, path, EVENTS, "Live events");
    link(nav, path, ERRORS, "Errors");
    link(nav, path, "/docs/" + Guides.CHANGELOG, "Changelog");
    return nav.append("</ul>").toString();
  }

  private static void link(StringBuilder nav, String path, String to, String title) {
    nav.append("<li><a href=\"").append(to).append(to.equals(path) ? "\" aria-current=\"page" : "").append("\">")
        .append(escaped(title)).append("</a></li>");
  }

  private static String tile(String to, String title, String about) {
    return "<li><a class=\"card\" href=\"" + to + "\"><strong>" + escaped(title) + "</strong><span>" + prose(about)
        + "</span></a></li>";
  }

  /** Writes the way in, and the index of all operations. */
  void home(JsonNode document) {
    StringBuilder main = new StringBuilder("<h1>Documentation</h1><p class=\"docs-lead\">How to use, run and"
        + " extend this server."
        + " Begin with a tutorial, or look something up in the reference.</p><ul class=\"docs-tiles\">")
        .append(tile(REFERENCE, "HTTP API", "Every operation, to be tried out with your account."))
        .append(tile(EVENTS, "Live events", "Socket.IO: channels, messages, examples."))
        .append(tile(ERRORS, "Errors", "Every `code` and `reason`, and what to do."));
    guides.groups().values().stream().limit(1).flatMap(List::stream)
        .forEach(guide -> main.append(tile(guide.path(), guide.title(), firstSentence(guide.about()))));
    main.append(tile("/docs/" + Guides.CHANGELOG, "Changelog", "What has changed, and what clients may rely on."))
        .append("</ul>");
    if (!accounts.isEmpty()) {
      main.append("<h2>Accounts of this sandbox</h2><table><thead><tr><th>who</th><th>e-mail</th><th>password</th></tr>"
          + "</thead><tbody>");
      accounts.forEach(each -> main.append("<tr><td>").append(escaped(each.who())).append("</td><td><code>")
          .append(escaped(each.email())).append("</code></td><td><code>").append(escaped(each.password()))
          .append("</code></td></tr>"));
      main.append("</tbody></table>");
    }
    main.append("<h2>Documents for programs</h2><p><a href=\"/openapi.json\">/openapi.json</a> (OpenAPI 3.1), "
        + "<a href=\"/openapi.d.ts\">/openapi.d.ts</a> (types for TypeScript), <a href=\"/asyncapi.json\">"
        + "/asyncapi.json</a> (AsyncAPI 3).</p>");
    index(document, main);
    page("/docs", document.at("/info/title").asText("API"), "overview", "", main.toString());
  }

  private static String firstSentence(String text) {
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  private static void index(JsonNode document, StringBuilder main) {
    Map<String, String> about = new TreeMap<>();
    document.path("tags").forEach(tag -> about.put(tag.path("name").asText(), tag.path("description").asText()));
    Map<String, StringBuilder> byTag = new TreeMap<>();
    document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(each -> {
      JsonNode operation = each.getValue();
      String tag = operation.path("tags").path(0).asText("default");
      byTag.computeIfAbsent(tag, none -> new StringBuilder()).append("<li data-find=\"").append(escaped(tag + " "
          + operation.path("operationId").asText())).append("\"><a href=\"").append(ErrorCatalogue.place(operation))
          .append("\"><span class=\"verb\">").append(each.getKey().toUpperCase(Locale.ROOT))
          .append("</span><code>").append(escaped(path.getKey())).append("</code><span class=\"muted\">")
          .append(escaped(operation.path("summary").asText())).append("</span></a></li>");
    }));
    main.append("<h2 id=\"operations\">All operations</h2>")
        .append(SEARCH.formatted("Search operations", "path, word or domain"));
    byTag.forEach((tag, operations) -> main.append("<section class=\"card docs-ops\" data-group id=\"tag-").append(tag)
        .append("\"><h3>").append(escaped(tag)).append("</h3><p class=\"muted\">")
        .append(prose(about.getOrDefault(tag, ""))).append("</p><ul>").append(operations).append("</ul></section>"));
  }

  private String signIn() {
    StringBuilder demo = new StringBuilder();
    accounts.forEach(each -> demo.append("<button type=\"button\" class=\"btn s\" data-email=\"")
        .append(escaped(each.email())).append("\" data-password=\"").append(escaped(each.password())).append("\">")
        .append(escaped(each.who())).append("</button>"));
    return """
        <section class="card docs-sign" aria-label="Sign in">
        <div class="docs-row"><strong id="signed-in" role="status">Not signed in.</strong>
        <button type="button" class="btn s" id="console-session" hidden>Use my console session</button>
        <button type="button" class="btn s" id="sign-out" hidden>Sign out of this page</button></div>
        <form id="sign-in">
        <label>E-mail<input class="in" name="email" type="email" autocomplete="username" required></label>
        <label>Password<input class="in" name="password" type="password" autocomplete="current-password"
          required></label>
        <button class="btn pri">Sign in</button></form>
        <p class="err" role="alert" id="sign-in-error"></p>
        """ + (demo.isEmpty() ? "" : "<div class=\"docs-row\"><span>Accounts of this sandbox:</span>" + demo + "</div>")
        + "</section>";
  }

  void reference() {
    page(REFERENCE, "HTTP API", "reference", "<link rel=\"stylesheet\" href=\"/docs/-/swagger-ui.css\">"
        + "<script defer src=\"/docs/-/swagger-ui-bundle.js\"></script>"
        + "<script type=\"module\" src=\"/docs/-/api.js\"></script>",
        "<h1>HTTP API</h1><p class=\"docs-lead\">Sign in,"
            + " open an operation, press Try it out. The <a href=\"/docs#operations\">index of operations</a> has a"
            + " search; <a href=\"/docs/errors\">Errors</a> explains every failure.</p>" + signIn()
            + "<h2>Operations</h2><div id=\"reference\" aria-busy=\"true\"></div>");
  }

  void events() {
    page(EVENTS, "Live events", "events", "<script type=\"module\" src=\"/docs/-/events.js\"></script>",
        "<h1>Live events</h1><div id=\"about\"></div>" + SEARCH.formatted("Search messages", "name or word")
            + "<div id=\"channels\"></div><h2>Inside the product</h2>" + signIn()
            + "<p id=\"bus-said\" role=\"status\"></p><div id=\"bus\"></div>");
  }

  void failures(JsonNode document) {
    page(ERRORS, "Errors", "prose", "", "<h1>Errors</h1><p>A failure is <code>application/problem+json</code> with a"
        + " stable <code>code</code>, where there are several causes a <code>reason</code>, a <code>message</code> for"
        + " a person, the <code>requestId</code> that the log has too, and for invalid input <code>errors</code> with"
        + " the path and message of each wrong field. Decide by <code>code</code> and <code>reason</code>; messages may"
        + " change. Treat a code that you do not know by its status.</p>" + ErrorCatalogue.html(document));
  }

  void guide(Guide guide) {
    page(guide.path(), guide.title(), "prose", "", guide.html());
  }

  void missing() {
    page("/docs/404", "No such page", "prose", "", "<h1>There is no such page</h1><p>Go back to the "
        + "<a href=\"/docs\">overview</a>.</p>");
  }
}
