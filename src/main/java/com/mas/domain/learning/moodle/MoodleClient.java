package com.mas.domain.learning.moodle;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.domain.learning.moodle.MoodleAnswers.Refused;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Outgoing;
import com.mas.sources.UnreadableAnswer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls a Moodle's web services: forms, never tokens in addresses. A token that does not count any more is asked for
 * anew, once. Thread-safe; its methods wait, so call them on virtual threads.
 */
final class MoodleClient {
  private static final String TOKEN = "/login/token.php";
  private static final String REST = "/webservice/rest/server.php";

  /**
   * @param key token of the service account; may be empty where the others are not
   * @param loginService in which people log in
   */
  record Account(String key, String user, String password, String service, String loginService) {
    @Override
    public String toString() {
      return "Account[hidden]";
    }

    boolean canRenew() {
      return !user.isEmpty() && !password.isEmpty() && !service.isEmpty();
    }

    boolean isThere() {
      return !key.isEmpty() || canRenew();
    }
  }

  private final HttpCaller caller;
  private final Account account;
  private volatile String token;

  MoodleClient(HttpCaller caller, Account account) {
    this.caller = caller;
    this.account = account;
    this.token = account.key().isEmpty() ? null : account.key();
  }

  /**
   * Calls a function that only reads, with the service account's token.
   *
   * @throws Refused when Moodle says no, {@link UnreadableAnswer} and {@code provider_failed} as they are
   */
  JsonNode read(String function, Map<String, String> parameters) {
    return inSession(function, parameters, true);
  }

  /** Calls a function that changes something: sent once, and never again by itself. */
  JsonNode change(String function, Map<String, String> parameters) {
    return inSession(function, parameters, false);
  }

  private JsonNode inSession(String function, Map<String, String> parameters, boolean repeatable) {
    String used = token == null ? renewed(null) : token;
    try {
      return call(used, function, parameters, repeatable);
    } catch (Refused refused) {
      if (!refused.isOfTheToken() || !account.canRenew()) {
        throw refused;
      }
      return call(renewed(used), function, parameters, repeatable);
    }
  }

  /** Calls a function with somebody's own token. */
  JsonNode call(String with, String function, Map<String, String> parameters, boolean repeatable) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("wstoken", with);
    form.put("wsfunction", function);
    form.put("moodlewsrestformat", "json");
    form.putAll(parameters);
    Outgoing request = Outgoing.form(REST, form);
    return MoodleAnswers.read((repeatable ? caller.call(new Outgoing(request.method(), request.path(), request.query(),
        request.headers(), request.body(), true)) : caller.once(request)).await());
  }

  /** Returns the token that somebody's password opens; fails with {@link Refused}. */
  String logIn(String username, String password) {
    return token(username, password, account.loginService());
  }

  /** Asks for a new token, or takes the one that was asked for meanwhile; two who ask at once get the same. */
  private String renewed(String refused) {
    if (token == null || token.equals(refused)) {
      if (!account.canRenew()) {
        throw Failure.PROVIDER_UNAUTHENTICATED.with("Moodle refuses MOODLE_MASTER_KEY; please set another one.");
      }
      try {
        token = token(account.user(), account.password(), account.service());
      } catch (Refused e) {
        throw e.isMaintenance() ? e : Failure.PROVIDER_UNAUTHENTICATED.with(
            "Moodle refuses the login of the service account; please check its password and service.");
      }
    }
    return token;
  }

  private String token(String username, String password, String service) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("username", username);
    form.put("password", password);
    form.put("service", service);
    JsonNode given = MoodleAnswers.read(caller.call(Outgoing.form(TOKEN, form)).await()).path("token");
    if (!given.isTextual()) {
      throw new UnreadableAnswer("Moodle's answer to a login has no token.", "");
    }
    return given.textValue();
  }
}
