package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.mas.bus.Failure;
import com.mas.bus.Principal.Role;
import com.mas.db.Table;
import com.mas.domain.learning.mentoring.FeedbackContract.*;
import com.mas.domain.learning.mentoring.MentorContract.GetMentor;
import com.mas.domain.learning.mentoring.MentorContract.ListMentors;
import com.mas.domain.learning.mentoring.MentorContract.Mentor;
import com.mas.domain.learning.mentoring.MentorContract.SaveProfile;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import com.mas.testkit.House;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Feedback after meetings, and what it makes of mentors' ratings. */
class FeedbackIT {
  private static final Instant NINE = Instant.parse("2026-03-12T03:30:00Z");
  private static final String LESS_THAN = """
      SELECT count(*) FROM generate_series(1, 60) n, generate_series(n, 5 * n) s, LATERAL (
        SELECT mentoring.weighted_rating(s, n) AS r, s::numeric / n AS mean) x WHERE\s""";

  private final MentorHouse house = new MentorHouse(true);
  private final UUID mentor = house.mentor;
  private final UUID student = house.student;

  @AfterEach
  void close() {
    house.close();
  }

  private Booking met(UUID of, UUID with, Instant at, BookingKind kind) {
    house.clock.set(at.minus(Duration.ofDays(1)));
    Slot slot = house.slot(of, at);
    Booking booking = house.ask(with, MentoringContract.BOOK, new Book(slot.id(), null, "Mock", kind, null));
    house.clock.set(slot.endsAt());
    return house.ask(house.product(), MentoringContract.CLOSE_BOOKING,
        new CloseBooking(booking.id(), true, slot.startsAt(), slot.endsAt()));
  }

  private Booking met() {
    return met(mentor, student, NINE, BookingKind.TECHNICAL_MOCK);
  }

  private static RateMentor rating(Booking booking, int stars) {
    return new RateMentor(booking.id(), stars, true, List.of(RatingTag.CLEAR, RatingTag.CLEAR), "Thank you");
  }

  private static ReviewStudent review(Booking booking, Score... scores) {
    return new ReviewStudent(booking.id(), List.of(scores), Verdict.NEEDS_PRACTICE, "Joins", "Windows", "Shy");
  }

  private Feedback get(UUID who, Booking booking) {
    return house.ask(who, FeedbackContract.GET, new GetFeedback(booking.id()));
  }

  private void profile(UUID of) {
    house.account(of, "Mentor");
    house.ask(house.as(of, Role.EXPERT), MentorContract.SAVE, new SaveProfile(null, null, null, null, null, List.of(),
        List.of(), List.of(), List.of(BookingKind.CAREER_GUIDANCE), null, true));
  }

  private Mentor mentor(UUID id) {
    return house.ask(student, MentorContract.GET, new GetMentor(id));
  }

  @Test
  void theMentorSeesTheRatingOnceBothHaveSpoken() {
    profile(mentor);
    Booking booking = met();
    Feedback rated = house.ask(student, FeedbackContract.RATE, rating(booking, 4));
    assertEquals(Side.STUDENT, rated.side());
    assertEquals(booking.endedAt().plus(Duration.ofDays(7)), rated.until());
    assertEquals(List.of(RatingTag.CLEAR), rated.rating().tags());
    assertNull(get(mentor, booking).rating());
    assertEquals(1, mentor(mentor).ratings(), "it counts at once");
    Feedback reviewed = house.ask(mentor, FeedbackContract.REVIEW,
        review(booking, new Score(Criterion.PROBLEM_SOLVING, 3), new Score(Criterion.COMMUNICATION, 5)));
    assertEquals(4, reviewed.rating().stars());
    assertEquals("Shy", reviewed.review().privateNote());
    Feedback seen = get(student, booking);
    assertEquals(2, seen.review().scores().size());
    assertEquals("Windows", seen.review().improve());
    assertNull(seen.review().privateNote());
    assertNull(house.ask(house.as(UUID.randomUUID(), Role.ADMIN), FeedbackContract.GET, new GetFeedback(booking.id()))
        .review().privateNote());
    house.refused(Failure.NOT_FOUND, UUID.randomUUID(), FeedbackContract.GET, new GetFeedback(booking.id()));
    assertEquals(Failure.NOT_FOUND, house.refusal(house.as(student, Role.USER, "other"), FeedbackContract.GET,
        new GetFeedback(booking.id())).failure(), "it is another tenant's");
  }

