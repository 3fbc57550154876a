package com.mas.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Misbehaviour of the language model that was switched on. */
final class LlmFaults {
  static final int MOST = 16;
  static final String[] FIELDS = {"kind", "status", "delayMs", "afterRequests", "times"};
  private static final int MANY = 1_000_000_000;

  enum Kind {
    /** No fault. */
    NONE("none"),
    /** An error of {@code status}; 429 carries {@code Retry-After}. */
    STATUS("status"),
    SLOW("slow"),
    CLOSE("close"),
    /** The content is no JSON. */
    MALFORMED("malformed"),
    MULTILINE("multiline"),
    LONG("long"),
    /** The answer ended at the limit of tokens. */
    CUT("cut"),
    /** A number that nobody told it. */
    INVENTED("invented");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  /** One fault and how often it has struck. */
  static final class Fault {
    private final Kind kind;
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
      value = switch (kind) {
        case STATUS -> body.whole("status", 400, 599, null);
        case SLOW -> body.whole("delayMs", 1, 120_000, 6_000);
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

    private boolean strikes() {
      if (seen++ < afterRequests || happened >= times) {
        return false;
      }
      happened++;
      return true;
    }
  }

  private final List<Fault> on = new ArrayList<>();

  /** Replaces all faults that were on. */
  void set(List<Fault> faults) {
    on.clear();
    on.addAll(faults);
  }

  /** The first that strikes, or null. */
  Fault strike() {
    Fault struck = null;
    for (Fault fault : on) {
      if (struck == null && fault.strikes()) {
        struck = fault;
      }
    }
    return struck;
  }

  JsonObject toJson() {
    JsonArray all = new JsonArray();
    on.forEach(fault -> all.add(new JsonObject().put("kind", fault.kind.label).put("value", fault.value)
        .put("afterRequests", fault.afterRequests).put("times", fault.times).put("happened", fault.happened)));
    return new JsonObject().put("faults", all);
  }
}
