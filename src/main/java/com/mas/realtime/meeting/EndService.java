package com.mas.realtime.meeting;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.learning.mentoring.MentoringContract;
import com.mas.domain.learning.mentoring.MentoringContract.BookingMoved;
import com.mas.domain.learning.mentoring.MentoringContract.CloseBooking;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.realtime.meeting.MeetingContract.Attendance;
import com.mas.realtime.meeting.MeetingContract.Attendee;
import com.mas.realtime.meeting.MeetingContract.Because;
import com.mas.realtime.meeting.MeetingContract.End;
import com.mas.realtime.meeting.MeetingContract.Ended;
import com.mas.realtime.meeting.MeetingContract.GetRoom;
import com.mas.realtime.meeting.MeetingContract.Presence;
import com.mas.realtime.meeting.MeetingContract.RoomState;
import com.mas.realtime.meeting.MeetingContract.Swept;
import com.mas.realtime.meeting.MeetingContract.Tick;
import com.mas.realtime.meeting.MeetingContract.Ticked;
import com.mas.realtime.meeting.MeetingContract.TimeLeft;
import com.mas.realtime.meeting.MeetingContract.Went;
import com.mas.realtime.meeting.PresenceRules.Merged;
import com.mas.realtime.meeting.PresenceRules.Span;
import com.mas.realtime.meeting.RoomRepository.Lost;
import com.mas.realtime.meeting.RoomRepository.Overdue;
import com.mas.realtime.meeting.RoomRepository.RoomRow;
import com.mas.realtime.meeting.RoomRepository.Seat;
import com.mas.realtime.meeting.Rooms.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Time, the end, and the attendance that remains. */
final class EndService {
  private static final String DATABASE_QUEUE = "databaseQueue";

  private final Bus bus;
  private final Database db;
  private final Jobs jobs;
  private final Rooms rooms;
  private final MeetingStores stores;
  private final RecordingEnd recording;

  EndService(Bus bus, Database db, Jobs jobs, Rooms rooms, MeetingStores stores) {
    this.recording = new RecordingEnd(stores.records(), jobs);
    this.bus = bus;
    this.db = db;
    this.jobs = jobs;
    this.rooms = rooms;
    this.stores = stores;
  }

  /** Ends a meeting, or sends all out before its time. The caller shows the room. */
  RoomRow end(Call call, End ask) {
    RoomRow room = rooms.mine(call, ask.id());
    Rooms.mustChair(call, room);
    if (room.state() == RoomState.OPEN && bus.clock().instant().isBefore(room.startsAt())) {
      sendOut(call, room, ask);
    } else {
      end(call, room.id(), call.userId(), Because.CHAIR);
    }
    return stores.rooms().get(call.tenant(), room.id()).orElseThrow();
  }

  /** Empties the room; it stays open, and its booking as it is. */
  private void sendOut(Call call, RoomRow room, End ask) {
    if (!ask.early()) {
      throw MeetingContract.NOT_BEGUN.with("The meeting has not begun: it begins at " + room.startsAt()
          + ". Send early to send all out now; it stays open for its time.");
    }
    Instant now = bus.clock().instant();
    db.transaction(tx -> {
      stores.rooms().getForUpdate(tx, call.tenant(), room.id());
      recording.stop(call, tx, room.id(), now);
      stores.rooms().empty(tx, room.id(), now);
      stores.records().log(tx, room.id(), now, call.userId(), "emptied", "before its start");
      return room;
    });
    bus.publish(call, MeetingContract.MEETING_ENDED, new Ended(room.id(), call.userId(), now, 0, Because.EARLY));
  }

  /** Ends a meeting that was cancelled: each node hears of it. A booking that nobody has come to has none. */
  void cancelled(Call call, UUID id) {
    if (stores.rooms().get(call.tenant(), id).isPresent()) {
      end(call, id, null, Because.CANCELLED);
    }
  }

  private boolean end(Call call, UUID id, UUID by, Because because) {
    Optional<Ended> ended = db.transaction(tx -> {
      RoomRow room = stores.rooms().getForUpdate(tx, call.tenant(), id);
      return room.state() == RoomState.OPEN
          && RoomRules.endsNow(because, room.startsAt(), room.endsAt(), bus.clock().instant())
              ? Optional.of(end(call, tx, room, by, because)) : Optional.<Ended>empty();
    });
    ended.ifPresent(event -> bus.publish(call, MeetingContract.MEETING_ENDED, event));
    return ended.isPresent();
  }

  private Ended end(Call call, Tx tx, RoomRow room, UUID by, Because because) {
    Instant now = bus.clock().instant();
    Map<UUID, Merged> people = inTime(room, stores.rooms().seats(tx, room.id()), now);
    List<Span> together = together(room, people);
    long seconds = together.stream().mapToLong(Span::seconds).sum();
    recording.stop(call, tx, room.id(), now);
    stores.rooms().end(tx, room.id(), now, by);
    stores.records().log(tx, room.id(), now, by, because == Because.CANCELLED ? "cancelled" : "ended",
        "together for " + seconds + " s");
    Duration planned = Duration.between(room.startsAt(), room.endsAt());
    boolean held = PresenceRules.isEnough(seconds, planned);
    jobs.store(tx, MentoringContract.CLOSE_BOOKING, new CloseBooking(room.id(), held,
        together.isEmpty() ? null : together.getFirst().from(), now,
        PresenceRules.absent(seconds(people, room.mentorId()), seconds(people, room.studentId()), planned)),
        JobOptions.on(DATABASE_QUEUE).because(call));
    return new Ended(room.id(), by, now, seconds, because);
  }

