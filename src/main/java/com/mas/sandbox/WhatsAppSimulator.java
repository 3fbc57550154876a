package com.mas.sandbox;

import com.mas.sandbox.WhatsAppFaults.Fault;
import com.mas.sandbox.WhatsAppFaults.Kind;
import com.mas.sandbox.WhatsAppMessages.Message;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Meta's Cloud API and AiSensy's campaign API, as far as the product uses them; they deliver to nobody. */
final class WhatsAppSimulator {
  static final String TOKEN = "sandbox-token";
  static final String PHONE_NUMBER_ID = "100000000000001";
  static final String APP_SECRET = "sandbox-app-secret";
  static final String VERIFY_TOKEN = "sandbox-verify-token";
  static final String AISENSY_KEY = "sandbox-aisensy-key";
  static final String REMINDER = "mrlearn_course_progress_reminder";
  private static final int BODY_LIMIT = 64 * 1024;
  private static final int INVALID_PARAMETER = 100;
  private static final int MOST_PAIRS = 300_000;
  private static final long STEP_MS = 300;

  /** A template that Meta has approved. */
  record Template(int parameters, boolean button) {}

  private final Vertx vertx;
  private final Clock clock;
  private final WhatsAppMessages messages = new WhatsAppMessages();
  private final WhatsAppFaults faults = new WhatsAppFaults();
  private final WhatsAppWebhooks webhooks;
  private final Map<String, Template> templates = new LinkedHashMap<>();
  private final Map<String, Instant> lastTo = new HashMap<>();
  private Duration pairLimit = Duration.ofSeconds(6);
  private long count;
  private long asked;

  WhatsAppSimulator(Vertx vertx, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
    this.webhooks = new WhatsAppWebhooks(vertx, APP_SECRET);
    templates.put(REMINDER, new Template(5, true));
  }

  Router meta() {
    Router router = Router.router(vertx);
    BodyHandler body = BodyHandler.create(false).setBodyLimit(BODY_LIMIT);
    router.route("/sandbox/*").handler(body).subRouter(new WhatsAppSwitches(vertx, this).router());
    router.post("/:version/:number/messages").handler(body).handler(ctx -> serve(ctx, "meta"));
    return router;
  }

