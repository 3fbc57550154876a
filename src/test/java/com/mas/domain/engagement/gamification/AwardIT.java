package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.RULES;
import static com.mas.domain.engagement.gamification.Fixtures.ist;
import static com.mas.domain.engagement.gamification.GamificationContract.AWARD_ALL;
import static com.mas.domain.engagement.gamification.GamificationContract.AWARD_XP;
import static com.mas.domain.engagement.gamification.GamificationContract.MY_XP;
import static com.mas.domain.engagement.gamification.GamificationContract.REBUILD_PROGRESS;
import static com.mas.domain.engagement.gamification.GamificationFixture.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.bus.Principal.Role;
import com.mas.domain.engagement.gamification.GamificationContract.AwardAll;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import com.mas.domain.engagement.gamification.GamificationContract.AwardedAll;
import com.mas.domain.engagement.gamification.GamificationContract.LevelReached;
import com.mas.domain.engagement.gamification.GamificationContract.MyXp;
import com.mas.domain.engagement.gamification.GamificationContract.Progress;
import com.mas.domain.engagement.gamification.GamificationContract.ProgressRebuilt;
import com.mas.domain.engagement.gamification.GamificationContract.RebuildProgress;
import com.mas.domain.engagement.gamification.GamificationContract.XpAwarded;
import com.mas.domain.engagement.gamification.GamificationContract.XpEntry;
import com.mas.testkit.Eventually;
import com.mas.testkit.House;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwardIT {
  @AutoClose private static final GamificationFixture domain = new GamificationFixture();
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 10);

  private final UUID student = domain.student();

  @BeforeEach
  void itIsNoon() {
    domain.clock.set(ist(TODAY, 12, 0));
  }

  @AfterEach
  void theSnapshotIsTheSumOfTheLedger() throws Exception {
    var invariants = Json.MAPPER.readTree(domain.invariants());
    for (String zero : List.of("snapshot_mismatch", "last_active_mismatch", "level_mismatch", "duplicates",
        "amount_mismatch")) {
      assertEquals(0, invariants.path(zero).asInt(-1), invariants::toString);
    }
  }

  @Test
  void aStudentWithoutALedgerIsAtLevelOneWithNothing() {
    Progress progress = domain.progress(student);
    assertEquals(ProgressRules.ribbon(Snapshot.ZERO, List.of(), TODAY, Set.of(), RULES), progress);
  }

  @Test
  void anAwardShowsInTheRibbonAtOnce() {
    XpAwarded answer = domain.award(student, "test_taken", "t1");
    assertTrue(answer.granted());
    assertEquals(50, answer.baseXp());
    assertEquals(55, answer.amount()); // the first of the day is fresh
    assertEquals(55, answer.totalXp());
    assertEquals(1, answer.currentStreak());
    Progress progress = domain.progress(student);
    assertEquals(55, progress.totalXp());
    assertEquals(1, progress.meaningfulActions());
    assertTrue(progress.isOnFireToday());
  }

  @Test
  void replayedEventAwardsNothing() {
    domain.award(student, "test_taken", "t1");
    Progress before = domain.progress(student);
    XpAwarded replay = domain.award(student, "test_taken", "t1");
    assertEquals(XpAwarded.REPLAY, replay);
    assertEquals(before, domain.progress(student));
    assertEquals("{\"granted\":false}", Json.write(replay));
  }

  @Test
  void theSameSourceOfAnotherTypeOrStudentIsAnotherAward() {
    assertTrue(domain.award(student, "test_taken", "s").granted());
    assertTrue(domain.award(student, "module_completed", "s").granted());
    assertTrue(domain.award(domain.student(), "test_taken", "s").granted());
  }

  @Test
  void fiftyIdenticalAwardsAtOnceAreGrantedOnce() {
    List<XpAwarded> answers = domain.awardAtOnce(Collections.nCopies(50, of(student, "test_taken", "t1", null)));
    assertEquals(1, answers.stream().filter(XpAwarded::granted).count());
    assertEquals(55, domain.progress(student).totalXp());
  }

  @Test
  void fiftyDifferentAwardsAtOnceComeToWhatTheyComeToOneByOne() {
    List<AwardXp> asks = IntStream.range(0, 50)
        .mapToObj(n -> of(student, n % 2 == 0 ? "test_taken" : "module_completed", "s" + n, null)).toList();
    List<XpAwarded> answers = domain.awardAtOnce(asks);
    assertTrue(answers.stream().allMatch(XpAwarded::granted));
    var oneByOne = new Student(RULES);
    for (int i = 0; i < asks.size(); i++) {
      oneByOne.grant(AwardRules.grant(asks.get(i), domain.clock.instant()));
    }
    Progress progress = domain.progress(student);
    assertEquals(50, progress.meaningfulActions());
    assertEquals(oneByOne.snapshot().level(), progress.level());
    // one of the two types takes the freshness of the day
    assertTrue(Math.abs(oneByOne.snapshot().totalXp() - progress.totalXp()) <= 1, progress::toString);
    assertEquals(answers.stream().mapToInt(XpAwarded::totalXp).max().orElseThrow(), progress.totalXp());
  }

  @Test
  void aHistoryIsStoredAsTheRulesDecideItInMemory() {
    var inMemory = new Student(RULES);
    var random = new Random(42);
    Instant at = ist(TODAY.minusDays(60));
    for (int n = 0; n < 120; n++) {
      at = at.plusSeconds(random.nextInt(80_000));
      domain.clock.set(at);
      AwardXp ask = randomAward(random, n, null);
      XpAwarded answer = domain.ask(domain.product(), AWARD_XP, ask);
      Decision decision = inMemory.grant(AwardRules.grant(ask, at));
      assertEquals(decision.award().multipliers(), answer.multipliersApplied());
      assertEquals(decision.next().totalXp(), answer.totalXp());
    }
    assertEquals(ProgressRules.ribbon(inMemory.snapshot(), List.of(), StreakRules.dayOf(at), Set.of(), RULES),
        domain.progress(student));
    assertFalse(rebuild(student).changed());
  }

  @Test
  void eventsInAnyOrderMakeTheSameStreakAndCountTheSameActions() {
    var inOrder = new Student(RULES);
    var random = new Random(43);
    List<AwardXp> asks = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      LocalDate day = TODAY.minusDays(random.nextInt(45));
      asks.add(randomAward(random, n, ist(day, random.nextInt(12), random.nextInt(60))));
    }
    asks.stream().sorted(Comparator.comparing(AwardXp::occurredAt))
        .forEach(ask -> inOrder.grant(AwardRules.grant(ask, domain.clock.instant())));
    asks.forEach(ask -> domain.ask(domain.product(), AWARD_XP, ask));
    Progress progress = domain.progress(student);
    assertEquals(inOrder.snapshot().meaningfulActions(), progress.meaningfulActions());
    assertEquals(inOrder.snapshot().streak().longest(), progress.longestStreak());
    Streak streak = inOrder.snapshot().streak();
    assertEquals(StreakRules.asOf(streak, TODAY, Set.of(), RULES.streaks()), progress.currentStreak());
    assertFalse(rebuild(student).changed());
  }

  @Test
  void aRebuildRepairsAStandingFromNothingButTheLedger() throws Exception {
    for (int day = 20; day > 0; day--) {
      domain.award(student, "module_completed", "m" + day, ist(TODAY.minusDays(day)));
    }
    Progress before = domain.progress(student);
    domain.execute("""
        UPDATE gamification.student_progress SET total_xp = 1, meaningful_actions = 2, level = 1, current_streak = 0,
          longest_streak = 0, last_active_day = NULL, streak_milestones = 0, last_action_day = NULL
        WHERE user_id = '%s'""".formatted(student));
    ProgressRebuilt rebuilt = rebuild(student);
    assertTrue(rebuilt.changed());
    assertEquals(before, domain.progress(student));
    assertFalse(rebuild(student).changed());
    assertEquals(Failure.NOT_FOUND,
        domain.refusal(domain.admin(), REBUILD_PROGRESS, new RebuildProgress(UUID.randomUUID())).failure());
  }

  @Test
  void aMilestoneThatTheLedgerHasAlreadyIsNotPaidTwice() throws Exception {
    for (int n = 0; n < 9; n++) {
      domain.award(student, "module_completed", "m" + n);
    }
    domain.execute("""
        INSERT INTO gamification.xp_events
        SELECT user_id, 'action_milestone', 'actions:10', 100, 100, '{"total":1}', occurred_at, false, NULL, created_at
        FROM gamification.xp_events WHERE source_id = 'm0' AND user_id = '%s'""".formatted(student));
    rebuild(student);
    int before = domain.progress(student).totalXp();
    XpAwarded tenth = domain.award(student, "module_completed", "m9");
    assertTrue(tenth.granted());
    assertEquals(before + tenth.amount(), domain.progress(student).totalXp());
  }

  @Test
  void aBackDatedDayClosesAGapAndNeverRewindsTheLastActiveDay() {
    domain.award(student, "module_completed", "a", ist(TODAY.minusDays(6)));
    domain.award(student, "module_completed", "b", ist(TODAY));
    assertEquals(1, domain.progress(student).currentStreak());
    domain.award(student, "module_completed", "c", ist(TODAY.minusDays(2)));
    domain.award(student, "module_completed", "d", ist(TODAY.minusDays(4)));
    Progress progress = domain.progress(student);
    assertEquals(4, progress.currentStreak());
    assertTrue(progress.isOnFireToday());
  }

  /** A first sync brings the work of months; it takes nothing from what is done today, nor from itself. */
  @Test
  void whatIsBroughtInLaterIsNoFarming() {
    for (int n = 0; n < 10; n++) {
      assertEquals(1, antiFarm(domain.award(student, "module_completed", "old" + n, ist(TODAY.minusDays(21)))));
    }
    UUID other = domain.student();
    domain.award(other, "test_taken", "first");
    domain.run(GamificationContract.AWARD_ALL, new GamificationContract.AwardAll(IntStream.range(0, 10)
        .mapToObj(n -> of(other, "module_completed", "old" + n, ist(TODAY.minusDays(21)))).toList()));
    assertEquals(1, antiFarm(domain.award(student, "module_completed", "live")));
    assertEquals(1, antiFarm(domain.award(other, "module_completed", "live")));
  }

  @Test
  void onlyTheFirstMeaningfulActionOfADayIsFreshWhateverComesLater() {
    assertEquals(1.1, freshness(domain.award(student, "module_completed", "a", ist(TODAY.minusDays(3)))));
    assertEquals(1.1, freshness(domain.award(student, "test_taken", "b", ist(TODAY))));
    assertEquals(1, freshness(domain.award(student, "assignment_submitted", "c", ist(TODAY.minusDays(3), 20, 0))));
    assertEquals(1.1, freshness(domain.award(student, "mentor_call_completed", "d", ist(TODAY.minusDays(1)))));
  }

  @Test
  void farmingIsWhatWasGrantedAndOccurredWithinADay() {
    List<Double> factors = new ArrayList<>();
    for (int n = 0; n < 7; n++) {
      factors.add(antiFarm(domain.award(student, "test_taken", "t" + n, ist(TODAY, 11 - n, 0))));
    }
    assertEquals(List.of(1.0, 1.0, 0.9, 0.75, 0.6, 0.5, 0.5), factors);
    domain.clock.advance(Duration.ofHours(24).plusSeconds(1));
    assertEquals(1, antiFarm(domain.award(student, "test_taken", "next")));
  }

  @Test
  void manyAwardsInOneGoComeToTheSameAsOneByOne() {
    List<AwardXp> asks = new ArrayList<>();
    UUID other = domain.student();
    for (int day = 0; day < 30; day++) {
      asks.add(of(student, "module_completed", "m" + day, ist(TODAY.minusDays(day))));
      asks.add(of(other, "module_completed", "m" + day, ist(TODAY.minusDays(29 - day))));
    }
    asks.add(asks.getFirst());
    domain.award(student, "test_taken", "today", ist(TODAY));
    domain.award(student, "module_completed", "m5", ist(TODAY.minusDays(5)));
    AwardedAll answer = domain.ask(domain.product(), AWARD_ALL, new AwardAll(asks));
    assertEquals(new AwardedAll(59, 2), answer);
    assertEquals(new AwardedAll(0, 61), domain.ask(domain.product(), AWARD_ALL, new AwardAll(asks)));
    Progress progress = domain.progress(student);
    assertEquals(31, progress.meaningfulActions());
    assertEquals(30, progress.currentStreak());
    assertEquals(30, domain.progress(other).longestStreak());
    assertFalse(rebuild(student).changed());
    assertFalse(rebuild(other).changed());
  }

  @Test
  void listsWithTheSameStudentsInOtherOrdersDoNotBlockEachOther() {
    List<UUID> students = IntStream.range(0, 20).mapToObj(n -> domain.student()).toList();
    var random = new Random(7);
    var running = IntStream.range(0, 12).mapToObj(list -> {
      List<AwardXp> asks = new ArrayList<>();
      students.forEach(user -> asks.add(of(user, "module_completed", "l" + list, null)));
      Collections.shuffle(asks, random);
      return domain.bus.send(domain.product(), AWARD_ALL, new AwardAll(asks));
    }).toList();
    running.forEach(list -> assertEquals(new AwardedAll(20, 0), House.await(list)));
    students.forEach(user -> assertEquals(12, domain.progress(user).meaningfulActions()));
  }

  @Test
  void aReachedLevelIsAnnounced() {
    var reached = new CopyOnWriteArrayList<LevelReached>();
    var consumer = domain.bus.observe(GamificationContract.LEVEL_REACHED, reached::add);
    for (int n = 0; n < 3; n++) {
      domain.award(student, "module_completed", "m" + n);
    }
    Eventually.eventually("level 2 is announced", () -> reached.contains(new LevelReached(student, 2)));
    consumer.unregister();
  }

  @Test
  void theLedgerIsShownNewestFirstWithEveryFactor() throws Exception {
    domain.award(student, "test_taken", "old");
    domain.clock.advance(Duration.ofMinutes(1));
    domain.ask(domain.product(), AWARD_XP,
        new AwardXp(student, "test_taken", "new", null, 92.5, "early", false, UUID.randomUUID()));
    Page<XpEntry> page = domain.ask(domain.as(student), MY_XP, new MyXp(1, 0L));
    assertEquals(2, page.total());
    XpEntry entry = page.items().getFirst();
    assertEquals("new", entry.sourceId());
    assertEquals("{\"streak\":1.02,\"quality\":1.25,\"timing\":1.1,\"freshness\":1,\"antiFarm\":1,\"total\":1.4025}",
        Json.write(entry.multipliersApplied()));
    assertEquals(70, entry.amount());
    assertEquals("new 92.50", domain.text("SELECT string_agg(source_id || ' ' || score, ', ')"
        + " FROM gamification.shared_tests WHERE student_id = '" + student + "'"));
    assertEquals("old", domain.ask(domain.as(student), MY_XP, new MyXp(1, 1L)).items().getFirst().sourceId());
  }

  @Test
  void unseenBadgesAreInTheRibbonOldestFirst() throws Exception {
    domain.execute("""
        INSERT INTO gamification.student_badges VALUES ('%1$s', 'b', now(), NULL),
          ('%1$s', 'a', now() - interval '1 day', NULL), ('%1$s', 'c', now(), now())""".formatted(student));
    assertEquals(List.of("a", "b"), domain.progress(student).unseenBadges());
  }

  @Test
  void whatCannotBeAwardedIsRefusedWithEachMistake() {
    FailureException refusal = domain.refusal(domain.product(), AWARD_XP, new AwardXp(student, "streak_milestone",
        " ", domain.clock.instant().plusSeconds(3600), 100.5, "soon", false, null));
    assertEquals(Failure.INVALID, refusal.failure());
    assertEquals(List.of("/type", "/sourceId", "/score", "/timing"),
        refusal.detail().errors().stream().map(FieldError::path).toList());
    FailureException tooEarly = domain.refusal(domain.product(), AWARD_XP, new AwardXp(student, "test_taken", "t",
        domain.clock.instant().plusSeconds(3600), null, null, false, null));
    assertEquals(Failure.INVALID, tooEarly.failure());
    assertEquals(List.of("/occurredAt"), tooEarly.detail().errors().stream().map(FieldError::path).toList());
    assertEquals(0, domain.progress(student).totalXp());
  }

  @Test
  void aClockThatIsAheadALittleDoesNotMoveTheDay() {
    domain.clock.set(ist(TODAY, 23, 59));
    domain.award(student, "test_taken", "t", ist(TODAY.plusDays(1), 0, 1));
    assertTrue(domain.progress(student).isOnFireToday());
  }

  @Test
  void anUnknownStudentOrOneOfAnotherTenantIsNotFound() {
    UUID nobody = UUID.randomUUID();
    assertEquals(Failure.NOT_FOUND, failure(domain.admin(), of(nobody, "test_taken", "t", null)));
    assertTrue(domain.ask(domain.admin(), AWARD_XP, of(student, "test_taken", "t", null)).granted());
    var foreigner = domain.as(UUID.randomUUID(), Role.ADMIN, "mr-mentor");
    for (String source : List.of("t", "other")) {
      assertEquals(Failure.NOT_FOUND, failure(foreigner, of(student, "test_taken", source, null)));
    }
    assertEquals(Failure.NOT_FOUND,
        domain.refusal(foreigner, REBUILD_PROGRESS, new RebuildProgress(student)).failure());
  }

  @Test
  void aRowOfTheLedgerIsNeverRewritten() {
    domain.award(student, "test_taken", "t");
    var refused = assertThrows(IllegalStateException.class,
        () -> domain.execute("UPDATE gamification.xp_events SET amount = 1000000")).getCause();
    assertInstanceOf(SQLException.class, refused);
    assertTrue(refused.getMessage().contains("append-only"));
    assertNull(domain.award(student, "test_taken", "t").amount());
  }

  private AwardXp randomAward(Random random, int n, Instant occurredAt) {
    var types = List.of("daily_login", "assignment_submitted", "test_taken", "module_completed",
        "mentor_call_completed");
    return new AwardXp(student, types.get(random.nextInt(types.size())), "n" + n, occurredAt,
        random.nextBoolean() ? null : random.nextInt(101) * 1.0, random.nextBoolean() ? "late" : null,
        random.nextInt(10) == 0, null);
  }

  private static Failure failure(Call call, AwardXp ask) {
    return domain.refusal(call, AWARD_XP, ask).failure();
  }

  private static double freshness(XpAwarded answer) {
    return answer.multipliersApplied().freshness().doubleValue();
  }

  private static double antiFarm(XpAwarded answer) {
    return answer.multipliersApplied().antiFarm().doubleValue();
  }

  private static ProgressRebuilt rebuild(UUID user) {
    return domain.ask(domain.admin(), REBUILD_PROGRESS, new RebuildProgress(user));
  }
}