  private static long seconds(Map<UUID, Merged> people, UUID person) {
    Merged merged = people.get(person);
    return merged == null ? 0 : merged.seconds();
  }

  /** Takes the new times of a room that there is already, unless it has later ones. */
  void moved(BookingMoved news) {
    stores.rooms().move(news.id(), news.startsAt(), news.endsAt(), news.version());
  }

  Swept sweep(Call call) {
    Instant now = bus.clock().instant();
    List<Lost> lost = db.transaction(tx -> {
      List<Lost> seats = stores.rooms().lose(tx, now.minusSeconds(MeetingContract.LOST_SECONDS));
      seats.forEach(each -> stores.records().log(tx, each.seat().roomId(), now, each.seat().userId(), "left", "lost"));
      return seats;
    });
    lost.forEach(each -> bus.publish(of(call, each.tenant()), MeetingContract.PARTICIPANT_LEFT,
        new Went(each.seat().roomId(), each.seat().userId(), each.seat().socketId(), "lost")));
    int ended = 0;
    for (Overdue room : stores.rooms().overdue(now)) {
      Call mine = of(call, room.tenant());
      ended += rooms.times(mine, room.id()) == Times.SAME && end(mine, room.id(), null, Because.TIME) ? 1 : 0;
    }
    for (Overdue room : stores.rooms().busy()) { // a node may not have heard that a meeting was cancelled
      Call mine = of(call, room.tenant());
      ended += rooms.isCancelled(mine, room.id()) && end(mine, room.id(), null, Because.CANCELLED) ? 1 : 0;
    }
    return new Swept(lost.size(), ended);
  }

  private static Call of(Call call, String tenant) {
    return call.asProduct(tenant);
  }

  /** Tells the time that is left. A tick that comes late says nothing: the time that it speaks of is over. */
  Ticked tick(Call call, Tick ask) {
    Optional<RoomRow> room = stores.rooms().get(call.tenant(), ask.meetingId())
        .filter(open -> open.state() == RoomState.OPEN)
        .filter(open -> ask.endsAt() == null || ask.endsAt().equals(open.endsAt()))
        .filter(open -> !bus.clock().instant()
            .isAfter(open.endsAt().minus(Duration.ofMinutes(ask.minutesLeft())).plusSeconds(50)));
    room.ifPresent(open -> bus.publish(call, MeetingContract.TIME_LEFT,
        new TimeLeft(open.id(), ask.minutesLeft(), open.endsAt())));
    return new Ticked(room.isPresent());
  }

  Attendance attendance(Call call, GetRoom ask) {
    RoomRow room = rooms.mine(call, ask.id());
    List<Seat> seats = stores.rooms().seats(room.id());
    Map<UUID, Merged> people = people(seats, bus.clock().instant());
    List<Attendee> attendees = new ArrayList<>();
    people.forEach((user, merged) -> {
      Seat last = seats.stream().filter(seat -> seat.userId().equals(user)).toList().getLast();
      attendees.add(new Attendee(user, last.name(), merged.seconds(), merged.reconnects(),
          presences(merged.spans(), last.leftAt() == null)));
    });
    List<Span> together = together(room, inTime(room, seats, bus.clock().instant()));
    return new Attendance(attendees, together.stream().mapToLong(Span::seconds).sum());
  }

  private static List<Presence> presences(List<Span> spans, boolean present) {
    List<Presence> presences = new ArrayList<>();
    for (Span span : spans) {
      presences.add(new Presence(span.from(), present && span == spans.getLast() ? null : span.until()));
    }
    return presences;
  }

  /** Merges the seats of each person, in the order in which the persons came. */
  private static Map<UUID, Merged> people(List<Seat> seats, Instant now) {
    return merged(seats, now, spans -> spans);
  }

  /** Merges what of the seats counts: from the start of the meeting until the time after which it has to end. */
  private static Map<UUID, Merged> inTime(RoomRow room, List<Seat> seats, Instant now) {
    return merged(seats, now,
        spans -> PresenceRules.clip(spans, room.startsAt(), room.endsAt().plus(RoomRules.OVERTIME)));
  }

  private static Map<UUID, Merged> merged(List<Seat> seats, Instant now, UnaryOperator<List<Span>> counted) {
    Map<UUID, List<Span>> spans = new LinkedHashMap<>();
    seats.forEach(seat -> spans.computeIfAbsent(seat.userId(), user -> new ArrayList<>())
        .add(new Span(seat.joinedAt(), seat.leftAt() == null ? now : seat.leftAt())));
    Map<UUID, Merged> people = new LinkedHashMap<>();
    spans.forEach((user, each) -> people.put(user, PresenceRules.merge(counted.apply(each))));
    return people;
  }

  private static List<Span> together(RoomRow room, Map<UUID, Merged> people) {
    Merged mentor = people.get(room.mentorId());
    Merged student = people.get(room.studentId());
    return mentor == null || student == null ? List.of()
        : PresenceRules.together(mentor.spans(), student.spans());
  }
}
