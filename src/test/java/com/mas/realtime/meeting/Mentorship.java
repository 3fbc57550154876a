package com.mas.realtime.meeting;

import com.mas.boot.Modules;
import com.mas.bus.Capacity;
import com.mas.bus.Request;
import com.mas.db.UuidV7;
import com.mas.domain.learning.mentoring.MentoringContract;
import com.mas.domain.learning.mentoring.MentoringContract.Book;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.CancelBooking;
import com.mas.domain.learning.mentoring.MentoringContract.CreateSlots;
import com.mas.domain.learning.mentoring.MentoringVerticle;
import com.mas.domain.people.identity.DirectoryContract.Person;
import com.mas.jobs.Jobs;
import com.mas.redis.RateLimit;
import com.mas.redis.RedisLink;
import com.mas.testkit.House;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Meetings beside the real mentoring, on a database of its own: one booking of an hour, at whose start it is now. */
final class Mentorship extends House {
  private static final Instant START = Instant.parse("2026-03-11T03:30:00Z");

  final UUID mentor = UUID.randomUUID();
  final UUID student = UUID.randomUUID();
  /** Names by account; a person who is not here has none. */
  final Map<UUID, String> names = new ConcurrentHashMap<>(Map.of(mentor, "Meera Iyer", student, "Asha Kulkarni"));
  final Booking booking;
  private final RedisLink redis;

  Mentorship() {
    super("2026-03-10T12:00:00+05:30");
    UuidV7 ids = new UuidV7(clock);
    Jobs jobs = new Jobs(clock, Modules.SUBSCRIPTIONS);
    identity(ask -> ask.ids().stream().filter(names::containsKey)
        .map(id -> new Person(id, "a@b.example", null, names.get(id))).toList());
    deploy(new MentoringVerticle(bus, new Capacity("mentoring", 1, 500), db, jobs, ids,
        new MentoringVerticle.Config(1000, true)));
    // nobody listens there: limits are counted here, by the clock of the test
    redis = RedisLink.connect(vertx, "redis://127.0.0.1:1");
    deploy(new MeetingVerticle(bus, new Capacity("meeting", 1, 500), db, jobs, new RateLimit(redis, clock), ids,
        new MeetingVerticle.Config(false,
            10, List.of("stun:stun.example:3478"), List.of("turn:turn.example:3478"), "a-secret-of-this-test")));
    UUID slot = ask(mentor, MentoringContract.CREATE_SLOTS,
        new CreateSlots(null, START, START.plus(Duration.ofHours(1)), null)).slots().getFirst().id();
    booking = ask(student, MentoringContract.BOOK, new Book(slot, null, "Career advice"));
    clock.set(START);
  }

  @Override
  protected void closeMore() {
    await(redis.close());
  }

  void cancel() {
    ask(student, MentoringContract.CANCEL_BOOKING, new CancelBooking(booking.id(), null));
  }

  /** Returns a call of the product itself, of this tenant: as a stored request makes. */
  @Override
  public <Q, A> A run(Request<Q, A> request, Q body) {
    return ask(product(), request, body);
  }
}
