package com.mas.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import java.util.Locale;

/** Reads the frames of workers and writes ours. */
final class BridgeRules {
  static final String LOGIN = "bridge.login";
  private static final int LONGEST_NAME = 200;

  private BridgeRules() {}

  /** A frame of a client, checked for its shape. */
  record Frame(String type, String address, String replyAddress, JsonNode body) {}

  /** Fails with {@link Failure#INVALID} and words for the worker's author. */
  static Frame frame(JsonNode json) {
    String type = json.path("type").asText();
    Frame frame = new Frame(type, name(json, "address"), name(json, "replyAddress"), json.path("body"));
    switch (type) {
      case "ping" -> {
        return frame;
      }
      case "send", "register", "unregister" -> {
        if (frame.address == null) {
          throw Failure.INVALID.with(type + " needs an address.");
        }
        return frame;
      }
      default -> throw Failure.INVALID.with("A frame's type is ping, send, register or unregister.");
    }
  }

  private static String name(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual() || value.textValue().isEmpty() || value.textValue().length() > LONGEST_NAME) {
      throw Failure.INVALID.with(field + " must be text of 1 to " + LONGEST_NAME + " characters.");
    }
    return value.textValue();
  }

  /** The answer of a worker; throws the failure that it tells. */
  static JsonNode answer(JsonNode body) {
    JsonNode failure = body.path("failure");
    if (!failure.isObject()) {
      return body.path("body").isMissingNode() || body.path("body").isNull() ? null : body.path("body");
    }
    throw failure(failure.path("code").asText()).with(failure.path("message").asText("The worker failed."));
  }

  private static Failure failure(String code) {
    try {
      return Failure.valueOf(code.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      return Failure.INTERNAL;
    }
  }

  static ObjectNode pong() {
    return JsonNodeFactory.instance.objectNode().put("type", "pong");
  }

  /** @param replyAddress null when no answer is waited for */
  static ObjectNode message(String address, JsonNode body, String replyAddress) {
    ObjectNode message = JsonNodeFactory.instance.objectNode().put("type", "message").put("address", address);
    message.set("body", body == null ? JsonNodeFactory.instance.nullNode() : body);
    message.put("send", true);
    return replyAddress == null ? message : message.put("replyAddress", replyAddress);
  }

  /** @param address of the reply; null when the frame had none */
  static ObjectNode error(String address, FailureException failure) {
    ObjectNode error = JsonNodeFactory.instance.objectNode().put("type", "err")
        .put("failureCode", failure.failure().wireCode()).put("failureType", "RECIPIENT_FAILURE")
        .put("code", failure.failure().code()).put("message", failure.detail().message());
    if (failure.detail().reason() != null) {
      error.put("reason", failure.detail().reason());
    }
    return address == null ? error : error.put("address", address);
  }
}
