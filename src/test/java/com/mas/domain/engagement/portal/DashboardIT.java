package com.mas.domain.engagement.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.Page;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.domain.engagement.dailycards.DailyCardsContract;
import com.mas.domain.engagement.gamification.GamificationContract;
import com.mas.domain.engagement.gamification.GamificationContract.Badge;
import com.mas.domain.engagement.gamification.GamificationContract.XpEntry;
import com.mas.domain.engagement.portal.DashboardContract.Dashboard;
import com.mas.domain.engagement.portal.DashboardContract.DeadlineKind;
import com.mas.domain.engagement.portal.DashboardContract.GetDashboard;
import com.mas.domain.engagement.portal.DashboardContract.State;
import com.mas.domain.engagement.portal.DashboardContract.TodoKind;
import com.mas.domain.engagement.portal.DashboardContract.Why;
import com.mas.domain.engagement.standing.StandingContract;
import com.mas.domain.learning.credential.CredentialContract;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.MyApplicationContract;
import com.mas.domain.learning.mentoring.MentoringContract;
import com.mas.domain.learning.mrtest.ExamCardContract;
import com.mas.domain.learning.student.StudentContract;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.testkit.House;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The domains that the dashboard asks are stood in for, so that each can fail, be late, or not be there. */
class DashboardIT {
  private static final Instant NOW = Instant.parse("2026-03-10T06:00:00Z");
  private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final List<String> ASKED = List.of("gamification.progress.mine", "dailycards.card.mine",
      "student.course.mine", "mrtest.cards.mine", "mentoring.booking.list", "gamification.badges.mine",
      "credential.credential.mine", "gamification.xp.mine", "notification.item.list", "education.application.mine",
      "standing.warning.mine", "standing.metric.mine");

  /** Tests that wait for what does not come. */
  private static final String LATE = "late";

  private final House house = new House("2026-03-10T11:30:00+05:30");
  private final UUID asha = UUID.randomUUID();
  private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Promise<Void> never = Promise.promise();

