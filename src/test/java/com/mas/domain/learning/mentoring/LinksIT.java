package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.boot.Modules;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.Principal.Role;
import com.mas.db.UuidV7;
import com.mas.domain.learning.mentoring.LinkContract.*;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import com.mas.domain.learning.mentoring.TermsContract.SetManner;
import com.mas.domain.people.notification.MailActionContract;
import com.mas.domain.people.notification.MailActionContract.Link;
import com.mas.jobs.Jobs;
import com.mas.redis.RateLimit;
import com.mas.redis.RedisLink;
import com.mas.secrets.Vault;
import com.mas.testkit.House;
import com.mas.testkit.TestServers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links of mails, as whoever has one uses it. */
class LinksIT {
  private static final Instant NINE = Instant.parse("2026-03-12T03:30:00Z");
  private static final Vault VAULT = Vault.of("a key of tests that is long enough", "");

  private final LinkHouse house = new LinkHouse();
  private final UUID mentor = house.mentor;
  private final UUID student = house.student;

  /** Mentoring whose links act, from an address of its own. */
  private static final class LinkHouse extends House {
    final UUID mentor = UUID.randomUUID();
    final UUID student = UUID.randomUUID();
    String from = "2001:db8:" + Integer.toHexString((int) (System.nanoTime() & 0xffff)) + "::1";

    LinkHouse() {
      super("2026-03-10T12:00:00+05:30");
      RateLimit limit = new RateLimit(RedisLink.connect(vertx, TestServers.redis().url()), clock);
      deploy(new MentoringVerticle(bus, new Capacity("mentoring", 1, 500), db, new Jobs(clock, Modules.SUBSCRIPTIONS),
          new UuidV7(clock), new MentoringVerticle.Config(3, true, new MentoringVerticle.Links(VAULT, limit))));
    }

    @Override
    protected String address() {
      return from;
    }

    Call stranger() {
      return call(tenant, null);
    }
  }

  @BeforeEach
  void people() {
    for (UUID each : List.of(mentor, student)) {
      House.await(house.db.send("""
          INSERT INTO identity.users (id, tenant, email, full_name, role, created_at, updated_at)
          VALUES ($1, 'mas', $1 || '@mas.example', 'Asha', 'USER', now(), now())""", each));
    }
    house.ask(house.as(mentor, Role.EXPERT), TermsContract.SET_MANNER, new SetManner(null, true, null, 0));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Booking asked(Instant at) {
    Slot slot = house.ask(house.as(mentor, Role.EXPERT), MentoringContract.CREATE_SLOTS,
        new CreateSlots(null, at, at.plus(Duration.ofMinutes(30)), null)).slots().getFirst();
    return house.ask(student, MentoringContract.BOOK, new Book(slot.id(), null, "Mock"));
  }

  private static String at(UUID person) {
    return MailActionContract.mark(person + "@mas.example");
  }

  private static String token(Booking booking, UUID reader, String act) {
    return LinkRules.offers(booking, reader).stream().filter(each -> each.name().endsWith(act)).findFirst()
        .map(each -> new Link("mas", reader, at(reader), each.name(), each.subject(), each.version(), each.expiresAt()))
        .orElseThrow().sealed(VAULT);
  }

  private LinkShown look(String token) {
    return house.ask(house.stranger(), LinkContract.LOOK, new LookAtLink(token));
  }

  private Future<LinkShown> use(String token, String reason) {
    return house.bus.send(house.stranger(), LinkContract.USE, new UseLink(token, reason));
  }

  private String refused(Failure as, String token) {
    return House.refused(as, use(token, null)).detail().reason();
  }

  private Booking now(Booking booking) {
    return house.ask(student, MentoringContract.GET_BOOKING, new GetBooking(booking.id()));
  }

  private long told(String template) {
    return house.number("SELECT count(*) FROM jobs.every_job WHERE body::jsonb ->> 'template' = ?", template);
  }

  @Test
  void lookingChangesNothingAndPressingTwiceIsAsOnce() {
    Booking asked = asked(NINE);
    String approve = token(asked, mentor, "approve");
    String decline = token(asked, mentor, "decline");
    assertEquals(Standing.READY, look(approve).standing());
    assertEquals(Standing.READY, look(decline).standing());
    assertEquals(asked, now(asked));
    LinkShown done = House.await(use(approve, null));
    assertEquals(Standing.DONE, done.standing());
    assertEquals(BookingState.BOOKED, done.state());
    assertEquals(done, House.await(use(approve, null)));
    assertEquals(2, now(asked).version());
    assertEquals(2, told("session_approved"));
    assertEquals("link_outdated", refused(Failure.CONFLICT, decline));
    assertEquals(BookingState.BOOKED, now(asked).state());
    assertEquals(List.of(mentor.toString()),
        house.column("SELECT changed_by::text FROM mentoring.booking_changes WHERE version = 2"));
  }

  @Test
  void manyPressesAtOnceAreOne() {
    Booking asked = asked(NINE);
    String approve = token(asked, mentor, "approve");
    List<Future<LinkShown>> all = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      all.add(use(approve, null));
    }
    House.await(Future.all(all));
    assertEquals(2, now(asked).version());
    assertEquals(2, told("session_approved"));
  }

