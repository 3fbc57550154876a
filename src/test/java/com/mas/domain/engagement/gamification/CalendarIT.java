package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.CalendarContract.ASK_LEAVE;
import static com.mas.domain.engagement.gamification.CalendarContract.DECIDE_LEAVE;
import static com.mas.domain.engagement.gamification.CalendarContract.HOLIDAYS;
import static com.mas.domain.engagement.gamification.CalendarContract.LEAVES;
import static com.mas.domain.engagement.gamification.CalendarContract.MY_LEAVES;
import static com.mas.domain.engagement.gamification.CalendarContract.PUT_HOLIDAY;
import static com.mas.domain.engagement.gamification.CalendarContract.REMOVE_HOLIDAY;
import static com.mas.domain.engagement.gamification.CalendarContract.WITHDRAW_LEAVE;
import static com.mas.domain.engagement.gamification.Fixtures.ist;
import static com.mas.domain.engagement.gamification.GamificationContract.REBUILD_PAGES;
import static com.mas.domain.engagement.gamification.GamificationContract.REBUILD_PROGRESS;
import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.domain.engagement.gamification.CalendarContract.AskLeave;
import com.mas.domain.engagement.gamification.CalendarContract.DecideLeave;
import com.mas.domain.engagement.gamification.CalendarContract.Holiday;
import com.mas.domain.engagement.gamification.CalendarContract.Leave;
import com.mas.domain.engagement.gamification.CalendarContract.LeaveState;
import com.mas.domain.engagement.gamification.CalendarContract.ListHolidays;
import com.mas.domain.engagement.gamification.CalendarContract.ListLeaves;
import com.mas.domain.engagement.gamification.CalendarContract.MyLeaves;
import com.mas.domain.engagement.gamification.CalendarContract.PutHoliday;
import com.mas.domain.engagement.gamification.CalendarContract.RemoveHoliday;
import com.mas.domain.engagement.gamification.CalendarContract.WithdrawLeave;
import com.mas.domain.engagement.gamification.GamificationContract.RebuildPages;
import com.mas.domain.engagement.gamification.GamificationContract.RebuildProgress;
import io.vertx.core.Future;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CalendarIT {
  @AutoClose private static final GamificationFixture domain = GamificationFixture.withWeekendsOff();
  /** A Thursday. */
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 12);

  private UUID student;

  @BeforeEach
  void aNewStudent() {
    domain.clock.set(ist(TODAY));
    student = domain.student();
  }

  private void active(int... daysAgo) {
    for (int days : daysAgo) {
      domain.award(student, "module_completed", "m" + days, ist(TODAY.minusDays(days)));
    }
  }

  @Test
  void aWeekendInBetweenBreaksNothing() {
    active(6); // the Friday before
    assertEquals(0, domain.progress(student).currentStreak(), "three working days were missed by Thursday");
    domain.clock.set(ist(TODAY.minusDays(2)));
    assertEquals(1, domain.progress(student).currentStreak(), "on Tuesday it was one");
    assertEquals(2, domain.award(student, "module_completed", "t").currentStreak());
  }

  @Test
  void aHolidayThatIsKnownBeforeBreaksNoStreak() {
    LocalDate wednesday = TODAY.plusDays(6);
    active(1, 0);
    for (int day = 1; day < 6; day++) {
      domain.ask(domain.admin(), PUT_HOLIDAY, new PutHoliday(TODAY.plusDays(day), "Festival"));
    }
    domain.clock.set(ist(wednesday));
    eventually("this node knows the holidays", () -> domain.progress(student).currentStreak() == 2);
    assertEquals(3, domain.award(student, "module_completed", "after").currentStreak());
    assertFalse(domain.ask(domain.admin(), REBUILD_PROGRESS, new RebuildProgress(student)).changed());
    var off = domain.ask(domain.as(student), HOLIDAYS, new ListHolidays(TODAY, wednesday));
    assertEquals(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), Set.copyOf(off.weeklyOff()));
    assertEquals(new Holiday(TODAY.plusDays(1), "Festival"), off.holidays().getFirst());
    off.holidays().forEach(holiday -> domain.ask(domain.admin(), REMOVE_HOLIDAY, new RemoveHoliday(holiday.day())));
    assertEquals(Failure.NOT_FOUND,
        domain.refusal(domain.admin(), REMOVE_HOLIDAY, new RemoveHoliday(TODAY.plusDays(1))).failure());
  }

  @Test
  void aHolidayAfterTheFactMendsStreaksAndGrantsTheirMilestones() throws Exception {
    active(20, 17, 16, 15, 14, 9, 8); // Friday, Monday to Friday but one; then Monday and two more missed
    assertEquals(5, domain.progress(student).longestStreak());
    int before = domain.progress(student).totalXp();
    LocalDate missed = TODAY.minusDays(13);
    for (int day = 0; day < 4; day++) {
      domain.ask(domain.admin(), PUT_HOLIDAY, new PutHoliday(missed.plusDays(day), "Declared late"));
    }
    assertEquals("1", domain.text("""
        SELECT count(*) FROM jobs.job WHERE address = 'gamification.ledger.rebuild_pages' AND run_at < '2026-03-13'"""),
        "one for all four");
    domain.ask(domain.product(), REBUILD_PAGES, new RebuildPages(true));
    assertEquals(7, domain.progress(student).longestStreak());
    assertEquals(before + 50, domain.progress(student).totalXp());
    assertEquals(0, domain.ask(domain.product(), REBUILD_PAGES, new RebuildPages(true)).changed());
    for (int day = 0; day < 4; day++) {
      domain.ask(domain.admin(), REMOVE_HOLIDAY, new RemoveHoliday(missed.plusDays(day)));
    }
    domain.ask(domain.product(), REBUILD_PAGES, new RebuildPages(true));
    assertEquals(7, domain.progress(student).longestStreak(), "what was reached stays reached");
    assertEquals(before + 50, domain.progress(student).totalXp());
  }

  @Test
  void approvedLeaveMendsTheStreakAtOnceAndOnlyTheOwnLeadDecides() throws Exception {
    active(9, 8, 0);
    assertEquals(1, domain.progress(student).currentStreak());
    Leave asked = domain.ask(domain.as(student), ASK_LEAVE,
        new AskLeave(TODAY.minusDays(7), TODAY.minusDays(1), "Fever"));
    assertEquals(LeaveState.REQUESTED, asked.state());
    assertEquals(1, domain.progress(student).currentStreak());

    UUID lead = UUID.randomUUID();
    Call stranger = lead(UUID.randomUUID());
    BadgeIT.seat(domain, student, "enrolled", TODAY.minusDays(30));
    domain.execute("UPDATE education.batches SET batch_lead_id = '" + lead + "'");
    assertEquals(0, domain.ask(stranger, LEAVES, new ListLeaves(null, null, null, null)).total());
    assertEquals(Failure.NOT_FOUND,
        domain.refusal(stranger, DECIDE_LEAVE, new DecideLeave(asked.id(), true, null)).failure());
    assertEquals(List.of(asked),
        domain.ask(lead(lead), LEAVES, new ListLeaves(LeaveState.REQUESTED, student, null, null)).items());
    Leave decided = domain.ask(lead(lead), DECIDE_LEAVE, new DecideLeave(asked.id(), true, "Get well"));
    assertEquals(LeaveState.APPROVED, decided.state());
    assertEquals(3, domain.progress(student).currentStreak());
    assertEquals(decided, domain.ask(domain.admin(), DECIDE_LEAVE, new DecideLeave(asked.id(), true, null)));
    assertEquals(Failure.CONFLICT,
        domain.refusal(domain.admin(), DECIDE_LEAVE, new DecideLeave(asked.id(), false, null)).failure());
    assertEquals(List.of(decided), domain.ask(domain.as(student), MY_LEAVES, new MyLeaves(null, null)).items());
    assertEquals(Failure.CONFLICT,
        domain.refusal(domain.as(student), WITHDRAW_LEAVE, new WithdrawLeave(asked.id())).failure());
    assertFalse(domain.ask(domain.admin(), REBUILD_PROGRESS, new RebuildProgress(student)).changed());
  }

  @Test
  void leaveThatIsTooLongTooFarOrNotOnesOwnIsRefused() {
    for (AskLeave wrong : List.of(new AskLeave(TODAY, TODAY.minusDays(1), "x"),
        new AskLeave(TODAY, TODAY.plusDays(92), "x"), new AskLeave(TODAY.minusDays(31), TODAY, "x"),
        new AskLeave(TODAY, TODAY.plusYears(2), "x"))) {
      assertEquals(Failure.UNPROCESSABLE, domain.refusal(domain.as(student), ASK_LEAVE, wrong).failure());
    }
    assertEquals(Failure.INVALID,
        domain.refusal(domain.as(student), ASK_LEAVE, new AskLeave(TODAY, null, "x")).failure());
    Leave mine = domain.ask(domain.as(student), ASK_LEAVE, new AskLeave(TODAY, TODAY.plusDays(91), "Long"));
    assertEquals(Failure.NOT_FOUND, domain.refusal(domain.as(UUID.randomUUID()), WITHDRAW_LEAVE,
        new WithdrawLeave(mine.id())).failure());
    assertTrue(
        domain.ask(domain.as(student), WITHDRAW_LEAVE, new WithdrawLeave(mine.id())).state() == LeaveState.WITHDRAWN);
  }

  @Test
  void leaveThatOverlapsWhatIsAskedForOrApprovedIsRefused() {
    Leave asked = domain.ask(domain.as(student), ASK_LEAVE, new AskLeave(TODAY, TODAY.plusDays(4), "Fever"));
    for (AskLeave again : List.of(new AskLeave(TODAY, TODAY, "x"), new AskLeave(TODAY.plusDays(4),
        TODAY.plusDays(9), "x"), new AskLeave(TODAY.minusDays(3), TODAY.plusDays(20), "x"))) {
      FailureException refusal = domain.refusal(domain.as(student), ASK_LEAVE, again);
      assertEquals(Failure.CONFLICT, refusal.failure());
      assertEquals("leave_overlaps", refusal.detail().reason());
    }
    domain.ask(domain.admin(), DECIDE_LEAVE, new DecideLeave(asked.id(), false, null));
    domain.ask(domain.as(student), ASK_LEAVE, new AskLeave(TODAY.plusDays(4), TODAY.plusDays(9), "Refused is free"));
  }

  @Test
  void tenRequestsWaitAtMostHoweverManyComeAtOnce() {
    List<Future<Leave>> asked = IntStream.range(0, 40).mapToObj(i -> domain.bus.send(domain.as(student), ASK_LEAVE,
        new AskLeave(TODAY.plusDays(i), TODAY.plusDays(i), "A day"))).toList();
    Future.join(asked).otherwiseEmpty().toCompletionStage().toCompletableFuture().join();
    assertEquals(10, asked.stream().filter(Future::succeeded).count());
    asked.stream().filter(Future::failed)
        .forEach(each -> assertEquals(Failure.CONFLICT, ((FailureException) each.cause()).failure()));
    assertEquals(10, domain.ask(domain.as(student), MY_LEAVES, new MyLeaves(null, null)).total());
    assertEquals(new Page<>(List.of(), 50, 10, 10L),
        domain.ask(domain.as(student), MY_LEAVES, new MyLeaves(null, 10L)));
    domain.ask(domain.as(student), WITHDRAW_LEAVE, new WithdrawLeave(
        asked.stream().filter(Future::succeeded).findFirst().orElseThrow().result().id()));
    domain.ask(domain.as(student), ASK_LEAVE, new AskLeave(TODAY, TODAY, "Again"));
  }

  private static Call lead(UUID user) {
    Principal principal = new Principal(user, Role.EXPERT, Set.of("batch_lead"), GamificationFixture.TENANT);
    return new Call("r-1", null, GamificationFixture.TENANT, principal, domain.clock.millis() + 30_000, null, null);
  }
}
