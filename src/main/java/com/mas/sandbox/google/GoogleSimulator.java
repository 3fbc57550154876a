package com.mas.sandbox.google;

import com.mas.sandbox.google.GoogleTokens.Person;
import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Kept;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Route;
import com.mas.sandbox.kit.Simulator;
import com.mas.seed.School;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Google's sign-in: a page on which one chooses who one is, the exchange of codes with PKCE, and the keys of its
 * tokens. A code is good once, for ten minutes. {@code as=ADDRESS} beside the query of the page chooses without a
 * click, {@code as=cancel} refuses.
 */
public final class GoogleSimulator implements Simulator {
  public static final String CLIENT = "engagement.apps.google.example";
  /** Opens nothing but this simulator. */
  public static final String SECRET = "GOCSPX-sandbox-4c7a1e";
  /** Names a person without an account here. */
  public static final String STRANGER = "leela.joseph@mail.example";
  /** Names a person whose address Google has not verified. */
  public static final String UNPROVED = "unproved@mail.example";

  /** Tokens are of another sign-in. */
  private static final Kind OTHER_NONCE = Kind.own("otherNonce");
  /** Tokens are for another client. */
  private static final Kind OTHER_AUDIENCE = Kind.own("otherAudience");
  /** Tokens are signed with a key that is not published. */
  private static final Kind FORGED = Kind.own("forged");
  /** Tokens have ended. */
  private static final Kind STALE = Kind.own("stale");
  private static final Duration CODE_LIFE = Duration.ofMinutes(10);
  private static final int MOST_CODES = 1_000;

  private record Code(Person person, String redirectUri, String nonce, String challenge, Instant until) {}

  private final Clock clock;
  private final GoogleTokens tokens = new GoogleTokens();
  private final Map<String, Code> codes = new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Code> eldest) {
      return size() > MOST_CODES;
    }
  };
  private String base = "";

  public GoogleSimulator(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "google";
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/o/oauth2/v2/auth", "auth", this::choose).open(),
        Route.post("/token", "token", this::exchange),
        Route.get("/oauth2/v3/certs", "certs", call -> call.json(tokens.keys())).open());
  }

  @Override
  public List<Kind> kinds() {
    return Kind.common(OTHER_NONCE, OTHER_AUDIENCE, FORGED, STALE);
  }

  @Override
  public Map<String, String> settings(String url, Function<String, String> configured) {
    Map<String, String> settings = new LinkedHashMap<>();
    base = url;
    if (configured.apply("GOOGLE_CLIENT_ID").isEmpty()) {
      settings.put("GOOGLE_CLIENT_ID", CLIENT);
      settings.put("GOOGLE_CLIENT_SECRET", SECRET);
      settings.put("GOOGLE_ACCOUNTS_URL", url);
      settings.put("GOOGLE_OAUTH_URL", url);
      settings.put("GOOGLE_API_URL", url);
    }
    return settings;
  }

  @Override
  public boolean admits(Exchange call) {
    return CLIENT.equals(call.form("client_id")) && SECRET.equals(call.form("client_secret"));
  }

  @Override
  public void refuse(Exchange call, int status) {
    switch (status) {
      case 401 -> error(call, 401, "invalid_client", "Unauthorized");
      case 400 -> error(call, 400, "invalid_grant", "Bad Request");
      default -> error(call, status, "server_error", "Please try again later.");
    }
  }

  @Override
  public Map<String, Kept.Held> held() {
    return Map.of("codes", new Kept.Held(codes.size(), MOST_CODES));
  }

  @Override
  public void reset() {
    codes.clear();
  }

  private static List<Person> people() {
    return List.of(new Person("10001", School.LEARNER.email(), true, School.LEARNER.name()),
        new Person("10002", School.LEAD.email(), true, School.LEAD.name()),
        new Person("10003", STRANGER, true, "Leela Joseph"),
        new Person("10004", UNPROVED, false, "Not Proved"));
  }

  private void choose(Exchange call) {
    Map<String, String> query = call.parameters();
    String redirectUri = query.get("redirect_uri");
    if (redirectUri == null || !CLIENT.equals(query.get("client_id")) || !"code".equals(query.get("response_type"))
        || !query.getOrDefault("scope", "").contains("openid") || query.get("state") == null
        || !"S256".equals(query.get("code_challenge_method"))) {
      error(call, 400, "invalid_request", "Missing required parameter");
      return;
    }
    String chosen = query.get("as");
    if (chosen == null) {
      call.send(200, "text/html; charset=utf-8", Buffer.buffer(page(query)));
      return;
    }
    String answer = people().stream().filter(person -> person.email().equals(chosen)).findFirst()
        .map(person -> "code=" + encoded(code(person, query))).orElse("error=access_denied");
    call.with("Location", redirectUri + (redirectUri.contains("?") ? "&" : "?") + answer + "&state="
        + encoded(query.get("state")));
    call.send(302, "text/plain", Buffer.buffer());
  }

  private String code(Person person, Map<String, String> query) {
    String code = "4/" + UUID.randomUUID();
    codes.put(code, new Code(person, query.get("redirect_uri"), query.get("nonce"), query.get("code_challenge"),
        clock.instant().plus(CODE_LIFE)));
    return code;
  }

  private static String page(Map<String, String> query) {
    StringBuilder page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width\"><title>Choose an account</title>"
        + "<h1>Choose an account</h1><p>This is the sandbox's Google.</p><ul>");
    people().forEach(person -> page.append("<li><a href=\"?").append(link(query, person.email())).append("\">")
        .append(person.name()).append(" (").append(person.email()).append(")</a>"));
    return page.append("</ul><p><a href=\"?").append(link(query, "cancel")).append("\">Cancel</a>").toString();
  }

  private static String link(Map<String, String> query, String chosen) {
    StringBuilder link = new StringBuilder();
    query.forEach((name, value) -> link.append(encoded(name)).append('=').append(encoded(value)).append("&amp;"));
    return link.append("as=").append(encoded(chosen)).toString();
  }

  private void exchange(Exchange call) {
    Code code = call.form("code") == null ? null : codes.remove(call.form("code"));
    if (!"authorization_code".equals(call.form("grant_type")) || code == null || code.until.isBefore(clock.instant())
        || !GoogleTokens.challenge(call.form("code_verifier")).equals(code.challenge)) {
      error(call, 400, "invalid_grant", "Bad Request");
      return;
    }
    if (!code.redirectUri.equals(call.form("redirect_uri"))) {
      error(call, 400, "redirect_uri_mismatch", "Bad Request");
      return;
    }
    long now = clock.instant().getEpochSecond() - (call.struck().has(STALE) ? Duration.ofDays(1).toSeconds() : 0);
    JsonObject claims = new JsonObject().put("iss", base)
        .put("aud", call.struck().has(OTHER_AUDIENCE) ? "another.apps.google.example" : CLIENT).put("azp", CLIENT)
        .put("sub", code.person.subject()).put("email", code.person.email())
        .put("email_verified", code.person.verified()).put("name", code.person.name())
        .put("nonce", call.struck().has(OTHER_NONCE) ? "another" : code.nonce).put("iat", now).put("exp", now + 3_600);
    call.json(new JsonObject().put("access_token", "ya29." + UUID.randomUUID()).put("expires_in", 3_599)
        .put("scope", "openid email profile").put("token_type", "Bearer")
        .put("id_token", tokens.signed(claims, call.struck().has(FORGED))));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void error(Exchange call, int status, String error, String description) {
    call.json(status, new JsonObject().put("error", error).put("error_description", description));
  }
}
