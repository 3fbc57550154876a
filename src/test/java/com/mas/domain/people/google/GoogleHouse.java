package com.mas.domain.people.google;

import com.mas.boot.Modules;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.Json;
import com.mas.db.UuidV7;
import com.mas.domain.people.google.ConnectionContract.Connection;
import com.mas.domain.people.google.ConnectionContract.Revoke;
import com.mas.domain.people.identity.IdentityVerticle;
import com.mas.domain.people.identity.LoginContract.BeginSignIn;
import com.mas.domain.people.identity.LoginContract.FinishSignIn;
import com.mas.domain.people.identity.LoginContract.SignInBegun;
import com.mas.domain.people.identity.OutsideAccountContract;
import com.mas.jobs.Jobs;
import com.mas.outbound.HttpCaller;
import com.mas.redis.RateLimit;
import com.mas.redis.RedisLink;
import com.mas.sandbox.google.GoogleSimulator;
import com.mas.secrets.Vault;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** Identity and Google on a database of their own, beside the sandbox's Google. */
final class GoogleHouse extends House {
  static final String TENANT = "mas";
  static final String BACK = "http://127.0.0.1:8000/auth/google/callback";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final HttpClient BROWSER = HttpClient.newHttpClient();

  final Sandbox sandbox;
  final Vault vault = Vault.of("k".repeat(32), "s".repeat(32));
  private final SignInService.Config config;
  private String address;

  GoogleHouse() {
    this(true);
  }

  /** @param configured whether people can sign in with Google here */
  GoogleHouse(boolean configured) {
    super("2026-03-10T12:00:00+05:30");
    sandbox = new Sandbox(vertx, clock);
    config = new SignInService.Config(sandbox.settings("google").get("GOOGLE_ACCOUNTS_URL"),
        new GoogleClient.Client(GoogleSimulator.CLIENT, GoogleSimulator.SECRET), List.of(), true, false);
    deploy(node(configured));
    deploy(new IdentityVerticle(bus, new Capacity("identity", 2, 100), db, new Jobs(clock, Modules.SUBSCRIPTIONS),
        new RateLimit(null, clock), new UuidV7(clock),
        new IdentityVerticle.Config("s".repeat(32), 15, 30, 4, false, "root@mas.example", "correct horse battery"),
        GoogleContract.VOUCHING, List.of()));
  }

  /** Returns the domain as another node has it. */
  GoogleVerticle node(boolean configured) {
    return new GoogleVerticle(bus, new Capacity("google", 1, 100),
        new GoogleVerticle.Tools(db, new Jobs(clock, Modules.SUBSCRIPTIONS), vault, new RateLimit(null, clock),
            "https://learn.example"),
        configured ? caller(PATIENCE) : null, configured ? caller(PATIENCE) : null,
        configured ? large(PATIENCE) : null, configured ? large(PATIENCE) : null, config);
  }

  /** Returns the service by itself, with calls to Google that take so long at most. */
  SignInService service(Duration timeout) {
    return new SignInService(new SignInRepository(db),
        new GoogleClient(vertx, caller(timeout), caller(PATIENCE), config.client(), clock), config, null, clock);
  }

  /** Returns the service by itself, with limits that its nodes share. */
  SignInService limited() {
    RedisLink redis = RedisLink.connect(vertx, TestServers.redis().url());
    await(redis.ready(5_000));
    return new SignInService(new SignInRepository(db),
        new GoogleClient(vertx, caller(PATIENCE), caller(PATIENCE), config.client(), clock),
        new SignInService.Config(config.accounts(), config.client(), config.redirects(), config.loopback(), true),
        new RateLimit(redis, clock), clock);
  }

  /** Returns the calendars by themselves, with calls to Google that take so long at most. */
  CalendarService calendars(Duration timeout) {
    return new CalendarService(db, new Jobs(clock, Modules.SUBSCRIPTIONS), connections(timeout),
        "https://learn.example", clock);
  }

  /** Returns the Drives by themselves, with calls to Google that take so long at most. */
  DriveService drives(Duration timeout) {
    return new DriveService(bus, connections(timeout), large(timeout), large(timeout));
  }

