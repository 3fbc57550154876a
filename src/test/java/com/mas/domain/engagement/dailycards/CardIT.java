package com.mas.domain.engagement.dailycards;

import static com.mas.domain.engagement.dailycards.DailyCardsContract.DISMISS;
import static com.mas.domain.engagement.dailycards.DailyCardsContract.MAKE_DAY;
import static com.mas.domain.engagement.dailycards.DailyCardsContract.MY_CARDS;
import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.db.UuidV7;
import com.mas.domain.engagement.dailycards.DailyCardsContract.CardType;
import com.mas.domain.engagement.dailycards.DailyCardsContract.DailyCard;
import com.mas.domain.engagement.dailycards.DailyCardsContract.DayMade;
import com.mas.domain.engagement.dailycards.DailyCardsContract.DismissCard;
import com.mas.domain.engagement.dailycards.DailyCardsContract.MakeDay;
import com.mas.domain.engagement.dailycards.DailyCardsContract.MyCards;
import com.mas.embedded.EmbeddedRedis;
import com.mas.redis.RedisLink;
import com.mas.testkit.House;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardIT {
  @TempDir private Path folder;
  private final House house = new House("2026-03-10T00:00:00+05:30");
  private final UUID asha = UUID.randomUUID();
  private EmbeddedRedis server;
  private RedisLink redis;

  @BeforeEach
  void open() throws Exception {
    startRedis(0);
    redis = RedisLink.connect(house.vertx, server.url());
    House.await(redis.ready(10_000));
    house.deploy(new DailyCardsVerticle(house.bus, new Capacity("dailycards", 1, 100), house.db, redis,
        new UuidV7(house.clock)));
    house.execute("""
        INSERT INTO education.batches (id, tenant, code, name, state, starts_on, ends_on, created_at, updated_at)
        VALUES ('00000000-0000-7000-8000-000000000001', 'mas', 'DS-1', 'Data Science', 'active', '2026-01-05',
          '2026-03-15', now(), now())""");
    seat(asha);
  }

  @AfterEach
  void close() throws Exception {
    House.await(redis.close());
    house.close();
    server.close();
  }

  private void startRedis(int port) throws IOException {
    server = EmbeddedRedis.start(folder, port, TestServers.binaries(), true);
  }

  private void seat(UUID student) {
    house.execute("""
        INSERT INTO education.applications (id, tenant, batch_id, user_id, state, mou_signed, payment_done,
          diagnostic_done, created_at, state_changed_at)
        VALUES (gen_random_uuid(), 'mas', '00000000-0000-7000-8000-000000000001', '%s', 'enrolled', true, true, true,
          now(), now())""".formatted(student));
  }

  private DayMade make() {
    return house.run(MAKE_DAY, new MakeDay());
  }

  private List<DailyCard> cards() {
    return house.ask(asha, MY_CARDS, new MyCards()).items();
  }

  private DailyCard dismiss(UUID card) {
    return house.ask(asha, DISMISS, new DismissCard(card));
  }

  /** The learner's own address has a hyphen; the account's, cut there, only looks like another learner's. */
  @Test
  void aCardIsAboutOnesOwnCourse() {
    house.execute("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
        VALUES ('%s', 'mas', 'mary-jane@mas.example', 'Mary-Jane', 'USER', now(), now(), now());
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, email, email_stripped,
          progress_percent, total_time_seconds, is_completed, last_accessed_at, created_at, updated_at)
        VALUES (gen_random_uuid(), 'mas', 'c', 'u', 'acme-mary-jane@mas.example', 'mary-jane@mas.example', 20, 0, false,
            now() - interval '9 days', now(), now()),
          (gen_random_uuid(), 'mas', 'd', 'v', 'acme-jane@mas.example', 'jane@mas.example', 20, 0, false, now(), now(),
            now());
        INSERT INTO mrlearn.courses (tenant, id, title, published, users_count, raw, last_synced_at)
        VALUES ('mas', 'c', 'Her own', true, 1, '{}', now()), ('mas', 'd', 'Of Jane', true, 1, '{}', now())"""
        .formatted(asha));
    make();
    assertEquals("Continue Her own", cards().getFirst().title());
  }

  @Test
  void aBatchThatIsOverHasNoCardsAnyMore() {
    for (String over : java.util.List.of("completed", "archived")) {
      house.execute("UPDATE education.batches SET state = '" + over + "'");
      make();
      assertEquals(0, cards().size());
    }
    house.execute("UPDATE education.batches SET state = 'active'");
    make();
    assertTrue(cards().size() > 0);
  }

  @Test
  void whoComesAfterTheDaysRunFindsCardsAtOnce() {
    make();
    UUID late = UUID.randomUUID();
    assertEquals(0, house.ask(late, MY_CARDS, new MyCards()).total());
    seat(late);
    List<DailyCard> dealt = house.ask(late, MY_CARDS, new MyCards()).items();
    assertTrue(!dealt.isEmpty());
    assertEquals(dealt, house.ask(late, MY_CARDS, new MyCards()).items(), "the same all day");
    assertEquals(0, make().students(), "and the run has nothing left to do");
  }

  @Test
  void whoHasASeatGetsWhatIsKnownAndOthersNothing() {
    house.execute("INSERT INTO standing.metrics (student_id, tenant, attendance, eval_test, calculated_at) VALUES ('"
        + asha + "', 'mas', 45.5, 60, now())");
    house.execute("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
        VALUES ('%s', 'mas', 'asha@mas.example', 'Asha', 'USER', now(), now(), now());
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, email, email_stripped,
          progress_percent, total_time_seconds, is_completed, created_at, updated_at)
        VALUES (gen_random_uuid(), 'mas', 'c', 'u', 'acme-asha@mas.example', 'asha@mas.example', 20, 0, false, now(),
          now());
        INSERT INTO mrlearn.courses (tenant, id, title, published, users_count, raw, last_synced_at)
        VALUES ('mas', 'c', 'Statistics', true, 1, '{}', now())""".formatted(asha));
    assertEquals(new DayMade(1, 3, 1), make());
    assertEquals(List.of("Continue Statistics", "Data Science ends in 5 days", "Work on your attendance"),
        cards().stream().map(DailyCard::title).toList());
    assertEquals(List.of(CardType.values()), cards().stream().map(DailyCard::cardType).toList());
    assertEquals(0, house.ask(UUID.randomUUID(), MY_CARDS, new MyCards()).total());
    assertEquals(0, house.ask(house.as(asha, Principal.Role.USER, "mr-mentor"), MY_CARDS, new MyCards()).total());
  }

  @Test
  void aRecentTestThatFailedComesFirstUnlessALaterOneWentWellOrItWasTakenBack() {
    test("old", 10, "2026-02-20T12:00:00+05:30");
    make();
    assertEquals("Explore something new", cards().getFirst().title());
    test("t1", 35, "2026-03-09T12:00:00+05:30");
    house.clock.advance(Duration.ofDays(1));
    make();
    assertEquals("Try again: your last test", cards().getFirst().title());
    assertTrue(cards().getFirst().body().contains("35 %"), cards().getFirst().body());
    test("t2", 80, "2026-03-10T12:00:00+05:30");
    house.clock.advance(Duration.ofDays(1));
    make();
    assertEquals("Explore something new", cards().getFirst().title());
    house.execute("""
        INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at)
        VALUES ('%s', 'reversal', 'test_taken:t2', -50, -50, '{}', now(), false, now())""".formatted(asha));
    house.clock.advance(Duration.ofDays(1));
    make();
    assertEquals("Try again: your last test", cards().getFirst().title());
  }

  private void test(String source, int score, String at) {
    house.execute("""
        INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at, score)
        VALUES ('%s', 'test_taken', '%s', 50, 50, '{}', '%s', true, now(), %d)""".formatted(asha, source, at, score));
  }

  @Test
  void aDayIsDealtOnceAndTheNextOneReplacesItWithItsDismissals() {
    make();
    List<DailyCard> first = cards();
    DailyCard gone = dismiss(first.getFirst().id());
    assertTrue(gone.dismissed());
    assertEquals(gone, dismiss(gone.id()));
    assertEquals(first.subList(1, 2), cards());
    assertEquals(new DayMade(0, 0, 0), make());
    assertEquals(1, cards().size());

    house.clock.advance(Duration.ofHours(24).minusSeconds(1));
    assertEquals(1, cards().size());
    house.clock.advance(Duration.ofSeconds(1));
    assertEquals(1, make().students());
    assertEquals(2, cards().size());
    assertNotEquals(first.getFirst().id(), cards().getFirst().id());
    assertThrows(FailureException.class, () -> dismiss(gone.id()));
  }

  @Test
  void whoHasLeftIsForgotten() {
    make();
    house.execute("UPDATE education.applications SET state = 'withdrawn'");
    house.clock.advance(Duration.ofHours(25));
    assertEquals(0, make().students());
    house.execute("DO $$ BEGIN ASSERT NOT EXISTS (SELECT 1 FROM dailycards.hands); END $$");
  }

  @Test
  void theCacheIsReadAndWithoutRedisTheDatabaseIs() throws Exception {
    make();
    house.execute("UPDATE dailycards.cards SET title = 'From the database'");
    assertNotEquals("From the database", cards().getFirst().title());
    server.close();
    eventually("Redis is away", () -> !redis.healthy());
    assertEquals("From the database", cards().getFirst().title());
    house.clock.advance(Duration.ofHours(24));
    assertEquals(new DayMade(1, 2, 0), make());
    assertEquals(2, cards().size());
  }

  @Test
  void whatWasDismissedWhileRedisWasAwayStaysAwayWhenItIsBack() throws Exception {
    make();
    List<DailyCard> before = cards();
    int port = URI.create(server.url()).getPort();
    server.close();
    eventually("Redis is away", () -> !redis.healthy());
    dismiss(before.getFirst().id());
    startRedis(port);
    eventually("Redis is back", redis::healthy);
    assertEquals(before.subList(1, 2), cards());
    eventually("the newer hand is cached", () -> {
      house.execute("UPDATE dailycards.cards SET title = 'From the database'");
      return cards().equals(before.subList(1, 2));
    });
  }

  @Test
  void onlyTheOwnCardsCanBeDismissed() {
    make();
    UUID card = cards().getFirst().id();
    for (String tenant : List.of("mas", "mr-mentor")) {
      UUID who = tenant.equals("mas") ? UUID.randomUUID() : asha;
      house.refusal(house.as(who, Principal.Role.USER, tenant), DISMISS, new DismissCard(card));
    }
    assertEquals(2, cards().size());
  }

  @Test
  void aDayThatIsCutOffGoesOnWhereItWasAndAnswersWithTheWhole() {
    manySeats();
    UUID job = UUID.randomUUID();
    assertTrue(assertThrows(FailureException.class, () -> make(job, 3)).failure().retryable());
    DayMade made = make(job, 30);
    assertEquals(2500, made.students());
    assertEquals(5000, made.cards());
    house.execute("DO $$ BEGIN ASSERT (SELECT slice FROM runs.run) = 2; END $$");
  }

  private DayMade make(UUID job, int seconds) {
    Call call = new Call("test", null, "mas", null, house.clock.millis() + seconds * 1000L, job, null);
    return house.ask(call, MAKE_DAY, new MakeDay());
  }

  @Test
  void manyStudentsGoPageByPage() {
    manySeats();
    DayMade made = make();
    assertEquals(2500, made.students());
    assertEquals(5000, made.cards());
  }

  private void manySeats() {
    house.execute("""
        INSERT INTO education.applications (id, tenant, batch_id, user_id, state, mou_signed, payment_done,
          diagnostic_done, created_at, state_changed_at)
        SELECT gen_random_uuid(), 'mas', '00000000-0000-7000-8000-000000000001', gen_random_uuid(), 'paid', true, true,
          true, now(), now() FROM generate_series(1, 2499)""");
  }
}
