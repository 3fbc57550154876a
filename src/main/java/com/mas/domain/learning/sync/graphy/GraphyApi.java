package com.mas.domain.learning.sync.graphy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.module.SettingsReader;
import com.mas.outbound.Classify;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import com.mas.sources.UnreadableAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Graphy's web session, as requests and what an answer means. Pure. Only the paths of the login and of the user list
 * are known; the others are settings.
 */
final class GraphyApi {
  /** Paths of Graphy; {@code {course}} and {@code {user}} stand for ids. */
  record Paths(String login, String courses, String learners, String report, String students) {
    static final Paths USUAL = new Paths("/s/authenticate", "/t/api/course/list", "/t/api/course/{course}/learners",
        "/t/api/course/{course}/learners/{user}/report", "/t/api/user/get");

    /** Reads the settings; only the paths of the login and of the user list are known for certain. */
    static Paths read(SettingsReader from) {
      return new Paths(path(from, "GRAPHY_LOGIN_PATH"), path(from, "GRAPHY_COURSES_PATH"),
          path(from, "GRAPHY_LEARNERS_PATH", "{course}"), path(from, "GRAPHY_REPORT_PATH", "{course}", "{user}"),
          path(from, "GRAPHY_USERS_PATH"));
    }

    private static String path(SettingsReader from, String name, String... places) {
      String path = from.text(name);
      from.require(path.matches("/[A-Za-z0-9_./{}~-]*") && Stream.of(places).allMatch(path::contains),
          name + " must be a path" + (places.length == 0 ? "" : " with " + String.join(" and ", places))
              + ", such as /t/api/course; not \"" + path + "\"");
      return path;
    }
  }

  /** @param microserviceToken null when the login gave none */
  record Tokens(String cUjwt, String sessionId, String microserviceToken) {
    @Override
    public String toString() {
      return "Tokens[…]";
    }
  }

  private static final List<String> LOGIN_WANTED = List.of(
      "microservice token", "authentication failed", "no c_ujwt token", "email and password required");
  /** A message is short; looking further would find words in somebody's data. */
  private static final int MESSAGE_BYTES = 2_000;

  private final Paths paths;

  GraphyApi(Paths paths) {
    this.paths = paths;
  }

  Outgoing login(String email, String password) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("email", email);
    form.put("password", password);
    form.put("age", "");
    form.put("url", "/t/public/login");
    return Outgoing.form(paths.login, form);
  }

  Outgoing courses(Tokens tokens, int start, int size) {
    return asking(tokens, paths.courses, Map.of("start", String.valueOf(start), "length", String.valueOf(size)));
  }

  Outgoing learners(Tokens tokens, String courseId, int start, int size) {
    return asking(tokens, paths.learners.replace("{course}", Outgoing.segment(courseId)),
        Map.of("start", String.valueOf(start), "size", String.valueOf(size)));
  }

  Outgoing students(Tokens tokens, int start, int size) {
    return asking(tokens, paths.students, Map.of("start", String.valueOf(start), "size", String.valueOf(size)));
  }

  Outgoing report(Tokens tokens, String courseId, String userId) {
    return asking(tokens, paths.report.replace("{course}", Outgoing.segment(courseId))
        .replace("{user}", Outgoing.segment(userId)), Map.of());
  }

  private static Outgoing asking(Tokens tokens, String path, Map<String, String> query) {
    Outgoing request = Outgoing.get(path, query)
        .with("cookie", "c_ujwt=" + tokens.cUjwt + "; SESSIONID=" + tokens.sessionId)
        .with("x-requested-with", "XMLHttpRequest");
    return tokens.microserviceToken == null ? request : request.with("x-microservice-token", tokens.microserviceToken);
  }

  /**
   * Returns whether Graphy wants a login: 401, 403, a redirect, one of its known messages, or a page for people where
   * JSON was agreed. JSON that breaks off is not such a page: it begins as JSON.
   */
  static boolean isAuthError(Incoming answer) {
    Classify.Action action = Classify.status(answer.status());
    if (action == Classify.Action.AUTH) {
      return true;
    }
    if (action == Classify.Action.OK) {
      return isPage(answer.body()) || !answer.complete() ? isPage(answer.body()) : hasMessage(answer);
    }
    return hasMessage(answer);
  }

  /**
   * Returns whether Graphy says that the password is wrong: 401, 403 or one of its known messages. A page for people is
   * none: it may be of a maintenance, and a refusal is remembered until somebody logs in.
   */
  static boolean isRefusal(Incoming answer) {
    return answer.status() == 401 || answer.status() == 403 || hasMessage(answer);
  }

  private static boolean isPage(byte[] body) {
    for (byte b : body) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b != '{' && b != '[';
      }
    }
    return false; // nothing at all is no login page
  }

  private static boolean hasMessage(Incoming answer) {
    if (answer.body().length > MESSAGE_BYTES) {
      return false;
    }
    String text = answer.text().toLowerCase(Locale.ROOT);
    return !text.contains("\"data\"") && LOGIN_WANTED.stream().anyMatch(text::contains);
  }

  /** The session that a login's answer sets, or null when it sets none: the credentials were refused. */
  static Tokens tokens(Incoming answer) {
    String cUjwt = answer.cookie("c_ujwt");
    String sessionId = answer.cookie("SESSIONID");
    if (cUjwt == null || sessionId == null) {
      return null;
    }
    String token = answer.header("x-microservice-token");
    return new Tokens(cUjwt, sessionId, token.isEmpty() ? null : token);
  }

  /** Returns when the session ends, as its own token says, unverified; null when it does not say. */
  static Instant expiry(Tokens tokens) {
    String[] parts = tokens.cUjwt.split("\\.", -1);
    try {
      JsonNode exp = parts.length != 3 ? null
          : Json.MAPPER.readTree(Base64.getUrlDecoder().decode(parts[1])).get("exp");
      return exp == null || !exp.canConvertToLong() ? null : Instant.ofEpochSecond(exp.longValue());
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }

  static String write(Tokens tokens) {
    return Json.write(tokens);
  }

  static Tokens read(String tokens) {
    return Json.read(tokens, Tokens.class);
  }

  /** Fails with {@link UnreadableAnswer} for what is not a whole JSON object. */
  static JsonNode object(Incoming answer) {
    try {
      JsonNode node = answer.complete() ? Json.FOREIGN.readTree(answer.body()) : null;
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      // said below, without the parser's words
    } catch (IOException e) {
      throw new IllegalStateException("bytes cannot fail to be read", e);
    }
    throw unreadable(answer);
  }

  static UnreadableAnswer unreadable(Incoming answer) {
    String what = answer.body().length == 0 ? "is empty" : answer.complete() ? "is not the agreed JSON" : "breaks off";
    int excerpt = Math.min(answer.body().length, 4_000);
    return new UnreadableAnswer("Graphy's answer (" + answer.body().length + " bytes) " + what + ".",
        new String(answer.body(), 0, excerpt, StandardCharsets.UTF_8));
  }
}
