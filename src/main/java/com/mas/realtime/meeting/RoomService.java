package com.mas.realtime.meeting;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.realtime.meeting.MeetingContract.Admission;
import com.mas.realtime.meeting.MeetingContract.Admit;
import com.mas.realtime.meeting.MeetingContract.Came;
import com.mas.realtime.meeting.MeetingContract.DeputyNamed;
import com.mas.realtime.meeting.MeetingContract.GetRoom;
import com.mas.realtime.meeting.MeetingContract.Join;
import com.mas.realtime.meeting.MeetingContract.Joined;
import com.mas.realtime.meeting.MeetingContract.Leave;
import com.mas.realtime.meeting.MeetingContract.Left;
import com.mas.realtime.meeting.MeetingContract.Lobby;
import com.mas.realtime.meeting.MeetingContract.NameDeputy;
import com.mas.realtime.meeting.MeetingContract.Outcome;
import com.mas.realtime.meeting.MeetingContract.Participant;
import com.mas.realtime.meeting.MeetingContract.Room;
import com.mas.realtime.meeting.MeetingContract.Tick;
import com.mas.realtime.meeting.MeetingContract.Touch;
import com.mas.realtime.meeting.MeetingContract.Touched;
import com.mas.realtime.meeting.MeetingContract.Waiting;
import com.mas.realtime.meeting.MeetingContract.Went;
import com.mas.realtime.meeting.RoomRepository.RoomRow;
import com.mas.realtime.meeting.RoomRepository.Seat;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Coming in, sitting there and going. */
final class RoomService {
  private final Bus bus;
  private final Database db;
  private final Jobs jobs;
  private final UuidV7 ids;
  private final Rooms rooms;
  private final Stores stores;
  private final RoomRules.Early early;

  RoomService(Bus bus, Database db, Jobs jobs, UuidV7 ids, Rooms rooms, Stores stores, RoomRules.Early early) {
    this.bus = bus;
    this.db = db;
    this.jobs = jobs;
    this.ids = ids;
    this.rooms = rooms;
    this.stores = stores;
    this.early = early;
  }

  Joined join(Call call, Join ask) {
    RoomRow found = rooms.find(call, ask.meetingId());
    Instant now = bus.clock().instant();
    RoomRules.closed(found.state(), found.startsAt(), found.endsAt(), early, now).ifPresent(words -> {
      throw Failure.UNPROCESSABLE.with(words);
    });
    Entry entry = db.transaction(tx -> enter(call, tx, ask, now));
    if (entry.asked != null) {
      bus.publish(call, MeetingContract.LOBBY_CHANGED, entry.asked);
    }
    if (entry.moved != null) {
      bus.publish(call, MeetingContract.PARTICIPANT_LEFT, new Went(ask.meetingId(), call.userId(),
          entry.moved.socketId(), entry.reason));
    }
    if (entry.outcome != Outcome.JOINED) {
      return new Joined(entry.outcome, null, null);
    }
    if (entry.isNew) {
      bus.publish(call, MeetingContract.PARTICIPANT_JOINED, new Came(ask.meetingId(), participant(entry.seat)));
    }
    return new Joined(Outcome.JOINED, entry.seat.id(), view(found));
  }

  /** @param moved the seat that was given up for this one */
  private record Entry(Outcome outcome, Seat seat, boolean isNew, Seat moved, String reason, Admission asked) {
    static Entry not(Outcome outcome, Admission asked) {
      return new Entry(outcome, null, false, null, null, asked);
    }
  }

  private Entry enter(Call call, Tx tx, Join ask, Instant now) {
    RoomRow room = stores.rooms().getForUpdate(tx, call.tenant(), ask.meetingId());
    UUID user = call.userId();
    if (!Rooms.isInvited(call, room)) {
      Admission admission = stores.rooms().ask(tx, room.id(), user, ask.name(), now);
      if (admission.admitted() == null) {
        stores.records().log(tx, room.id(), now, user, "asked", ask.name());
        return Entry.not(Outcome.WAITING, admission);
      }
      if (!admission.admitted()) {
        return Entry.not(Outcome.REFUSED, null);
      }
    }
    Optional<Seat> taken = stores.rooms().liveSeat(tx, room.id(), user);
    String reason = null;
    if (taken.isPresent()) {
      Seat seat = taken.get();
      if (seat.socketId().equals(ask.socketId())) {
        stores.rooms().see(tx, seat.id(), now);
        return new Entry(Outcome.JOINED, seat, false, null, null, null);
      }
      boolean alive = RoomRules.isAlive(seat.seenAt(), now);
      if (alive && !ask.takeOver()) {
        return Entry.not(Outcome.ELSEWHERE, null);
      }
      reason = alive ? RoomRules.TAKEN_OVER : "lost";
      stores.rooms().leave(tx, call.tenant(), seat.id(), alive ? now : seat.seenAt(), reason);
      stores.records().log(tx, room.id(), now, user, reason, null);
    }
    Seat seat = new Seat(ids.next(), room.id(), user, ask.name(), ask.socketId(), now, now, null);
    stores.rooms().take(tx, seat);
    stores.records().log(tx, room.id(), now, user, "joined", ask.name());
    storeTicks(call, tx, room, now);
    return new Entry(Outcome.JOINED, seat, true, taken.orElse(null), reason, null);
  }

