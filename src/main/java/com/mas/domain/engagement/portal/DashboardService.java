package com.mas.domain.engagement.portal;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.domain.engagement.dailycards.DailyCardsContract;
import com.mas.domain.engagement.dailycards.DailyCardsContract.DailyCard;
import com.mas.domain.engagement.dailycards.DailyCardsContract.MyCards;
import com.mas.domain.engagement.gamification.GamificationContract;
import com.mas.domain.engagement.gamification.GamificationContract.MyBadges;
import com.mas.domain.engagement.gamification.GamificationContract.MyProgress;
import com.mas.domain.engagement.gamification.GamificationContract.MyXp;
import com.mas.domain.engagement.gamification.GamificationContract.Progress;
import com.mas.domain.engagement.gamification.GamificationContract.XpEntry;
import com.mas.domain.engagement.portal.DashboardContract.ActiveWarning;
import com.mas.domain.engagement.portal.DashboardContract.Activity;
import com.mas.domain.engagement.portal.DashboardContract.Certificate;
import com.mas.domain.engagement.portal.DashboardContract.Course;
import com.mas.domain.engagement.portal.DashboardContract.Dashboard;
import com.mas.domain.engagement.portal.DashboardContract.Deadline;
import com.mas.domain.engagement.portal.DashboardContract.GetDashboard;
import com.mas.domain.engagement.portal.DashboardContract.Lines;
import com.mas.domain.engagement.portal.DashboardContract.Meeting;
import com.mas.domain.engagement.portal.DashboardContract.Notice;
import com.mas.domain.engagement.portal.DashboardContract.Part;
import com.mas.domain.engagement.portal.DashboardContract.Performance;
import com.mas.domain.engagement.portal.DashboardContract.State;
import com.mas.domain.engagement.portal.DashboardContract.Today;
import com.mas.domain.engagement.portal.ProfileContract.Completion;
import com.mas.domain.engagement.standing.StandingContract;
import com.mas.domain.engagement.standing.StandingContract.MyMetric;
import com.mas.domain.engagement.standing.StandingContract.MyWarnings;
import com.mas.domain.engagement.standing.StandingContract.PerformanceMetric;
import com.mas.domain.engagement.standing.StandingContract.Warning;
import com.mas.domain.learning.credential.CredentialContract;
import com.mas.domain.learning.credential.CredentialContract.Credential;
import com.mas.domain.learning.education.MyApplicationContract;
import com.mas.domain.learning.education.MyApplicationContract.MyApplication;
import com.mas.domain.learning.education.MyApplicationContract.MyApplications;
import com.mas.domain.learning.mentoring.MentoringContract;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.BookingState;
import com.mas.domain.learning.mentoring.MentoringContract.ListBookings;
import com.mas.domain.learning.mrtest.ExamCardContract;
import com.mas.domain.learning.mrtest.ExamCardContract.Card;
import com.mas.domain.learning.mrtest.ExamCardContract.MyExams;
import com.mas.domain.learning.student.StudentContract;
import com.mas.domain.learning.student.StudentContract.MyCourse;
import com.mas.domain.learning.student.StudentContract.MyCourses;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.Item;
import com.mas.domain.people.notification.NotificationContract.ListItems;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks all domains for their sections at once, each by one request, and makes one page of the answers. Never waits. */
final class DashboardService {
  /** Days of meetings that are asked for: they are listed latest first, so that the last of very many are cut off. */
  private static final Duration AHEAD = Duration.ofDays(14);
  private static final int MEETINGS = 100;
  /** Entries of the ledger that are read: many may have been refused, and are no activity. */
  private static final int LEDGER = 50;
  /** Longest meeting; one that began within this time may be going on. */
  private static final Duration GOING_ON = Duration.ofHours(8);
  private static final int EXAMS = 50;
  private static final int FEW = 6;

  private final Bus bus;
  private final TenantRepository tenants;
  private final ProfileRepository profiles;
  private final Duration patience;

