package com.mas.domain.people.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.mas.bus.Text;
import com.mas.domain.people.notification.NotificationContract.*;
import com.mas.domain.people.notification.WhatsAppRules.Refusal;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import java.util.Map;
import java.util.UUID;

/** Writes the requests to Meta and AiSensy and reads their answers. Pure: sends nothing. */
final class WhatsAppClient {
  /** @param messageId when accepted; {@code refusal} null then. Both null: it cannot be told whether it was sent. */
  record Verdict(String messageId, Refusal refusal, int code, String error) {
    boolean isAccepted() {
      return messageId != null;
    }

    boolean isUnknown() {
      return messageId == null && refusal == null;
    }
  }

  private static final int MOST_WORDS = 200;

  private WhatsAppClient() {}

  /** @param delivery comes back with each news of the message, even if the answer to this is lost */
  static Outgoing meta(WhatsAppService.Config config, UUID delivery, String phone, SendWhatsApp message) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("messaging_product", "whatsapp")
        .put("recipient_type", "individual").put("to", phone).put("type", "template")
        .put("biz_opaque_callback_data", delivery.toString());
    ObjectNode template = body.putObject("template").put("name", message.template());
    template.putObject("language").put("code", message.language());
    ArrayNode components = template.putArray("components");
    ArrayNode parameters = components.addObject().put("type", "body").putArray("parameters");
    message.parameters()
        .forEach(text -> parameters.addObject().put("type", "text").put("text", WhatsAppRules.parameter(text)));
    if (message.button() != null) {
      components.addObject().put("type", "button").put("sub_type", "url").put("index", "0").putArray("parameters")
          .addObject().put("type", "text").put("text", WhatsAppRules.parameter(message.button()));
    }
    return post("/" + Outgoing.segment(config.version()) + "/" + Outgoing.segment(config.phoneNumberId())
        + "/messages", body).with("authorization", "Bearer " + config.token());
  }

  static Outgoing aisensy(WhatsAppService.Config config, String phone, SendWhatsApp message) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("apiKey", config.aisensyKey())
        .put("campaignName", message.template()).put("destination", "+" + phone)
        .put("userName", message.parameters().isEmpty() ? phone
            : WhatsAppRules.parameter(message.parameters().getFirst()))
        .put("source", message.category().wire());
    ArrayNode parameters = body.putArray("templateParams");
    message.parameters().forEach(text -> parameters.add(WhatsAppRules.parameter(text)));
    if (message.button() != null) {
      body.putArray("buttons").addObject().put("type", "button").put("sub_type", "url").put("index", "0")
          .putArray("parameters").addObject().put("type", "text")
          .put("text", WhatsAppRules.parameter(message.button()));
    }
    return post("/campaign/t1/api/v2", body);
  }

  /** An error without Meta's own words comes from something in between, and says nothing about the message. */
  static Verdict readMeta(Incoming answer) {
    JsonNode json = json(answer);
    JsonNode error = json.path("error");
    if (error.path("code").isInt()) {
      int code = error.path("code").intValue();
      return new Verdict(null, WhatsAppRules.refusal(code, answer.status()), code,
          words(error.path("error_data").path("details").asText(error.path("message").asText())));
    }
    String id = json.path("messages").path(0).path("id").asText();
    if (answer.status() / 100 == 2 && answer.complete() && !id.isEmpty()) {
      return new Verdict(id, null, 0, null);
    }
    return withoutWords(answer);
  }

  static Verdict readAisensy(Incoming answer) {
    JsonNode json = json(answer);
    String id = json.path("submitted_message_id").asText();
    if (answer.status() / 100 == 2 && answer.complete() && json.path("success").asText().equals("true")) {
      return new Verdict(id.isEmpty() ? "aisensy" : id, null, 0, null);
    }
    if (answer.status() / 100 == 4 && json.has("message")) {
      return new Verdict(null, WhatsAppRules.refusal(answer.status() == 400 ? 132012 : -1, answer.status()),
          answer.status(), words(json.path("message").asText()));
    }
    return withoutWords(answer);
  }

  /** A 4xx was not taken, whoever said so; anything else may have been. */
  private static Verdict withoutWords(Incoming answer) {
    return answer.status() / 100 == 4
        ? new Verdict(null, WhatsAppRules.refusal(-1, answer.status()), answer.status(), "status " + answer.status())
        : new Verdict(null, null, answer.status(), "status " + answer.status() + " without an answer that can be read");
  }

  private static Outgoing post(String path, ObjectNode body) {
    return new Outgoing("POST", path, Map.of(), Map.of("content-type", "application/json"), Json.write(body), false);
  }

  private static JsonNode json(Incoming answer) {
    try {
      return Json.FOREIGN.readTree(answer.text());
    } catch (JsonProcessingException e) {
      return Json.MAPPER.createObjectNode();
    }
  }

  private static String words(String text) {
    return Text.within(text, MOST_WORDS);
  }
}