  /** By unique keys: whoever comes later stores nothing. */
  private void storeTicks(Call call, Tx tx, RoomRow room, Instant now) {
    for (int minutes : RoomRules.WARNINGS) {
      Instant at = room.endsAt().minus(Duration.ofMinutes(minutes));
      if (at.isAfter(now)) {
        jobs.store(tx, MeetingContract.TICK, new Tick(room.id(), minutes), JobOptions.on(Stores.QUEUE)
            .unique("meeting:" + room.id() + ":" + minutes).at(at).because(call));
      }
    }
  }

  Left leave(Call call, Leave ask) {
    Instant now = bus.clock().instant();
    Instant at = now.minusSeconds(ask.unseenSeconds());
    Optional<Seat> seat = db.transaction(tx -> stores.rooms().leave(tx, call.tenant(), ask.seatId(), at, ask.reason())
        .map(left -> {
          stores.records().log(tx, left.roomId(), now, left.userId(), "left", ask.reason());
          return left;
        }));
    seat.ifPresent(left -> bus.publish(call, MeetingContract.PARTICIPANT_LEFT,
        new Went(left.roomId(), left.userId(), left.socketId(), ask.reason())));
    return new Left(seat.isPresent());
  }

  Touched touch(Touch ask) {
    Set<UUID> lost = new HashSet<>(ask.seatIds());
    stores.rooms().touch(ask.seatIds(), bus.clock().instant()).forEach(lost::remove);
    return new Touched(lost.stream().toList());
  }

  Admission admit(Call call, Admit ask) {
    rooms.mustChair(call, rooms.mine(call, ask.meetingId()));
    Instant now = bus.clock().instant();
    Admission decided = db.transaction(tx -> {
      Admission admission = stores.rooms().decide(tx, ask.meetingId(), ask.userId(), ask.admit(), call.userId(), now)
          .orElseThrow(() -> Failure.NOT_FOUND.with("This person did not ask to come in."));
      stores.records().log(tx, ask.meetingId(), now, call.userId(), ask.admit() ? "admitted" : "refused",
          admission.name());
      return admission;
    });
    bus.publish(call, MeetingContract.LOBBY_CHANGED, decided);
    return decided;
  }

  Waiting lobby(Call call, Lobby ask) {
    rooms.mustChair(call, rooms.mine(call, ask.id()));
    return new Waiting(stores.rooms().waiting(ask.id()));
  }

  Room nameDeputy(Call call, NameDeputy ask) {
    RoomRow room = rooms.mine(call, ask.id());
    if (!call.principal().isAdmin() && !room.mentorId().equals(call.userId())) {
      throw Failure.FORBIDDEN.with("Only the mentor of this meeting names a deputy.");
    }
    if (ask.userId() != null && !ask.userId().equals(room.studentId())
        && !stores.rooms().isAdmitted(room.id(), ask.userId())) {
      throw Failure.UNPROCESSABLE.with("A deputy is somebody who may come in.");
    }
    Instant now = bus.clock().instant();
    db.transaction(tx -> {
      stores.rooms().setDeputy(tx, room.id(), ask.userId());
      stores.records().log(tx, room.id(), now, call.userId(), "deputy",
          ask.userId() == null ? null : ask.userId().toString());
      return null;
    });
    bus.publish(call, MeetingContract.DEPUTY_NAMED, new DeputyNamed(room.id(), room.mentorId(), ask.userId()));
    return get(call, new GetRoom(ask.id()));
  }

  Room get(Call call, GetRoom ask) {
    return view(rooms.mine(call, ask.id()));
  }

  Room view(RoomRow room) {
    return new Room(room.id(), room.title(), room.state(), room.mentorId(), room.studentId(), room.deputyId(),
        room.startsAt(), room.endsAt(), room.endedAt(), stores.records().running(room.id()).isPresent(),
        stores.rooms().present(room.id()));
  }

  private static Participant participant(Seat seat) {
    return new Participant(seat.userId(), seat.name(), seat.socketId(), seat.joinedAt());
  }
}
