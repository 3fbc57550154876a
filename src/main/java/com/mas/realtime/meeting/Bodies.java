package com.mas.realtime.meeting;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Text;
import com.mas.realtime.socketio.Ack;
import com.mas.realtime.socketio.Args;
import com.mas.realtime.socketio.JsonSlice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Reads the bodies of events; fails with words for the client. */
final class Bodies {
  private Bodies() {}

  static JsonSlice body(Args arguments) {
    JsonSlice body = arguments.hasBinary() ? null : arguments.slice(0);
    if (body == null || !body.isObject()) {
      throw Failure.INVALID.with("The event carries one JSON object.");
    }
    return body;
  }

  static UUID meeting(JsonSlice body) {
    return id(body, text(body, "roomId", null) != null ? "roomId" : "meetingId");
  }

  static UUID id(JsonSlice body, String name) {
    try {
      return UUID.fromString(String.valueOf(text(body, name, null)));
    } catch (IllegalArgumentException e) {
      throw Failure.INVALID.with(name + " must be a UUID.");
    }
  }

  /** @param alias looked at when there is no such member; may be null */
  static String text(JsonSlice body, String name, String alias) {
    JsonSlice member = body.member(name);
    if (member == null) {
      return alias == null ? null : text(body, alias, null);
    }
    String text = member.text();
    if (text != null && !Text.isStorable(text)) {
      throw Failure.INVALID.with(name + " must not contain the character U+0000, or half of a surrogate pair.");
    }
    return text;
  }

  static void refuse(Ack ack, Throwable e) {
    FailureException failure = e instanceof FailureException known ? known
        : Failure.INTERNAL.with("Something went wrong on our side.");
    Map<String, Object> refusal = new LinkedHashMap<>(Map.of("ok", false, "code", failure.failure().code(),
        "error", failure.detail().message()));
    if (failure.detail().reason() != null) {
      refusal.put("reason", failure.detail().reason());
    }
    ack.send(refusal);
  }
}
