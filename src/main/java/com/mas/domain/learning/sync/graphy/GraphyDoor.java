package com.mas.domain.learning.sync.graphy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.domain.learning.sync.Lms;
import com.mas.domain.learning.sync.graphy.GraphyApi.Tokens;
import com.mas.domain.learning.sync.graphy.GraphyContract.Forward;
import com.mas.domain.learning.sync.graphy.GraphyContract.Forwarded;
import com.mas.domain.learning.sync.graphy.GraphyContract.GetReport;
import com.mas.domain.learning.sync.graphy.GraphyContract.LiveUser;
import com.mas.domain.learning.sync.graphy.GraphyContract.LiveUsers;
import com.mas.domain.learning.sync.graphy.ProxyRules.Allowed;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import com.mas.sources.Ask;
import com.mas.sources.Connector;
import com.mas.sources.UnreadableAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Graphy for administrators, in the tenant's session. */
final class GraphyDoor {
  private static final Logger LOG = LoggerFactory.getLogger(GraphyDoor.class);
  private static final int MOST_BYTES = 1 << 20;
  private static final String USERS = "/t/api/user/get";

  private final GraphySession sessions;
  private final HttpCaller caller;
  private final Connector connector;
  private final List<Allowed> allowed;

  GraphyDoor(GraphySession sessions, HttpCaller caller, Connector connector, List<Allowed> allowed) {
    this.sessions = sessions;
    this.caller = caller;
    this.connector = connector;
    this.allowed = allowed;
  }

  Page<LiveUser> users(Call call, LiveUsers ask) {
    int limit = ask.limit() == null ? 50 : Math.clamp(ask.limit(), 1, Lms.PAGE_SIZE);
    int offset = ask.offset() == null ? 0 : Math.clamp(ask.offset(), 0, Integer.MAX_VALUE);
    Incoming answer = inSession(call.tenant(), Outgoing.get(USERS,
        Map.of("start", String.valueOf(offset), "size", String.valueOf(limit))));
    JsonNode document = answer.status() == 200 ? json(answer) : null;
    if (document == null || !document.path("data").isArray()) {
      throw GraphyContract.ANSWER_UNREADABLE.with(
          "Graphy's list of users could not be read (status " + answer.status() + ").");
    }
    List<LiveUser> users = new ArrayList<>();
    for (JsonNode row : document.path("data")) {
      String mobile = text(row, "mobile");
      users.add(new LiveUser(text(row, "_id"), text(row, "fname"), text(row, "email"),
          mobile == null ? text(row, "phone") : mobile));
    }
    JsonNode total = document.path("total");
    return new Page<>(users, limit, offset, total.isIntegralNumber() ? total.longValue() : null);
  }

  JsonNode report(Call call, GetReport ask) {
    try {
      return Json.MAPPER.readTree(connector.open(call.tenant()).read(Lms.REPORTS,
          Ask.about(ask.courseId(), ask.userId())).rows().getFirst().raw());
    } catch (UnreadableAnswer e) {
      throw Failure.PROVIDER_FAILED.with(e.getMessage());
    } catch (JsonProcessingException e) {
      throw GraphyContract.ANSWER_UNREADABLE.with("Graphy's report could not be read.");
    }
  }

  Forwarded forward(Call call, Forward ask) {
    String method = ask.method() == null ? "GET" : ask.method();
    ProxyRules.refusal(allowed, method, ask.path()).ifPresent(refusal -> {
      throw refusal;
    });
    Map<String, String> query = ask.query() == null ? Map.of() : ask.query();
    Outgoing request = Outgoing.get(ask.path(), query);
    if (method.toUpperCase(Locale.ROOT).equals("POST")) {
      Outgoing form = Outgoing.form(ask.path(), ask.form() == null ? Map.of() : ask.form());
      request = new Outgoing("POST", ask.path(), query, form.headers(), form.body(), false);
    }
    LOG.info("admin {} passes on {}", call.principal() == null ? "-" : call.userId(), request);
    Incoming answer = inSession(call.tenant(), request);
    if (answer.body().length > MOST_BYTES) {
      throw GraphyContract.ANSWER_TOO_LARGE.with(
          "Graphy's answer has more than " + MOST_BYTES + " bytes; ask for less at once.");
    }
    if (!answer.complete()) {
      throw GraphyContract.ANSWER_UNREADABLE.with("Graphy's answer breaks off.");
    }
    JsonNode json = json(answer);
    return new Forwarded(answer.status(), answer.header("content-type"), json, json == null ? answer.text() : null);
  }

  /** Asks; a refused session is renewed once, by the stored password. */
  private Incoming inSession(String tenant, Outgoing request) {
    GraphySession.Live live = sessions.stored(tenant);
    Incoming answer = send(live.tokens(), request);
    if (GraphyApi.isAuthError(answer)) {
      answer = send(sessions.renewed(tenant, live.version()).tokens(), request);
      if (GraphyApi.isAuthError(answer)) {
        throw GraphySession.refusedAnew(answer);
      }
    }
    return answer;
  }

  private Incoming send(Tokens tokens, Outgoing request) {
    Outgoing signed = request.with("cookie", "c_ujwt=" + tokens.cUjwt() + "; SESSIONID=" + tokens.sessionId())
        .with("x-requested-with", "XMLHttpRequest");
    return caller.call(tokens.microserviceToken() == null ? signed
        : signed.with("x-microservice-token", tokens.microserviceToken())).await();
  }

  private static JsonNode json(Incoming answer) {
    try {
      JsonNode node = Json.FOREIGN.readTree(answer.body());
      return node == null || node.isMissingNode() ? null : node;
    } catch (IOException e) {
      return null;
    }
  }

  private static String text(JsonNode row, String name) {
    JsonNode value = row.path(name);
    return value.isValueNode() && !value.isNull() && !value.asText().isBlank() ? value.asText() : null;
  }
}