  @BeforeEach
  void open(TestInfo test) {
    house.execute("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
        VALUES ('%s', 'mas', 'asha@mas.example', 'Asha', 'USER', now(), now(), now())""".formatted(asha));
    PortalHouse.open(house, test.getTags().contains(LATE) ? PortalHouse.BRIEF : PortalHouse.PATIENT);
  }

  @AfterEach
  void close() {
    never.tryComplete();
    house.close();
  }

  private <Q, A> DomainVerticle domain(Request<Q, A> request, Function<Q, A> answer) {
    return new DomainVerticle(house.bus, new Capacity(request.address().split("\\.")[0], 1, 100)) {
      @Override
      protected void open() {
        answer(request, (call, ask) -> {
          calls.add(call);
          return answer.apply(ask);
        });
      }
    };
  }

  private <Q, A> String stand(Request<Q, A> request, Function<Q, A> answer) {
    return house.deploy(domain(request, answer));
  }

  private <Q, T> String list(Request<Q, Page<T>> request, List<T> items) {
    return stand(request, ask -> new Page<>(items, 50, 0, (long) items.size()));
  }

  /** Deploys all domains but those whose address is named. */
  private void all(String... but) {
    Set<String> without = Set.of(but);
    List<Runnable> each = new ArrayList<>();
    each.add(() -> progress());
    each.add(() -> list(DailyCardsContract.MY_CARDS, List.of()));
    each.add(() -> courses());
    each.add(() -> exams());
    each.add(() -> meetings());
    each.add(() -> badges());
    each.add(() -> list(CredentialContract.MINE, List.of()));
    each.add(() -> list(GamificationContract.MY_XP, List.of(entry("plain", 20), entry("refused", 0))));
    each.add(() -> list(NotificationContract.LIST_ITEMS, List.of(new NotificationContract.Item(ID, "t", "course",
        "New module", "It is there", null, NOW, null))));
    each.add(() -> applications());
    each.add(() -> list(StandingContract.MY_WARNINGS, List.of()));
    each.add(() -> stand(StandingContract.MY_METRIC, ask -> new StandingContract.PerformanceMetric(asha, null, null,
        null, null, BigDecimal.TEN, null, BigDecimal.ONE, NOW)));
    for (int i = 0; i < ASKED.size(); i++) {
      if (!without.contains(ASKED.get(i))) {
        each.get(i).run();
      }
    }
  }

  private String progress() {
    GamificationContract.Axis axis = new GamificationContract.Axis(1, 10, 10);
    return stand(GamificationContract.MY_PROGRESS, ask -> new GamificationContract.Progress(3, 400, 9, 4, 6, 1, true,
        new GamificationContract.Axes(axis, axis, axis), 10, "xp", "Earn 9 more XP.", List.of()));
  }

  private String courses() {
    return list(StudentContract.MY_COURSES,
        List.of(new StudentContract.MyCourse("mrlearn", "c1", "Statistics", null, 40,
            null, "in_progress", 60, List.of(), null, NOW, null, false)));
  }

  private String exams() {
    return list(ExamCardContract.MY_EXAMS, List.of(
        card("1", "SQL", ExamCardContract.CardState.LIVE, true, NOW.plus(Duration.ofDays(2))),
        card("2", "Old", ExamCardContract.CardState.COMPLETED, false, NOW.plus(Duration.ofDays(3))),
        card("3", "Python", ExamCardContract.CardState.LOCKED, false, NOW.plus(Duration.ofDays(1)))));
  }

  private static ExamCardContract.Card card(String id, String title, ExamCardContract.CardState state, boolean opens,
      Instant ends) {
    return new ExamCardContract.Card(id, title, ID, false, state, null, opens, NOW, ends, 30, null, 0, null, null,
        null);
  }

  private String meetings() {
    return list(MentoringContract.LIST_BOOKINGS, List.of(booking("Later", 9), booking("Next", 3), booking("Gone", -3)));
  }

  private MentoringContract.Booking booking(String title, int hours) {
    Instant starts = NOW.plus(Duration.ofHours(hours));
    return new MentoringContract.Booking(UUID.randomUUID(), ID, UUID.randomUUID(), "Meera Nair", asha, "Asha", title,
        starts, starts.plusSeconds(1_800), MentoringContract.BookingState.BOOKED, null, null, null, null, NOW,
        MentoringContract.BookingKind.CAREER_GUIDANCE, null, 1, starts, starts, starts, null, null, 0, null, null,
        null, null);
  }

  private String badges() {
    return stand(GamificationContract.MY_BADGES, ask -> new GamificationContract.Badges(List.of(
        new Badge("first", "First step", "Began", 10, true, NOW.minusSeconds(99), true),
        new Badge("second", "Second step", "Went on", 10, true, NOW, false),
        new Badge("third", "Third step", "Is there", 10, false, null, false)), 2));
  }

  private String applications() {
    return list(MyApplicationContract.MY_APPLICATIONS,
        List.of(new MyApplicationContract.MyApplication(ID, ID, "Data Science",
            EducationContract.BatchState.ACTIVE, LocalDate.of(2026, 1, 5), LocalDate.of(2026, 3, 12),
            EducationContract.ApplicationState.ENROLLED, null, new EducationContract.Onboarding(true, true, false), NOW,
            NOW,
            null)));
  }

  private static XpEntry entry(String outcome, int amount) {
    return new XpEntry("module_completed", "m", "Module", 20, amount, outcome, null, List.of(), NOW, NOW);
  }

  private Dashboard dashboard() {
    return house.ask(asha, DashboardContract.GET, new GetDashboard());
  }

  @Test
  void aPageIsMadeOfWhatAllDomainsAnswer() {
    all();
    Dashboard page = dashboard();
    assertEquals(List.of(), page.missing());
    assertEquals(3, page.progress().content().level());
    assertEquals(List.of("Next", "Later"), page.meetings().items().stream().map(each -> each.title()).toList());
    assertEquals("Meera Nair", page.meetings().items().getFirst().withName());
    assertEquals(List.of(DeadlineKind.MEETING_STARTS, DeadlineKind.MEETING_STARTS, DeadlineKind.EXAM_CLOSES,
        DeadlineKind.EXAM_CLOSES, DeadlineKind.BATCH_ENDS),
        page.deadlines().items().stream().map(each -> each.kind()).toList());
    assertEquals(List.of("Next", "Later", "Python", "SQL", "Data Science"),
        page.deadlines().items().stream().map(each -> each.title()).toList());
    assertEquals(Instant.parse("2026-03-12T18:30:00Z"), page.deadlines().items().getLast().at(),
        "the last day of the batch is over at midnight in India");
    assertEquals(List.of(TodoKind.DIAGNOSTIC, TodoKind.EXAM, TodoKind.COURSE,
        TodoKind.PROFILE),
        page.pending().items().stream().map(each -> each.kind()).toList());
    assertEquals(List.of("second", "first"), page.badges().content().newest().stream().map(each -> each.id()).toList());
    assertEquals(1, page.activity().items().size(), "what was refused is no activity");
    assertEquals(1, page.notices().total());
    assertTrue(calls.stream().allMatch(each -> each.userId().equals(asha)), "all are asked in the student's name");
    assertEquals(ASKED.size(), calls.size(), "by one request each");
  }

  private static <T> Page<T> first(List<T> all, Integer limit) {
    return new Page<>(all.subList(0, Math.min(limit, all.size())), limit, 0, (long) all.size());
  }

  @Test
  void refusedEntriesTakeNoPlaceOfActivityAndAreNotCounted() {
    all("gamification.xp.mine");
    List<XpEntry> ledger = new ArrayList<>(Collections.nCopies(12, entry("refused", 0)));
    ledger.addAll(Collections.nCopies(9, entry("plain", 20)));
    stand(GamificationContract.MY_XP, ask -> first(ledger, ask.limit()));
    Dashboard page = dashboard();
    assertEquals(6, page.activity().items().size());
    assertEquals(9L, page.activity().total());
    ledger.addAll(0, Collections.nCopies(60, entry("plain", 20)));
    assertNull(dashboard().activity().total(), "nothing is said of what was not read");
  }

  /** Fails where the latest of many meetings are asked for: the next ones are the last of them. */
  @Test
  void theNextMeetingsAreThereHoweverManyAreBooked() {
    all("mentoring.booking.list");
    List<MentoringContract.Booking> booked = new ArrayList<>();
    for (int day = 60; day > 0; day--) {
      for (int i = 4; i > 0; i--) {
        booked.add(booking("Day " + day + "." + i, day * 24 + i));
      }
    }
    booked.add(booking("Going on", 0));
    booked.add(booking("Over", -3));
    stand(MentoringContract.LIST_BOOKINGS, ask -> first(booked.stream()
        .filter(each -> !each.startsAt().isBefore(ask.from()))
        .filter(each -> ask.until() == null || each.startsAt().isBefore(ask.until())).toList(), ask.limit()));
    Dashboard page = dashboard();
    assertEquals("Going on", page.meetings().items().getFirst().title());
    assertEquals("Day 1.1", page.meetings().items().get(1).title());
    assertEquals(10, page.meetings().items().size());
    assertEquals(1 + 13 * 4, page.meetings().total(), "of the days that are shown");
  }

  @Test
  void examsAreNoMoreThanAPageCarries() {
    all("mrtest.cards.mine");
    List<ExamCardContract.Card> cards = Collections.nCopies(25,
        card("1", "SQL", ExamCardContract.CardState.LIVE, true, NOW.plus(Duration.ofDays(2))));
    stand(ExamCardContract.MY_EXAMS, ask -> first(cards, ask.limit()));
    Dashboard page = dashboard();
    assertEquals(10, page.exams().items().size());
    assertEquals(25L, page.exams().total());
  }

  /** Fails where the portal's own tables are waited for without an end. */
  @Test
  @Tag(LATE)
  void aTableThatIsLockedMakesNoPageLate() {
    all();
    Promise<Void> locked = Promise.promise();
    Promise<Void> asked = Promise.promise();
    Future<Void> holder = house.onVirtualThread(() -> house.db.transaction(tx -> {
      tx.query("LOCK TABLE portal.profiles, tenant.tenants IN ACCESS EXCLUSIVE MODE");
      locked.complete();
      Database.await(asked.future());
      return null;
    }));
    House.await(locked.future());
    try {
      Dashboard page = dashboard();
      assertEquals(State.MISSING, page.profile().state());
      assertEquals(Why.LATE, page.profile().why());
      assertEquals(3, page.progress().content().level());
    } finally {
      asked.complete();
      House.await(holder);
    }
  }

  /** The barrier opens only when all requests are there together. */
  @Test
  void allSectionsAreAskedAtOnce() {
    CyclicBarrier together = new CyclicBarrier(3);
    all("gamification.progress.mine", "student.course.mine", "standing.metric.mine");
    stand(GamificationContract.MY_PROGRESS, ask -> {
      await(together);
      return null;
    });
    stand(StudentContract.MY_COURSES, ask -> {
      await(together);
      return new Page<>(List.of(), 50, 0, 0L);
    });
    stand(StandingContract.MY_METRIC, ask -> {
      await(together);
      return new StandingContract.PerformanceMetric(asha, null, null, null, null, null, null, BigDecimal.ONE, NOW);
    });
    Dashboard page = dashboard();
    assertEquals(State.READY, page.courses().state());
    assertEquals(State.READY, page.performance().state());
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Tag(LATE)
  void aSectionWhoseDomainIsLateIsMarkedAndTheOthersStand() {
    all("mrtest.cards.mine");
    stand(ExamCardContract.MY_EXAMS, ask -> {
      never.future().await();
      return new Page<>(List.of(), 50, 0, 0L);
    });
    Dashboard page = dashboard();
    assertEquals(List.of("exams", "deadlines", "pending"), page.missing());
    assertEquals(State.MISSING, page.exams().state());
    assertEquals(Why.LATE, page.exams().why());
    assertEquals(State.PARTIAL, page.deadlines().state());
    assertEquals(3, page.deadlines().items().size(), "what is known is shown");
    assertEquals(3, page.progress().content().level());
  }

  @Test
  void aSectionWhoseDomainFailsIsMarkedAndTheOthersStand() {
    all("gamification.progress.mine", "standing.warning.mine");
    stand(GamificationContract.MY_PROGRESS, ask -> {
      throw new IllegalStateException("on purpose");
    });
    stand(StandingContract.MY_WARNINGS, ask -> {
      throw Failure.OVERLOADED.with("busy");
    });
    Dashboard page = dashboard();
    assertEquals(Why.FAILED, page.progress().why());
    assertNull(page.progress().content());
    assertEquals(Why.AWAY, page.warnings().why());
    assertEquals(List.of("progress", "pending", "warnings"), page.missing());
    assertEquals(2, page.badges().content().unlocked());
  }

  @Test
  void aSectionWhoseDomainIsNotDeployedIsMarkedAndTheOthersStand() {
    all("credential.credential.mine", "education.application.mine");
    Dashboard page = dashboard();
    assertEquals(List.of("deadlines", "pending", "certificates", "applications"), page.missing());
    assertEquals(Why.AWAY, page.certificates().why());
    assertEquals(1, page.courses().items().size());
  }

  @Test
  void aPageWithoutAnyDomainComesAllTheSame() {
    Dashboard page = dashboard();
    assertEquals(14, page.missing().size());
    assertEquals(State.MISSING, page.exams().state());
    assertEquals(State.PARTIAL, page.pending().state(), "the profile is of this domain");
  }

  @Test
  void whatTheTenantDoesWithoutIsOffAndNotMissing() {
    all("mentoring.booking.list");
    house.execute("""
        INSERT INTO tenant.tenants (slug, name, switched_off, created_at, updated_at)
        VALUES ('mas', 'MAS', '{mentoring}', now(), now())
        ON CONFLICT (slug) DO UPDATE SET switched_off = excluded.switched_off""");
    Dashboard page = dashboard();
    assertEquals(State.OFF, page.meetings().state());
    assertNull(page.meetings().why());
    assertEquals(List.of(), page.missing());
    assertEquals(State.READY, page.deadlines().state());
  }
}
