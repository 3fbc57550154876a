package com.mas.realtime.meeting;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.domain.learning.mentoring.MentoringContract;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.BookingState;
import com.mas.domain.learning.mentoring.MentoringContract.FindBooking;
import com.mas.realtime.meeting.MeetingContract.*;
import com.mas.realtime.meeting.RoomRepository.Asked;
import com.mas.realtime.meeting.RoomRepository.RoomRow;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** Finds the room of a booking, for whom it concerns. */
final class Rooms {
  private static final Set<BookingState> NO_MEETINGS =
      EnumSet.of(BookingState.REQUESTED, BookingState.DECLINED, BookingState.EXPIRED);

  private final Bus bus;
  private final RoomRepository repository;

  Rooms(Bus bus, RoomRepository repository) {
    this.bus = bus;
    this.repository = repository;
  }

  /** Returns the room for any caller of the tenant who knows the id; makes it the first time. */
  RoomRow find(Call call, UUID id) {
    RoomRow known = repository.get(call.tenant(), id).orElse(null);
    if (known != null && known.state() == RoomState.ENDED) {
      return known;
    }
    Booking booking = Database.await(bus.send(call, MentoringContract.FIND_BOOKING, new FindBooking(id))).booking();
    if (booking == null) {
      throw MeetingContract.MEETING_UNKNOWN.refusal();
    }
    if (booking.state() == BookingState.CANCELLED) {
      throw MeetingContract.MEETING_CANCELLED.refusal();
    }
    if (NO_MEETINGS.contains(booking.state())) {
      throw MeetingContract.MEETING_UNKNOWN.refusal();
    }
    if (known == null) {
      repository.insert(new RoomRow(id, call.tenant(), booking.title(), booking.mentorId(), booking.studentId(), null,
          booking.startsAt(), booking.endsAt(), RoomState.OPEN, null, booking.version()), bus.clock().instant());
      return repository.get(call.tenant(), id).orElseThrow(MeetingContract.MEETING_UNKNOWN::refusal);
    }
    if (!isAt(known, booking)) {
      repository.move(id, booking.startsAt(), booking.endsAt(), booking.version());
      return repository.get(call.tenant(), id).orElseThrow(MeetingContract.MEETING_UNKNOWN::refusal);
    }
    return known;
  }

  /** Returns whether it was cancelled; false also when that is not known now. */
  boolean isCancelled(Call call, UUID id) {
    try {
      Booking booking = Database.await(bus.send(call, MentoringContract.FIND_BOOKING, new FindBooking(id))).booking();
      return booking != null && booking.state() == BookingState.CANCELLED;
    } catch (FailureException away) {
      return false;
    }
  }

  private static boolean isAt(RoomRow room, Booking booking) {
    return room.startsAt().equals(booking.startsAt()) && room.endsAt().equals(booking.endsAt());
  }

  /** Tells whether a room has the times of its booking. */
  enum Times { MOVED, SAME, UNKNOWN }

  /**
   * Compares the times of a room that seem to be over with those of its booking, and gives it those. A request counts
   * as moved: its meeting is none yet.
   */
  Times times(Call call, UUID id) {
    try {
      Booking booking = Database.await(bus.send(call, MentoringContract.FIND_BOOKING, new FindBooking(id))).booking();
      RoomRow known = repository.get(call.tenant(), id).orElse(null);
      if (booking == null || known == null || booking.state() != BookingState.REQUESTED && isAt(known, booking)) {
        return Times.SAME;
      }
      repository.move(id, booking.startsAt(), booking.endsAt(), booking.version());
      return Times.MOVED;
    } catch (FailureException away) {
      return Times.UNKNOWN;
    }
  }

  /** Returns the room for the two parties, admins and people who were let in; not for those who were sent away. */
  RoomRow mine(Call call, UUID id) {
    RoomRow room = find(call, id);
    if (!isIn(call, room)) {
      throw MeetingContract.MEETING_UNKNOWN.refusal();
    }
    return room;
  }

  boolean isIn(Call call, RoomRow room) {
    return isAlwaysIn(call, room) || RoomRules.isIn(call.userId(), room.studentId(),
        repository.asked(room.id(), call.userId()).map(Asked::admitted).orElse(null));
  }

  static void mustChair(Call call, RoomRow room) {
    if (!RoomRules.isChair(call.userId(), call.principal().isAdmin(), room.mentorId(), room.deputyId())) {
      throw MeetingContract.NEEDS_CHAIR.refusal();
    }
  }

  static boolean isAlwaysIn(Call call, RoomRow room) {
    return RoomRules.isAlwaysIn(call.userId(), call.principal().isAdmin(), room.mentorId());
  }
}
