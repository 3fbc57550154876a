package com.mas.sandbox;

import com.mas.sandbox.kit.Desk;
import com.mas.sandbox.kit.Simulator;
import com.mas.sandbox.kit.Stage;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Every outside provider, simulated on one port, each below its own name: Graphy's base URL is {@code
 * http://<host>:<port>/graphy}. Deploy one instance, on an event loop; give the clients of the product {@link
 * #settings} and nothing else. {@code GET /} lists them; {@code DELETE /} makes all of them as new.
 */
public final class SandboxVerticle extends VerticleBase {
  // longer than what hangs may hang
  private static final int IDLE_SECONDS = 150;

  private final String host;
  private final int port;
  private final Clock clock;
  private final List<Stage.Maker> makers;
  private final Map<String, Desk> desks = new LinkedHashMap<>();
  private HttpServer server;

  /**
   * Port 0 takes a free one.
   *
   * @param makers of the simulators, those first of which others are made
   */
  public SandboxVerticle(String host, int port, Clock clock, List<Stage.Maker> makers) {
    this.host = host;
    this.port = port;
    this.clock = clock;
    this.makers = List.copyOf(makers);
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router.get("/").handler(call -> call.json(list()));
    router.delete("/").handler(call -> {
      desks.values().forEach(Desk::reset);
      call.json(list());
    });
    List<Simulator> made = new ArrayList<>();
    Stage stage = new Stage(vertx, clock, host, made);
    makers.forEach(maker -> made.add(maker.on(stage)));
    made.forEach(simulator -> desks.put(simulator.name(), new Desk(vertx, simulator, clock)));
    desks.forEach((name, desk) -> router.route("/" + name + "/*").subRouter(desk.router()));
    HttpServerOptions options = new HttpServerOptions()
        .setHost(host).setPort(port).setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
    server = vertx.createHttpServer(options).requestHandler(router);
    return Future.all(desks.values().stream().map(desk -> desk.simulator().open(desk)).toList())
        .compose(open -> server.listen());
  }

  private JsonObject list() {
    return new JsonObject().put("simulators", new JsonArray(List.copyOf(desks.keySet())));
  }

  /** Tells the simulators where the product listens, for webhooks; from any thread. */
  public void productAt(String url) {
    context.runOnContext(here -> desks.values().forEach(desk -> desk.simulator().productAt(url)));
  }

  /**
   * Returns the settings that lead to the simulators, by name, in a fixed order. A provider that is configured stays
   * the one that is used; Graphy is always the simulator's, whose pages need no politeness.
   *
   * @param configured the value of a setting; as the server was told it
   */
  public Map<String, String> settings(Function<String, String> configured) {
    Map<String, String> settings = new LinkedHashMap<>();
    desks.forEach((name, desk) -> settings.putAll(desk.simulator().settings(url(name), configured)));
    return settings;
  }

  /** Returns one of the simulators, for tests in this process; known once it is deployed. */
  public Desk desk(String name) {
    return desks.get(name);
  }

  /** Returns the base URL of one of the simulators; known once it is deployed. */
  public String url(String name) {
    return "http://127.0.0.1:" + port() + "/" + name;
  }

  /** Returns the port on which it listens; known once it is deployed. */
  public int port() {
    return server.actualPort();
  }
}
