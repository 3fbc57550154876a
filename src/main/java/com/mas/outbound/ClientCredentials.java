package com.mas.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls a provider in the name of an OAuth 2 client (RFC 6749, section 4.4). A token is asked for when it is needed,
 * once for all callers that wait for it, and kept until shortly before its end. A call that gets 401 is sent again,
 * once, with a new token; what comes then is the answer. Thread-safe.
 */
public final class ClientCredentials {
  private static final Duration MARGIN = Duration.ofSeconds(30);
  private static final Duration USUAL_LIFE = Duration.ofMinutes(5);
  private static final Duration LONGEST_LIFE = Duration.ofHours(24);
  private static final int LONGEST_TOKEN = 8 << 10;

  /** Says how the client shows who it is when it asks for a token. */
  public enum Way {
    /** Sends them in the header, beside a form, as the RFC would have it. */
    BASIC,
    /** Sends them as fields of the form. */
    FORM,
    /** Sends them as members of a JSON object. */
    JSON,
    /** Sends a JSON object that has nothing else: a login, and no OAuth. */
    LOGIN
  }

  /**
   * @param tokenPath where tokens are given, below the base URL of the provider's authorization server
   * @param scope empty for none
   */
  public record Client(String tokenPath, String id, String secret, String scope, Way way) {
    public Client(String tokenPath, String id, String secret, String scope) {
      this(tokenPath, id, secret, scope, Way.BASIC);
    }

    @Override
    public String toString() {
      return "Client[" + id + "]";
    }
  }

  private record Token(String text, Instant until) {}

  private final HttpCaller authorization;
  private final HttpCaller provider;
  private final Client client;
  private final Clock clock;
  /** Holds the token, or the request for it that is under way; null when there is none. */
  private Future<Token> token;

  /** @param authorization calls the server that gives tokens; often the same as {@code provider} */
  public ClientCredentials(HttpCaller authorization, HttpCaller provider, Client client, Clock clock) {
    this.authorization = authorization;
    this.provider = provider;
    this.client = client;
    this.clock = clock;
  }

  /** Calls as {@link HttpCaller#call} does. Fails with PROVIDER_UNAUTHENTICATED when no token is given. */
  public Future<Incoming> call(Outgoing request) {
    Future<Token> first = token(null);
    return first.compose(shown -> send(request, shown)).compose(answer -> answer.status() == 401
        ? token(first).compose(another -> send(request, another)) : Future.succeededFuture(answer));
  }

  private Future<Incoming> send(Outgoing request, Token shown) {
    return provider.call(request.with("authorization", "Bearer " + shown.text));
  }

  /** @param refused the one that is of no use any more, or null */
  private synchronized Future<Token> token(Future<Token> refused) {
    boolean usable = token != null && token != refused && !token.failed()
        && !(token.succeeded() && !clock.instant().isBefore(token.result().until));
    if (!usable) {
      token = ask();
    }
    return token;
  }

  /** Asking twice does no harm: a token that nobody has seen ends by itself. */
  private Future<Token> ask() {
    Map<String, String> fields = new LinkedHashMap<>();
    if (client.way != Way.LOGIN) {
      fields.put("grant_type", "client_credentials");
      if (!client.scope.isEmpty()) {
        fields.put("scope", client.scope);
      }
    }
    if (client.way != Way.BASIC) {
      fields.put("client_id", client.id);
      fields.put("client_secret", client.secret);
    }
    boolean isForm = client.way == Way.BASIC || client.way == Way.FORM;
    Outgoing asked = isForm ? Outgoing.form(client.tokenPath, fields)
        : new Outgoing("POST", client.tokenPath, Map.of(), Map.of("content-type", "application/json"),
            Json.write(fields), false);
    if (client.way == Way.BASIC) {
      String pair = encoded(client.id) + ":" + encoded(client.secret);
      asked = asked.with("authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
    }
    return authorization.call(asked.with("accept", "application/json").repeated()).map(this::read);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Token read(Incoming answer) {
    try {
      JsonNode json = answer.status() == 200 && answer.complete() ? Json.FOREIGN.readTree(answer.text()) : null;
      String text = json == null ? "" : json.path("access_token").asText();
      if (!text.isEmpty() && text.length() <= LONGEST_TOKEN && text.chars().allMatch(c -> c > ' ' && c < 0x7F)
          && json.path("token_type").asText("bearer").equalsIgnoreCase("bearer")) {
        long seconds = Math.clamp(json.path("expires_in").asLong(USUAL_LIFE.toSeconds()), 1, LONGEST_LIFE.toSeconds());
        Duration life = Duration.ofSeconds(seconds);
        return new Token(text, clock.instant().plus(life.compareTo(MARGIN.multipliedBy(2)) > 0 ? life.minus(MARGIN)
            : life.dividedBy(2)));
      }
    } catch (JsonProcessingException e) {
      // told below, without the parser's words
    }
    throw Failure.PROVIDER_UNAUTHENTICATED.with("The provider gives no token to the client " + client.id
        + "; it answered with status " + answer.status() + ". Check the id and the secret.");
  }
}
