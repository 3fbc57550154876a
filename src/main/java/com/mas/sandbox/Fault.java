package com.mas.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/** One way to misbehave that was switched on, and how often it has done so. */
final class Fault {
  /** {@code field} is what the kind can be told, within its bounds; kinds without one only happen. */
  enum Kind {
    /** An HTTP error; 429 and 503 carry {@code Retry-After} of {@code retryAfter} seconds. */
    STATUS("status", "status", 400, 599, null),
    /** The login page, with status 200. */
    HTML("html"),
    /** 302 to the login page. */
    REDIRECT("redirect"),
    /** Half the JSON, though {@code Content-Length} promises all of it; then the connection is closed. */
    TRUNCATED("truncated"),
    SLOW("slow", "delayMs", 1, 120_000, 2_000),
    /** No answer until the faults are cleared; after two minutes the connection is closed. */
    HANG("hang"),
    /** The connection is closed instead of an answer. */
    CLOSE("close"),
    /** Everybody has so many percent of the course less than they really have. */
    REGRESS("regress", "percent", 1, 100, 20),
    UNORDERED("unordered"),
    /** Every tenth row stands twice, on top of the page's size. */
    DUPLICATE_ROWS("duplicateRows"),
    MISSING_PHONES("missingPhones"),
    MISSING_EMAILS("missingEmails"),
    NULL_COURSE_URL("nullCourseUrl"),
    /** Returns at most so many rows, though more were asked for and follow. */
    SHORT_PAGE("shortPage", "rows", 0, 99, 10),
    /** The total is wrong by so many. */
    WRONG_TOTAL("wrongTotal", "delta", -1_000_000, 1_000_000, 50),
    /** All sessions end, the one of this request too. Once, unless {@code times} says otherwise. */
    EXPIRE_SESSIONS("expireSessions");

    private final String label;
    private final String field;
    private final int least;
    private final int most;
    private final Integer usual;

    Kind(String label) {
      this(label, null, 0, 0, 0);
    }

    Kind(String label, String field, int least, int most, Integer usual) {
      this.label = label;
      this.field = field;
      this.least = least;
      this.most = most;
      this.usual = usual;
    }

    static Kind of(String label) {
      return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst().orElseThrow(
          () -> new SwitchBody.Refused("kind", "must be one of "
              + String.join(", ", Arrays.stream(values()).map(kind -> kind.label).toList())));
    }
  }

  static final String[] FIELDS = {
    "kind", "path", "page", "afterRequests", "times", "status", "retryAfter", "delayMs", "percent", "rows", "delta"
  };
  private static final int ANY_PAGE = -1;
  private static final int MANY = 1_000_000_000;

  private final Kind kind;
  private final Endpoint path;
  private final int page;
  private final int afterRequests;
  private final int times;
  private final int value;
  private final int retryAfter;
  private int seen;
  private int happened;

  /** Throws {@link SwitchBody.Refused} for what it cannot do. */
  Fault(SwitchBody body) {
    kind = Kind.of(body.text("kind"));
    path = body.has("path") ? endpoint(body.text("path")) : null;
    page = body.whole("page", 0, MANY, ANY_PAGE);
    afterRequests = body.whole("afterRequests", 0, MANY, 0);
    times = body.whole("times", 1, MANY, kind == Kind.EXPIRE_SESSIONS ? 1 : MANY);
    value = kind.field == null ? 0 : body.whole(kind.field, kind.least, kind.most, kind.usual);
    retryAfter = body.whole("retryAfter", 0, 86_400, 1);
    for (Kind other : Kind.values()) {
      if (other != kind && other.field != null && body.has(other.field)) {
        throw new SwitchBody.Refused(other.field, "has no meaning for " + kind.label);
      }
    }
    if (body.has("retryAfter") && kind != Kind.STATUS) {
      throw new SwitchBody.Refused("retryAfter", "has no meaning for " + kind.label);
    }
  }

  Kind kind() {
    return kind;
  }

  int value() {
    return value;
  }

  int retryAfter() {
    return retryAfter;
  }

  /** Returns whether both faults would strike the same requests in the same way. */
  boolean replaces(Fault older) {
    return kind == older.kind && path == older.path && page == older.page;
  }

  /** Counts the request if it is one of those meant; true when the fault is to happen to it. */
  boolean strikes(Endpoint endpoint, int start) {
    if (path != null && path != endpoint || page != ANY_PAGE && page != start) {
      return false;
    }
    if (seen++ < afterRequests || happened >= times) {
      return false;
    }
    happened++;
    return true;
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject().put("kind", kind.label);
    if (path != null) {
      json.put("path", path.label());
    }
    if (page != ANY_PAGE) {
      json.put("page", page);
    }
    if (kind.field != null) {
      json.put(kind.field, value);
    }
    if (kind == Kind.STATUS) {
      json.put("retryAfter", retryAfter);
    }
    if (times != MANY) {
      json.put("times", times);
    }
    return json.put("afterRequests", afterRequests).put("seen", seen).put("happened", happened);
  }

  private static Endpoint endpoint(String label) {
    return Arrays.stream(Endpoint.values()).filter(endpoint -> endpoint.label().equals(label)).findFirst().orElseThrow(
        () -> new SwitchBody.Refused("path", "must be one of "
            + String.join(", ", Arrays.stream(Endpoint.values()).map(Endpoint::label).toList())));
  }
}
