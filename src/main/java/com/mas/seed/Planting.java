package com.mas.seed;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.bus.Request;
import io.vertx.core.Future;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Hands on, from one domain to the next, who acts and what was planted before. Used by the thread that starts. */
public final class Planting {
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ANSWER_SECONDS = 60;
  private static final int TRIES = 5;

  private final Bus bus;
  private final List<String> tenants;
  private final LocalDate today;
  private final Map<String, UUID> ids = new HashMap<>();
  private UUID admin;
  private boolean hasPast;

  /** @param tenants the first is the default, to which all that is planted belongs */
  Planting(Bus bus, List<String> tenants) {
    this.bus = bus;
    this.tenants = List.copyOf(tenants);
    this.today = LocalDate.ofInstant(bus.clock().instant(), IST);
  }

  public List<String> tenants() {
    return tenants;
  }

  public LocalDate today() {
    return today;
  }

  public Instant now() {
    return bus.clock().instant();
  }

  /** Returns that hour of the day where the school is. */
  public Instant at(LocalDate day, int hour) {
    return day.atTime(hour, 0).atZone(IST).toInstant();
  }

  /** Returns the Monday on which the school's batch began. */
  public LocalDate start() {
    return today.minusWeeks(School.WEEKS).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  /** Returns the days of the school's last sessions, latest first. */
  public List<LocalDate> sessions() {
    return today.minusDays(1).datesUntil(today.minusWeeks(School.WEEKS - 2), Period.ofDays(-1))
        .filter(day -> day.getDayOfWeek() == DayOfWeek.TUESDAY || day.getDayOfWeek() == DayOfWeek.FRIDAY)
        .limit(School.SESSIONS).toList();
  }

  /** Tells who plants from now on. */
  public void admin(UUID id) {
    admin = id;
  }

  /** Hands on what was planted: the id of a person by the address, of anything else by its code. */
  public void put(String name, UUID id) {
    ids.put(name, id);
  }

  /** Returns what was handed on under this name. */
  public UUID id(String name) {
    UUID id = ids.get(name);
    if (id == null) {
      throw new IllegalStateException("Nothing has planted " + name + " yet.");
    }
    return id;
  }

  /** Tells that an earlier start has planted the school's past, which depends on the day of that start. */
  public void pastIsThere() {
    hasPast = true;
  }

  public boolean hasPast() {
    return hasPast;
  }

  /** Asks as the super admin. */
  public <Q, A> A ask(Request<Q, A> request, Q body) {
    return ask(admin, Role.SUPERADMIN, Set.of(), request, body);
  }

  public <Q, A> A ask(UUID user, Role role, Set<String> capabilities, Request<Q, A> request, Q body) {
    String tenant = tenants.getFirst();
    return settled(() -> bus.send(new Call("seeds", null, tenant, new Principal(user, role, capabilities, tenant),
        bus.clock().millis() + PATIENCE.toMillis(), null, null), request, body));
  }

  /** Asks as the product itself, in the default tenant. */
  public <Q, A> A askAsProduct(Request<Q, A> request, Q body) {
    return settled(() -> bus.send(bus.systemCall(tenants.getFirst(), PATIENCE), request, body));
  }

  /** Asks as the product itself, about all tenants. */
  public <Q, A> A askForAll(Request<Q, A> request, Q body) {
    return settled(() -> bus.send(bus.systemCall(null, PATIENCE), request, body));
  }

  /** Makes something; where it is there already, returns what is found. */
  public static <T> T made(Supplier<T> making, Supplier<T> finding) {
    try {
      return making.get();
    } catch (CompletionException e) {
      if (e.getCause() instanceof FailureException failure && failure.failure() == Failure.CONFLICT) {
        return finding.get();
      }
      throw e;
    }
  }

  /** Asks again, at most {@value #TRIES} times in all, where nodes that start together change the same things. */
  private static <T> T settled(Supplier<Future<T>> asking) {
    for (int tries = 1;; tries++) {
      try {
        return await(asking.get());
      } catch (CompletionException e) {
        if (tries == TRIES
            || !(e.getCause() instanceof FailureException failure && failure.failure() == Failure.UNAVAILABLE)) {
          throw e;
        }
      }
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
  }
}
