package com.mas.domain.people.google;

import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.domain.people.google.ConnectionContract.*;
import com.mas.domain.people.google.ConnectionRepository.Key;
import com.mas.domain.people.google.EventRepository.Behind;
import com.mas.domain.people.google.EventRepository.Event;
import com.mas.domain.people.identity.LoginContract.FinishSignIn;
import com.mas.domain.people.notification.AppointmentContract.Appointment;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the calendars that people have connected in step with what they have before them. */
final class CalendarService {
  private static final Logger LOG = LoggerFactory.getLogger(CalendarService.class);
  private static final String PATH = "/calendar/v3/calendars/primary/events";
  private static final Map<String, String> QUIETLY = Map.of("sendUpdates", "none");
  static final int MOST_AT_ONCE = 50;
  private static final int MOST_IN_A_SWEEP = 500;

  private final Database db;
  private final Jobs jobs;
  private final Connections connections;
  private final EventRepository events;
  private final String publicUrl;
  private final Clock clock;

  /** @param publicUrl of the console, without a slash at its end; empty: events name no place */
  CalendarService(Database db, Jobs jobs, Connections connections, String publicUrl, Clock clock) {
    this.db = db;
    this.jobs = jobs;
    this.connections = connections;
    this.events = new EventRepository(db);
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  Connection connect(Call call, FinishSignIn ask) {
    return connections.finish(call, Purpose.CALENDAR, ask, tx -> {
      events.afresh(tx, call.tenant(), call.userId());
      jobs.store(tx, ConnectionContract.PUSH, new Push(call.userId()), options(call, call.userId()));
    });
  }

  /** Notes it even while Google is off: calendars are told when it is on again. */
  Entered enter(Call call, Enter ask) {
    return db.transaction(tx -> {
      List<UUID> people = events.note(tx, call.tenant(), ask.appointment());
      if (!connections.isOffered()) {
        return new Entered(0);
      }
      jobs.storeAll(tx, ConnectionContract.PUSH, people.stream().map(Push::new).toList(),
          push -> options(call, push.userId()));
      return new Entered(people.size());
    });
  }

  /** Groups by the person, so that two nodes do not tell one calendar different things at once. */
  private static JobOptions options(Call call, UUID person) {
    return JobOptions.on(ConnectionContract.QUEUE).group(person.toString()).because(call);
  }

  Pushed push(Call call, Push ask, BooleanSupplier isStopping) {
    Key key = new Key(call.tenant(), ask.userId(), Purpose.CALENDAR);
    if (!connections.isWhole(key)) {
      return new Pushed(0);
    }
    int told = 0;
    List<Event> waiting = events.waiting(call.tenant(), ask.userId(), clock.instant(), MOST_AT_ONCE);
    for (Event event : waiting) {
      if (isStopping.getAsBoolean()) {
        break; // the sweep finds the others
      }
      if (!events.told(call.tenant(), ask.userId(), event, tell(call, key, event))) {
        break; // another calendar has taken the place of this one, and is told by itself
      }
      told++;
    }
    if (told == MOST_AT_ONCE) {
      jobs.store(db, ConnectionContract.PUSH, ask, options(call, ask.userId()));
    }
    return new Pushed(told);
  }

  Swept sweep(Call call) {
    if (!connections.isOffered()) {
      return new Swept(0);
    }
    return db.transaction(tx -> {
      List<Behind> behind = events.behind(tx, clock.instant(), MOST_IN_A_SWEEP);
      for (Behind each : behind) {
        jobs.store(tx, ConnectionContract.PUSH, new Push(each.userId()),
            options(call.asProduct(each.tenant()), each.userId()).unique("push " + each.tenant() + " "
                + each.userId()));
      }
      return new Swept(behind.size());
    });
  }

  /** Returns why Google does not take it; null when it does. */
  private String tell(Call call, Key key, Event event) {
    String id = Appointment.eventId(event.entryId());
    if (event.cancelled()) {
      Incoming answer = connections.ask(call, key,
          new Outgoing("DELETE", PATH + "/" + id, QUIETLY, Map.of(), null, true));
      return isGone(answer) ? null : refusal(answer);
    }
    Incoming answer = event.pushed() == null ? insert(call, key, id, event) : change(call, key, id, event);
    if (answer.status() == 409) {
      answer = change(call, key, id, event); // told before, and the answer was lost, or taken out since
    } else if (answer.status() == 404 && event.pushed() != null && !event.isKnown()) {
      answer = insert(call, key, id, event); // told to another calendar
    }
    return isGone(answer) ? null : refusal(answer);
  }

  /** Tells whether it is not there, or not any more: then its owner has taken it out. */
  private static boolean isGone(Incoming answer) {
    return answer.status() == 404 || answer.status() == 410;
  }

  private Incoming insert(Call call, Key key, String id, Event event) {
    return connections.ask(call, key, json("POST", PATH, body(event).put("id", id)));
  }

  private Incoming change(Call call, Key key, String id, Event event) {
    return connections.ask(call, key, json("PATCH", PATH + "/" + id, body(event)));
  }

  private static Outgoing json(String method, String path, JsonObject body) {
    return new Outgoing(method, path, QUIETLY, Map.of("content-type", "application/json"), body.encode(), true);
  }

  private JsonObject body(Event event) {
    JsonObject body = new JsonObject().put("summary", event.title()).put("status", "confirmed")
        .put("start", new JsonObject().put("dateTime", event.startsAt().toString()))
        .put("end", new JsonObject().put("dateTime", event.endsAt().toString()));
    if (event.link() != null && !publicUrl.isEmpty()) {
      body.put("location", publicUrl + event.link()).put("description", "Join here: " + publicUrl + event.link());
    }
    return body;
  }

  private static String refusal(Incoming answer) {
    if (answer.status() / 100 == 2) {
      return null;
    }
    String reason = answer.status() + " " + ConnectionRules.reason(answer.text());
    LOG.warn("Google does not take an event: {}", reason);
    return reason.substring(0, Math.min(reason.length(), 100));
  }
}
