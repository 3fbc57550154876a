package com.mas.domain.learning.sync.graphy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Request;
import com.mas.domain.learning.sync.graphy.GraphyContract.Forward;
import com.mas.domain.learning.sync.graphy.GraphyContract.Forwarded;
import com.mas.domain.learning.sync.graphy.GraphyContract.GetReport;
import com.mas.domain.learning.sync.graphy.GraphyContract.LiveUsers;
import com.mas.domain.learning.sync.graphy.GraphyContract.LogIn;
import com.mas.outbound.HttpCaller;
import com.mas.secrets.Vault;
import com.mas.testkit.House;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asks Graphy directly, as administrators do, with a Graphy that tries to lead elsewhere. */
class GraphyDoorIT {
  private static final UUID ADMIN = new UUID(1, 1);

  private final House house = new House("2026-03-02T10:00:00Z");
  private final AtomicInteger elsewhere = new AtomicInteger();
  private final AtomicInteger logIns = new AtomicInteger();
  private int elsewherePort;
  private volatile String session;

  @BeforeEach
  void start() {
    HttpServer other = House.await(house.vertx.createHttpServer().requestHandler(request -> {
      elsewhere.incrementAndGet();
      request.response().end("{}");
    }).listen(0, "127.0.0.1"));
    elsewherePort = other.actualPort();
    HttpServer graphy = House.await(house.vertx.createHttpServer().requestHandler(this::graphy).listen(0, "127.0.0.1"));
    GraphyVerticle verticle = new GraphyVerticle(house.bus, new Capacity("graphy", 1, 64), house.db,
        new HttpCaller(house.vertx, house.clock, new Random(7), new HttpCaller.Config("Graphy",
            "http://127.0.0.1:" + graphy.actualPort() + "/school", Duration.ofSeconds(5), 1, Duration.ofMillis(5),
            Duration.ofSeconds(1), 2 << 20, 1_000, Duration.ofSeconds(1))),
        Vault.of(null, "s".repeat(32)), List.of("GET /t/api/*", "POST /t/api/echo"));
    house.deploy(verticle);
    ask(GraphyContract.LOG_IN, new LogIn("admin@mrlearn.example", "secret"));
  }

  @AfterEach
  void stop() {
    house.close();
  }

  private void graphy(HttpServerRequest request) {
    String path = request.path().replaceFirst("^/school", "");
    if (path.equals("/s/authenticate")) {
      session = "session-" + logIns.incrementAndGet();
      request.response().headers().add("set-cookie", "c_ujwt=x.e30.y").add("set-cookie", "SESSIONID=" + session);
      request.response().end("{}");
    } else if (!String.valueOf(request.getHeader("cookie")).endsWith("SESSIONID=" + session)) {
      request.response().setStatusCode(401).end("{\"message\":\"authentication failed\"}");
    } else {
      switch (path) {
        case "/t/api/away" -> request.response().setStatusCode(302)
            .putHeader("location", "http://127.0.0.1:" + elsewherePort + "/").end();
        case "/t/api/huge" -> request.response().end("[\"" + "x".repeat(1 << 20) + "\"]");
        case "/t/api/endless" -> request.response().end("[\"" + "x".repeat(3 << 20) + "\"]");
        case "/t/api/user/get" -> request.response().end("{\"total\":2,\"data\":[{\"_id\":\"u1\",\"fname\":\"Asha\","
            + "\"email\":\"acme-asha@x.example\",\"phone\":\"98200\"},{\"_id\":\"u2\"}]}");
        case "/t/api/teapot" -> request.response().setStatusCode(418).end("[\"short and stout\"]");
        case "/t/api/echo" -> request.body().onSuccess(body -> request.response().end(
            "[\"" + request.method() + " " + request.query() + " " + body + "\"]"));
        default -> request.response().setStatusCode(404).end("{\"error\":\"none\"}");
      }
    }
  }

  private Forwarded forward(String method, String path, Map<String, String> query, Map<String, String> form) {
    return ask(GraphyContract.FORWARD, new Forward(method, path, query, form));
  }

  private Failure refused(String path) {
    return assertThrows(FailureException.class, () -> forward(null, path, null, null)).failure();
  }

  private <Q, A> A ask(Request<Q, A> request, Q body) {
    return house.ask(house.as(ADMIN, Principal.Role.ADMIN), request, body);
  }

  @Test
  void anAnswerComesWithItsOwnStatusAndQueriesAndFormsAreEncoded() {
    assertEquals(418, forward("GET", "/t/api/teapot", null, null).status());
    assertEquals("[\"GET a=b%26c%3D%0D%0A null\"]".replace(" null", " "),
        forward("GET", "/t/api/echo", Map.of("a", "b&c=\r\n"), null).json().toString());
    assertEquals("[\"POST null x=%26\"]",
        forward("POST", "/t/api/echo", null, Map.of("x", "&")).json().toString());
    assertEquals(404, forward("GET", "/t/api/none", null, null).status());
  }

  @Test
  void aRedirectLeadsNowhere() {
    assertEquals(Failure.PROVIDER_FAILED, refused("/t/api/away"));
    assertEquals(0, elsewhere.get());
  }

  @Test
  void anAnswerIsBounded() {
    assertEquals(Failure.TOO_LARGE, refused("/t/api/huge"));
    assertEquals(Failure.PROVIDER_FAILED, refused("/t/api/endless"));
  }

  @Test
  void whatIsNotAllowedNeverLeaves() {
    for (String path : List.of("//127.0.0.1:" + elsewherePort + "/", "http://127.0.0.1:" + elsewherePort + "/",
        "/t/api/../../s/authenticate", "@127.0.0.1:" + elsewherePort, "/s/authenticate", "/t/api/x\r\nHost: evil")) {
      assertEquals(Failure.FORBIDDEN, refused(path), path);
    }
    assertEquals(1, logIns.get());
    assertEquals(0, elsewhere.get());
  }

  @Test
  void aSessionThatEndedIsRenewedOnce() {
    session = "another";
    assertEquals(418, forward("GET", "/t/api/teapot", null, null).status());
    assertEquals(2, logIns.get());
  }

  @Test
  void usersAreListedAndAReportOfNobodyIsNotFound() {
    var page = ask(GraphyContract.LIVE_USERS, new LiveUsers(2, 0L));
    assertEquals(2, page.total());
    assertEquals("98200", page.items().getFirst().phone());
    assertNull(page.items().get(1).email());
    assertEquals(Failure.NOT_FOUND, assertThrows(FailureException.class,
        () -> ask(GraphyContract.LIVE_REPORT, new GetReport("../x", "c1"))).failure());
  }
}
