package com.mas.http;

import com.mas.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pages of domains for people without an account, as they are in the folders {@code public} of the domains' resources.
 * A folder {@code x} in one is served at {@code /x} and {@code /x/…}: its {@code index.html}, whatever the rest of the
 * path is, which its script reads; its other files are below {@code /x/-/}.
 */
final class PublicPages {
  private static final String FOLDER = "public";
  private static final String PAGE = "index.html";
  private static final String FILES = "/-/";
  private static final String ASK_AGAIN = "no-cache";
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
      + "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "css",
      "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

  /** Null until they have been asked for. */
  private static volatile @Nullable PublicPages held;

  private record Asset(Buffer bytes, String type, String tag) {}

  private final Map<String, Asset> files;
  private final Set<String> roots;

  private PublicPages(Map<String, Asset> files) {
    this.files = Map.copyOf(files);
    this.roots = files.keySet().stream().map(name -> name.substring(0, name.indexOf('/')))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Fails with {@link IllegalStateException} for a file of an unknown kind, a second one of a name, or no page. */
  static PublicPages load() {
    Map<String, Asset> files = new HashMap<>();
    ResourceFolder.readDomains(FOLDER, (name, bytes) -> {
      String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      if (type == null || name.indexOf('/') < 0
          || files.put(name, new Asset(Buffer.buffer(bytes), type, ConsolePages.tag(bytes))) != null) {
        throw new IllegalStateException("the page " + name + " has no content type or folder, or is there twice");
      }
    });
    PublicPages pages = new PublicPages(files);
    pages.roots.stream().filter(root -> !files.containsKey(root + "/" + PAGE)).findFirst().ifPresent(root -> {
      throw new IllegalStateException("the page " + root + " has no " + PAGE);
    });
    return pages;
  }

  /** Reads them with the first request that nothing else answers: a start does not wait for them. */
  static Future<PublicPages> when(Vertx vertx) {
    PublicPages known = held;
    return known != null && !ResourceFolder.fromSources() ? Future.succeededFuture(known)
        : vertx.executeBlocking(() -> held = load(), false);
  }

  /** Takes every request that no route before took. */
  static void mount(Router router, Consumer<Exchange> page) {
    router.route().handler(context -> page.accept(Exchange.of(context)));
  }

  /** Fails with {@link Failure#NOT_FOUND} for a path of nobody's. */
  void answer(Exchange exchange) {
    String path = exchange.request.path() == null ? "" : exchange.request.path();
    int end = path.indexOf('/', 1);
    String root = path.length() < 2 ? "" : path.substring(1, end < 0 ? path.length() : end);
    if (!roots.contains(root)) {
      throw Failure.NOT_FOUND.with("Not found.");
    }
    answer(exchange, root, end < 0 ? "" : path.substring(end));
  }

  private void answer(Exchange exchange, String root, String rest) {
    HttpMethod method = exchange.request.method();
    if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
      exchange.response.headers().set(HttpHeaders.ALLOW, "GET, HEAD");
      throw Failure.METHOD_NOT_ALLOWED.with("A page can only be read.");
    }
    Asset asset = files.get(root + "/" + (rest.startsWith(FILES) ? rest.substring(FILES.length()) : PAGE));
    if (asset == null) {
      throw Failure.NOT_FOUND.with("There is no such page.");
    }
    exchange.response.headers().set(HttpHeaders.ETAG, asset.tag).set(HttpHeaders.CACHE_CONTROL, ASK_AGAIN);
    if (asset.tag.equals(exchange.request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      exchange.unchanged(POLICY);
    } else {
      exchange.page(200, POLICY, asset.type, asset.bytes);
    }
  }
}
