package com.mas.sandbox.whatsapp;

import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Given;
import com.mas.sandbox.kit.Kept;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Route;
import com.mas.sandbox.kit.Simulator;
import com.mas.sandbox.kit.Switches;
import com.mas.sandbox.whatsapp.WhatsAppMessages.Message;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Meta's Cloud API, as far as the product uses it; it delivers to nobody. Credentials open nothing but this. */
public final class WhatsAppSimulator implements Simulator {
  public static final String TOKEN = "sandbox-token";
  public static final String PHONE_NUMBER_ID = "100000000000001";
  public static final String APP_SECRET = "sandbox-app-secret";
  public static final String VERIFY_TOKEN = "sandbox-verify-token";
  private static final Kind ERROR = Kind.own("error", new Kind.Field("code", 0, 999_999, null));
  private static final int INVALID_PARAMETER = 100;
  private static final int EXPIRED = 190;
  private static final int MOST_TEMPLATES = 100;
  private static final List<String> WAYS = List.of("text", "button", "list_reply", "button_reply");
  private static final long STEP_MS = 300;

  private final Vertx vertx;
  private final Clock clock;
  private final WhatsAppMessages messages;
  private final WhatsAppWebhooks webhooks;
  private long answers;

  public WhatsAppSimulator(Vertx vertx, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
    this.messages = new WhatsAppMessages(clock);
    this.webhooks = new WhatsAppWebhooks(vertx, APP_SECRET);
  }

  /** Returns what goes out by this and by whoever else sends for the same account. */
  WhatsAppMessages messages() {
    return messages;
  }

