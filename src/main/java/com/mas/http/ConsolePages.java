package com.mas.http;

import com.mas.bus.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The pages for people under {@code /console/}, as they are in the folder {@code console} of the resources and of each
 * domain's: read once at the start, served from memory. {@code x.html} is {@code /console/x}, {@code index.html} the
 * folder itself, to which {@code /} leads. Browsers ask again each time whether their copy still holds, so that a new
 * build shows at once.
 */
final class ConsolePages {
  private static final String FOLDER = "console";
  private static final String ROOT = "/" + FOLDER;
  /** Pages that people know under another path. */
  private static final Map<String, String> KNOWN_AS = Map.of("/admin/queues", ROOT + "/queues");
  /**
   * Content security policy. Everything that it does not name is forbidden: no inline script or style, no other host,
   * no foreign frame.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
      + "media-src 'self' blob:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final CharSequence PERMISSIONS_POLICY = HttpHeaders.createOptimized("permissions-policy");
  private static final CharSequence OWN_DEVICES =
      HttpHeaders.createOptimized("camera=(self), microphone=(self), display-capture=(self), geolocation=()");
  private static final Map<String, String> TYPES = Map.of(
      "html", "text/html; charset=utf-8", "css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8",
      "svg", "image/svg+xml", "png", "image/png", "json", "application/json", "woff2", "font/woff2");

  private record Asset(Buffer bytes, String type, String tag) {}

  private final Map<String, Asset> assets;

  private ConsolePages(Map<String, Asset> assets) {
    this.assets = Map.copyOf(assets);
  }

  /**
   * @throws IllegalStateException when a file is of a kind that has no content type here, or two files have one path
   */
  static ConsolePages load() {
    Map<String, Asset> assets = new HashMap<>();
    ResourceFolder.readWithDomains(FOLDER, (name, bytes) -> put(assets, name, bytes));
    return new ConsolePages(assets);
  }

  private static void put(Map<String, Asset> assets, String name, byte[] bytes) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalStateException("no content type is known for console/" + name);
    }
    String path = ROOT + "/" + (name.endsWith(".html") ? name.substring(0, name.length() - 5) : name);
    if (assets.put(path.endsWith("/index") ? path.substring(0, path.length() - 5) : path,
        new Asset(Buffer.buffer(bytes), type, tag(bytes))) != null) {
      throw new IllegalStateException("two files are at " + path);
    }
  }

  /** Weak, as the bytes on the wire may be compressed ones. */
  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "W/\"" + HexFormat.of().formatHex(digest, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds the routes of the pages, and those that lead to them. */
  void mount(Router router) {
    route(router, "/", exchange -> leadToConsole(exchange, 307)); // not for ever: somebody may put another site there
    KNOWN_AS.forEach((path, page) -> route(router, path, exchange -> answer(exchange, page)));
    router.route().handler(context -> { // a route with a pattern would decode the path first
      String path = context.request().path();
      if (path.equals(ROOT)) {
        leadToConsole(Exchange.of(context), 308);
      } else if (path.startsWith(ROOT + "/")) {
        answer(Exchange.of(context), path);
      } else {
        context.next();
      }
    });
  }

  private static void route(Router router, String path, Consumer<Exchange> answer) {
    router.route(path).useNormalizedPath(false).handler(context -> answer.accept(Exchange.of(context)));
  }

  private static void leadToConsole(Exchange exchange, int status) {
    exchange.response.headers().set(HttpHeaders.LOCATION, ROOT + "/");
    exchange.empty(status);
  }

  private void answer(Exchange exchange, String path) {
    Asset asset = assets.get(path);
    if (asset == null) {
      throw Failure.NOT_FOUND.with("There is no such page.");
    }
    HttpMethod method = exchange.request.method();
    if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
      exchange.response.headers().set(HttpHeaders.ALLOW, "GET, HEAD");
      throw Failure.METHOD_NOT_ALLOWED.with("A page can only be read.");
    }
    exchange.response.headers().set(HttpHeaders.ETAG, asset.tag)
        .set(HttpHeaders.CACHE_CONTROL, "no-cache")
        .set(PERMISSIONS_POLICY, OWN_DEVICES);
    if (isHeld(exchange.request.getHeader(HttpHeaders.IF_NONE_MATCH), asset.tag)) {
      exchange.unchanged(POLICY);
    } else {
      exchange.page(POLICY, asset.type, asset.bytes);
    }
  }

  private static boolean isHeld(String tags, String tag) {
    return tags != null && (tags.equals("*") || tags.contains(tag));
  }
}
