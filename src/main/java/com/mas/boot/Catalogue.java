package com.mas.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.BusDocument;
import com.mas.bus.Event;
import com.mas.bus.Request;
import com.mas.domain.dailycards.DailyCardsContract;
import com.mas.domain.education.EducationContract;
import com.mas.domain.gamification.CalendarContract;
import com.mas.domain.gamification.GamificationContract;
import com.mas.domain.gamification.RulesContract;
import com.mas.domain.identity.IdentityContract;
import com.mas.domain.mentoring.MentoringContract;
import com.mas.domain.notification.NotificationContract;
import com.mas.domain.platform.NodeContract;
import com.mas.domain.platform.PlatformContract;
import com.mas.domain.reminder.ReminderContract;
import com.mas.domain.risk.RiskContract;
import com.mas.domain.standing.StandingContract;
import com.mas.domain.student.StudentContract;
import com.mas.domain.sync.LinkContract;
import com.mas.domain.sync.SyncContract;
import com.mas.domain.sync.graphy.GraphyContract;
import com.mas.jobs.JobsContract;
import com.mas.realtime.meeting.MeetingContract;
import com.mas.realtime.terminal.TerminalContract;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every address of this build. */
public final class Catalogue {
  private static final List<Class<?>> CONTRACTS = List.of(DailyCardsContract.class, EducationContract.class,
      CalendarContract.class, GamificationContract.class, RulesContract.class, IdentityContract.class,
      JobsContract.class, NotificationContract.class, ReminderContract.class, PlatformContract.class,
      NodeContract.class, RiskContract.class, StandingContract.class, SyncContract.class, LinkContract.class,
      GraphyContract.class,
      MentoringContract.class, MeetingContract.class, TerminalContract.class, StudentContract.class);

  /** By address; an address that two contracts declare ends the start. */
  public static final Map<String, Request<?, ?>> REQUESTS = byName(Request::address, Request::in);

  public static final Map<String, Event<?>> EVENTS = byName(Event::address, Event::in);

  /** All of them. */
  static final Set<String> ADDRESSES =
      Stream.of(REQUESTS, EVENTS).flatMap(some -> some.keySet().stream()).collect(Collectors.toUnmodifiableSet());

  public static final BusDocument DOCUMENT = new BusDocument(REQUESTS, EVENTS);

  /** What a worker in another language may take before it is given up, unless the queue's limit is less. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private Catalogue() {}

  /** With addresses that workers in other languages answer, in records that this build does not know. */
  static Map<String, Request<?, ?>> with(Set<String> workers) {
    Map<String, Request<?, ?>> all = new HashMap<>(REQUESTS);
    workers.forEach(address -> all.put(address, Request.of(address, JsonNode.class, JsonNode.class, PATIENCE)));
    return Map.copyOf(all);
  }

  private static <T> Map<String, T> byName(Function<T, String> name, Function<Class<?>, List<T>> declared) {
    return CONTRACTS.stream().flatMap(contract -> declared.apply(contract).stream())
        .collect(Collectors.toUnmodifiableMap(name, each -> each));
  }
}