  @Override
  public String name() {
    return "whatsapp";
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.post("/:version/:number/messages", "messages", this::send));
  }

  @Override
  public List<Kind> kinds() {
    return Kind.common(ERROR);
  }

  @Override
  public void switches(Switches switches) {
    switches.on("GET", "messages", asked -> messages.list(asked.query("to")))
        .on("DELETE", "messages", asked -> {
          messages.clear();
          return messages.list(null);
        })
        .on("GET", "counts", asked -> messages.counts(asked.query("to"), asked.query("template")))
        .on("GET", "templates", asked -> templates())
        .on("PUT", "templates", this::putTemplate)
        .on("DELETE", "templates", asked -> {
          messages.templates().remove(asked.rest());
          return templates();
        })
        .on("GET", "webhook", asked -> webhooks.toJson())
        .on("PUT", "webhook", this::putWebhook)
        .on("PUT", "pair-limit", asked -> {
          int seconds = asked.body("seconds").whole("seconds", 0, 3_600, null);
          messages.pairLimit(seconds);
          return new JsonObject().put("seconds", seconds);
        })
        .on("POST", "inbound", this::inbound)
        .on("POST", "preference", this::preference)
        .on("POST", "status", this::status);
  }

  @Override
  public Map<String, String> settings(String base, Function<String, String> configured) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (configured.apply("WHATSAPP_PHONE_NUMBER_ID").isEmpty()) {
      settings.put("WHATSAPP_BASE_URL", base);
      settings.put("WHATSAPP_PHONE_NUMBER_ID", PHONE_NUMBER_ID);
      settings.put("WHATSAPP_TOKEN", TOKEN);
      settings.put("WHATSAPP_APP_SECRET", APP_SECRET);
      settings.put("WHATSAPP_VERIFY_TOKEN", VERIFY_TOKEN);
    }
    if (configured.apply("QUIET_HOURS").equals("usual")) {
      settings.put("QUIET_HOURS", "none");
    }
    return settings;
  }

  @Override
  public boolean admits(Exchange call) {
    return ("Bearer " + TOKEN).equals(call.header("authorization"));
  }

  @Override
  public void refuse(Exchange call, int status) {
    refuse(call, status, switch (status) {
      case 401 -> EXPIRED;
      case 403 -> 10;
      case 404 -> 33;
      case 429 -> 130429;
      case 503 -> 2;
      default -> status >= 500 ? 131000 : INVALID_PARAMETER;
    });
  }

  @Override
  public void reset() {
    messages.reset();
    webhooks.reset();
  }

  @Override
  public Map<String, Kept.Held> held() {
    Map<String, Kept.Held> held = new LinkedHashMap<>(messages.held());
    held.put("templates", new Kept.Held(messages.templates().size(), MOST_TEMPLATES));
    held.put("news", webhooks.held());
    return held;
  }

  @Override
  public void productAt(String url) {
    webhooks.set(url + "/api/webhooks/whatsapp", false, false, false);
  }

  private void send(Exchange call) {
    JsonObject body = call.json();
    String to = WhatsAppMessages.number(body.getString("to", ""));
    JsonObject template = body.getJsonObject("template", new JsonObject());
    List<String> parameters = texts(template, "body");
    List<String> button = texts(template, "button");
    int code = call.struck().has(ERROR) ? call.struck().value(ERROR) : to == null ? INVALID_PARAMETER
        : refusal(to, template.getString("name", ""), parameters, !button.isEmpty());
    if (code != 0) {
      refuse(call, status(code), code);
      return;
    }
    Message message = messages.accept("meta", "wamid.SANDBOX", to, template.getString("name"), parameters,
        button.isEmpty() ? null : button.getFirst(), body.getString("biz_opaque_callback_data"));
    news(message);
    call.json(new JsonObject().put("messaging_product", "whatsapp")
        .put("contacts", new JsonArray().add(new JsonObject().put("input", body.getString("to")).put("wa_id", to)))
        .put("messages", new JsonArray().add(new JsonObject().put("id", message.id())
            .put("message_status", "accepted"))));
  }

  private int refusal(String to, String name, List<String> parameters, boolean button) {
    WhatsAppMessages.Template template = messages.templates().get(name);
    if (template == null) {
      return 132001;
    }
    if (template.parameters() != parameters.size() || template.button() != button) {
      return 132000;
    }
    if (parameters.stream().anyMatch(text -> text.isEmpty() || text.matches("(?s).*([\\n\\t\\r]| {5}).*"))) {
      return INVALID_PARAMETER;
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
    return messages.isTooSoon(to) ? 131056 : 0;
  }

  /** Tells sent and delivered, and by every other person read; one number fails afterwards. */
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
    vertx.setTimer(step * STEP_MS, due -> tell(message, status, code));
  }

  private void tell(Message message, String status, int code) {
    JsonObject told = new JsonObject().put("id", message.id()).put("status", status)
        .put("timestamp", seconds()).put("recipient_id", message.to())
        .put("biz_opaque_callback_data", message.callback());
    if (code != 0) {
      told.put("errors", new JsonArray().add(new JsonObject().put("code", code).put("title", "Error " + code)
          .put("error_data", new JsonObject().put("details", "made up by the sandbox"))));
    }
    webhooks.add("messages", new JsonObject().put("statuses", new JsonArray().add(told)));
  }

  private String seconds() {
    return String.valueOf(clock.instant().getEpochSecond());
  }

  private JsonObject templates() {
    JsonObject all = new JsonObject();
    messages.templates().forEach((name, template) -> all.put(name,
        new JsonObject().put("parameters", template.parameters()).put("button", template.button())));
    return all;
  }

  private JsonObject putTemplate(Switches.Asked asked) {
    Given given = asked.body("name", "parameters", "button");
    if (messages.templates().size() >= MOST_TEMPLATES) {
      throw new Given.Refused("name", "would be more than " + MOST_TEMPLATES + " templates");
    }
    messages.templates().put(given.text("name"), new WhatsAppMessages.Template(
        given.whole("parameters", 0, 20, null), given.whole("button", 0, 1, 0) == 1));
    return templates();
  }

  private JsonObject putWebhook(Switches.Asked asked) {
    Given given = asked.body("url", "shuffle", "duplicate", "badSignature");
    webhooks.set(given.has("url") ? given.text("url") : null, given.whole("shuffle", 0, 1, 0) == 1,
        given.whole("duplicate", 0, 1, 0) == 1, given.whole("badSignature", 0, 1, 0) == 1);
    return webhooks.toJson();
  }

  private static String from(Given given) {
    String from = WhatsAppMessages.number(given.text("from"));
    if (from == null) {
      throw new Given.Refused("from", "must be a phone number with its country's code");
    }
    return from;
  }

  /** Sends a person's answer; {@code type} button is one of a template's, with {@code text} as its payload. */
  private JsonObject inbound(Switches.Asked asked) {
    Given given = asked.body("from", "text", "type");
    String way = given.has("type") ? given.oneOf("type", WAYS) : "text";
    String from = from(given);
    String text = given.text("text");
    JsonObject message = new JsonObject().put("from", from).put("id", "wamid.INBOUND" + ++answers)
        .put("timestamp", seconds());
    switch (way) {
      case "text" -> message.put("type", way).put(way, new JsonObject().put("body", text));
      case "button" -> message.put("type", way).put(way, new JsonObject().put("payload", text).put("text", "Pressed"));
      default -> message.put("type", "interactive").put("interactive", new JsonObject().put("type", way)
          .put(way, new JsonObject().put("id", "1").put("title", text)));
    }
    webhooks.add("messages", new JsonObject()
        .put("contacts", new JsonArray().add(new JsonObject().put("wa_id", from)))
        .put("messages", new JsonArray().add(message)));
    return webhooks.toJson();
  }

  /** Uses WhatsApp's own menu as a person does; {@code value} is {@code stop} or {@code resume}. */
  private JsonObject preference(Switches.Asked asked) {
    Given given = asked.body("from", "value");
    String from = from(given);
    String value = given.text("value");
    webhooks.add("user_preferences", new JsonObject()
        .put("contacts", new JsonArray().add(new JsonObject().put("wa_id", from)))
        .put("user_preferences", new JsonArray().add(new JsonObject().put("wa_id", from)
            .put("category", "marketing_messages").put("value", value)
            .put("detail", "User requested to " + value + " marketing messages")
            .put("timestamp", clock.instant().getEpochSecond()))));
    return webhooks.toJson();
  }

  private JsonObject status(Switches.Asked asked) {
    Given given = asked.body("id", "status", "code");
    Message message = messages.find(given.text("id"));
    if (message == null) {
      throw new Given.Refused("id", "is no message that is kept");
    }
    tell(message, given.text("status"), given.whole("code", 0, 999_999, 0));
    return webhooks.toJson();
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

  private static int status(int code) {
    return switch (code) {
      case EXPIRED -> 401;
      case 3, 131000, 131016, 131045, 131057 -> 500;
      case 2 -> 503;
      case 10, 131005, 131031, 368 -> 403;
      case 132001 -> 404;
      default -> 400;
    };
  }

  private static void refuse(Exchange call, int status, int code) {
    call.json(status, new JsonObject().put("error", new JsonObject().put("message", "(#" + code + ") refused")
        .put("type", "OAuthException").put("code", code).put("error_data", new JsonObject()
            .put("messaging_product", "whatsapp").put("details", "refused by the sandbox with " + code))
        .put("fbtrace_id", "sandbox")));
  }
}
