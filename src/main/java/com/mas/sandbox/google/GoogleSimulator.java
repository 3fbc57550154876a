package com.mas.sandbox.google;

import com.mas.sandbox.google.GoogleGrants.Grant;
import com.mas.sandbox.google.GoogleTokens.Person;
import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Kept;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Route;
import com.mas.sandbox.kit.Simulator;
import com.mas.sandbox.kit.Switches;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Google's sign-in: a page on which one chooses who one is, the exchange of codes with PKCE, lasting permissions, and
 * the keys of its tokens; beside it the interfaces that people permit. A code is good once, for ten minutes. {@code
 * as=ADDRESS} beside the query of the page chooses without a click, {@code as=cancel} refuses.
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
  /** Lasting permissions are refused. */
  private static final Kind DEAD_GRANT = Kind.own("deadGrant");
  /** Permissions do not last. */
  private static final Kind NOT_LASTING = Kind.own("notLasting");
  /** Renewals bring another lasting token. */
  private static final Kind ROTATES = Kind.own("rotates");
  private static final Duration CODE_LIFE = Duration.ofMinutes(10);
  private static final int MOST_CODES = 1_000;

  private record Code(Person person, String redirectUri, String nonce, String challenge, Set<String> scopes,
      boolean lasts, Instant until) {}

  private final Clock clock;
  private final GoogleTokens tokens = new GoogleTokens();
  private final GoogleGrants grants;
  private final GoogleCalendars calendars;
  private final GoogleDrive drive;
  private final Map<String, Code> codes = new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Code> eldest) {
      return size() > MOST_CODES;
    }
  };
  private String base = "";

  public GoogleSimulator(Clock clock) {
    this.clock = clock;
    this.grants = new GoogleGrants(clock);
    this.calendars = new GoogleCalendars(grants);
    this.drive = new GoogleDrive(grants, () -> base);
  }

  @Override
  public String name() {
    return "google";
  }

  @Override
  public List<Route> routes() {
    return Stream.of(List.of(Route.get("/o/oauth2/v2/auth", "auth", this::choose).open(),
        Route.post("/token", "token", this::exchange).named(GoogleSimulator::word),
        Route.post("/revoke", "revoke", this::revoke).open(),
        Route.get("/oauth2/v3/certs", "certs", call -> call.json(tokens.keys())).open()),
        calendars.routes(), drive.routes()).flatMap(List::stream).toList();
  }

  @Override
  public Set<String> words() {
    Set<String> words = new TreeSet<>(Set.of("refresh", "download"));
    routes().forEach(route -> words.add(route.word()));
    return words;
  }

  private static String word(Exchange call) {
    return "refresh_token".equals(call.form("grant_type")) ? "refresh" : "token";
  }

  @Override
  public void switches(Switches switches) {
    calendars.switches(switches);
  }

  @Override
  public List<Kind> kinds() {
    return Kind.common(OTHER_NONCE, OTHER_AUDIENCE, FORGED, STALE, DEAD_GRANT, NOT_LASTING, ROTATES,
        GoogleErrors.RATE_LIMITED, GoogleErrors.NOT_PERMITTED, GoogleCalendars.GONE, GoogleCalendars.PENDING,
        GoogleDrive.TOO_LONG, GoogleDrive.NO_DOWNLOAD);
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
      settings.put("GOOGLE_DOCS_URL", url);
    }
    return settings;
  }

  @Override
  public boolean admits(Exchange call) {
    return isInterface(call) ? grants.shown(call).isPresent()
        : CLIENT.equals(call.form("client_id")) && SECRET.equals(call.form("client_secret"));
  }

  private static boolean isInterface(Exchange call) {
    return call.target().contains("/calendar/") || call.target().contains("/drive/")
        || call.target().contains("/document/");
  }

  @Override
  public void expire() {
    grants.expire();
  }

  @Override
  public void refuse(Exchange call, int status) {
    if (isInterface(call)) {
      GoogleErrors.answer(call, status, status == 401 ? "authError" : "backendError");
      return;
    }
    switch (status) {
      case 401 -> error(call, 401, "invalid_client", "Unauthorized");
      case 400 -> error(call, 400, "invalid_grant", "Bad Request");
      default -> error(call, status, "server_error", "Please try again later.");
    }
  }

  @Override
  public Map<String, Kept.Held> held() {
    Map<String, Kept.Held> held = new LinkedHashMap<>(grants.held());
    held.putAll(calendars.held());
    held.put("codes", new Kept.Held(codes.size(), MOST_CODES));
    return held;
  }

  @Override
  public void reset() {
    codes.clear();
    grants.clear();
    calendars.clear();
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
        Set.of(query.get("scope").split(" ")), "offline".equals(query.get("access_type")),
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

  private void revoke(Exchange call) {
    if (grants.revoke(call.form("token"))) {
      call.json(new JsonObject());
    } else {
      error(call, 400, "invalid_token", "Token expired or revoked");
    }
  }

  private void renew(Exchange call) {
    Grant grant = grants.lasting(call.form("refresh_token")).orElse(null);
    if (grant == null || call.struck().has(DEAD_GRANT)) {
      error(call, 400, "invalid_grant", "Token has been expired or revoked.");
      return;
    }
    JsonObject answer = answer(grant);
    if (call.struck().has(ROTATES)) {
      answer.put("refresh_token", grants.grant(grant.person(), grant.scopes(), true).refreshToken());
    }
    call.json(answer);
  }

  private JsonObject answer(Grant grant) {
    return new JsonObject().put("access_token", grants.access(grant)).put("expires_in", GoogleGrants.SECONDS)
        .put("scope", String.join(" ", grant.scopes())).put("token_type", "Bearer");
  }

  private void exchange(Exchange call) {
    if ("refresh_token".equals(call.form("grant_type"))) {
      renew(call);
      return;
    }
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
    Grant grant = grants.grant(code.person, code.scopes, code.lasts && !call.struck().has(NOT_LASTING));
    JsonObject answer = answer(grant).put("id_token", tokens.signed(claims, call.struck().has(FORGED)));
    call.json(grant.refreshToken() == null ? answer : answer.put("refresh_token", grant.refreshToken()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void error(Exchange call, int status, String error, String description) {
    call.json(status, new JsonObject().put("error", error).put("error_description", description));
  }
}
