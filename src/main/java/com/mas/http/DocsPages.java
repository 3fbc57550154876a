package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.http.Guides.Guide;
import com.mas.seed.DemoAccount;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * The documentation below {@code /docs}: an index of all operations, the reference by Swagger UI, events, failures, the
 * guides and the changelog. Pages are made at the first request, which takes too long for an event loop; no script or
 * style in them is inline, and the policy allows none.
 */
final class DocsPages {
  private static final String ROOT = "/docs";
  private static final String FILES = ROOT + "/-/";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
          + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final String ASK_AGAIN = "no-cache";
  private static final Map<String, String> TYPES =
      Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8");
  private static final String WEBJAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
  private static final List<String> SWAGGER = List.of("swagger-ui.css", "swagger-ui-bundle.js");

  /** One file as browsers get it. */
  record Asset(Buffer bytes, String type, String tag) {
    static Asset of(String type, byte[] bytes) {
      return new Asset(Buffer.buffer(bytes), type, ConsolePages.tag(bytes));
    }
  }

  /** Swagger UI has almost two megabytes: it is held once for all instances, from the first request on. */
  private static final class Swagger {
    private static final Map<String, Asset> FILES = load();

    private static Map<String, Asset> load() {
      Map<String, Asset> files = new HashMap<>();
      Properties version = new Properties();
      try (InputStream about = open(WEBJAR)) {
        version.load(about);
        for (String name : SWAGGER) {
          try (InputStream in = open("META-INF/resources/webjars/swagger-ui/" + version.getProperty("version") + "/"
              + name)) {
            files.put(name, Asset.of(type(name), in.readAllBytes()));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.copyOf(files);
    }

    private static InputStream open(String resource) throws IOException {
      InputStream in = DocsPages.class.getClassLoader().getResourceAsStream(resource);
      if (in == null) {
        throw new IOException(resource + " is not in the class path");
      }
      return in;
    }
  }

  private final Vertx vertx;
  private final Contract contract;
  private final List<DemoAccount> accounts;
  /** Null until somebody has asked for a page. */
  private volatile Map<String, Asset> made;

  /** @param accounts shown to everybody with their passwords: those of a sandbox only */
  DocsPages(Vertx vertx, Contract contract, List<DemoAccount> accounts) {
    this.vertx = vertx;
    this.contract = contract;
    this.accounts = accounts;
  }

  /** @param answer runs its argument on the event loop of the exchange, once what it needs is there */
  void mount(Router router, Answer answer) {
    router.route().handler(context -> { // a route with a pattern would decode the path first
      String path = context.request().path();
      if (!path.equals(ROOT) && !path.startsWith(ROOT + "/")) {
        context.next();
        return;
      }
      Exchange exchange = Exchange.of(context);
      answer.when(exchange, pages(), pages -> answer(exchange, pages.get(path), pages));
    });
  }

  /** Answers on the event loop of an exchange. */
  @FunctionalInterface
  interface Answer {
    void when(Exchange exchange, Future<Map<String, Asset>> made, Consumer<Map<String, Asset>> answer);
  }

  private Future<Map<String, Asset>> pages() {
    Map<String, Asset> known = made;
    return known != null && !ResourceFolder.fromSources() ? Future.succeededFuture(known)
        : vertx.executeBlocking(() -> made = make(), false);
  }

  private static void answer(Exchange exchange, Asset asset, Map<String, Asset> pages) {
    HttpMethod method = exchange.request.method();
    boolean reads = method == HttpMethod.GET || method == HttpMethod.HEAD;
    if (asset == null) {
      String accepted = exchange.request.getHeader(HttpHeaders.ACCEPT);
      if (reads && accepted != null && accepted.contains("text/html")) {
        exchange.page(404, POLICY, HTML, pages.get(ROOT + "/404").bytes);
        return;
      }
      exchange.fail(Failure.NOT_FOUND.with("There is no such page."));
      return;
    }
    if (!reads) {
      exchange.response.headers().set(HttpHeaders.ALLOW, "GET, HEAD");
      exchange.fail(Failure.METHOD_NOT_ALLOWED.with("A page can only be read."));
      return;
    }
    exchange.response.headers().set(HttpHeaders.ETAG, asset.tag).set(HttpHeaders.CACHE_CONTROL, ASK_AGAIN);
    if (asset.tag.equals(exchange.request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      exchange.unchanged(POLICY);
    } else {
      exchange.page(200, POLICY, asset.type, asset.bytes);
    }
  }

  private static String type(String name) {
    return TYPES.get(name.substring(name.lastIndexOf('.') + 1));
  }

  private Map<String, Asset> make() throws IOException {
    JsonNode document = Json.MAPPER.readTree(contract.document());
    Map<String, Asset> found = new HashMap<>();
    Swagger.FILES.forEach((name, file) -> found.put(FILES + name, file));
    Map<String, String> templates = new HashMap<>();
    ResourceFolder.read("http", (name, bytes) -> {
      if (name.endsWith(".html")) {
        templates.put(name, new String(bytes, StandardCharsets.UTF_8));
      } else if (name.startsWith("docs/")) {
        found.put(FILES + name.substring("docs/".length()), Asset.of(type(name), bytes));
      }
    });
    Guides guides = Guides.load();
    DocsWriter writer = new DocsWriter(templates.get("docs.html"), guides, accounts);
    writer.home(document);
    writer.reference();
    writer.events();
    writer.failures(document);
    guides.all().values().forEach((Guide guide) -> writer.guide(guide));
    writer.missing();
    writer.pages().forEach((path, html) -> found.put(path, Asset.of(HTML, html.getBytes(StandardCharsets.UTF_8))));
    return Map.copyOf(found);
  }
}
