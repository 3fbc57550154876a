package com.mas.sandbox;

import com.mas.sandbox.WhatsAppMessages.Message;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Operations that the real providers do not have: below {@code /whatsapp/sandbox}. */
final class WhatsAppSwitches {
  private static final int MOST_TEMPLATES = 100;
  private static final List<String> WAYS = List.of("text", "button", "list_reply", "button_reply");

  private final Vertx vertx;
  private final WhatsAppSimulator simulator;

  WhatsAppSwitches(Vertx vertx, WhatsAppSimulator simulator) {
    this.vertx = vertx;
    this.simulator = simulator;
  }

  Router router() {
    Router router = Router.router(vertx);
    router.get("/messages").handler(answer(ctx -> simulator.messages().list(ctx.request().getParam("to"))));
    router.delete("/messages").handler(answer(ctx -> {
      simulator.forget();
      return simulator.messages().list(null);
    }));
    router.get("/counts").handler(answer(ctx -> simulator.messages()
        .counts(ctx.request().getParam("to"), ctx.request().getParam("template")).put("asked", simulator.asked())));
    router.get("/faults").handler(answer(ctx -> simulator.faults().toJson()));
    router.put("/faults").handler(answer(this::putFaults));
    router.delete("/faults").handler(answer(ctx -> {
      simulator.faults().set(List.of());
      return simulator.faults().toJson();
    }));
    router.get("/templates").handler(answer(ctx -> templates()));
    router.put("/templates").handler(answer(this::putTemplate));
    router.delete("/templates/:name").handler(answer(ctx -> {
      simulator.templates().remove(ctx.pathParam("name"));
      return templates();
    }));
    router.get("/webhook").handler(answer(ctx -> simulator.webhooks().toJson()));
    router.put("/webhook").handler(answer(this::putWebhook));
    router.put("/pair-limit").handler(answer(ctx -> {
      int seconds = SwitchBody.one(ctx.body(), "seconds").whole("seconds", 0, 3_600, null);
      simulator.pairLimit(Duration.ofSeconds(seconds));
      return new JsonObject().put("seconds", seconds);
    }));
    router.post("/inbound").handler(answer(ctx -> {
      SwitchBody body = SwitchBody.one(ctx.body(), "from", "text", "type");
      String way = body.has("type") ? body.text("type") : "text";
      if (!WAYS.contains(way)) {
        throw new SwitchBody.Refused("type", "must be one of " + WAYS);
      }
      simulator.inbound(from(body), way, body.text("text"));
      return simulator.webhooks().toJson();
    }));
    router.post("/preference").handler(answer(ctx -> {
      SwitchBody body = SwitchBody.one(ctx.body(), "from", "value");
      simulator.preference(from(body), body.text("value"));
      return simulator.webhooks().toJson();
    }));
    router.post("/status").handler(answer(this::status));
    return router;
  }

  private static String from(SwitchBody body) {
    String from = WhatsAppSimulator.number(body.text("from"));
    if (from == null) {
      throw new SwitchBody.Refused("from", "must be a phone number with its country's code");
    }
    return from;
  }

  private JsonObject putFaults(RoutingContext ctx) {
    simulator.faults().set(SwitchBody.several(ctx.body(), WhatsAppFaults.MOST, WhatsAppFaults.FIELDS).stream()
        .map(WhatsAppFaults.Fault::new).toList());
    return simulator.faults().toJson();
  }

  private JsonObject templates() {
    JsonObject all = new JsonObject();
    simulator.templates().forEach((name, template) -> all.put(name,
        new JsonObject().put("parameters", template.parameters()).put("button", template.button())));
    return all;
  }

  private JsonObject putTemplate(RoutingContext ctx) {
    SwitchBody body = SwitchBody.one(ctx.body(), "name", "parameters", "button");
    Map<String, WhatsAppSimulator.Template> known = simulator.templates();
    if (known.size() >= MOST_TEMPLATES) {
      throw new SwitchBody.Refused("name", "would be more than " + MOST_TEMPLATES + " templates");
    }
    known.put(body.text("name"), new WhatsAppSimulator.Template(body.whole("parameters", 0, 20, null),
        body.whole("button", 0, 1, 0) == 1));
    return templates();
  }

  private JsonObject putWebhook(RoutingContext ctx) {
    SwitchBody body = SwitchBody.one(ctx.body(), "url", "shuffle", "duplicate", "badSignature");
    simulator.webhooks().set(body.has("url") ? body.text("url") : null, body.whole("shuffle", 0, 1, 0) == 1,
        body.whole("duplicate", 0, 1, 0) == 1, body.whole("badSignature", 0, 1, 0) == 1);
    return simulator.webhooks().toJson();
  }

  private JsonObject status(RoutingContext ctx) {
    SwitchBody body = SwitchBody.one(ctx.body(), "id", "status", "code");
    Message message = simulator.messages().find(body.text("id"));
    if (message == null) {
      throw new SwitchBody.Refused("id", "is no message that is kept");
    }
    simulator.status(message, body.text("status"), body.whole("code", 0, 999_999, 0));
    return simulator.webhooks().toJson();
  }

  private static Handler<RoutingContext> answer(Function<RoutingContext, JsonObject> action) {
    return ctx -> {
      try {
        ctx.json(action.apply(ctx));
      } catch (SwitchBody.Refused refused) {
        JsonObject error = new JsonObject().put("field", refused.field()).put("message", refused.getMessage());
        ctx.response().setStatusCode(400);
        ctx.json(new JsonObject().put("error", error));
      }
    };
  }
}
