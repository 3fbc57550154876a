package com.mas.http;

import com.mas.bus.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The app for people under {@code /console/}, as it is in the folder {@code console} of the resources and of each
 * domain's: read once at the start, served from memory. Each file {@code screens/x.js} is a screen, and
 * {@code /console/x}, with all below it, is
 * the page {@code index.html}, which shows that screen. A browser that asks for a page that is none gets the same page
 * with status 404, which says so in words.
 *
 * <p>The page names its files below {@code /console/-/<version>/}, which browsers may keep for a year, as another build
 * has another version. Of the page itself, and of files under their plain names, they ask each time whether their copy
 * still holds, so that a new build shows at once.
 */
final class ConsolePages {
  private static final String FOLDER = "console";
  private static final String ROOT = "/" + FOLDER;
  private static final String PAGE = ROOT + "/index.html";
  private static final String APP = ROOT + "/app.js";
  private static final String SCREENS = ROOT + "/screens/";
  /** Finds what a module imports before it runs. */
  private static final Pattern IMPORT = Pattern.compile("from '(\\.[^']+)'");
  private static final String VERSIONED = ROOT + "/-/";
  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final String ASK_AGAIN = "no-cache";
  /** Screens that people know under another path; what stands behind the # goes along. */
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
  /** The page at the app's own address. */
  private final Asset app;
  /** Page by screen. */
  private final Map<String, Asset> pages;
  private final String version;
  /** Names of all screens, so that the app knows an address that is none. */
  private final String screens;

  private ConsolePages(Map<String, Asset> files) {
    MessageDigest all = sha256();
    new TreeMap<>(files).forEach((path, asset) -> {
      all.update(path.getBytes(StandardCharsets.UTF_8));
      all.update(asset.bytes.getBytes());
    });
    screens = files.keySet().stream().filter(path -> path.startsWith(SCREENS))
        .map(path -> path.substring(SCREENS.length(), path.length() - 3)).sorted().collect(Collectors.joining(" "));
    version = HexFormat.of().formatHex(all.digest(), 0, 8);
    app = page(files, Stream.of(APP));
    Map<String, Asset> shown = new HashMap<>();
    List.of(screens.split(" ")).forEach(screen ->
        shown.put(screen, page(files, Stream.of(APP, SCREENS + screen + ".js"))));
    pages = Map.copyOf(shown);
    Map<String, Asset> served = new HashMap<>(files);
    served.remove(PAGE);
    assets = Map.copyOf(served);
  }

  /** Makes the page that names all modules which these ones import, so that a browser asks for them at once. */
  private Asset page(Map<String, Asset> files, Stream<String> modules) {
    Set<String> needed = new TreeSet<>();
    modules.forEach(module -> addNeeded(module, files, needed));
    String links = needed.stream().map(module -> "<link rel=\"modulepreload\" href=\"" + VERSIONED + version
        + module.substring(ROOT.length()) + "\">").collect(Collectors.joining("\n"));
    Asset template = files.get(PAGE);
    byte[] html = template.bytes.toString(StandardCharsets.UTF_8).replace("{version}", version)
        .replace("{screens}", screens).replace("{modules}", links).getBytes(StandardCharsets.UTF_8);
    return new Asset(Buffer.buffer(html), template.type, tag(html));
  }

  private static void addNeeded(String module, Map<String, Asset> files, Set<String> needed) {
    if (needed.add(module)) {
      Matcher imports = IMPORT.matcher(files.get(module).bytes.toString(StandardCharsets.UTF_8));
      while (imports.find()) {
        addNeeded(URI.create(module).resolve(imports.group(1)).getPath(), files, needed);
      }
    }
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
    if (assets.put(ROOT + "/" + name, new Asset(Buffer.buffer(bytes), type, tag(bytes))) != null) {
      throw new IllegalStateException("two files are at " + ROOT + "/" + name);
    }
  }

  /** Weak, as the bytes on the wire may be compressed ones. */
  static String tag(byte[] bytes) {
    return "W/\"" + HexFormat.of().formatHex(sha256().digest(bytes), 0, 12) + '"';
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds the routes of the pages, and those that lead to them. */
  void mount(Router router) {
    route(router, "/", exchange -> lead(exchange, ROOT + "/", 307)); // not for ever: another site may come to be there
    KNOWN_AS.forEach((path, screen) -> route(router, path, exchange -> lead(exchange, screen, 308)));
    router.route().handler(context -> { // a route with a pattern would decode the path first
      String path = context.request().path();
      if (path.equals(ROOT)) {
        lead(Exchange.of(context), ROOT + "/", 308);
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

  private static void lead(Exchange exchange, String path, int status) {
    exchange.response.headers().set(HttpHeaders.LOCATION, path);
    exchange.empty(status);
  }

  private void answer(Exchange exchange, String path) {
    HttpMethod method = exchange.request.method();
    boolean reads = method == HttpMethod.GET || method == HttpMethod.HEAD;
    boolean versioned = path.startsWith(VERSIONED) && path.indexOf('/', VERSIONED.length()) > 0;
    String file = versioned ? ROOT + path.substring(path.indexOf('/', VERSIONED.length())) : path;
    Asset asset = assets.get(file);
    Asset page = versioned ? null : path.equals(ROOT + "/") ? app : pages.get(screen(path));
    if (asset == null && page == null) {
      if (reads && asksForPage(exchange)) {
        policies(exchange);
        exchange.page(404, POLICY, app.type, app.bytes);
        return;
      }
      throw Failure.NOT_FOUND.with("There is no such page.");
    }
    if (!reads) {
      exchange.response.headers().set(HttpHeaders.ALLOW, "GET, HEAD");
      throw Failure.METHOD_NOT_ALLOWED.with("A page can only be read.");
    }
    Asset shown = asset == null ? page : asset;
    // a node with another build, as while they are replaced, gives what it has and lets nobody keep it
    boolean mine = versioned && path.startsWith(version, VERSIONED.length());
    policies(exchange);
    exchange.response.headers().set(HttpHeaders.ETAG, shown.tag)
        .set(HttpHeaders.CACHE_CONTROL, mine ? FOREVER : ASK_AGAIN);
    if (isHeld(exchange.request.getHeader(HttpHeaders.IF_NONE_MATCH), shown.tag)) {
      exchange.unchanged(POLICY);
    } else {
      exchange.page(200, POLICY, shown.type, shown.bytes);
    }
  }

  private static void policies(Exchange exchange) {
    exchange.response.headers().set(PERMISSIONS_POLICY, OWN_DEVICES);
  }

  /** Returns the screen's name in a path, its first part; all below it is the screen's own. */
  private static String screen(String path) {
    int end = path.indexOf('/', ROOT.length() + 1);
    return path.substring(ROOT.length() + 1, end < 0 ? path.length() : end);
  }

  private static boolean asksForPage(Exchange exchange) {
    String accepted = exchange.request.getHeader(HttpHeaders.ACCEPT);
    return accepted != null && accepted.contains("text/html");
  }

  private static boolean isHeld(String tags, String tag) {
    return tags != null && (tags.equals("*") || tags.contains(tag));
  }
}
