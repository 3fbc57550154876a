package com.mas.sandbox.ezexam;

import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Kept;
import io.vertx.core.http.Cookie;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Logins of the one staff account. The token of forms changes with each login; a form that carries another one than
 * the session's is refused, as one without a referrer is.
 */
final class EzExamSessions {
  /** Documented, and worth nothing: the account exists in this simulator only. */
  static final String USER = "staff@mrtest.example";
  static final String PASSWORD = "sandbox-password";
  static final int MOST = 64;

  private final SecureRandom random = new SecureRandom();
  /** Tokens of forms by session; the oldest goes first. */
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private boolean refused;

  boolean knows(String user, String password) {
    return !refused && USER.equalsIgnoreCase(user == null ? "" : user.strip()) && PASSWORD.equals(password);
  }

  void refuse(boolean all) {
    refused = all;
  }

  boolean isRefusing() {
    return refused;
  }

  /** Begins a session and returns its id. */
  String open() {
    String id = random(32);
    tokens.put(id, random(64));
    if (tokens.size() > MOST) {
      tokens.remove(tokens.keySet().iterator().next());
    }
    return id;
  }

  boolean holds(Exchange call) {
    return call.cookie("sessionid") != null && tokens.containsKey(call.cookie("sessionid"));
  }

  /** Returns the token of forms of a session; null for none. */
  String token(String session) {
    return session == null ? null : tokens.get(session);
  }

  /** Changes the token of forms, without saying so before the next page. */
  void rotate(Exchange call) {
    tokens.computeIfPresent(String.valueOf(call.cookie("sessionid")), (id, before) -> random(64));
  }

  /** Returns whether a form may be sent: by its cookie, its field or header, and where it comes from. */
  boolean isForm(Exchange call, String expected) {
    String cookie = call.cookie("csrftoken");
    String sent = call.header("X-CSRFToken") == null ? call.form("csrfmiddlewaretoken") : call.header("X-CSRFToken");
    return cookie != null && cookie.equals(sent) && (expected == null || expected.equals(cookie))
        && call.header("Referer") != null;
  }

  void expireAll() {
    tokens.clear();
  }

  void reset() {
    tokens.clear();
    refused = false;
  }

  Kept.Held held() {
    return new Kept.Held(tokens.size(), MOST);
  }

  String random(int letters) {
    byte[] bytes = new byte[letters / 2];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static Cookie cookie(String name, String value, boolean isHidden) {
    return Cookie.cookie(name, value).setPath("/").setHttpOnly(isHidden).setMaxAge(1_209_600);
  }
}
