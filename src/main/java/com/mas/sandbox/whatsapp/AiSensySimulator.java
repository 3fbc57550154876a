package com.mas.sandbox.whatsapp;

import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Route;
import com.mas.sandbox.kit.Simulator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** AiSensy's campaign API; what it accepts stands among the messages of {@link WhatsAppSimulator}. */
public final class AiSensySimulator implements Simulator {
  public static final String KEY = "sandbox-aisensy-key";

  private final WhatsAppMessages messages;

  public AiSensySimulator(WhatsAppSimulator account) {
    this.messages = account.messages();
  }

  @Override
  public String name() {
    return "aisensy";
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.post("/campaign/t1/api/v2", "campaign", this::send));
  }

  @Override
  public Map<String, String> settings(String base, Function<String, String> configured) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (configured.apply("WHATSAPP_PHONE_NUMBER_ID").isEmpty()) {
      settings.put("AISENSY_BASE_URL", base);
      settings.put("AISENSY_API_KEY", KEY);
    }
    return settings;
  }

  @Override
  public boolean admits(Exchange call) {
    return KEY.equals(call.json().getValue("apiKey"));
  }

  @Override
  public void refuse(Exchange call, int status) {
    refuse(call, status, status == 401 ? "Invalid API key" : "Something went wrong");
  }

  @Override
  public void reset() {
    messages.reset();
  }

  private void send(Exchange call) {
    JsonObject body = call.json();
    WhatsAppMessages.Template template = messages.templates().get(body.getString("campaignName", ""));
    JsonArray parameters = body.getJsonArray("templateParams", new JsonArray());
    String to = WhatsAppMessages.number(body.getString("destination", ""));
    if (to == null) {
      refuse(call, 400, "Invalid destination");
    } else if (template == null || template.parameters() != parameters.size()) {
      refuse(call, 400, "Template params does not match the campaign");
    } else {
      WhatsAppMessages.Message message = messages.accept("aisensy", "aisensy-", to, body.getString("campaignName"),
          parameters.stream().map(String::valueOf).toList(), null, null);
      call.json(new JsonObject().put("success", "true").put("submitted_message_id", message.id()));
    }
  }

  private static void refuse(Exchange call, int status, String message) {
    call.json(status, new JsonObject().put("message", message));
  }
}
