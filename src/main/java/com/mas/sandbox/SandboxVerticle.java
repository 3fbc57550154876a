package com.mas.sandbox;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Every outside provider, simulated on one port, each under a path prefix of its own: Graphy's base URL is
 * {@code http://<host>:<port>/graphy}, Meta's {@code /whatsapp}, AiSensy's {@code /aisensy}, the language model's
 * {@code /llm}; mail is taken on a port of its own and shown at {@code /mail/messages}. Deploy one instance, on an
 * event loop; give the clients of the product the base URLs and nothing else.
 */
public final class SandboxVerticle extends VerticleBase {
  /** Graphy's service account, for the walk-through of a first start; it opens nothing but this simulator. */
  public static final String GRAPHY_EMAIL = GraphySession.EMAIL;
  public static final String GRAPHY_PASSWORD = GraphySession.PASSWORD;
  /** Graphy's smallest course (fewer than 70 learners), in which Asha Kulkarni has completed modules. */
  public static final String GRAPHY_COURSE = GraphyCourses.SMALLEST;
  /** The school's prefix, which Graphy puts with a hyphen before the addresses of its learners. */
  public static final String GRAPHY_PREFIX = GraphyLearners.SLUG;
  /** Asha's address as Graphy stores it, with the school's prefix; her own is what follows the hyphen. */
  public static final String GRAPHY_LEARNER = GraphyLearners.email(GraphyLearners.ASHA);

  /** Credential that Meta gives to a customer; credentials here open nothing but these simulators. */
  public static final String WHATSAPP_TOKEN = WhatsAppSimulator.TOKEN;
  public static final String WHATSAPP_PHONE_NUMBER_ID = WhatsAppSimulator.PHONE_NUMBER_ID;
  public static final String WHATSAPP_APP_SECRET = WhatsAppSimulator.APP_SECRET;
  public static final String WHATSAPP_VERIFY_TOKEN = WhatsAppSimulator.VERIFY_TOKEN;
  public static final String AISENSY_KEY = WhatsAppSimulator.AISENSY_KEY;

  /** Opens the simulator of chat completions, under {@code /llm}. */
  public static final String LLM_KEY = LlmSimulator.KEY;

  // longer than what hangs may hang
  private static final int IDLE_SECONDS = 150;

  private final String host;
  private final int port;
  private final Clock clock;
  private HttpServer server;
  private MailSimulator mail;
  private WhatsAppSimulator whatsapp;

  /** Port 0 takes a free one. */
  public SandboxVerticle(String host, int port, Clock clock) {
    this.host = host;
    this.port = port;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router.route("/graphy/*").subRouter(new GraphySimulator(vertx, clock).router());
    mail = new MailSimulator(vertx, clock);
    router.route("/mail/*").subRouter(mail.router());
    whatsapp = new WhatsAppSimulator(vertx, clock);
    router.route("/whatsapp/*").subRouter(whatsapp.meta());
    router.route("/aisensy/*").subRouter(whatsapp.aisensy());
    router.route("/llm/*").subRouter(new LlmSimulator(vertx, clock).router());
    HttpServerOptions options = new HttpServerOptions()
        .setHost(host).setPort(port).setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
    server = vertx.createHttpServer(options).requestHandler(router);
    return mail.listen(host).compose(listening -> server.listen());
  }

  /** Sets the URL to which Meta's simulator reports what became of messages; from any thread. */
  public void tellWebhook(String url) {
    context.runOnContext(here -> whatsapp.webhooks().set(url, false, false, false));
  }

  /**
   * Returns the settings that lead to the simulators, by name, in a fixed order. A provider that is configured stays
   * the one that is used; Graphy is always the simulator's, whose pages need no politeness.
   *
   * @param configured the value of a setting; as the server was told it
   */
  public Map<String, String> settings(Function<String, String> configured) {
    String base = "http://127.0.0.1:" + port();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("GRAPHY_BASE_URL", base + "/graphy");
    if (configured.apply("GRAPHY_EMAIL_PREFIXES").isEmpty()) {
      settings.put("GRAPHY_EMAIL_PREFIXES", GRAPHY_PREFIX);
    }
    settings.put("SYNC_PAGE_DELAY_MS", "0-0");
    settings.put("SYNC_REPORT_DELAY_MS", "0-0");
    if (configured.apply("SMTP_HOST").isEmpty()) {
      settings.put("SMTP_HOST", "127.0.0.1");
      settings.put("SMTP_PORT", Integer.toString(mailPort()));
      settings.put("SMTP_USER", "");
      settings.put("SMTP_PASSWORD", "");
      settings.put("SMTP_TLS", "off");
    }
    if (configured.apply("WHATSAPP_PHONE_NUMBER_ID").isEmpty()) {
      settings.put("WHATSAPP_BASE_URL", base + "/whatsapp");
      settings.put("WHATSAPP_PHONE_NUMBER_ID", WHATSAPP_PHONE_NUMBER_ID);
      settings.put("WHATSAPP_TOKEN", WHATSAPP_TOKEN);
      settings.put("WHATSAPP_APP_SECRET", WHATSAPP_APP_SECRET);
      settings.put("WHATSAPP_VERIFY_TOKEN", WHATSAPP_VERIFY_TOKEN);
      settings.put("AISENSY_BASE_URL", base + "/aisensy");
      settings.put("AISENSY_API_KEY", AISENSY_KEY);
    }
    if (configured.apply("GROQ_API_KEY").isEmpty()) {
      settings.put("GROQ_BASE_URL", base + "/llm");
      settings.put("GROQ_API_KEY", LLM_KEY);
    }
    if (configured.apply("QUIET_HOURS").equals("usual")) {
      settings.put("QUIET_HOURS", "none");
    }
    return settings;
  }

  /** Returns the port that takes mail by SMTP, without login or TLS; known once it is deployed. */
  public int mailPort() {
    return mail.port();
  }

  /** Returns the port on which it listens; known once it is deployed. */
  public int port() {
    return server.actualPort();
  }
}
