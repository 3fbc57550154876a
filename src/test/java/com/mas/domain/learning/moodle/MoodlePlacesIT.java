package com.mas.domain.learning.moodle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Json;
import com.mas.domain.people.identity.PersonContract;
import com.mas.domain.people.identity.PersonContract.PersonVerified;
import com.mas.domain.people.identity.PersonContract.PlacePersons;
import com.mas.domain.people.identity.PersonContract.Placement;
import com.mas.sources.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tells identity where people of Moodle belong who have an account. */
class MoodlePlacesIT {
  private static final UUID ASHA = UUID.randomUUID();
  private static final Placement PLACED = new Placement(ASHA, null, "Computer Science", "BSc Data Science");

  @AutoClose private static final MoodleWorld world = new MoodleWorld();

  @BeforeEach
  void calm() {
    world.calm();
    world.database.execute("DELETE FROM identity.users");
  }

  private static List<Placement> told() {
    return world.database.column("SELECT body::text FROM jobs.job WHERE address = 'identity.person.place'").stream()
        .flatMap(body -> Json.read(body, PlacePersons.class).placements().stream()).toList();
  }

  private static void take() {
    told().forEach(each -> world.database.execute(
        "UPDATE identity.users SET campus = ?, department = ?, program = ? WHERE id = ?", each.campus(),
        each.department(), each.program(), each.userId()));
    world.database.execute("DELETE FROM jobs.job");
  }

  private static void sync() {
    world.clock.advance(Duration.ofHours(1));
    world.node.sync();
  }

  @Test
  void aSyncTellsWhoseAccountBelongsElsewhereNow() {
    world.account("asha.k@example.test", ASHA);
    sync();
    assertEquals(List.of(PLACED), told());
    take();
    sync();
    assertEquals(List.of(), told(), "nothing has changed");
  }

  @Test
  void anAccountWhoseAddressIsNobodysAtMoodleLosesItsPlace() {
    world.account("asha.k@example.test", ASHA);
    sync();
    take();
    world.database.execute("UPDATE identity.users SET email = 'other@example.test'");
    sync();
    assertEquals(List.of(new Placement(ASHA, null, null, null)), told());
  }

  @Test
  void anAddressThatIsNotProvedOrThatTwoHaveIsNobodys() {
    world.account("asha.k@example.test", ASHA);
    world.database.execute("UPDATE identity.users SET email_verified_at = NULL");
    sync();
    assertEquals(List.of(), told());
    world.database.execute("UPDATE identity.users SET email_verified_at = now()");
    world.database.execute("UPDATE moodle.people SET email = 'asha.k@example.test' WHERE username = 't.rao'");
    world.node.on(() -> world.node.db.transaction(tx -> {
      assertEquals(List.of(), new PeopleRepository(world.node.db).moved(tx,
          new Place(MoodleWorld.TENANT, UUID.randomUUID(), List.of(), world.clock.instant()), true));
      return null;
    }));
  }

  @Test
  void anAccountThatIsNewIsPlacedAtOnce() {
    sync();
    List<PlacePersons> asked = new ArrayList<>();
    world.node.deploy(new DomainVerticle(world.node.bus, new Capacity("identity", 1, 10)) {
      @Override
      protected void open() {
        answer(PersonContract.PLACE, (call, ask) -> {
          asked.add(ask);
          return null;
        });
      }
    });
    var told = PersonContract.VERIFIED.request("moodle", Duration.ofSeconds(5));
    world.node.ask(world.node.product(), told, new PersonVerified(ASHA, MoodleWorld.TENANT, "asha.k@example.test"));
    world.node.ask(world.node.product(), told, new PersonVerified(ASHA, MoodleWorld.TENANT, "nobody@example.test"));
    world.node.ask(world.node.product(), told, new PersonVerified(ASHA, "other", "asha.k@example.test"));
    assertEquals(List.of(new PlacePersons(List.of(PLACED))), asked);
  }
}