  /** @param patience how long a section is waited for */
  DashboardService(Bus bus, Database db, Duration patience) {
    this.bus = bus;
    this.tenants = new TenantRepository(db);
    this.profiles = new ProfileRepository(db);
    this.patience = patience;
  }

  /** Holds one section's request that is under way. */
  private record Asked<A>(String domain, Future<Answered<A>> answer) {
    /** Returns what came, once all have come. */
    Answered<A> got(Set<String> off) {
      return off.contains(domain) ? Answered.off() : answer.result();
    }
  }

  /** Sends requests side by side; their futures never fail. */
  private final class Asking {
    private final Call call;
    private final List<Future<?>> all = new ArrayList<>();

    Asking(Call call) {
      this.call = call;
    }

    <Q, A> Asked<A> one(Request<Q, A> request, Q body) {
      Future<Answered<A>> answer = bus.send(call, request, body).map(Answered::ready).otherwise(Answered::failed);
      all.add(answer);
      return new Asked<>(request.address().substring(0, request.address().indexOf('.')), answer);
    }
  }

  /** Remembers the names of sections that are not whole, in the order of the page. */
  private static final class Sections {
    private final List<String> missing = new ArrayList<>();

    <T> Part<T> named(String name, Part<T> section) {
      note(name, section.state());
      return section;
    }

    <T> Lines<T> named(String name, Lines<T> section) {
      note(name, section.state());
      return section;
    }

    private void note(String name, State state) {
      if (state == State.MISSING || state == State.PARTIAL) {
        missing.add(name);
      }
    }
  }

  Future<Dashboard> get(Call call, GetDashboard ask) {
    call.userId(); // refuses a call without a person
    Instant now = bus.clock().instant();
    Call brief = call.until(now.plus(patience).toEpochMilli());
    Asking asking = new Asking(brief);
    Asked<Progress> progress = asking.one(GamificationContract.MY_PROGRESS, new MyProgress());
    Asked<Page<DailyCard>> today = asking.one(DailyCardsContract.MY_CARDS, new MyCards());
    Asked<Page<MyCourse>> courses = asking.one(StudentContract.MY_COURSES, new MyCourses(FEW, null));
    Asked<Page<Card>> exams = asking.one(ExamCardContract.MY_EXAMS, new MyExams(EXAMS, null));
    Asked<Page<Booking>> meetings = asking.one(MentoringContract.LIST_BOOKINGS,
        new ListBookings(null, BookingState.BOOKED, now.minus(GOING_ON), now.plus(AHEAD), MEETINGS, null));
    Asked<GamificationContract.Badges> badges = asking.one(GamificationContract.MY_BADGES, new MyBadges());
    Asked<Page<Credential>> credentials = asking.one(CredentialContract.MINE, new CredentialContract.ListMine(FEW, 0L));
    Asked<Page<XpEntry>> activity = asking.one(GamificationContract.MY_XP, new MyXp(LEDGER, null));
    Asked<Page<Item>> notices = asking.one(NotificationContract.LIST_ITEMS, new ListItems(true, FEW, null));
    Asked<Page<MyApplication>> applications = asking.one(MyApplicationContract.MY_APPLICATIONS,
        new MyApplications(FEW, null));
    Asked<Page<Warning>> warnings = asking.one(StandingContract.MY_WARNINGS, new MyWarnings(true, FEW, null));
    Asked<PerformanceMetric> metric = asking.one(StandingContract.MY_METRIC, new MyMetric());
    Future<Answered<Completion>> profile = brief(profiles.read(call.tenant(), call.userId()))
        .map(found -> Answered.ready(CompletionRules.of(found.orElseThrow(ProfileContract.STUDENT_UNKNOWN::refusal))))
        .otherwise(Answered::failed);
    asking.all.add(profile);
    Future<Set<String>> off = brief(tenants.switchedOff(call.tenant())).otherwise(Set.of());
    asking.all.add(off);
    return Future.join(asking.all).map(done -> {
      Set<String> without = off.result();
      return page(now, call, progress.got(without), today.got(without), courses.got(without), exams.got(without),
          meetings.got(without), badges.got(without), credentials.got(without), activity.got(without),
          notices.got(without), applications.got(without), warnings.got(without), metric.got(without),
          profile.result());
    });
  }

