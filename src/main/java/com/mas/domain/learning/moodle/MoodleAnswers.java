package com.mas.domain.learning.moodle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.bus.Text;
import com.mas.outbound.Classify;
import com.mas.outbound.Incoming;
import com.mas.sources.Trouble;
import com.mas.sources.UnreadableAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Sorts Moodle's answers. Pure. Errors come with status 200 and are told by their {@code errorcode}. */
final class MoodleAnswers {
  /** Time after which a site in maintenance is asked again, in seconds. */
  static final int MAINTENANCE_SECONDS = 300;
  private static final int EXCERPT = 4_000;
  private static final Set<String> OF_THE_TOKEN = Set.of("invalidtoken", "wsaccessusersuspended",
      "wsaccessuserdeleted", "wsaccessuserunconfirmed", "wsaccessuserexpired", "wsaccessusernologin");
  private static final Set<String> OF_RIGHTS = Set.of("accessexception", "nopermissions", "cannotviewreport",
      "nopermissiontoviewgrades", "notabletoviewgrades");

  /** Moodle says no. */
  static final class Refused extends RuntimeException {
    private final String code;

    Refused(String code, String message) {
      super(message, null, false, false);
      this.code = code;
    }

    String code() {
      return code;
    }

    /** Returns whether another token may be what is needed. */
    boolean isOfTheToken() {
      return OF_THE_TOKEN.contains(code);
    }

    /** Returns whether the account may not do it. */
    boolean isOfRights() {
      return OF_RIGHTS.contains(code);
    }

    boolean isMaintenance() {
      return code.equals("sitemaintenance");
    }

    /** Returns what the product makes of it. */
    RuntimeException failure() {
      if (isMaintenance()) {
        return Trouble.maintenance("Moodle is in maintenance mode.", MAINTENANCE_SECONDS);
      }
      if (isOfTheToken() || isOfRights()) {
        return Failure.PROVIDER_UNAUTHENTICATED.with("Moodle refuses the service account (" + shown()
            + "); please check its token, service and capabilities.");
      }
      boolean isUnknown = code.equals("invalidrecord") && !getMessage().contains("external_functions")
          || code.equals("usernotenroled") || code.equals("invaliduser") || code.equals("invalidcourseid")
          || code.equals("errorcoursecontextnotvalid");
      return isUnknown ? MoodleContract.NOT_AT_MOODLE.refusal()
          : Failure.PROVIDER_FAILED.with("Moodle refused the request (" + shown() + ").");
    }

    private String shown() {
      String plain = code.replaceAll("<[^>]{0,200}>", " ").strip();
      return Text.cut(plain, 100);
    }
  }

  private MoodleAnswers() {}

  /**
   * Reads the JSON of an answer.
   *
   * @throws Refused as Moodle says
   * @throws UnreadableAnswer for what is not whole JSON
   */
  static JsonNode read(Incoming answer) {
    if (Classify.status(answer.status()) != Classify.Action.OK) {
      if (answer.status() == 403) {
        throw new Refused("accessexception", "Web services, or their REST protocol, are switched off.");
      }
      throw Classify.status(answer.status()) == Classify.Action.AUTH
          ? new Refused("invalidtoken", "Moodle leads to its login page.")
          : Failure.PROVIDER_FAILED.with("Moodle answered with status " + answer.status() + ".");
    }
    JsonNode json = json(answer);
    if (json.isObject() && json.path("errorcode").isTextual()
        && (json.has("exception") || json.has("error"))) {
      String message = json.has("message") ? json.get("message").asText() : json.path("error").asText();
      throw new Refused(json.get("errorcode").textValue(), message);
    }
    return json;
  }

  private static JsonNode json(Incoming answer) {
    try {
      JsonNode json = answer.complete() ? Json.FOREIGN.readTree(answer.body()) : null;
      if (json != null && !json.isMissingNode()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // told below, without the parser's words
    } catch (IOException e) {
      throw new IllegalStateException("bytes cannot fail to be read", e);
    }
    String what = answer.body().length == 0 ? "is empty" : answer.complete() ? "is not JSON" : "breaks off";
    throw new UnreadableAnswer("Moodle's answer (" + answer.body().length + " bytes) " + what + ".",
        new String(answer.body(), 0, Math.min(answer.body().length, EXCERPT), StandardCharsets.UTF_8));
  }
}
