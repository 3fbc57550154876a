package com.mas.sandbox.google;

import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Kept;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Route;
import com.mas.sandbox.kit.Switches;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Calendar v3, as far as the product uses it: events of the calendar {@code primary}. */
final class GoogleCalendars {
  static final String SCOPE = "https://www.googleapis.com/auth/calendar.events";
  /** There is no such event any more. */
  static final Kind GONE = Kind.own("gone");
  /** Events carry a conference that is still being made. */
  static final Kind PENDING = Kind.own("pendingConference");
  private static final String EVENTS = "/calendar/v3/calendars/primary/events";
  private static final String EVENT = EVENTS + "/:event";
  private static final Pattern ID = Pattern.compile("[0-9a-v]{5,1024}");
  private static final int MOST = 1_000;

  private final GoogleGrants grants;
  private final Map<String, JsonObject> events = new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, JsonObject> eldest) {
      return size() > MOST;
    }
  };

  GoogleCalendars(GoogleGrants grants) {
    this.grants = grants;
  }

  List<Route> routes() {
    return List.of(Route.post(EVENTS, "insert", permitted(this::insert)),
        Route.get(EVENT, "event", permitted(call -> found(call, event -> call.json(event.copy())))),
        new Route(HttpMethod.PATCH, EVENT, "patch", false, null, null, permitted(this::patch)),
        new Route(HttpMethod.DELETE, EVENT, "delete", false, null, null, permitted(this::delete)));
  }

  void switches(Switches switches) {
    switches.on("GET", "events", asked -> new JsonObject().put("events", new JsonArray(events.values().stream()
        .map(JsonObject::copy).toList())));
  }

  private Consumer<Exchange> permitted(Consumer<Exchange> answer) {
    return GoogleErrors.permitted(grants, SCOPE, answer);
  }

  private String key(Exchange call, String id) {
    return grants.shown(call).orElseThrow().person().subject() + " " + id;
  }

  private void insert(Exchange call) {
    JsonObject body = call.json();
    String id = body.getString("id", UUID.randomUUID().toString().replace("-", ""));
    if (!ID.matcher(id).matches() || !hasTimes(body)) {
      GoogleErrors.answer(call, 400, "invalid");
    } else if (events.containsKey(key(call, id))) {
      GoogleErrors.answer(call, 409, "duplicate");
    } else {
      JsonObject event = body.copy().put("kind", "calendar#event").put("id", id).put("sequence", 0)
          .put("status", body.getString("status", "confirmed")).put("iCalUID", id + "@google.com")
          .put("calendar", grants.shown(call).orElseThrow().person().email());
      if (call.struck().has(PENDING)) {
        event.put("conferenceData", new JsonObject().put("createRequest",
            new JsonObject().put("status", new JsonObject().put("statusCode", "pending"))));
      }
      events.put(key(call, id), event);
      call.json(event.copy());
    }
  }

  private void patch(Exchange call) {
    found(call, event -> {
      JsonObject body = call.json();
      event.mergeIn(body, true).put("sequence", event.getInteger("sequence") + 1);
      call.json(event.copy());
    });
  }

  private void delete(Exchange call) {
    found(call, event -> {
      if ("cancelled".equals(event.getString("status"))) {
        GoogleErrors.answer(call, 410, "deleted");
      } else {
        event.put("status", "cancelled");
        call.send(204, "text/plain", Buffer.buffer());
      }
    });
  }

  private void found(Exchange call, Consumer<JsonObject> answer) {
    JsonObject event = events.get(key(call, call.path("event")));
    if (call.struck().has(GONE)) {
      GoogleErrors.answer(call, 410, "deleted");
    } else if (event == null) {
      GoogleErrors.answer(call, 404, "notFound");
    } else {
      answer.accept(event);
    }
  }

  private static boolean hasTimes(JsonObject body) {
    try {
      return at(body, "start").isBefore(at(body, "end"));
    } catch (DateTimeException | NullPointerException e) {
      return false;
    }
  }

  private static Instant at(JsonObject body, String name) {
    return OffsetDateTime.parse(body.getJsonObject(name).getString("dateTime")).toInstant();
  }

  void clear() {
    events.clear();
  }

  Map<String, Kept.Held> held() {
    return Map.of("events", new Kept.Held(events.size(), MOST));
  }
}