  /** Waits for a read of this domain's own no longer than for the sections of the others. */
  private <T> Future<T> brief(Future<T> read) {
    return read.timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Dashboard page(Instant now, Call call, Answered<Progress> progress, Answered<Page<DailyCard>> today,
      Answered<Page<MyCourse>> courses, Answered<Page<Card>> exams, Answered<Page<Booking>> bookings,
      Answered<GamificationContract.Badges> badges, Answered<Page<Credential>> credentials,
      Answered<Page<XpEntry>> activity, Answered<Page<Item>> notices, Answered<Page<MyApplication>> applications,
      Answered<Page<Warning>> warnings, Answered<PerformanceMetric> metric, Answered<Completion> profile) {
    Answered<List<Meeting>> ahead = bookings.map(page -> DashboardRules.meetings(page.items(), call.userId(), now));
    Answered<List<Meeting>> meetings = ahead.map(DashboardRules::first);
    Answered<List<Activity>> acts = activity.map(page -> DashboardRules.activity(page.items()));
    Answered<List<Card>> cards = exams.map(Page::items);
    Answered<List<MyApplication>> mine = applications.map(Page::items);
    Lines<Deadline> deadlines = DashboardRules.deadlines(cards, meetings, mine, now);
    Sections sections = new Sections();
    return new Dashboard(now, sections.missing,
        sections.named("progress", progress.part(Function.identity())),
        sections.named("today", lines(today, each -> new Today(each.id(), each.cardType(), each.title(), each.body(),
            each.ctaLabel(), each.ctaLink()))),
        sections.named("courses", lines(courses, each -> new Course(each.provider(), each.courseId(),
            each.courseTitle(), each.courseUrl(), each.progressPercent(), each.status(), each.lastAccessedAt()))),
        sections.named("exams", exams.lines(page -> DashboardRules.first(page.items()).stream()
            .map(DashboardRules::exam).toList(), Page::total)),
        sections.named("meetings", ahead.lines(DashboardRules::first, all -> isWhole(bookings)
            ? (Long) (long) all.size() : null)),
        sections.named("deadlines", deadlines),
        sections.named("pending", DashboardRules.pending(cards, mine, warnings.map(Page::total),
            courses.map(Page::items), profile)),
        sections.named("badges", badges.part(all -> DashboardRules.badges(all.badges()))),
        sections.named("certificates", lines(credentials, each -> new Certificate(each.id(), each.title(),
            each.issuer(), each.completedOn(), each.issuedAt(), each.verifyUrl()))),
        sections.named("activity", acts.lines(all -> all.stream().limit(FEW).toList(), all -> isWhole(activity)
            ? (Long) (long) all.size() : null)),
        sections.named("notices", lines(notices, each -> new Notice(each.id(), each.category(), each.title(),
            each.body(), each.link(), each.createdAt()))),
        sections.named("applications", lines(applications, Function.identity())),
        sections.named("warnings", lines(warnings, each -> new ActiveWarning(each.id(), each.type(), each.severity(),
            each.description(), each.createdAt()))),
        sections.named("performance", metric.part(all -> new Performance(all.overallScore(), all.attendanceScore(),
            all.calculatedAt()))),
        sections.named("profile", profile.part(Function.identity())));
  }

  /** Returns whether the page is all that there is, so that what is left out of it can be counted. */
  private static boolean isWhole(Answered<? extends Page<?>> answered) {
    Page<?> page = answered.value();
    return page != null && page.total() != null && page.total() == page.items().size();
  }

  private static <T, L> Lines<L> lines(Answered<Page<T>> page, Function<T, L> line) {
    return page.lines(all -> all.items().stream().map(line).toList(), Page::total);
  }
}
