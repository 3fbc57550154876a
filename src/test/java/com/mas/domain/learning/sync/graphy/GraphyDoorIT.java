package com.mas.domain.learning.sync.graphy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.domain.learning.sync.graphy.GraphyContract.Forward;
import com.mas.domain.learning.sync.graphy.GraphyContract.Forwarded;
import com.mas.domain.learning.sync.graphy.GraphyContract.GetReport;
import com.mas.domain.learning.sync.graphy.GraphyContract.LiveUsers;
import com.mas.domain.learning.sync.graphy.GraphyContract.LogIn;
import com.mas.outbound.HttpCaller;
import com.mas.secrets.Vault;
import com.mas.testkit.TestDatabase;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asks Graphy directly, as administrators do, with a Graphy that tries to lead elsewhere. */
class GraphyDoorIT {
  private final TestDatabase database = TestDatabase.create();
  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, Clock.systemUTC());
  private final Database db = Database.open(vertx, database.url(), 4);
  private final AtomicInteger elsewhere = new AtomicInteger();
  private final AtomicInteger logIns = new AtomicInteger();
  private int elsewherePort;
  private volatile String session;

  @BeforeEach
  void start() {
    HttpServer other = await(vertx.createHttpServer().requestHandler(request -> {
      elsewhere.incrementAndGet();
      request.response().end("{}");
    }).listen(0, "127.0.0.1"));
    elsewherePort = other.actualPort();
    HttpServer graphy = await(vertx.createHttpServer().requestHandler(this::graphy).listen(0, "127.0.0.1"));
    GraphyVerticle verticle = new GraphyVerticle(bus, new Capacity("graphy", 1, 64), db,
        new HttpCaller(vertx, Clock.systemUTC(), new Random(7), new HttpCaller.Config("Graphy",
            "http://127.0.0.1:" + graphy.actualPort() + "/school", Duration.ofSeconds(5), 1, Duration.ofMillis(5),
            Duration.ofSeconds(1), 2 << 20, 1_000, Duration.ofSeconds(1))),
        Vault.of(null, "s".repeat(32)), List.of("GET /t/api/*", "POST /t/api/echo"));
    await(vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    ask(GraphyContract.LOG_IN, new LogIn("admin@mrlearn.example", "secret"));
  }

  @AfterEach
  void stop() {
    await(db.close());
    await(vertx.close());
    database.close();
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
    CompletionException e =
        assertThrows(CompletionException.class, () -> forward(null, path, null, null));
    return assertInstanceOf(FailureException.class, e.getCause()).failure();
  }

  private <Q, A> A ask(Request<Q, A> request, Q body) {
    return await(bus.send(new Call("test", null, "mas", new Principal(UUID.randomUUID(), Principal.Role.ADMIN, Set.of(),
        "mas"), System.currentTimeMillis() + 30_000, null, null), request, body));
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
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
    assertEquals(Failure.PROVIDER_UNAUTHENTICATED, refused("/t/api/away"));
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
    CompletionException e = assertThrows(CompletionException.class,
        () -> ask(GraphyContract.LIVE_REPORT, new GetReport("../x", "c1")));
    assertEquals(Failure.NOT_FOUND, assertInstanceOf(FailureException.class, e.getCause()).failure());
  }
}
