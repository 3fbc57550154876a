package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.ist;
import static com.mas.domain.engagement.gamification.GamificationContract.AWARD_XP;
import static com.mas.domain.engagement.gamification.GamificationContract.MY_XP;
import static com.mas.domain.engagement.gamification.GamificationContract.REBUILD_ALL;
import static com.mas.domain.engagement.gamification.GamificationContract.REBUILD_PAGES;
import static com.mas.domain.engagement.gamification.GamificationContract.REVERSE_XP;
import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.Principal.Role;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import com.mas.domain.engagement.gamification.GamificationContract.Factor;
import com.mas.domain.engagement.gamification.GamificationContract.MyXp;
import com.mas.domain.engagement.gamification.GamificationContract.MyXpDays;
import com.mas.domain.engagement.gamification.GamificationContract.Progress;
import com.mas.domain.engagement.gamification.GamificationContract.RebuildAll;
import com.mas.domain.engagement.gamification.GamificationContract.RebuildPages;
import com.mas.domain.engagement.gamification.GamificationContract.RebuiltAll;
import com.mas.domain.engagement.gamification.GamificationContract.ReverseXp;
import com.mas.domain.engagement.gamification.GamificationContract.XpDay;
import com.mas.domain.engagement.gamification.GamificationContract.XpEntry;
import com.mas.domain.engagement.gamification.GamificationContract.XpOfStudent;
import com.mas.domain.engagement.gamification.GamificationContract.XpReversed;
import com.mas.testkit.House;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger explained, taken back and added up anew. */
class LedgerIT {
  @AutoClose private static final GamificationFixture domain = new GamificationFixture();
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 12);

  private UUID student;

  @BeforeEach
  void aNewStudent() {
    domain.clock.set(ist(TODAY));
    student = domain.student();
  }

  private List<XpEntry> entries() {
    return domain.ask(domain.as(student), MY_XP, new MyXp(null, null)).items();
  }

  @Test
  void eachAwardSaysWhyItIsWorthWhatItIs() {
    domain.ask(domain.product(), AWARD_XP,
        new AwardXp(student, "test_taken", "late-and-low", null, 20.0, "late", false, null));
    XpEntry low = entries().getFirst();
    assertEquals("reduced", low.outcome());
    assertEquals(List.of("quality", "timing", "freshness"), low.reasons().stream().map(Factor::factor).toList());
    assertEquals("A low score", low.reasons().getFirst().words());
    assertEquals(33, low.amount());

    domain.clock.advance(Duration.ofMinutes(1));
    domain.award(student, "module_completed", "plain");
    assertEquals("raised", entries().getFirst().outcome(), "by the streak of one day");
    for (int n = 0; n < 8; n++) {
      domain.clock.advance(Duration.ofMinutes(1));
      domain.ask(domain.product(), AWARD_XP,
          new AwardXp(student, "mentor_call_completed", "c" + n, null, 10.0, "late", false, null));
    }
    XpEntry floor = entries().stream().filter(entry -> entry.sourceId().equals("c7")).findFirst().orElseThrow();
    assertEquals(List.of("streak", "quality", "timing", "antiFarm", "cap"),
        floor.reasons().stream().map(Factor::factor).toList());
    assertEquals(40, floor.amount());
  }

  @Test
  void daysHaveTheirXpWhetherTheyCountAndWhetherTheyAreOff() {
    domain.award(student, "module_completed", "early", ist(TODAY.minusDays(5)));
    domain.award(student, "module_completed", "today");
    domain.ask(domain.admin(), CalendarContract.PUT_HOLIDAY,
        new CalendarContract.PutHoliday(TODAY.minusDays(3), "Holi"));
    List<XpDay> days = domain.ask(domain.as(student), GamificationContract.MY_XP_DAYS, new MyXpDays(null)).days();
    assertEquals(List.of(TODAY.minusDays(5), TODAY.minusDays(3), TODAY), days.stream().map(XpDay::day).toList());
    assertEquals(List.of(true, false, true), days.stream().map(XpDay::active).toList());
    assertEquals(List.of(false, true, false), days.stream().map(XpDay::off).toList());
    assertEquals(domain.progress(student).totalXp(), days.stream().mapToInt(XpDay::xp).sum());
    assertEquals(2, domain.ask(domain.as(student), GamificationContract.MY_XP_DAYS, new MyXpDays(5)).days().size());
    domain.ask(domain.admin(), CalendarContract.REMOVE_HOLIDAY,
        new CalendarContract.RemoveHoliday(TODAY.minusDays(3)));
  }

  /** A student reads what was awarded, not the ids by which systems know it. */
  @Test
  void entriesSayInWordsWhatTheyAreAbout() throws Exception {
    domain.execute("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
        VALUES ('%1$s', '%2$s', '%1$s@learner.example', 'Asha', 'USER', now(), now(), now());
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, email, email_stripped,
          progress_percent, total_time_seconds, is_completed, module_progress, created_at, updated_at)
        VALUES (gen_random_uuid(), '%2$s', 'c9', '%1$s', '%1$s@learner.example', '%1$s@learner.example', 20, 0, false,
          '[{"id": "m1", "title": "Group discussions"}, {"id": "m2", "title": ""}]', now(), now());
        INSERT INTO mrlearn.courses (tenant, id, title, published, users_count, raw, last_synced_at)
        VALUES ('%2$s', 'c9', 'Interviews', true, 1, '{}', now())""".formatted(student, GamificationFixture.TENANT));
    for (String[] award : new String[][] {{"module_completed", "c9:m1"}, {"module_completed", "c9:m2"},
        {"module_completed", "gone:m1"}, {"test_taken", "final exam"}}) {
      domain.clock.advance(Duration.ofMinutes(1));
      domain.award(student, award[0], award[1]);
    }
    domain.clock.advance(Duration.ofMinutes(1));
    domain.ask(domain.admin(), GamificationContract.REVERSE_XP,
        new GamificationContract.ReverseXp(student, "module_completed", "c9:m1", "Entered twice"));
    assertEquals(List.of("Taken back: Module completed: Group discussions · Interviews", "Test taken",
        "Module completed", "Module completed: Interviews", "Module completed: Group discussions · Interviews"),
        entries().stream().map(XpEntry::title).toList());
    assertEquals("Module completed", entries().get(2).title(), "the course is not mirrored");
  }

  @Test
  void anAdministratorReadsTheLedgerOfAStudentOfTheOwnTenantOnly() {
    domain.award(student, "module_completed", "m1");
    assertEquals(entries(), domain.ask(domain.admin(), GamificationContract.STUDENT_XP,
        new XpOfStudent(student, null, null)).items());
    House.refused(Failure.NOT_FOUND, domain.bus.send(domain.as(UUID.randomUUID(), Role.ADMIN, "another"),
        GamificationContract.STUDENT_XP, new XpOfStudent(student, null, null)));
  }

  @Test
  void whatComesAgainWithAnotherTimeIsShownAsRefusedButARedeliveryIsNot() {
    domain.award(student, "test_taken", "t", ist(TODAY, 9, 0));
    domain.award(student, "test_taken", "t", ist(TODAY, 9, 0));
    assertEquals(1, entries().size());
    domain.clock.advance(Duration.ofMinutes(1));
    domain.award(student, "test_taken", "t", ist(TODAY, 9, 30));
    domain.clock.advance(Duration.ofMinutes(1));
    domain.ask(domain.product(), GamificationContract.AWARD_ALL, new GamificationContract.AwardAll(
        List.of(GamificationFixture.of(student, "test_taken", "t", ist(TODAY, 9, 40)))));
    eventually("both are there", () -> entries().size() == 2
        && entries().getFirst().reasons().getFirst().words().contains("2 more times"));
    XpEntry refused = entries().getFirst();
    assertEquals("refused", refused.outcome());
    assertEquals(0, refused.amount());
    assertEquals(2L, domain.ask(domain.as(student), MY_XP, new MyXp(1, 0L)).total());
  }

  @Test
  void aClawBackIsAReversingEntryOnceAndTheLevelStays() throws Exception {
    for (int n = 0; n < 3; n++) {
      domain.award(student, "module_completed", "m" + n);
    }
    Progress before = domain.progress(student);
    assertEquals(2, before.level());
    domain.clock.advance(Duration.ofMinutes(1));
    var ask = new ReverseXp(student, "module_completed", "m1", "Copied");
    XpReversed reversed = domain.ask(domain.admin(), REVERSE_XP, ask);
    assertTrue(reversed.reversed());
    assertEquals(before.totalXp() - reversed.amount(), reversed.totalXp());
    Progress after = domain.progress(student);
    assertEquals(reversed.totalXp(), after.totalXp());
    assertEquals(2, after.meaningfulActions());
    assertEquals(2, after.level());
    assertEquals(before.currentStreak(), after.currentStreak());
    assertEquals(new XpReversed(false, reversed.amount(), reversed.totalXp(), 2),
        domain.ask(domain.admin(), REVERSE_XP, ask));
    assertEquals("taken_back", entries().getFirst().outcome());
    assertEquals("Copied", entries().getFirst().reasons().getFirst().words());
    assertEquals("0", domain.award(student, "module_completed", "m1").granted() ? "1" : "0");
    assertEquals(Failure.NOT_FOUND, domain.refusal(domain.admin(), REVERSE_XP,
        new ReverseXp(student, "module_completed", "none", "x")).failure());
    domain.award(student, "module_completed", "m9");
    assertEquals(3, domain.progress(student).meaningfulActions());
  }

  @Test
  void aClawBackThatWasAMistakeIsUndoneAndMayBeDoneAgain() throws Exception {
    for (int n = 0; n < 3; n++) {
      domain.award(student, "module_completed", "m" + n);
    }
    Progress before = domain.progress(student);
    ReverseXp award = new ReverseXp(student, "module_completed", "m1", "Copied");
    ReverseXp undo = new ReverseXp(student, "reversal", "module_completed:m1", "It was not");
    assertEquals(Failure.NOT_FOUND, domain.refusal(domain.admin(), REVERSE_XP, undo).failure());
    int amount = domain.ask(domain.admin(), REVERSE_XP, award).amount();
    domain.clock.advance(Duration.ofMinutes(1));
    assertEquals(new XpReversed(true, -amount, before.totalXp(), before.level()),
        domain.ask(domain.admin(), REVERSE_XP, undo));
    assertEquals(before, domain.progress(student));
    assertEquals("given_back", entries().getFirst().outcome());
    assertEquals("It was not", entries().getFirst().reasons().getFirst().words());
    assertEquals(new XpReversed(false, -amount, before.totalXp(), before.level()),
        domain.ask(domain.admin(), REVERSE_XP, undo), "once");
    assertEquals("t", domain.text("SELECT NOT gamification.is_taken_back('" + student + "', 'module_completed:m1')"));

    assertTrue(domain.ask(domain.admin(), REVERSE_XP, award).reversed(), "and it may be taken back again");
    assertEquals(before.meaningfulActions() - 1, domain.progress(student).meaningfulActions());
    assertFalse(domain.ask(domain.admin(), REVERSE_XP, award).reversed());
    assertTrue(domain.ask(domain.admin(), REVERSE_XP,
        new ReverseXp(student, "reversal", "3:module_completed:m1", "Never mind")).reversed());
    assertEquals(before, domain.progress(student));
    assertEquals(0, domain.ask(domain.product(), REBUILD_PAGES, new RebuildPages(false)).changed());
    assertEquals(Failure.NOT_FOUND, domain.refusal(domain.admin(), REVERSE_XP,
        new ReverseXp(student, "reversal", "no award", "x")).failure());
  }

  @Test
  void allStandingsComputedAnewAreTheLiveOnesAndBrokenOnesAreMended() throws Exception {
    var random = new Random(11);
    Map<UUID, Progress> live = new HashMap<>();
    for (int n = 0; n < 30; n++) {
      UUID each = domain.student();
      for (int award = 0; award < 25; award++) {
        domain.award(each, List.of("daily_login", "test_taken", "module_completed").get(random.nextInt(3)),
            "a" + award, ist(TODAY.minusDays(random.nextInt(60))));
      }
      String type = domain.text(
          "SELECT type FROM gamification.xp_events WHERE source_id = 'a3' AND user_id = '" + each + "'");
      domain.ask(domain.admin(), REVERSE_XP, new ReverseXp(each, type, "a3", "x"));
      live.put(each, domain.progress(each));
    }
    assertEquals(0, domain.ask(domain.product(), REBUILD_PAGES, new RebuildPages(false)).changed());
    domain.execute("""
        UPDATE gamification.student_progress SET total_xp = total_xp + 7, current_streak = 0, freeze_days = 3,
          meaningful_actions = 1""");
    RebuiltAll mended = domain.ask(domain.product(), REBUILD_PAGES, new RebuildPages(false));
    assertEquals(mended.students(), mended.changed());
    live.forEach((each, progress) -> assertEquals(progress, domain.progress(each)));
    assertEquals(domain.ask(domain.admin(), REBUILD_ALL, new RebuildAll()).jobId(),
        domain.ask(domain.admin(), REBUILD_ALL, new RebuildAll()).jobId(), "one at a time");
  }

  @Test
  void thePageOfALongLedgerReadsNoMoreThanIsShown() throws SQLException {
    domain.ask(domain.product(), AWARD_XP, new AwardXp(student, "test_taken", "t0", null, null, null, false, null));
    domain.execute("""
        INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
          counts_for_streak, created_at)
        SELECT user_id, type, 't' || n, base_xp, amount, multipliers, occurred_at - n * interval '1 minute', true,
          created_at - n * interval '1 minute' FROM gamification.xp_events, generate_series(1, 5000) AS n
        WHERE user_id = '%s'""".formatted(student));
    domain.execute("ANALYZE gamification.xp_events");
    assertEquals(List.of("t0", "t1", "t2"), domain.ask(domain.as(student), MY_XP, new MyXp(3, null)).items().stream()
        .map(XpEntry::sourceId).toList());
    String plan = domain.text("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + GamificationRepository.LEDGER
        .replace("$1", "'" + student + "'").replace("$2", "20").replace("$3", "40"));
    Matcher read = Pattern.compile("\"Shared Hit Blocks\": (\\d+)").matcher(plan); // the first is the whole's
    domain.execute("DELETE FROM gamification.xp_events WHERE source_id <> 't0' AND user_id = '" + student + "'");
    assertTrue(read.find() && Integer.parseInt(read.group(1)) < 100, plan);
  }
}