  Router aisensy() {
    Router router = Router.router(vertx);
    router.post("/campaign/t1/api/v2").handler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT))
        .handler(ctx -> serve(ctx, "aisensy"));
    return router;
  }

  WhatsAppMessages messages() {
    return messages;
  }

  WhatsAppFaults faults() {
    return faults;
  }

  WhatsAppWebhooks webhooks() {
    return webhooks;
  }

  Map<String, Template> templates() {
    return templates;
  }

  /** Requests to either provider, refused ones too. */
  long asked() {
    return asked;
  }

  void forget() {
    messages.clear();
    lastTo.clear();
    asked = 0;
  }

  void pairLimit(Duration limit) {
    pairLimit = limit;
  }

  private void serve(RoutingContext ctx, String provider) {
    asked++;
    Fault fault = faults.strike(provider);
    Kind kind = fault == null ? null : fault.kind();
    if (kind == Kind.HANG) {
      return; // the server closes what is idle
    }
    if (kind == Kind.CLOSE) {
      ctx.request().connection().close();
    } else if (kind == Kind.STATUS) {
      if (fault.value() == 429 || fault.value() == 503) {
        ctx.response().putHeader("Retry-After", "1");
      }
      ctx.response().setStatusCode(fault.value()).putHeader("content-type", "text/html").end("<h1>not now</h1>");
    } else if (kind == Kind.SLOW) {
      vertx.setTimer(fault.value(), late -> act(ctx, provider, null));
    } else {
      act(ctx, provider, fault);
    }
  }

  private void act(RoutingContext ctx, String provider, Fault fault) {
    if (ctx.response().closed()) {
      return;
    }
    JsonObject body;
    try {
      body = new JsonObject(ctx.body().asString());
    } catch (DecodeException | NullPointerException e) {
      body = new JsonObject();
    }
    boolean lose = fault != null && fault.kind() == Kind.LOSE;
    int error = fault != null && fault.kind() == Kind.ERROR ? fault.value() : 0;
    if (provider.equals("meta")) {
      byMeta(ctx, body, error, lose);
    } else {
      byAisensy(ctx, body, error, lose);
    }
  }

  private void byMeta(RoutingContext ctx, JsonObject body, int fault, boolean lose) {
    String token = ctx.request().getHeader("authorization");
    String to = number(body.getString("to", ""));
    JsonObject template = body.getJsonObject("template", new JsonObject());
    List<String> parameters = texts(template, "body");
    List<String> button = texts(template, "button");
    int code = fault != 0 ? fault : token == null || token.endsWith("expired") ? 190
        : to == null ? INVALID_PARAMETER : refusal(to, template.getString("name", ""), parameters, !button.isEmpty());
    if (code != 0) {
      refuse(ctx, code);
      return;
    }
    Message message = accept("meta", "wamid.SANDBOX" + ++count, to, template.getString("name"), parameters,
        button.isEmpty() ? null : button.getFirst(), body.getString("biz_opaque_callback_data"));
    news(message);
    if (lose) {
      ctx.request().connection().close();
      return;
    }
    ctx.json(new JsonObject().put("messaging_product", "whatsapp")
        .put("contacts", new JsonArray().add(new JsonObject().put("input", body.getString("to")).put("wa_id", to)))
        .put("messages", new JsonArray().add(new JsonObject().put("id", message.id())
            .put("message_status", "accepted"))));
  }

  /** Returns a number as Meta writes it: digits with the country's code; null for what cannot be one. */
  static String number(String written) {
    String digits = written.replaceAll("[+ ().-]", "");
    return digits.matches("[1-9][0-9]{5,14}") ? digits : null;
  }

  private int refusal(String to, String name, List<String> parameters, boolean button) {
    Template template = templates.get(name);
    if (template == null) {
      return 132001;
    }
    if (template.parameters() != parameters.size() || template.button() != button) {
      return 132000;
    }
    if (parameters.stream().anyMatch(text -> text.isEmpty() || text.matches("(?s).*([\\n\\t\\r]| {5}).*"))) {
      return 100;
    }
    if (to.endsWith("0026")) {
      return 131026;
    }
    if (to.endsWith("0047")) {
      return 131047;
    }
    if (to.endsWith("0429")) {
      return 130429;
    }
    Instant last = lastTo.get(to);
    return last != null && clock.instant().isBefore(last.plus(pairLimit)) ? 131056 : 0;
  }

  private Message accept(String provider, String id, String to, String template, List<String> parameters,
      String button, String callback) {
    Message message = new Message(id, provider, clock.instant(), to, template, parameters, button, callback);
    messages.add(message);
    if (lastTo.size() < MOST_PAIRS || lastTo.containsKey(to)) {
      lastTo.put(to, message.at());
    }
    return message;
  }

  private void byAisensy(RoutingContext ctx, JsonObject body, int fault, boolean lose) {
    Template template = templates.get(body.getString("campaignName", ""));
    JsonArray parameters = body.getJsonArray("templateParams", new JsonArray());
    if (!AISENSY_KEY.equals(body.getString("apiKey"))) {
      ctx.response().setStatusCode(401);
      ctx.json(new JsonObject().put("message", "Invalid API key"));
    } else if (number(body.getString("destination", "")) == null) {
      ctx.response().setStatusCode(400);
      ctx.json(new JsonObject().put("message", "Invalid destination"));
    } else if (fault != 0 || template == null || template.parameters() != parameters.size()) {
      ctx.response().setStatusCode(400);
      ctx.json(new JsonObject().put("message", "Template params does not match the campaign"));
    } else {
      List<String> texts = new ArrayList<>();
      parameters.forEach(text -> texts.add(String.valueOf(text)));
      Message message = accept("aisensy", "aisensy-" + ++count, number(body.getString("destination", "")),
          body.getString("campaignName"), texts, null, null);
      if (lose) {
        ctx.request().connection().close();
      } else {
        ctx.json(new JsonObject().put("success", "true").put("submitted_message_id", message.id()));
      }
    }
  }

  /** Sent and delivered, and by every other person read; one number fails afterwards. */
  private void news(Message message) {
    if (message.to().endsWith("0049")) {
      later(message, 1, "failed", 131049);
      return;
    }
    later(message, 1, "sent", 0);
    later(message, 2, "delivered", 0);
    if ((message.to().charAt(message.to().length() - 1) - '0') % 2 == 0) {
      later(message, 3, "read", 0);
    }
  }

  private void later(Message message, int step, String status, int code) {
    vertx.setTimer(step * STEP_MS, due -> status(message, status, code));
  }

  void status(Message message, String status, int code) {
    JsonObject told = new JsonObject().put("id", message.id()).put("status", status)
        .put("timestamp", String.valueOf(clock.instant().getEpochSecond())).put("recipient_id", message.to())
        .put("biz_opaque_callback_data", message.callback());
    if (code != 0) {
      told.put("errors", new JsonArray().add(new JsonObject().put("code", code).put("title", "Error " + code)
          .put("error_data", new JsonObject().put("details", "made up by the sandbox"))));
    }
    webhooks.add("messages", new JsonObject().put("statuses", new JsonArray().add(told)));
  }

  /**
   * Sends a person's answer.
   *
   * @param from digits with the country's code, as Meta writes a number
   * @param way text, button (a template's, with {@code text} as its payload), list_reply or button_reply
   */
  void inbound(String from, String way, String text) {
    JsonObject message = new JsonObject().put("from", from).put("id", "wamid.INBOUND" + ++count)
        .put("timestamp", String.valueOf(clock.instant().getEpochSecond()));
    switch (way) {
      case "text" -> message.put("type", way).put(way, new JsonObject().put("body", text));
      case "button" -> message.put("type", way).put(way, new JsonObject().put("payload", text).put("text", "Pressed"));
      default -> message.put("type", "interactive").put("interactive", new JsonObject().put("type", way)
          .put(way, new JsonObject().put("id", "1").put("title", text)));
    }
    webhooks.add("messages", new JsonObject()
        .put("contacts", new JsonArray().add(new JsonObject().put("wa_id", from)))
        .put("messages", new JsonArray().add(message)));
  }

  /**
   * Uses WhatsApp's own menu as a person does.
   *
   * @param value {@code stop} or {@code resume}
   */
  void preference(String from, String value) {
    webhooks.add("user_preferences", new JsonObject()
        .put("contacts", new JsonArray().add(new JsonObject().put("wa_id", from)))
        .put("user_preferences", new JsonArray().add(new JsonObject().put("wa_id", from)
            .put("category", "marketing_messages").put("value", value)
            .put("detail", "User requested to " + value + " marketing messages")
            .put("timestamp", clock.instant().getEpochSecond()))));
  }

  private static List<String> texts(JsonObject template, String component) {
    List<String> texts = new ArrayList<>();
    for (Object each : template.getJsonArray("components", new JsonArray())) {
      if (each instanceof JsonObject json && component.equals(json.getString("type"))) {
        json.getJsonArray("parameters", new JsonArray())
            .forEach(parameter -> texts.add(((JsonObject) parameter).getString("text", "")));
      }
    }
    return texts;
  }

  private static void refuse(RoutingContext ctx, int code) {
    int status = switch (code) {
      case 0, 190 -> 401;
      case 3, 131000, 131016, 131045, 131057 -> 500;
      case 2 -> 503;
      case 10, 131005, 131031, 368 -> 403;
      case 132001 -> 404;
      default -> 400;
    };
    ctx.response().setStatusCode(status);
    ctx.json(new JsonObject().put("error", new JsonObject().put("message", "(#" + code + ") refused")
        .put("type", "OAuthException").put("code", code).put("error_data", new JsonObject()
            .put("messaging_product", "whatsapp").put("details", "refused by the sandbox with " + code))
        .put("fbtrace_id", "sandbox")));
  }
}