  /** A mentor who sees the rating does not answer it with other scores. */
  @Test
  void theReviewIsFinalOnceTheMentorSeesTheRating() {
    Booking booking = met();
    Score fair = new Score(Criterion.CONFIDENCE, 4);
    house.ask(mentor, FeedbackContract.REVIEW, review(booking, new Score(Criterion.CONFIDENCE, 3)));
    assertEquals(List.of(fair), house.ask(mentor, FeedbackContract.REVIEW, review(booking, fair)).review().scores());
    house.ask(student, FeedbackContract.RATE, rating(booking, 1));
    assertEquals(1, get(mentor, booking).rating().stars());
    assertEquals("review_final", house.refused(Failure.UNPROCESSABLE, mentor, FeedbackContract.REVIEW,
        review(booking, new Score(Criterion.CONFIDENCE, 1))).detail().reason());
    assertEquals(List.of(fair), get(student, booking).review().scores());
    assertEquals(List.of(fair), house.ask(mentor, FeedbackContract.REVIEW, review(booking, fair)).review().scores(),
        "what is sent again is as once");
  }

  @Test
  void withoutAReviewTheRatingIsSeenWhenTheTimeIsOver() {
    Booking booking = met();
    house.ask(student, FeedbackContract.RATE, rating(booking, 2));
    house.clock.set(booking.endedAt().plus(Duration.ofDays(7)).minusMillis(1));
    assertNull(get(mentor, booking).rating());
    assertEquals(5, house.ask(student, FeedbackContract.RATE, rating(booking, 5)).rating().stars());
    house.clock.set(booking.endedAt().plus(Duration.ofDays(7)));
    assertEquals(5, get(mentor, booking).rating().stars());
    assertEquals("feedback_closed", house.refused(Failure.UNPROCESSABLE, student, FeedbackContract.RATE,
        rating(booking, 1)).detail().reason());
    assertEquals("feedback_closed", house.refused(Failure.UNPROCESSABLE, mentor, FeedbackContract.REVIEW,
        review(booking, new Score(Criterion.CONFIDENCE, 3))).detail().reason());
  }

  /** A copy of the mentor's data has the rating from the very moment on at which the mentor sees it. */
  @Test
  void theTimeInTheViewIsTheOneAtWhichTheMentorSeesTheRating() {
    Booking early = met();
    Booking reviewed = met(mentor, UUID.randomUUID(), NINE.plusSeconds(90_000), BookingKind.TECHNICAL_MOCK);
    for (Booking each : List.of(early, reviewed)) {
      house.ask(each.studentId(), FeedbackContract.RATE, rating(each, 3));
    }
    house.clock.set(reviewed.endedAt().plusSeconds(77));
    house.ask(mentor, FeedbackContract.REVIEW, review(reviewed, new Score(Criterion.CONFIDENCE, 4)));
    assertEquals(house.clock.instant(), shownAt(reviewed));
    assertEquals(FeedbackRules.until(early), shownAt(early));
    for (Booking each : List.of(early, reviewed)) {
      boolean isReviewed = each == reviewed;
      house.clock.set(shownAt(each));
      assertEquals(3, get(mentor, each).rating().stars());
      assertEquals(isReviewed, FeedbackRules.mentorSeesRating(isReviewed, each, shownAt(each).minusMillis(1)));
    }
  }

  private Instant shownAt(Booking booking) {
    return Instant.parse(house.column("SELECT to_char(shown_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
        + " FROM mentoring.shared_ratings_shown WHERE booking_id = ?::uuid", booking.id().toString()).getFirst());
  }

  @Test
  void eachSideSpeaksForItselfAndOfWhatBelongsToTheMeeting() {
    Booking booking = met();
    for (UUID wrong : List.of(mentor, UUID.randomUUID())) {
      assertNotNull(House.refusal(house.send(wrong, FeedbackContract.RATE, rating(booking, 5))));
    }
    assertEquals("not_your_side", house.refused(Failure.FORBIDDEN, student, FeedbackContract.REVIEW,
        review(booking, new Score(Criterion.CONFIDENCE, 3))).detail().reason());
    for (Score[] wrong : List.of(new Score[] {new Score(Criterion.IMPACT, 3)},
        new Score[] {new Score(Criterion.CONFIDENCE, 3), new Score(Criterion.CONFIDENCE, 4)})) {
      assertEquals("scores_refused", house.refused(Failure.UNPROCESSABLE, mentor, FeedbackContract.REVIEW,
          review(booking, wrong)).detail().reason());
    }
    Slot slot = house.slot(mentor, NINE.plusSeconds(86_400));
    Booking coming = house.ask(student, MentoringContract.BOOK, new Book(slot.id(), null, "Next"));
    assertEquals("not_held", house.refused(Failure.UNPROCESSABLE, student, FeedbackContract.RATE,
        rating(coming, 5)).detail().reason());
    assertEquals(0, house.number("SELECT count(*) FROM mentoring.ratings"));
  }

