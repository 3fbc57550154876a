package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.ist;
import static com.mas.domain.engagement.gamification.GamificationContract.EVALUATE_ALL;
import static com.mas.domain.engagement.gamification.GamificationContract.MY_BADGES;
import static com.mas.domain.engagement.gamification.GamificationContract.OPEN_BADGE;
import static com.mas.domain.engagement.gamification.GamificationContract.SEE_BADGES;
import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Failure;
import com.mas.bus.Principal.Role;
import com.mas.domain.engagement.gamification.GamificationContract.AwardAll;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import com.mas.domain.engagement.gamification.GamificationContract.Badges;
import com.mas.domain.engagement.gamification.GamificationContract.EvaluateAll;
import com.mas.domain.engagement.gamification.GamificationContract.Evaluated;
import com.mas.domain.engagement.gamification.GamificationContract.GetOpenBadge;
import com.mas.domain.engagement.gamification.GamificationContract.MyBadges;
import com.mas.domain.engagement.gamification.GamificationContract.Progress;
import com.mas.domain.engagement.gamification.GamificationContract.RebuildProgress;
import com.mas.domain.engagement.gamification.GamificationContract.SeeBadges;
import com.mas.domain.engagement.gamification.GamificationContract.XpAwarded;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.proof.DataIntegrity;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BadgeIT {
  @AutoClose private static final GamificationFixture domain = GamificationFixture.withBadges();
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 10);

  private UUID student;

  @BeforeEach
  void aNewStudent() {
    domain.clock.set(ist(TODAY));
    student = domain.student();
  }

  @Test
  void theFirstActionUnlocksABadgeWithItsXpOnceAndTheStudentIsTold() throws Exception {
    domain.award(student, "assignment_submitted", "a");
    eventually("first_step is there", () -> domain.progress(student).unseenBadges().equals(List.of("first_step")));
    assertEquals(44 + 20, domain.progress(student).totalXp());
    domain.award(student, "assignment_submitted", "a");
    net();
    assertEquals(64, domain.progress(student).totalXp());
    assertEquals("1", domain.text(
        "SELECT count(*) FROM jobs.job WHERE address = 'notification.notify' AND body::text LIKE '%" + student + "%'"));

    Badges wall = domain.ask(domain.as(student), MY_BADGES, new MyBadges());
    assertEquals(Fixtures.RULES.badges().size(), wall.badges().size());
    assertEquals(1, wall.unlocked());
    assertFalse(wall.badges().getFirst().seen());
    assertEquals(1, domain.ask(domain.as(student), SEE_BADGES, new SeeBadges()).seen());
    assertEquals(0, domain.ask(domain.as(student), SEE_BADGES, new SeeBadges()).seen());
    assertEquals(List.of(), domain.progress(student).unseenBadges());
    assertTrue(domain.ask(domain.as(student), MY_BADGES, new MyBadges()).badges().getFirst().seen());
  }

  @Test
  void anUnlockedBadgeCanBeShownElsewhereAndALockedOneNot() {
    domain.award(student, "assignment_submitted", "a");
    eventually("first_step is there", () -> has("first_step"));
    JsonNode shown = domain.ask(domain.as(student), OPEN_BADGE, new GetOpenBadge("first_step")).credential();
    assertEquals("First step", shown.at("/credentialSubject/achievement/name").asText());
    assertEquals("urn:uuid:" + student, shown.at("/credentialSubject/id").asText());
    assertEquals(List.of(true, true),
        DataIntegrity.findings((ObjectNode) shown).stream().map(DataIntegrity.Finding::isGood).toList());
    assertEquals(71, shown.at("/credentialSubject/identifier/0/identityHash").asText().length());
    assertFalse(shown.toString().contains("learner.example"), "the address itself is not told");
    assertEquals(shown, domain.ask(domain.as(student), OPEN_BADGE, new GetOpenBadge("first_step")).credential());
    assertEquals(Failure.NOT_FOUND,
        domain.refusal(domain.as(student), OPEN_BADGE, new GetOpenBadge("summit")).failure());
    assertEquals(Failure.NOT_FOUND,
        domain.refusal(domain.as(student), OPEN_BADGE, new GetOpenBadge("no_such")).failure());
    assertEquals(Failure.NOT_FOUND,
        domain.refusal(domain.as(domain.student()), OPEN_BADGE, new GetOpenBadge("first_step")).failure());
  }

  @Test
  void onlyExamsAndCoursesOfTheStudentsBatchCountWhereTheBadgeSaysSo() throws Exception {
    domain.award(student, "test_taken", "exam-of-others");
    domain.award(student, "test_taken", "exam-1");
    eventually("both were looked at", () -> has("first_step"));
    seat(student, "enrolled", TODAY.minusDays(3));
    follow("mrtest", "exam-1");
    follow("mrlearn", "course-1");
    assertFalse(has("test_taker"));
    net();
    assertTrue(has("test_taker"), "by the daily look");

    // the node sees within seconds that the course is followed; from then on the award itself leads to the badge
    eventually("the fifth module unlocks the badge", Duration.ofSeconds(30), () -> {
      domain.ask(domain.product(), GamificationContract.AWARD_ALL, new AwardAll(IntStream.range(0, 5)
          .mapToObj(n -> GamificationFixture.of(student, "module_completed",
              "course-1:" + UUID.randomUUID(), null))
          .toList()));
      return has("module_master");
    });
    assertFalse(has("module_marathon") && !has("first_step"));
  }

  @Test
  void aCompleteProfileAndTheTimeEnrolledAreFoundByTheDailyLook() throws Exception {
    domain.execute("""
        INSERT INTO identity.users (id, tenant, email, full_name, phone, role, email_verified_at,
          created_at, updated_at)
        VALUES ('%s', '%s', '%1$s@learner.example', 'Asha', '+919800000000', 'USER',
          now(), now(), now())
        """.formatted(student, GamificationFixture.TENANT));
    seat(student, "enrolled", TODAY.minusDays(95));
    net();
    assertTrue(has("profile_pro"));
    assertEquals("3", domain.text(
        "SELECT count(*) FROM gamification.xp_events WHERE type = 'tenure_bonus' AND user_id = '" + student + "'"));
    assertEquals(30 + 3 * 25, domain.progress(student).totalXp());
    assertEquals(0, domain.progress(student).currentStreak());
    Evaluated again = net();
    assertEquals(0, again.badges());
    assertEquals(0, again.tenureBonuses());
  }

  @Test
  void aBatchThatIsOverGivesNoTenureBonusAnyMore() throws Exception {
    seat(student, "enrolled", TODAY.minusDays(95));
    for (String over : List.of("completed", "archived")) {
      domain.execute("UPDATE education.batches SET state = '" + over + "'");
      net();
      assertEquals("0", domain.text(TENURES.formatted(student)));
    }
    domain.execute("UPDATE education.batches SET state = 'active'");
    net();
    assertEquals("3", domain.text(TENURES.formatted(student)));
  }

  @Test
  void theLevelThatABadgesXpReachesIsToldAndAnnounced() throws Exception {
    Set<Integer> announced = ConcurrentHashMap.newKeySet();
    domain.bus.observe(GamificationContract.LEVEL_REACHED, news -> {
      if (news.userId().equals(student)) {
        announced.add(news.level());
      }
    });
    domain.execute("""
        INSERT INTO gamification.student_progress (user_id, tenant, version, total_xp, meaningful_actions, level,
          current_streak, longest_streak, last_active_day, streak_milestones, created_at, updated_at)
        VALUES ('%s', '%s', 1, 0, 1, 1, 1, 1, '2026-03-10', 0, now(), now())
        """.formatted(student, GamificationFixture.TENANT));
    int gate = Fixtures.RULES.levels().get(1).xp();
    domain.execute("UPDATE gamification.student_progress SET total_xp = " + (gate - 1) + ", meaningful_actions = 50,"
        + " longest_streak = 50 WHERE user_id = '" + student + "'");
    net();
    assertTrue(domain.progress(student).level() > 1, "badges for fifty actions and days");
    eventually("each node hears of it", () -> announced.contains(domain.progress(student).level()));
    assertEquals("1", domain.text("""
        SELECT least(1, count(*)) FROM jobs.job WHERE address = 'notification.notify'
          AND body::jsonb ->> 'template' = 'level_reached' AND body::jsonb ->> 'userId' = '%s'
        """.formatted(student)));
    for (String table : List.of("student_progress", "student_badges", "xp_events")) { // its sums are made up
      domain.execute("DELETE FROM gamification." + table + " WHERE user_id = '" + student + "'");
    }
  }

  private static final String TENURES =
      "SELECT count(*) FROM gamification.xp_events WHERE type = 'tenure_bonus' AND user_id = '%s'";

  @Test
  void aBadgesXpMayLeadToTheNextBadgeAndTheLedgerStillAddsUp() throws Exception {
    for (int day = 0; day < 40; day++) {
      domain.award(student, "assignment_submitted", "a" + day, ist(TODAY.minusDays(40 - day)));
      domain.award(student, "mentor_call_completed", "c" + day, ist(TODAY.minusDays(40 - day)));
    }
    net();
    for (String badge : List.of("first_step", "week_warrior", "month_master", "assignment_ace", "good_company",
        "well_advised", "busy_bee", "rising_star", "double_digits")) {
      assertTrue(has(badge), badge);
    }
    assertFalse(domain.ask(domain.admin(), GamificationContract.REBUILD_PROGRESS, new RebuildProgress(student))
        .changed());
    assertEquals(Integer.toString(domain.progress(student).totalXp()),
        domain.text("SELECT sum(amount) FROM gamification.xp_events WHERE user_id = '" + student + "'"));
  }

  @Test
  void theFirstSignOfLifeOfADayInIndiaEarnsXpOnce() {
    for (String at : List.of("2026-03-10T23:50:00+05:30", "2026-03-10T23:59:00+05:30", "2026-03-11T00:01:00+05:30")) {
      domain.clock.set(OffsetDateTime.parse(at).toInstant());
      for (Role role : List.of(Role.USER, Role.ADMIN)) {
        domain.bus.publish(domain.product(), IdentityContract.SESSION_ALIVE, new IdentityContract.SessionAlive(student,
            GamificationFixture.TENANT, role, domain.clock.instant()));
      }
      eventually("it is there", () -> domain.progress(student).isOnFireToday());
    }
    eventually("two days", () -> domain.progress(student).currentStreak() == 2);
    assertEquals(10, domain.progress(student).totalXp());
  }

  @Test
  void twoHundredAwardsAtOnceToOneStudentLoseNothingAndBlockNobody() throws Exception {
    List<AwardXp> asks = IntStream.range(0, 200).mapToObj(n -> GamificationFixture.of(student,
        List.of("daily_login", "assignment_submitted", "test_taken", "mentor_call_completed").get(n % 4), "n" + n,
        ist(TODAY.minusDays(n % 25)))).toList();
    assertTrue(domain.awardAtOnce(asks).stream().allMatch(XpAwarded::granted));
    net();
    assertEquals("200", domain.text("SELECT count(*) FROM gamification.xp_events WHERE user_id = '" + student
        + "' AND type IN ('daily_login', 'assignment_submitted', 'test_taken', 'mentor_call_completed')"));
    Progress progress = domain.progress(student);
    assertEquals(150, progress.meaningfulActions());
    assertEquals(25, progress.currentStreak());
    assertEquals(Integer.toString(progress.totalXp()),
        domain.text("SELECT sum(amount) FROM gamification.xp_events WHERE user_id = '" + student + "'"));
    assertEquals("3", domain.text("SELECT count(*) FROM gamification.xp_events WHERE type = 'streak_milestone'"
        + " AND user_id = '" + student + "'"));
    assertFalse(domain.ask(domain.admin(), GamificationContract.REBUILD_PROGRESS, new RebuildProgress(student))
        .changed());
  }

  @Test
  void theDailyLookGoesThroughAllStudentsInPages() throws Exception {
    int students = 1_000;
    BadgeBench.school(domain, students);
    Evaluated first = look();
    Evaluated second = look();
    assertTrue(first.students() >= students);
    assertTrue(first.badges() >= 2 * students, "first_step and module_master");
    assertEquals(0, second.badges());
  }

  private static Evaluated look() {
    return domain.bus.send(domain.bus.systemCall(null, Duration.ofMinutes(10)), EVALUATE_ALL, new EvaluateAll())
        .toCompletionStage().toCompletableFuture().join();
  }

  private static Evaluated net() {
    return domain.ask(domain.product(), EVALUATE_ALL, new EvaluateAll());
  }

  private boolean has(String badge) {
    return domain.ask(domain.as(student), MY_BADGES, new MyBadges()).badges().stream()
        .anyMatch(each -> each.id().equals(badge) && each.unlocked());
  }

  private static final UUID BATCH = UUID.randomUUID();

  private static void seat(UUID user, String state, LocalDate enrolled) throws Exception {
    seat(domain, user, state, enrolled);
  }

  static void seat(GamificationFixture domain, UUID user, String state, LocalDate enrolled) throws Exception {
    domain.execute("""
        INSERT INTO education.batches (id, tenant, code, name, state, starts_on, created_at, updated_at)
        VALUES ('%s', '%s', 'B-1', 'Batch', 'active', '2026-01-01', now(), now()) ON CONFLICT DO NOTHING;
        INSERT INTO education.applications (id, tenant, batch_id, user_id, state, mou_signed, payment_done,
          diagnostic_done, created_at, state_changed_at, enrolled_at)
        VALUES (gen_random_uuid(), '%2$s', '%1$s', '%s', '%s', true, true, true, now(), now(), '%s 12:00+05:30')
        """.formatted(BATCH, GamificationFixture.TENANT, user, state, enrolled));
  }

  private static void follow(String provider, String course) throws Exception {
    domain.execute("""
        INSERT INTO education.batch_courses (id, batch_id, provider, external_course_id, sequence, created_at)
        VALUES (gen_random_uuid(), '%s', '%s', '%s', 1, now())""".formatted(BATCH, provider, course));
  }
}