  @Test
  void decliningTellsTheReason() {
    Booking asked = asked(NINE);
    House.await(use(token(asked, mentor, "decline"), "I am away"));
    assertEquals(BookingState.DECLINED, now(asked).state());
    assertEquals("I am away", now(asked).cancelReason());
    assertEquals(2, told("session_declined"));
    assertEquals("link_outdated", refused(Failure.CONFLICT, token(asked, student, "cancel")));
  }

  @Test
  void aLinkOfAnOlderVersionDoesNothing() {
    Booking asked = asked(NINE);
    String approve = token(asked, mentor, "approve");
    Slot other = house.ask(house.as(mentor, Role.EXPERT), MentoringContract.CREATE_SLOTS,
        new CreateSlots(null, NINE.plusSeconds(7200), NINE.plusSeconds(9000), null)).slots().getFirst();
    Booking moved = house.ask(student, MentoringContract.MOVE_BOOKING, new MoveBooking(asked.id(), other.id(), 1));
    assertEquals(Standing.OUTDATED, look(approve).standing());
    assertEquals("link_outdated", refused(Failure.CONFLICT, approve));
    assertEquals(moved, now(asked));
    assertEquals(BookingState.BOOKED, House.await(use(token(moved, mentor, "approve"), null)).state());
    Booking booked = now(asked);
    assertEquals(BookingState.CANCELLED, House.await(use(token(booked, student, "cancel"), null)).state());
    assertEquals(student, now(asked).cancelledBy());
    assertEquals(Standing.DONE, look(token(booked, mentor, "cancel")).standing());
  }

  @Test
  void aLinkWhoseTimeIsOverDoesNothing() {
    Booking asked = asked(NINE);
    String approve = token(asked, mentor, "approve");
    house.clock.set(asked.answerBy());
    assertEquals(Standing.EXPIRED, look(approve).standing());
    assertEquals("link_expired", refused(Failure.UNPROCESSABLE, approve));
    assertEquals(asked, now(asked));
  }

  @Test
  void whatIsNoLinkIsAnsweredAlike() {
    Booking asked = asked(NINE);
    String good = token(asked, mentor, "approve");
    Instant later = NINE.plusSeconds(60);
    for (String bad : List.of("x", good.substring(0, good.length() - 6) + "AAAAAA",
        new Link("mas", mentor, at(mentor), "other.approve", asked.id(), 1, later).sealed(VAULT),
        new Link("mas", mentor, at(mentor), "mentoring.approve", UUID.randomUUID(), 1, later).sealed(VAULT),
        new Link("other", mentor, at(mentor), "mentoring.approve", asked.id(), 1, later).sealed(VAULT),
        new Link("mas", UUID.randomUUID(), at(mentor), "mentoring.approve", asked.id(), 1, later).sealed(VAULT),
        new Link("mas", mentor, at(mentor), "mentoring.approve", asked.id(), 1, later)
            .sealed(Vault.of("another key of tests that is long enough", "")),
        VAULT.seal("{}", "another purpose"))) {
      assertEquals("link_unknown", refused(Failure.NOT_FOUND, bad), bad);
    }
    String students = new Link("mas", student, at(student), "mentoring.approve", asked.id(), 1, later).sealed(VAULT);
    assertEquals("not_for_others", refused(Failure.FORBIDDEN, students));
    House.await(house.db.send("UPDATE identity.users SET status = 'disabled' WHERE id = $1", mentor));
    assertEquals("link_unknown", refused(Failure.NOT_FOUND, good), "the account is disabled");
    assertEquals(BookingState.REQUESTED, now(asked).state());
  }

  /** A reader of the mails of a former address cannot act for the account. */
  @Test
  void aLinkEndsWithTheAddressThatItWasMailedTo() {
    Booking asked = asked(NINE);
    String approve = token(asked, mentor, "approve");
    assertEquals(Standing.READY, look(approve).standing());
    House.await(house.db.send("UPDATE identity.users SET email = 'new-' || email WHERE id = $1", mentor));
    assertEquals("link_unknown", refused(Failure.NOT_FOUND, approve));
    assertEquals(BookingState.REQUESTED, now(asked).state());
  }

  @Test
  void guessingIsSlowedDownForTheAddressAndTheLink() {
    Booking asked = asked(NINE);
    String good = token(asked, mentor, "approve");
    for (int i = 0; i < 60; i++) {
      refused(Failure.NOT_FOUND, "v1." + VAULT.keyId() + "." + i);
    }
    assertEquals("too_many_presses", refused(Failure.TOO_MANY_REQUESTS, good));
    house.from = "192.0.2." + (1 + (System.nanoTime() & 127));
    for (int i = 0; i < 20; i++) {
      look(good);
    }
    assertEquals("too_many_presses", refused(Failure.TOO_MANY_REQUESTS, good));
    house.clock.set(house.clock.instant().plus(Duration.ofMinutes(2)));
    assertEquals(BookingState.REQUESTED, now(asked).state());
  }
}
