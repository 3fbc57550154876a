package com.mas.domain.learning.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.domain.learning.credential.OutsideIssuer.Auth;
import com.mas.domain.learning.credential.OutsideIssuer.Kind;
import com.mas.outbound.Classify;
import com.mas.outbound.ClientCredentials;
import com.mas.outbound.ClientCredentials.Client;
import com.mas.outbound.ClientCredentials.Way;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import com.mas.sources.UnreadableAnswer;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Calls one outside issuer, at its own address and nowhere else; nothing but these calls carries its key or token.
 * Thread-safe; its methods wait, so call them on virtual threads.
 */
final class OutsideClient {
  private static final String USUAL_HEADER = "X-API-Key";
  private static final int EXCERPT = 2_000;

  private final HttpCaller caller;
  private final OutsideIssuer issuer;
  /** Null for an issuer that is opened by a key. */
  private final ClientCredentials tokens;

  OutsideClient(HttpCaller caller, OutsideIssuer issuer, Clock clock) {
    this.caller = caller;
    this.issuer = issuer;
    Auth auth = issuer.auth();
    this.tokens = auth.kind() == Kind.API_KEY ? null : new ClientCredentials(caller, caller,
        new Client(auth.path(), auth.id(), auth.secret(), auth.scope() == null ? "" : auth.scope(), way(auth)), clock);
  }

  private static Way way(Auth auth) {
    return auth.kind() == Kind.JWT ? Way.LOGIN
        : auth.send() == null ? Way.JSON : Way.valueOf(auth.send().toUpperCase(Locale.ROOT));
  }

  /** Returns a page of the list. Fails as {@link com.mas.sources.Trouble} sorts it. */
  JsonNode list(Map<String, String> query) {
    return json(call(Outgoing.get(issuer.list().path(), query)));
  }

  /** Asks the issuer whether it has given this credential to this person. */
  boolean verifies(OutsideRow row) {
    Map<String, String> question = new LinkedHashMap<>();
    issuer.verify().fields().forEach((field, value) -> question.put(field, OutsideRules.value(row, value)));
    Incoming answer = call(new Outgoing("POST", issuer.verify().path(), Map.of(),
        Map.of("content-type", "application/json", "accept", "application/json"), Json.write(question), true));
    if (answer.status() == 404) {
      return false;
    }
    JsonNode said = issuer.verify().answer().in(json(answer));
    return said != null && said.asBoolean();
  }

  private Incoming call(Outgoing request) {
    Auth auth = issuer.auth();
    Future<Incoming> answer = tokens != null ? tokens.call(request)
        : caller.call(request.with(auth.header() == null ? USUAL_HEADER : auth.header(), auth.key()));
    return Database.await(answer);
  }

  private JsonNode json(Incoming answer) {
    switch (Classify.status(answer.status())) {
      case AUTH -> throw Failure.PROVIDER_UNAUTHENTICATED.with(issuer.name() + " refuses the login (status "
          + answer.status() + "); please check what conf/issuers.yaml says of its auth.");
      case OK -> {
        // is read below
      }
      default -> throw Failure.PROVIDER_FAILED.with(issuer.name() + " answered with status " + answer.status() + ".");
    }
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
    throw new UnreadableAnswer(issuer.name() + "'s answer (" + answer.body().length + " bytes) "
        + (answer.complete() ? "is not JSON." : "breaks off."), excerpt(answer));
  }

  private static String excerpt(Incoming answer) {
    return new String(answer.body(), 0, Math.min(answer.body().length, EXCERPT), StandardCharsets.UTF_8);
  }
}
