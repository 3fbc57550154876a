package com.mas.http;

import com.mas.bus.Bus;
import com.mas.bus.BusDocument;
import com.mas.module.ConsolePage;
import com.mas.redis.LocalRateLimit;
import com.mas.secrets.Fingerprint;
import com.mas.seed.DemoAccount;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Listens for HTTP/1.1 and h2c. Deploy one instance per event loop; they share the port. It knows no domain:
 * what it can do is in the contract.
 *
 * <p>Stopping takes no more connections, finishes the requests in hand within {@link Config#drain()}, then closes.
 * Whoever stops it lets {@link Probes#accepting()} say no first.
 */
public final class HttpVerticle extends VerticleBase {
  private static final int IDLE_SECONDS = 75;
  private static final int LONGEST_HEADERS = 16 << 10;
  private static final int LONGEST_LINE = 8 << 10;
  private static final int SMALLEST_COMPRESSED = 1024;
  private static final int COMPRESSION_LEVEL = 4;
  private static final int BACKLOG = 4096;
  /** Streams that a connection of HTTP/2 has at a time; each may hold an answer that its client does not read. */
  static final int MOST_STREAMS = 20;
  private static final int WINDOW = 64 << 10;
  private static final int CONNECTION_WINDOW = 256 << 10;
  private static final int FRAME = 16 << 10;
  private static final int HEADER_TABLE = 4 << 10;
  private static final int MOST_RESETS = 200;
  private static final int RESETS_SECONDS = 30;

  /**
   * @param port 0 takes a free one, see {@link #port()}
   * @param tenants that {@code X-Platform} may name, and whose pages may call; all pages when {@code development}
   * @param docs whether the documents and {@code /docs} are there
   * @param demoAccounts that {@code /docs} offers, with their passwords
   * @param metricsToken that {@code /metrics} asks for; empty: it is for loopback only
   * @param proxies whose {@code X-Forwarded-For} and {@code -Proto} are believed
   * @param limit counts wrong signatures; null: nobody does
   * @param drain how long a stop waits for requests in hand
   * @param connections of the node; one for all instances
   * @param pages of the console, in the order of its menu
   * @param fingerprints of requests that may be sent twice
   */
  public record Config(String host, int port, int maxBodyBytes, Tenants tenants, boolean development,
      boolean docs, List<DemoAccount> demoAccounts, String metricsToken, boolean accessLog, Proxies proxies,
      LocalRateLimit limit, Duration drain, Connections connections, List<ConsolePage> pages,
      Fingerprint fingerprints) {}

  /** Handlers of paths with code of their own, by prefix; each instance of the verticle makes its own. */
  public interface Mounts extends Function<Vertx, Map<String, Handler<HttpServerRequest>>> {}

  private final Bus bus;
  private final Contract contract;
  private final BusDocument document;
  private final AccessTokens tokens;
  private final Config config;
  private final Probes probes;
  private final Mounts mounts;
  private HttpServer server;

  /** @param document of the bus, one for all instances */
  public HttpVerticle(Bus bus, Contract contract, BusDocument document, AccessTokens tokens, Config config,
      Probes probes, Mounts mounts) {
    this.bus = bus;
    this.contract = contract;
    this.document = document;
    this.tokens = tokens;
    this.config = config;
    this.probes = probes;
    this.mounts = mounts;
  }

  @Override
  public Future<?> start() {
    Calls calls = new Calls(bus.clock(), config.tenants(), config.proxies());
    ServicePages pages =
        new ServicePages(vertx, contract, tokens, probes, config, document,
            new Menu(config.pages(), config.tenants()));
    ContractRouter operations = new ContractRouter(vertx, bus, contract, tokens, calls,
        new BodyReader(vertx, config.connections(), config.maxBodyBytes()),
        new Strangers(config.limit(), config.proxies()), config.fingerprints());
    Edge edge = new Edge(vertx, new LinkedHashMap<>(mounts.apply(vertx)),
        new Cors(config.tenants(), config.development()), calls, pages, operations, config.connections(),
        config.accessLog());
    server = vertx.createHttpServer(options()).requestHandler(edge::handle)
        .connectionHandler(config.connections()::opened);
    return server.listen();
  }

  /** The port that it listens on, once it is deployed. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    return server.shutdown(config.drain().toMillis(), TimeUnit.MILLISECONDS);
  }

  private HttpServerOptions options() {
    HttpServerOptions options = new HttpServerOptions();
    options.setHost(config.host()).setPort(config.port()).setAcceptBacklog(BACKLOG).setTcpNoDelay(true);
    options.setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
    options.setMaxHeaderSize(LONGEST_HEADERS).setMaxInitialLineLength(LONGEST_LINE);
    options.setCompressionSupported(true).setCompressionLevel(COMPRESSION_LEVEL)
        .setCompressionContentSizeThreshold(SMALLEST_COMPRESSED);
    options.setRegisterWebSocketWriteHandlers(false);
    // a few bytes would become a megabyte, and all that one read brings is inflated before anybody can say stop
    options.setPerMessageWebSocketCompressionSupported(false).setPerFrameWebSocketCompressionSupported(false);
    options.setInitialSettings(new Http2Settings().setMaxConcurrentStreams(MOST_STREAMS)
        .setMaxHeaderListSize(LONGEST_HEADERS).setInitialWindowSize(WINDOW).setMaxFrameSize(FRAME)
        .setHeaderTableSize(HEADER_TABLE));
    options.setHttp2ConnectionWindowSize(CONNECTION_WINDOW).setHttp2RstFloodMaxRstFramePerWindow(MOST_RESETS)
        .setHttp2RstFloodWindowDuration(RESETS_SECONDS).setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS);
    return options;
  }
}
