package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.mas.bus.Failure;
import com.mas.bus.Page;
import com.mas.bus.Principal.Role;
import com.mas.domain.learning.mentoring.BoardContract.*;
import com.mas.domain.learning.mentoring.FeedbackContract.Criterion;
import com.mas.domain.learning.mentoring.FeedbackContract.RateMentor;
import com.mas.domain.learning.mentoring.FeedbackContract.ReviewStudent;
import com.mas.domain.learning.mentoring.FeedbackContract.Score;
import com.mas.domain.learning.mentoring.MentorContract.SaveProfile;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import com.mas.testkit.House;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scorecards and the leaderboard. */
class BoardIT {
  private static final Instant NINE = Instant.parse("2026-03-12T03:30:00Z");

  private final MentorHouse house = new MentorHouse(true);
  private final UUID mentor = house.mentor;
  private final UUID student = house.student;

  @AfterEach
  void close() {
    house.close();
  }

  private void profile(UUID of, String name) {
    house.account(of, name);
    house.ask(house.as(of, Role.EXPERT), MentorContract.SAVE, new SaveProfile(null, null, null, null, null, List.of(),
        List.of(), List.of(), List.of(BookingKind.CAREER_GUIDANCE), null, true));
  }

  private Booking over(UUID of, UUID with, Instant at, Absent absent) {
    house.clock.set(at.minus(Duration.ofDays(1)));
    Slot slot = house.slot(of, at);
    Booking booking = house.ask(with, MentoringContract.BOOK,
        new Book(slot.id(), null, "Mock", BookingKind.TECHNICAL_MOCK, null));
    house.clock.set(slot.endsAt());
    return house.ask(house.product(), MentoringContract.CLOSE_BOOKING,
        new CloseBooking(booking.id(), absent == null, slot.startsAt(), slot.endsAt(), absent));
  }

  private void review(Booking booking, int score) {
    house.ask(booking.mentorId(), FeedbackContract.REVIEW, new ReviewStudent(booking.id(),
        List.of(new Score(Criterion.PROBLEM_SOLVING, score)), null, "Joins " + score, null, "Only for me"));
  }

  private void rate(Booking booking, int stars, boolean onTime) {
    house.ask(booking.studentId(), FeedbackContract.RATE, new RateMentor(booking.id(), stars, onTime, null, null));
  }

  private Page<Leader> leaders(Integer days, Integer limit, Long offset) {
    return house.ask(student, BoardContract.LEADERS, new ListLeaders(days, limit, offset));
  }

  @Test
  void aScorecardAddsUpWhatMentorsScored() {
    house.account(student, "Asha");
    assertEquals(0, house.ask(student, BoardContract.OWN_SCORECARD, new OwnScorecard()).reviews());
    review(over(mentor, student, NINE, null), 2);
    review(over(mentor, student, NINE.plus(Duration.ofDays(100)), null), 5);
    Scorecard card = house.ask(student, BoardContract.OWN_SCORECARD, new OwnScorecard());
    assertEquals(2, card.reviews());
    assertEquals(List.of(new Mean(Criterion.PROBLEM_SOLVING, 3.5, 2, 5.0)), card.means());
    assertEquals(List.of(new Point(Criterion.PROBLEM_SOLVING, LocalDate.of(2026, 3, 1), 2, 1),
        new Point(Criterion.PROBLEM_SOLVING, LocalDate.of(2026, 6, 1), 5, 1)), card.months());
    assertEquals(List.of("Joins 5", "Joins 2"), card.latest().stream().map(Remark::strengths).toList());
    assertEquals(card, house.ask(mentor, BoardContract.SCORECARD, new GetScorecard(student)));
    assertEquals(card, house.ask(house.as(UUID.randomUUID(), Role.ADMIN), BoardContract.SCORECARD,
        new GetScorecard(student)));
    house.refused(Failure.FORBIDDEN, UUID.randomUUID(), BoardContract.SCORECARD, new GetScorecard(student));
    house.refused(Failure.NOT_FOUND, mentor, BoardContract.SCORECARD, new GetScorecard(UUID.randomUUID()));
    assertEquals(Failure.NOT_FOUND, house.refusal(house.as(mentor, Role.ADMIN, "other"), BoardContract.SCORECARD,
        new GetScorecard(student)).failure(), "it is another tenant's");
  }

