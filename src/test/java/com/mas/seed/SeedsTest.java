package com.mas.seed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.bus.Bus;
import com.mas.bus.Failure;
import com.mas.module.DomainModule;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class SeedsTest {
  private final List<String> planted = new ArrayList<>();

  @Test
  void sharesArePlantedByTheirPlacesAndThoseOfTheSandboxWithItAlone(Vertx vertx) {
    Bus bus = new Bus(vertx, TurnableClock.at("2026-03-10T20:00:00Z"));
    List<Seed> seeds = List.of(share(30, true, "past"), share(10, false, "tenants"), share(20, true, "people"));
    new Seeds(bus, List.of("mas"), seeds).plant(false);
    assertEquals(List.of("tenants"), planted);
    planted.clear();
    new Seeds(bus, List.of("mas"), seeds).plant(true);
    assertEquals(List.of("tenants", "people", "past"), planted);
  }

  private Seed share(int place, boolean isDemo, String name) {
    return new Seed(place, isDemo, ground -> planted.add(name));
  }

  @Test
  void whatWasPlantedIsHandedOnAndWhatWasNotIsNamed(Vertx vertx) {
    Planting ground = new Planting(new Bus(vertx, TurnableClock.at("2026-03-10T20:00:00Z")), List.of("mas", "other"));
    UUID id = UUID.randomUUID();
    ground.put(School.LEAD.email(), id);
    assertEquals(id, ground.id(School.LEAD.email()));
    assertEquals("Nothing has planted " + School.BATCH + " yet.",
        assertThrows(IllegalStateException.class, () -> ground.id(School.BATCH)).getMessage());
    assertFalse(ground.hasPast());
    ground.pastIsThere();
    assertTrue(ground.hasPast());
    assertEquals(List.of("mas", "other"), ground.tenants());
  }

  @Test
  void theSchoolsDaysAreThoseOfIndia(Vertx vertx) {
    Planting ground = new Planting(new Bus(vertx, TurnableClock.at("2026-03-10T20:00:00Z")), List.of("mas"));
    assertEquals(LocalDate.of(2026, 3, 11), ground.today());
    assertEquals(DayOfWeek.MONDAY, ground.start().getDayOfWeek());
    assertEquals(School.SESSIONS, ground.sessions().size());
    assertEquals("2026-03-11T03:30:00Z", ground.at(ground.today(), 9).toString());
  }

  @Test
  void whatIsThereAlreadyIsFoundAndAnyOtherRefusalIsTold() {
    assertEquals("made", Planting.made(() -> "made", () -> "found"));
    assertEquals("found", Planting.made(() -> {
      throw new CompletionException(Failure.CONFLICT.with("It is there."));
    }, () -> "found"));
    assertThrows(CompletionException.class, () -> Planting.made(() -> {
      throw new CompletionException(Failure.INVALID.with("It is wrong."));
    }, () -> "found"));
  }

  @Test
  void everyDomainSharesAtPlacesOfItsOwn() {
    List<Integer> places = Modules.DOMAINS.stream().flatMap(module -> module.seeds().stream()).map(Seed::place)
        .toList();
    assertEquals(places.size(), places.stream().distinct().count());
    assertEquals(3, Modules.DOMAINS.stream().map(DomainModule::demoAccounts).mapToInt(List::size).sum());
  }
}
