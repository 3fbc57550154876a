package com.mas.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Misbehaviour of the messaging providers that was switched on. */
final class WhatsAppFaults {
  static final int MOST = 16;
  static final String[] FIELDS = {"kind", "provider", "code", "status", "delayMs", "afterRequests", "times"};
  private static final int MANY = 1_000_000_000;

  enum Kind {
    /** Meta's error of {@code code}; AiSensy answers 400. */
    ERROR("error"),
    /** An HTTP {@code status} with a page of something in between; 429 and 503 carry {@code Retry-After}. */
    STATUS("status"),
    SLOW("slow"),
    /** No answer, and the message is not accepted. */
    HANG("hang"),
    /** The connection is closed, and the message is not accepted. */
    CLOSE("close"),
    /** The message is accepted, and the connection closed instead of an answer. */
    LOSE("lose");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  /** One fault and how often it has struck. */
  static final class Fault {
    private final Kind kind;
    private final String provider;
    private final int value;
    private final int afterRequests;
    private final int times;
    private int seen;
    private int happened;

    Fault(SwitchBody body) {
      String label = body.text("kind");
      kind = Arrays.stream(Kind.values()).filter(each -> each.label.equals(label)).findFirst().orElseThrow(
          () -> new SwitchBody.Refused("kind", "must be one of "
              + String.join(", ", Arrays.stream(Kind.values()).map(each -> each.label).toList())));
      provider = body.has("provider") ? body.text("provider") : null;
      if (provider != null && !provider.equals("meta") && !provider.equals("aisensy")) {
        throw new SwitchBody.Refused("provider", "must be meta or aisensy");
      }
      value = switch (kind) {
        case ERROR -> body.whole("code", 0, MANY, null);
        case STATUS -> body.whole("status", 400, 599, null);
        case SLOW -> body.whole("delayMs", 1, 120_000, 2_000);
        default -> 0;
      };
      afterRequests = body.whole("afterRequests", 0, MANY, 0);
      times = body.whole("times", 1, MANY, MANY);
    }

    Kind kind() {
      return kind;
    }

    int value() {
      return value;
    }

    private boolean strikes(String asked) {
      if (provider != null && !provider.equals(asked) || seen++ < afterRequests || happened >= times) {
        return false;
      }
      happened++;
      return true;
    }

    private JsonObject toJson() {
      return new JsonObject().put("kind", kind.label).put("provider", provider).put("value", value)
          .put("afterRequests", afterRequests).put("times", times).put("seen", seen).put("happened", happened);
    }
  }

  private final List<Fault> on = new ArrayList<>();

  /** Replaces all faults that were on. */
  void set(List<Fault> faults) {
    on.clear();
    on.addAll(faults);
  }

  /** The first that strikes, or null. */
  Fault strike(String provider) {
    Fault struck = null;
    for (Fault fault : on) {
      if (struck == null && fault.strikes(provider)) {
        struck = fault;
      }
    }
    return struck;
  }

  JsonObject toJson() {
    JsonArray all = new JsonArray();
    on.forEach(fault -> all.add(fault.toJson()));
    return new JsonObject().put("faults", all);
  }
}
