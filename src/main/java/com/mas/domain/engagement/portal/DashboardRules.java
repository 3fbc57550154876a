package com.mas.domain.engagement.portal;

import com.mas.domain.engagement.gamification.GamificationContract.Badge;
import com.mas.domain.engagement.gamification.GamificationContract.XpEntry;
import com.mas.domain.engagement.portal.DashboardContract.Activity;
import com.mas.domain.engagement.portal.DashboardContract.BadgeLine;
import com.mas.domain.engagement.portal.DashboardContract.Badges;
import com.mas.domain.engagement.portal.DashboardContract.Deadline;
import com.mas.domain.engagement.portal.DashboardContract.DeadlineKind;
import com.mas.domain.engagement.portal.DashboardContract.Exam;
import com.mas.domain.engagement.portal.DashboardContract.Lines;
import com.mas.domain.engagement.portal.DashboardContract.Meeting;
import com.mas.domain.engagement.portal.DashboardContract.State;
import com.mas.domain.engagement.portal.DashboardContract.Todo;
import com.mas.domain.engagement.portal.DashboardContract.TodoKind;
import com.mas.domain.engagement.portal.ProfileContract.Completion;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.MyApplicationContract.MyApplication;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mrtest.ExamCardContract.Card;
import com.mas.domain.learning.mrtest.ExamCardContract.CardState;
import com.mas.domain.learning.student.StudentContract.MyCourse;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes the sections of the dashboard of what the domains have answered. */
final class DashboardRules {
  static final int MOST_LINES = 10;
  private static final int MOST_BADGES = 4;
  private static final int WHOLE = 100;
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");
  /** Applications that ask for nothing any more. */
  private static final Set<ApplicationState> OVER =
      EnumSet.of(ApplicationState.COMPLETED, ApplicationState.WITHDRAWN, ApplicationState.REJECTED);
  /** Applications that may become a place, or are one: those before are not asked for agreement and payment. */
  private static final Set<ApplicationState> ASKED = EnumSet.of(ApplicationState.ACCEPTED, ApplicationState.PAID,
      ApplicationState.BATCH_ALLOCATED, ApplicationState.ENROLLED);

  private DashboardRules() {}

  /** Returns as many lines as a section shows. */
  static <T> List<T> first(List<T> all) {
    return all.subList(0, Math.min(MOST_LINES, all.size()));
  }

  static Exam exam(Card card) {
    return new Exam(card.examId(), card.title(), card.state(), card.mandatory(), card.canLaunch(),
        card.lockedReason(), card.startsAt(), card.endsAt(), card.percentage());
  }

  /** Returns the meetings that are to come, the next one first. */
  static List<Meeting> meetings(List<Booking> bookings, UUID person, Instant now) {
    return bookings.stream().filter(each -> each.endsAt().isAfter(now))
        .sorted(Comparator.comparing(Booking::startsAt).thenComparing(Booking::id))
        .map(each -> {
          boolean isMentor = each.mentorId().equals(person);
          return new Meeting(each.id(), each.title(), isMentor ? each.studentName() : each.mentorName(), isMentor,
              each.startsAt(), each.endsAt());
        }).toList();
  }

  static Badges badges(List<Badge> wall) {
    List<BadgeLine> newest = wall.stream().filter(each -> each.unlockedAt() != null)
        .sorted(Comparator.comparing(Badge::unlockedAt).reversed()).limit(MOST_BADGES)
        .map(each -> new BadgeLine(each.id(), each.name(), each.about(), each.unlockedAt())).toList();
    return new Badges((int) wall.stream().filter(Badge::unlocked).count(), wall.size(), newest);
  }

  /** Returns what brought XP, or took it; what was refused is no activity. */
  static List<Activity> activity(List<XpEntry> entries) {
    return entries.stream().filter(each -> !each.outcome().equals("refused"))
        .map(each -> new Activity(each.type(), each.title(), each.amount(), each.awardedAt())).toList();
  }