  private Connections connections(Duration timeout) {
    return connections(service(PATIENCE), timeout);
  }

  Connections connections(SignInService signIns, Duration timeout) {
    return new Connections(db, new Jobs(clock, Modules.SUBSCRIPTIONS), vault, signIns,
        new GoogleClient(vertx, caller(PATIENCE), caller(timeout), config.client(), clock), config, clock);
  }

  /** Returns an access token in the clear. */
  String opened(ConnectionRepository.Key key, String sealed) {
    return vault.open(sealed, Tokens.sealing(key, "access")).orElseThrow();
  }

  private HttpCaller large(Duration timeout) {
    return new HttpCaller(vertx, clock, new Random(1), new HttpCaller.Config("Google", config.accounts(), timeout, 1,
        Duration.ofMillis(1), Duration.ofSeconds(1), DriveService.MOST_BYTES, 1_000, Duration.ofSeconds(1)));
  }

  private HttpCaller caller(Duration timeout) {
    return new HttpCaller(vertx, clock, new Random(1), new HttpCaller.Config("Google", config.accounts(), timeout, 1,
        Duration.ofMillis(1), Duration.ofSeconds(1), 1 << 20, 1_000, Duration.ofSeconds(1)));
  }

  @Override
  protected String address() {
    return address;
  }

  /** Has calls come from that address from now on; null: from none. */
  void from(String client) {
    address = client;
  }

  Call stranger() {
    return call(TENANT, null);
  }

  SignInBegun begin() {
    return ask(stranger(), OutsideAccountContract.BEGIN, new BeginSignIn(BACK));
  }

  /** Chooses an account on Google's page, and returns with what stands in the address that it leads to. */
  Map<String, String> chosen(SignInBegun begun, String email) {
    try {
      HttpResponse<String> answer = BROWSER.send(HttpRequest.newBuilder(URI.create(begun.url() + "&as="
          + URLEncoder.encode(email, StandardCharsets.UTF_8))).build(), HttpResponse.BodyHandlers.ofString());
      return Arrays.stream(URI.create(answer.headers().firstValue("location").orElseThrow()).getRawQuery().split("&"))
          .map(pair -> pair.split("=", 2))
          .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Connects the person's calendar with a Google account. */
  Connection connect(UUID person, String email) {
    return connect(as(person), email);
  }

  Connection connect(Call person, String email) {
    return ask(person, ConnectionContract.CALENDAR_CALLBACK, consented(person, email));
  }

  Connection connectDrive(UUID person, String email) {
    SignInBegun begun = ask(person, DriveContract.CONNECT, new BeginSignIn(BACK));
    Map<String, String> back = chosen(begun, email);
    return ask(person, DriveContract.CALLBACK, new FinishSignIn(back.get("code"), back.get("state"), begun.proof()));
  }

  /** Runs what is stored to give permissions back, and returns how many were given. */
  long givenBack() {
    List<Revoke> stored = column("SELECT body::text FROM jobs.job WHERE address = ?",
        ConnectionContract.REVOKE.address()).stream().map(body -> Json.read(body, Revoke.class)).toList();
    execute("DELETE FROM jobs.job WHERE address = ?", ConnectionContract.REVOKE.address());
    return stored.stream().filter(each -> ask(product(), ConnectionContract.REVOKE, each).given()).count();
  }

  /** Goes to Google, permits the calendar, and comes back. */
  FinishSignIn consented(UUID person, String email) {
    return consented(as(person), email);
  }

  private FinishSignIn consented(Call person, String email) {
    SignInBegun begun = ask(person, ConnectionContract.CONNECT_CALENDAR, new BeginSignIn(BACK));
    Map<String, String> back = chosen(begun, email);
    return new FinishSignIn(back.get("code"), back.get("state"), begun.proof());
  }

  /** Goes to Google and comes back. */
  FinishSignIn visit(String email) {
    SignInBegun begun = begin();
    Map<String, String> back = chosen(begun, email);
    return new FinishSignIn(back.get("code"), back.get("state"), begun.proof());
  }
}
