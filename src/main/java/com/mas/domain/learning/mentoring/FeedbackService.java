package com.mas.domain.learning.mentoring;

import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.learning.mentoring.BookingRules.Party;
import com.mas.domain.learning.mentoring.FeedbackContract.*;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.BookingState;
import com.mas.domain.learning.mentoring.MentoringContract.SessionAttended;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.Notify;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes the feedback that the two of a meeting give each other, and shows it to those who may see it. */
final class FeedbackService {
  private final Database db;
  private final BookingRepository bookings;
  private final FeedbackRepository feedback;
  private final Jobs jobs;
  private final Clock clock;

  FeedbackService(MentoringStores stores, Jobs jobs, Clock clock) {
    this.db = stores.db();
    this.bookings = stores.bookings();
    this.feedback = new FeedbackRepository(stores.db());
    this.jobs = jobs;
    this.clock = clock;
  }

  /** Asks both for feedback once they have met; told twice, they are asked once. */
  void ask(Call call, SessionAttended met) {
    bookings.get(String.valueOf(call.tenant()), met.bookingId()).ifPresent(booking -> db.transaction(tx -> {
      jobs.storeAll(tx, NotificationContract.NOTIFY, List.of(notice(booking, booking.mentorId(), booking.studentName()),
          notice(booking, booking.studentId(), booking.mentorName())),
          body -> JobOptions.on(NotificationContract.QUEUE).because(call));
      return booking;
    }));
  }

  private static Notify notice(Booking booking, UUID reader, @Nullable String other) {
    return Notify.user(reader, "feedback_wanted",
        Map.of("title", booking.title(), "other", other == null ? "the other person" : other, "meeting",
            booking.id().toString()),
        "feedback_wanted:" + booking.id() + ":" + reader);
  }

  Feedback get(Call call, GetFeedback ask) {
    Booking booking = bookings.get(call.tenant(), ask.id()).filter(found -> ChangeService.concerns(call, found))
        .orElseThrow(MentoringContract.BOOKING_UNKNOWN::refusal);
    mustBeHeld(booking);
    return shown(call, booking);
  }

  Feedback rate(Call call, RateMentor ask) {
    return shown(call, db.transaction(tx -> {
      Booking booking = open(call, tx, ask.id(), Party.STUDENT);
      feedback.rate(tx, call.tenant(), booking, ask, clock.instant());
      return booking;
    }));
  }

  Feedback review(Call call, ReviewStudent ask) {
    return shown(call, db.transaction(tx -> {
      Booking booking = open(call, tx, ask.id(), Party.MENTOR);
      if (!FeedbackRules.fit(booking.kind(), ask.scores())) {
        throw FeedbackContract.SCORES_REFUSED.refusal().at("/scores");
      }
      Optional<Review> seen = feedback.answered(tx, call.tenant(), booking.id());
      if (seen.isPresent()) {
        mustSayTheSame(seen.get(), ask);
        return booking;
      }
      feedback.review(tx, call.tenant(), booking, ask, clock.instant());
      return booking;
    }));
  }

  /** Refuses another review by a mentor who sees the rating; one that is sent again is as once. */
  private static void mustSayTheSame(Review before, ReviewStudent ask) {
    boolean isSame = Set.copyOf(before.scores()).equals(Set.copyOf(ask.scores()))
        && before.verdict() == ask.verdict() && Objects.equals(before.strengths(), ask.strengths())
        && Objects.equals(before.improve(), ask.improve()) && Objects.equals(before.privateNote(), ask.privateNote());
    if (!isSame) {
      throw FeedbackContract.REVIEW_FINAL.refusal();
    }
  }

  /** Locks a booking about which this side may say something now. */
  private Booking open(Call call, Tx tx, UUID id, Party side) {
    Booking booking = bookings.getForUpdate(tx, call.tenant(), id)
        .filter(found -> ChangeService.concerns(call, found))
        .orElseThrow(MentoringContract.BOOKING_UNKNOWN::refusal);
    if (ChangeService.party(call, booking).filter(side::equals).isEmpty()) {
      throw FeedbackContract.NOT_YOUR_SIDE.refusal();
    }
    mustBeHeld(booking);
    if (!FeedbackRules.isOpen(booking, clock.instant())) {
      throw FeedbackContract.FEEDBACK_CLOSED.refusal();
    }
    return booking;
  }

  private static void mustBeHeld(Booking booking) {
    if (booking.state() != BookingState.COMPLETED) {
      throw FeedbackContract.NOT_HELD.refusal().data(booking);
    }
  }

  private Feedback shown(Call call, Booking booking) {
    Side side = switch (ChangeService.party(call, booking).orElseThrow()) {
      case STUDENT -> Side.STUDENT;
      case MENTOR -> Side.MENTOR;
      case ADMIN -> Side.ADMIN;
    };
    Optional<Review> review = feedback.review(call.tenant(), booking.id());
    Optional<Rating> rating = feedback.rating(call.tenant(), booking.id()).filter(given -> side != Side.MENTOR
        || FeedbackRules.mentorSeesRating(review.isPresent(), booking, clock.instant()));
    return new Feedback(booking.id(), side, booking.kind(), booking.title(),
        side == Side.STUDENT ? booking.mentorName() : booking.studentName(), FeedbackRules.until(booking),
        FeedbackRules.criteria(booking.kind()), rating.orElse(null),
        review.map(each -> side == Side.MENTOR ? each : withoutNote(each)).orElse(null));
  }

  private static Review withoutNote(Review review) {
    return new Review(review.scores(), review.verdict(), review.strengths(), review.improve(), null, review.givenAt(),
        review.changedAt());
  }
}