  @Test
  void aChangedRatingCountsOnceHoweverManyComeAtOnce() {
    profile(mentor);
    Booking first = met();
    Booking second = met(mentor, UUID.randomUUID(), NINE.plusSeconds(90_000), BookingKind.CAREER_GUIDANCE);
    List<Future<Feedback>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(house.send(student, FeedbackContract.RATE, rating(first, 1 + i % 5)));
      all.add(house.send(second.studentId(), FeedbackContract.RATE, rating(second, 1 + i % 5)));
    }
    House.await(Future.all(all));
    assertEquals(2, mentor(mentor).ratings());
    assertEquals(house.number("SELECT sum(stars) FROM mentoring.ratings"),
        house.number("SELECT rating_sum FROM mentoring.mentors"));
  }

  /** A mentor may be rated before writing a profile; nothing of it is lost. */
  @Test
  void aMentorWithoutAProfileKeepsTheRating() {
    house.ask(student, FeedbackContract.RATE, rating(met(), 5));
    profile(mentor);
    assertEquals(1, mentor(mentor).ratings());
    assertEquals(3.75, mentor(mentor).rating());
    assertEquals(1, mentor(mentor).completed(), "the meeting was held before there was a profile");
  }

  @Test
  void aFewRatingsDoNotRankAboveMany() {
    UUID proven = UUID.randomUUID();
    UUID fresh = UUID.randomUUID();
    for (UUID each : List.of(fresh, proven)) {
      profile(each);
    }
    House.await(house.db.send("UPDATE mentoring.mentors SET rating_sum = 5, ratings = 1 WHERE user_id = $1", fresh));
    House.await(house.db.send("UPDATE mentoring.mentors SET rating_sum = 184, ratings = 40 WHERE user_id = $1",
        proven));
    assertEquals(List.of(proven, fresh), found(null));
    assertEquals(List.of(proven), found(4.0));
  }

  private List<UUID> found(Double least) {
    return house.ask(student, MentorContract.LIST, new ListMentors(null, null, null, null, null, least, null, null,
        null, null, null)).items().stream().map(Mentor::id).toList();
  }

  /** The laws of the weighted rating: counted over every sum of up to 60 ratings. */
  @Test
  void theWeightedRatingKeepsItsLaws() {
    assertEquals(0, house.number(LESS_THAN + "r < least(mean, 3.5) - 0.005 OR r > greatest(mean, 3.5) + 0.005"),
        "it is between the mean and 3.5");
    assertEquals(0, house.number(LESS_THAN + "mentoring.weighted_rating(s + 1, n) < r"), "more stars are no less");
    assertEquals(0, house.number(LESS_THAN
        + "abs(mentoring.weighted_rating(2 * s, 2 * n) - mean) > abs(r - mean) + 0.01"), "with many it nears the mean");
    assertEquals(0, house.number(LESS_THAN + "mentoring.weighted_rating(s + 5, n + 1) < r"), "a 5 never harms");
    assertEquals(0, house.number(LESS_THAN + "mentoring.weighted_rating(s + 1, n + 1) > r"), "a 1 never helps");
    assertEquals(0, house.number("SELECT mentoring.weighted_rating(0, 0)::bigint"));
  }

  /** A note about a student is the student's data: it is not kept back, nor kept after an erasure. */
  @Test
  void aCopyOfTheStudentsDataHasTheMentorsNote() {
    Table reviews = new MentoringModule().tables().stream().filter(each -> each.name().equals("mentoring.reviews"))
        .findFirst().orElseThrow();
    assertEquals(List.of(), reviews.hidden());
    assertEquals(List.of("strengths", "improve", "private_note"), reviews.cleared());
  }

  @Test
  void bothAreAskedOnceAfterTheMeeting() {
    Booking booking = met();
    SessionAttended attended = new SessionAttended(booking.id(), student, mentor, booking.endedAt());
    assertEquals(1, house.number("SELECT count(*) FROM jobs.every_job WHERE address ="
        + " 'mentoring.on.mentoring.session.attended'"));
    for (int i = 0; i < 2; i++) {
      house.ask(house.product(), MentoringContract.SESSION_ATTENDED.request("mentoring", Duration.ofSeconds(30)),
          attended);
    }
    assertEquals(2, house.number("SELECT count(DISTINCT body::jsonb ->> 'key') FROM jobs.every_job"
        + " WHERE body::jsonb ->> 'template' = 'feedback_wanted'"));
  }
}
