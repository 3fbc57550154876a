package com.mas.realtime.meeting;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.realtime.meeting.MeetingContract.*;
import com.mas.realtime.meeting.RoomRepository.Asked;
import com.mas.realtime.meeting.RoomRepository.Occupancy;
import com.mas.realtime.meeting.RoomRepository.RoomRow;
import com.mas.realtime.meeting.RoomRepository.Seat;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
  private final MeetingStores stores;
  private final MeetingNames people;
  private final RoomRules.Early early;

  RoomService(Bus bus, Database db, Jobs jobs, UuidV7 ids, Rooms rooms, MeetingStores stores, MeetingNames people,
      RoomRules.Early early) {
    this.bus = bus;
    this.db = db;
    this.jobs = jobs;
    this.ids = ids;
    this.rooms = rooms;
    this.stores = stores;
    this.people = people;
    this.early = early;
  }

  Joined join(Call call, Join ask) {
    RoomRow found = rooms.find(call, ask.meetingId());
    Instant now = bus.clock().instant().truncatedTo(ChronoUnit.MICROS);
    RoomRules.closed(found.state(), found.startsAt(), found.endsAt(), early, now).ifPresent(refusal -> {
      throw refusal;
    });
    Optional<Outcome> known = knownAlready(call, found, now);
    if (known.isPresent()) {
      return new Joined(known.get(), null, null);
    }
    String name = people.nameOf(call, call.userId());
    Entry entry = db.transaction(tx -> enter(call, tx, ask, name, now));
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
    return new Joined(Outcome.JOINED, entry.seat.id(), view(entry.room));
  }

  /** Answers a repeated request without a lock on the room, if its answer is known. */
  private Optional<Outcome> knownAlready(Call call, RoomRow room, Instant now) {
    if (Rooms.isAlwaysIn(call, room)) {
      return Optional.empty();
    }
    return stores.rooms().asked(room.id(), call.userId())
        .filter(asked -> asked.isRefused()
            || asked.admitted() == null && !RoomRules.isAnnounced(asked.announcedAt(), now))
        .map(asked -> asked.isRefused() ? Outcome.REFUSED : Outcome.WAITING);
  }

  /** @param moved the seat that was given up for this one */
  private record Entry(Outcome outcome, RoomRow room, Seat seat, boolean isNew, Seat moved, String reason,
      Admission asked) {
    static Entry not(Outcome outcome, Admission asked) {
      return new Entry(outcome, null, null, false, null, null, asked);
    }
  }

  private Entry enter(Call call, Tx tx, Join ask, String name, Instant now) {
    RoomRow room = stores.rooms().getForUpdate(tx, call.tenant(), ask.meetingId());
    UUID user = call.userId();
    Instant from = now;
    if (room.state() == RoomState.ENDED) { // meanwhile
      throw MeetingContract.MEETING_OVER.refusal();
    }
    if (!Rooms.isAlwaysIn(call, room)) {
      Optional<Asked> asked = stores.rooms().asked(tx, room.id(), user);
      if (!RoomRules.isIn(user, room.studentId(), asked.map(Asked::admitted).orElse(null))) {
        return wait(tx, room, user, name, asked, now);
      }
      // a seat of after is told from those of before by its time, and clocks of nodes differ a little
      from = asked.map(Asked::refusedAt).map(at -> at.plusMillis(1)).filter(now::isBefore).orElse(now);
    }
    Optional<Seat> taken = stores.rooms().liveSeat(tx, room.id(), user);
    String reason = null;
    if (taken.isPresent()) {
      Seat seat = taken.get();
      if (seat.socketId().equals(ask.socketId())) {
        stores.rooms().see(tx, seat.id(), now);
        return new Entry(Outcome.JOINED, room, seat, false, null, null, null);
      }
      boolean alive = RoomRules.isAlive(seat.seenAt(), now);
      if (alive && !ask.takeOver()) {
        return Entry.not(Outcome.ELSEWHERE, null);
      }
      reason = alive ? RoomRules.TAKEN_OVER : "lost";
      stores.rooms().leave(tx, call.tenant(), seat.id(), alive ? now : seat.seenAt(), reason);
      stores.records().log(tx, room.id(), now, user, reason, null);
    }
    Occupancy occupancy = stores.rooms().occupancy(tx, room.id(), user);
    if (occupancy.own() >= RoomRules.MOST_SEATS) {
      throw MeetingContract.TOO_MANY_SEATS.refusal();
    }
    if (occupancy.seated() >= RoomRules.MOST_SEATED && !Rooms.isAlwaysIn(call, room)) {
      throw MeetingContract.ROOM_FULL.refusal();
    }
    Seat seat = new Seat(ids.next(), room.id(), user, name, ask.socketId(), from, from, null);
    stores.rooms().take(tx, seat);
    stores.records().log(tx, room.id(), now, user, "joined", name);
    storeTicks(call, tx, room, now);
    return new Entry(Outcome.JOINED, room, seat, true, taken.orElse(null), reason, null);
  }

  /** One request of each person is open, logged once, and told to the chair once in a while. */
  private Entry wait(Tx tx, RoomRow room, UUID user, String name, Optional<Asked> asked, Instant now) {
    if (asked.isEmpty()) {
      if (stores.rooms().waiting(tx, room.id()) >= RoomRules.MOST_WAITING) {
        throw MeetingContract.LOBBY_FULL.refusal();
      }
      stores.records().log(tx, room.id(), now, user, "asked", name);
      return Entry.not(Outcome.WAITING, stores.rooms().ask(tx, room.id(), user, name, now));
    }
    if (asked.get().isRefused()) {
      return Entry.not(Outcome.REFUSED, null);
    }
    return Entry.not(Outcome.WAITING, RoomRules.isAnnounced(asked.get().announcedAt(), now)
        ? stores.rooms().askAgain(tx, room.id(), user, name, now) : null);
  }

  /** Stores the room's ticks. Their unique keys let a later call store nothing. */
  private void storeTicks(Call call, Tx tx, RoomRow room, Instant now) {
    for (int minutes : RoomRules.WARNINGS) {
      Instant at = room.endsAt().minus(Duration.ofMinutes(minutes));
      if (at.isAfter(now)) {
        jobs.store(tx, MeetingContract.TICK, new Tick(room.id(), minutes, room.endsAt()),
            JobOptions.on(MeetingStores.QUEUE)
                .unique("meeting:" + room.id() + ":" + minutes + ":" + room.endsAt().getEpochSecond()).at(at)
                .because(call));
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

  /** Fails never: what cannot be said for sure is no. */
  Resumable resume(Call call, Resume ask) {
    Optional<RoomRow> room = stores.rooms().get(call.tenant(), ask.meetingId());
    Optional<Seat> seat = ask.seatId() == null ? Optional.empty() : stores.rooms().seat(ask.seatId());
    if (room.isEmpty() || seat.isEmpty() || !seat.get().roomId().equals(ask.meetingId())
        || !seat.get().userId().equals(call.userId())) {
      return new Resumable(false);
    }
    Optional<Asked> asked = stores.rooms().asked(ask.meetingId(), call.userId());
    boolean in = Rooms.isAlwaysIn(call, room.get()) || RoomRules.isIn(call.userId(), room.get().studentId(),
        asked.map(Asked::admitted).orElse(null));
    return new Resumable(in && asked.map(Asked::refusedAt).filter(at -> !seat.get().joinedAt().isAfter(at)).isEmpty());
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
