package com.mas.domain.learning.mentoring;

import com.mas.domain.learning.mentoring.LinkContract.LinkAct;
import com.mas.domain.learning.mentoring.LinkContract.Standing;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.BookingState;
import com.mas.domain.people.notification.MailActionContract.Link;
import com.mas.domain.people.notification.MailActionContract.MailAction;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Decides which links a mail about a booking has, and what such a link can do when somebody comes with it. */
final class LinkRules {
  private static final String PAGE = "/booking";
  private static final String OF_MEETINGS = "mentoring.";
  private static final Map<LinkAct, BookingState> LEADS_TO = Map.of(LinkAct.APPROVE, BookingState.BOOKED,
      LinkAct.DECLINE, BookingState.DECLINED, LinkAct.CANCEL, BookingState.CANCELLED);
  private static final Map<BookingState, String> BECAME = Map.of(BookingState.REQUESTED,
      "This meeting waits for the mentor's answer.", BookingState.BOOKED, "This meeting is booked.",
      BookingState.COMPLETED, "This meeting took place.", BookingState.MISSED, "This meeting did not take place.",
      BookingState.CANCELLED, "This meeting is cancelled.", BookingState.DECLINED, "This request was declined.",
      BookingState.EXPIRED, "This request was not answered in time, so the meeting does not take place.");

  private LinkRules() {}

  /** Returns what this person's mail about the booking offers: nothing once it has ended. */
  static List<MailAction> offers(Booking booking, UUID reader) {
    boolean isMentor = reader.equals(booking.mentorId());
    return switch (booking.state()) {
      case REQUESTED -> isMentor ? List.of(action(LinkAct.APPROVE, "Approve", booking, answerBy(booking)),
          action(LinkAct.DECLINE, "Decline", booking, answerBy(booking)))
          : List.of(action(LinkAct.CANCEL, "Cancel the request", booking, booking.endsAt()));
      case BOOKED -> List.of(action(LinkAct.CANCEL, "Cancel the meeting", booking, booking.endsAt()));
      default -> List.of();
    };
  }

  private static Instant answerBy(Booking booking) {
    return booking.answerBy() == null ? booking.startsAt() : booking.answerBy();
  }

  private static MailAction action(LinkAct act, String label, Booking booking, Instant until) {
    return new MailAction(OF_MEETINGS + act.wire(), label, PAGE, booking.id(), booking.version(), until);
  }

  /** Returns what the link is for; empty for a link that is not for meetings. */
  static Optional<LinkAct> act(Link link) {
    return Arrays.stream(LinkAct.values()).filter(act -> link.name().equals(OF_MEETINGS + act.wire())).findFirst();
  }

  /** Returns what the link can do now. What is so already comes first, so that a second press tells of the first. */
  static Standing standing(LinkAct act, Link link, Booking booking, Instant now) {
    if (booking.state() == LEADS_TO.get(act)) {
      return Standing.DONE;
    }
    if (booking.version() != link.version()) {
      return Standing.OUTDATED;
    }
    return now.isBefore(link.expiresAt()) && BookingRules.mayBecome(booking.state(), LEADS_TO.get(act))
        ? Standing.READY : Standing.EXPIRED;
  }

  /** Tells the person what happens next, or what happened. */
  static String message(LinkAct act, Standing standing, Booking booking, UUID reader, Instant now) {
    return switch (standing) {
      case READY -> switch (act) {
        case APPROVE -> "You approve this meeting. Both of you get an e-mail with an entry for the calendar.";
        case DECLINE -> "You decline this meeting. The student is told, and the time is free again.";
        case CANCEL -> "You cancel this meeting. The other person is told by e-mail. You cannot undo this."
            + (spends(booking, reader, now) ? " It is late, so your tokens are spent." : "");
      };
      case DONE -> BECAME.get(booking.state()) + " There is nothing left to do.";
      case OUTDATED -> BECAME.get(booking.state()) + " It was changed after this e-mail was sent, so the link does"
          + " nothing now. Use the link of the newest e-mail, or sign in.";
      case EXPIRED -> BECAME.get(booking.state()) + " The time for this link is over. Sign in to see your meetings.";
    };
  }

  private static boolean spends(Booking booking, UUID reader, Instant now) {
    return booking.tokens() > 0 && reader.equals(booking.studentId()) && booking.state() == BookingState.BOOKED
        && !now.isBefore(booking.freeUntil());
  }
}
