package com.mas.http;

import com.mas.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The app for people under {@code /console/}, as it is in the folder {@code console} of the resources and of each
 * domain's: read once, when the first page is asked for, and served from memory. Each file {@code screens/x.js} is a
 * screen, and {@code /console/x}, with all below it, is the page {@code index.html}, which shows that screen. A browser
 * that asks for a page that is none gets the same page with status 404, which says so in words.
 *
 * <p>The page names its files below {@code /console/-/<version>/}, which browsers may keep for a year, as another build
 * has another version; there the modules of every screen are one file. Of the page itself, and of files under their
 * plain names, they ask each time whether their copy still holds, so that a new build shows at once.
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
  /** Screens that people know under another path, such as one of an earlier message; what is behind # goes along. */
  private static final Map<String, String> KNOWN_AS = Map.of("/admin/queues", ROOT + "/queues",
      "/progress", ROOT + "/student", "/badges", ROOT + "/student", "/assignments", ROOT + "/student",
      "/standing", ROOT + "/performance", "/batchlead/warnings", ROOT + "/warnings");
  private static final String FROM_GOOGLE = "/auth/google/callback";
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

  /** Cookie in which the app keeps the name of the person's first screen, so that its files come with the page. */
  private static final String FIRST = "console-first";

  /** @param packed null where that saves nothing */
  private record Asset(Buffer bytes, @Nullable Buffer packed, String type, String tag) {
    static Asset of(byte[] bytes, String type) {
      byte[] packed = gzip(bytes);
      return new Asset(Buffer.buffer(bytes), packed.length < bytes.length ? Buffer.buffer(packed) : null, type,
          ConsolePages.tag(bytes));
    }
  }

  /** Held once for all instances; null until the first page is asked for: a start does not wait for its making. */
  private static volatile @Nullable ConsolePages held;

  private final Map<String, Asset> assets;
  /** Modules as they are under the version's address: those of every screen in one file, which the others name. */
  private final Map<String, Asset> bundled;
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
    ConsoleBundle bundle = bundle(files);
    bundled = files.keySet().stream().filter(ConsolePages::isOwnModule)
        .filter(path -> !ConsoleBundle.isWords(path)).filter(path -> path.equals(APP) || !bundle.has(path))
        .collect(Collectors.toUnmodifiableMap(path -> path, path -> Asset.of((path.equals(APP) ? bundle.text()
            : bundle.led(path)).getBytes(StandardCharsets.UTF_8), files.get(path).type)));
    app = page(files, Stream.of(APP));
    Map<String, Asset> shown = new HashMap<>();
    List.of(screens.split(" "))
        .forEach(screen -> shown.put(screen, page(files, Stream.of(APP, SCREENS + screen + ".js"))));
    pages = Map.copyOf(shown);
    Map<String, Asset> served = new HashMap<>(files);
    served.remove(PAGE);
    assets = Map.copyOf(served);
  }

  /** Makes the page that names all modules which these ones import, so that a browser asks for them at once. */
  private Asset page(Map<String, Asset> files, Stream<String> modules) {
    Set<String> needed = new TreeSet<>();
    modules.forEach(module -> addNeeded(module, files, needed));
    needed.removeIf(module -> isOwnModule(module) && !bundled.containsKey(module)); // is in the one of the app
    String links = needed.stream().map(module -> "<link rel=\"modulepreload\" href=\"" + VERSIONED + version
        + module.substring(ROOT.length()) + "\">").collect(Collectors.joining("\n"));
    Asset template = files.get(PAGE);
    byte[] html = template.bytes.toString(StandardCharsets.UTF_8).replace("{version}", version)
        .replace("{screens}", screens).replace("{modules}", links).getBytes(StandardCharsets.UTF_8);
    return Asset.of(html, template.type);
  }

  private static ConsoleBundle bundle(Map<String, Asset> files) {
    return new ConsoleBundle(APP, files.keySet().stream().filter(ConsolePages::isOwnModule)
        .collect(Collectors.toMap(path -> path, path -> files.get(path).bytes.toString(StandardCharsets.UTF_8))));
  }

  private static boolean isOwnModule(String path) {
    return path.endsWith(".js") && !path.contains(ConsoleBundle.LIBRARIES);
  }

  private static void addNeeded(String module, Map<String, Asset> files, Set<String> needed) {
    if (needed.add(module)) {
      Matcher imports = IMPORT.matcher(files.get(module).bytes.toString(StandardCharsets.UTF_8));
      while (imports.find()) {
        addNeeded(URI.create(module).resolve(imports.group(1)).getPath(), files, needed);
      }
    }
  }

  /** Returns the pages, made off the event loop where they are not there yet; they may fail as {@link #load} does. */
  static Future<ConsolePages> when(Vertx vertx) {
    ConsolePages known = held;
    return known != null && !ResourceFolder.fromSources() ? Future.succeededFuture(known)
        : vertx.executeBlocking(ConsolePages::made, false);
  }

  private static synchronized ConsolePages made() {
    ConsolePages known = held;
    if (known == null || ResourceFolder.fromSources()) {
      known = load();
      held = known;
    }
    return known;
  }

  /**
   * @throws IllegalStateException when a file is of a kind that has no content type here, or two files have one path
   */
  private static ConsolePages load() {
    Map<String, Asset> assets = new HashMap<>();
    ResourceFolder.readWithDomains(FOLDER, (name, bytes) -> put(assets, name, bytes));
    return new ConsolePages(assets);
  }

  private static void put(Map<String, Asset> assets, String name, byte[] bytes) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalStateException("no content type is known for console/" + name);
    }
    if (assets.put(ROOT + "/" + name, Asset.of(bytes, type)) != null) {
      throw new IllegalStateException("two files are at " + ROOT + "/" + name);
    }
  }

  /** Packs as tightly as it can: once, not for each request. */
  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed) {
      {
        def.setLevel(Deflater.BEST_COMPRESSION);
      }
    }) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
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

  /** Adds the routes of the pages, which {@code page} answers by their path, and those that lead to them. */
  static void mount(Router router, BiConsumer<Exchange, String> page) {
    route(router, "/", exchange -> lead(exchange, ROOT + "/", 307)); // not for ever: another site may come to be there
    route(router, FROM_GOOGLE, exchange -> { // with the code, which the screen hands in
      String query = exchange.request.query();
      lead(exchange, ROOT + "/account/google" + (query == null ? "" : "?" + query), 303);
    });
    KNOWN_AS.forEach((path, screen) -> route(router, path, exchange -> lead(exchange, screen, 308)));
    router.route().handler(context -> { // a route with a pattern would decode the path first
      String path = context.request().path();
      if (path.equals(ROOT)) {
        lead(Exchange.of(context), ROOT + "/", 308);
      } else if (path.startsWith(ROOT + "/")) {
        page.accept(Exchange.of(context), path);
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

  void answer(Exchange exchange, String path) {
    HttpMethod method = exchange.request.method();
    boolean reads = method == HttpMethod.GET || method == HttpMethod.HEAD;
    boolean versioned = path.startsWith(VERSIONED) && path.indexOf('/', VERSIONED.length()) > 0;
    String file = versioned ? ROOT + path.substring(path.indexOf('/', VERSIONED.length())) : path;
    Asset asset = versioned ? bundled.getOrDefault(file, assets.get(file)) : assets.get(file);
    Asset page = versioned ? null : path.equals(ROOT + "/") ? first(exchange) : pages.get(screen(path));
    if (asset == null && page == null) {
      if (reads && asksForPage(exchange)) {
        policies(exchange);
        send(exchange, 404, app);
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
      send(exchange, 200, shown);
    }
  }

  /** Returns the page that names the files of this browser's first screen; it is the app's own address still. */
  private Asset first(Exchange exchange) {
    Cookie first = exchange.request.getCookie(FIRST);
    return first == null ? app : pages.getOrDefault(first.getValue(), app);
  }

  /** Answers with what is packed already, where the browser takes that. */
  private static void send(Exchange exchange, int status, Asset asset) {
    String taken = exchange.request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    boolean packs = asset.packed != null && taken != null && taken.contains("gzip");
    exchange.response.headers().add(HttpHeaders.VARY, "accept-encoding");
    if (packs) {
      exchange.response.headers().set(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    exchange.page(status, POLICY, asset.type, packs ? asset.packed : asset.bytes);
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