  /** The times of a meeting are the same as for the student's profile. */
  @Test
  void aMentorSeesTheScorecardWhileThereIsAMeetingAndForAWhileAfterIt() {
    house.account(student, "Asha");
    Booking met = over(mentor, student, NINE, null);
    house.clock.set(met.endsAt().plus(Duration.ofDays(90)).minusMillis(1));
    house.ask(mentor, BoardContract.SCORECARD, new GetScorecard(student));
    house.clock.set(met.endsAt().plus(Duration.ofDays(90)));
    house.refused(Failure.FORBIDDEN, mentor, BoardContract.SCORECARD, new GetScorecard(student));
    for (String over : List.of("declined", "expired", "cancelled")) {
      house.number("WITH u AS (UPDATE mentoring.bookings SET state = '" + over
          + "', ends_at = ends_at + interval '1 year' RETURNING 1) SELECT count(*) FROM u");
      house.refused(Failure.FORBIDDEN, mentor, BoardContract.SCORECARD, new GetScorecard(student));
    }
  }

  @Test
  void theLeaderboardIsByMeetingsThenByRating() {
    UUID better = UUID.randomUUID();
    UUID busy = UUID.randomUUID();
    profile(mentor, "Mentor");
    profile(better, "Better");
    profile(busy, "Busy");
    rate(over(mentor, student, NINE, null), 3, true);
    rate(over(better, student, NINE.plusSeconds(86_400), null), 5, false);
    over(better, student, NINE.plusSeconds(2 * 86_400), Absent.MENTOR);
    over(busy, student, NINE.plusSeconds(3 * 86_400), null);
    over(busy, student, NINE.plusSeconds(4 * 86_400), null);
    Page<Leader> page = leaders(null, null, null);
    assertEquals(List.of(busy, better, mentor), page.items().stream().map(Leader::id).toList());
    assertEquals(List.of(1L, 2L, 3L), page.items().stream().map(Leader::place).toList());
    assertNull(page.items().getFirst().punctual());
    assertEquals(0, page.items().get(1).punctual(), "late once, and absent once");
    assertEquals(100, page.items().getLast().punctual());
    assertEquals(3.75, page.items().get(1).rating());
    assertEquals(List.of(better), leaders(null, 1, 1L).items().stream().map(Leader::id).toList());
    assertEquals(3, leaders(null, 1, 1L).total());
    assertEquals(List.of(busy), leaders(2, null, null).items().stream().map(Leader::id).toList());
    assertEquals(List.of(), house.ask(house.as(student, Role.USER, "other"), BoardContract.LEADERS,
        new ListLeaders(null, null, null)).items());
  }

  @Test
  void aWishBeforeTheProfileLosesNoMeeting() {
    over(mentor, student, NINE, null);
    house.ask(mentor, BoardContract.SET_WISH, new SetBoardWish(true));
    profile(mentor, "Mentor");
    assertEquals(1, house.number("SELECT completed FROM mentoring.mentors"));
  }

  @Test
  void aMentorMayStayOffIt() {
    profile(mentor, "Mentor");
    over(mentor, student, NINE, null);
    assertEquals(new BoardWish(true), house.ask(mentor, BoardContract.GET_WISH, new GetBoardWish()));
    assertEquals(new BoardWish(false), house.ask(mentor, BoardContract.SET_WISH, new SetBoardWish(false)));
    assertEquals(List.of(), leaders(null, null, null).items());
    House.await(house.db.send("UPDATE mentoring.mentors SET on_board = true, listed = false WHERE user_id = $1",
        mentor));
    assertEquals(List.of(), leaders(null, null, null).items(), "who is not listed is not compared");
  }
}
