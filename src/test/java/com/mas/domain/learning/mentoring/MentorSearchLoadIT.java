package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.mentoring.MentorContract.ListMentors;
import com.mas.domain.learning.mentoring.MentoringContract.BookingKind;
import com.mas.testkit.House;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time of a page of the search, at the database. {@code -Dmentors=10000 -Dmentors.ms=50} is the measure. */
class MentorSearchLoadIT {
  private static final int MENTORS = Integer.getInteger("mentors", 1000);
  private static final int MOST_MS = Integer.getInteger("mentors.ms", 500);
  private static final int TURNS = 21;
  private static final Instant NINE = Instant.parse("2026-03-11T03:30:00Z");

  private final MentorHouse house = new MentorHouse(true);

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aPageIsFoundFastAmongManyMentors() {
    fill();
    MentorRepository mentors = new MentorRepository(house.db);
    Map<String, ListMentors> searches = new LinkedHashMap<>();
    searches.put("all", ask(null, null, null, null, null));
    searches.put("skill and rating", ask(null, "skill 7", 4.0, null, null));
    searches.put("name", ask("Mentor 12", null, null, null, null));
    searches.put("two free hours", ask(null, null, null, NINE, NINE.plusSeconds(7200)));
    searches.put("a free week", ask(null, null, null, NINE, NINE.plus(Duration.ofDays(7))));
    searches.put("skill and a free day", ask(null, "skill 7", 3.0, NINE, NINE.plus(Duration.ofDays(1))));
    searches.forEach((name, search) -> {
      long[] took = new long[TURNS];
      for (int turn = 0; turn < TURNS; turn++) {
        long begun = System.nanoTime();
        assertTrue(house.on(() -> mentors.search("mas", search, house.clock.instant())).items().size() > 0, name);
        took[turn] = System.nanoTime() - begun;
      }
      long median = TimeUnit.NANOSECONDS.toMillis(LongStream.of(took).sorted().toArray()[TURNS / 2]);
      System.out.printf("%d mentors, %s: %d ms%n", MENTORS, name, median);
      assertTrue(median <= MOST_MS, () -> name + " took " + median + " ms");
    });
  }

  private static ListMentors ask(String part, String skill, Double rating, Instant from, Instant until) {
    return new ListMentors(part, skill, null, null, BookingKind.CAREER_GUIDANCE, rating, from, until, null, 20, 0L);
  }

  /** Each has hours on five days; of every fifth two of the hours are taken. */
  private void fill() {
    for (String sql : new String[] {"""
        INSERT INTO identity.users (id, tenant, email, full_name, role, created_at, updated_at)
        SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'mas', 'm' || i || '@mas.example',
          'Mentor ' || i, 'EXPERT', now(), now() FROM generate_series(1, %d) i""", """
        INSERT INTO mentoring.mentors (user_id, tenant, company, skills, words, zone, listed, rating_sum, ratings,
          completed, changed_at)
        SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'mas', 'Company ' || i %% 300,
          ARRAY['Skill ' || i %% 50], ARRAY['skill ' || i %% 50, '#data'],
          (ARRAY['Asia/Kolkata', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'])[1 + i %% 4], true,
          (2 + i %% 4) * 10, 10, i %% 200, now() FROM generate_series(1, %d) i""", """
        INSERT INTO mentoring.hours (mentor_id, weekday, from_minute, until_minute)
        SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, d, 480 + 30 * (i %% 8), 1020
          FROM generate_series(1, %d) i, generate_series(1, 5) d""", """
        INSERT INTO mentoring.slots (id, tenant, mentor_id, starts_at, ends_at, state, created_at, of_hours)
        SELECT gen_random_uuid(), 'mas', ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid,
          '2026-03-11T03:30:00Z'::timestamptz + make_interval(hours => h),
          '2026-03-11T04:00:00Z'::timestamptz + make_interval(hours => h), 'booked', now(), true
          FROM generate_series(1, %d, 5) i, generate_series(0, 1) h""", """
        INSERT INTO mentoring.bookings (id, tenant, slot_id, mentor_id, student_id, title, starts_at, ends_at, state,
          created_at)
        SELECT gen_random_uuid(), tenant, id, mentor_id, gen_random_uuid(), 'Talk', starts_at, ends_at, 'booked', now()
          FROM mentoring.slots WHERE state = 'booked' LIMIT %d * 2"""}) {
      House.await(house.db.send(sql.formatted(MENTORS)));
    }
    House.await(house.db.send("ANALYZE"));
    assertEquals(MENTORS, house.number("SELECT count(*) FROM mentoring.mentors"));
  }
}