  /** Returns what ends or begins at a certain time, the nearest first. */
  static Lines<Deadline> deadlines(Answered<List<Card>> exams, Answered<List<Meeting>> meetings,
      Answered<List<MyApplication>> applications, Instant now) {
    List<Deadline> all = new ArrayList<>();
    of(exams).filter(DashboardRules::isToBeTaken).filter(each -> each.endsAt() != null)
        .forEach(each -> all.add(new Deadline(DeadlineKind.EXAM_CLOSES, each.examId(), each.title(), each.endsAt())));
    of(meetings).forEach(each -> all.add(new Deadline(DeadlineKind.MEETING_STARTS, each.id().toString(), each.title(),
        each.startsAt())));
    of(applications).filter(each -> !OVER.contains(each.state()) && each.batchState() == BatchState.ACTIVE
        && each.endsOn() != null).forEach(each -> all.add(
            new Deadline(DeadlineKind.BATCH_ENDS,
                each.batchId().toString(), each.batchName(), each.endsOn().plusDays(1).atStartOfDay(IST).toInstant())));
    List<Deadline> nearest = all.stream().filter(each -> each.at().isAfter(now))
        .sorted(Comparator.comparing(Deadline::at).thenComparing(Deadline::id)).limit(MOST_LINES).toList();
    return derived(nearest, exams, meetings, applications);
  }

  /**
   * Returns the work that waits: steps of onboarding, exams that are open (those that close first come first), active
   * warnings, courses that were begun, a profile that is not complete.
   */
  static Lines<Todo> pending(Answered<List<Card>> exams, Answered<List<MyApplication>> applications,
      Answered<Long> warnings, Answered<List<MyCourse>> courses, Answered<Completion> profile) {
    List<Todo> all = new ArrayList<>();
    of(applications).filter(each -> ASKED.contains(each.state())).forEach(each -> {
      add(all, each.onboarding().mouSigned(), TodoKind.AGREEMENT, each);
      add(all, each.onboarding().paymentDone(), TodoKind.PAYMENT, each);
      add(all, each.onboarding().diagnosticDone(), TodoKind.DIAGNOSTIC, each);
    });
    of(exams).filter(Card::canLaunch).sorted(Comparator.comparing(Card::endsAt,
        Comparator.nullsLast(Comparator.naturalOrder())))
        .forEach(each -> all.add(new Todo(TodoKind.EXAM, each.examId(), each.title(), each.endsAt())));
    Long active = warnings.value();
    if (active != null && active > 0) {
      all.add(new Todo(TodoKind.WARNINGS, null, active == 1 ? "1 active warning" : active + " active warnings", null));
    }
    of(courses).filter(each -> each.status().equals("in_progress") && !each.vanished())
        .forEach(each -> all.add(new Todo(TodoKind.COURSE, each.courseId(),
            each.courseTitle() == null ? each.courseId() : each.courseTitle(), null)));
    Completion completion = profile.value();
    if (completion != null && completion.percent() < WHOLE) {
      all.add(new Todo(TodoKind.PROFILE, null, completion.percent() + " %", null));
    }
    return derived(all.stream().limit(MOST_LINES).toList(), exams, applications, warnings, courses, profile);
  }

  private static void add(List<Todo> all, boolean done, TodoKind step, MyApplication application) {
    if (!done) {
      all.add(new Todo(step, application.batchId().toString(), application.batchName(), null));
    }
  }

  private static boolean isToBeTaken(Card card) {
    return card.state() == CardState.LIVE || card.state() == CardState.LOCKED || card.state() == CardState.UPCOMING;
  }

  private static <T> Stream<T> of(Answered<List<T>> answered) {
    return answered.value() == null ? Stream.of() : answered.value().stream();
  }

  /** Returns a section that is made of others: partial where one of them is missing, missing where all are. */
  private static <T> Lines<T> derived(List<T> items, Answered<?>... sources) {
    List<Answered<?>> some = List.of(sources);
    State state = some.stream().allMatch(each -> each.state() == State.OFF) ? State.OFF
        : some.stream().noneMatch(Answered::isMissing) ? State.READY
            : some.stream().anyMatch(each -> each.state() == State.READY) ? State.PARTIAL : State.MISSING;
    return new Lines<>(state, state == State.MISSING || state == State.PARTIAL
        ? some.stream().filter(Answered::isMissing).findFirst().orElseThrow().why() : null, items, null);
  }
}
