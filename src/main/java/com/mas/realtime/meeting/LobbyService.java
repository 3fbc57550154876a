package com.mas.realtime.meeting;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.realtime.meeting.MeetingContract.*;
import com.mas.realtime.meeting.RoomRepository.Asked;
import com.mas.realtime.meeting.RoomRepository.RoomRow;
import com.mas.realtime.meeting.RoomRepository.Seat;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Decides who may be in a meeting: the chair admits, refuses and removes people, and shares the chair. */
final class LobbyService {
  private final Bus bus;
  private final Database db;
  private final Rooms rooms;
  private final MeetingStores stores;
  private final MeetingNames people;
  private final RecordingEnd recordings;

  LobbyService(Bus bus, Database db, Rooms rooms, MeetingStores stores, MeetingNames people,
      RecordingEnd recordings) {
    this.recordings = recordings;
    this.bus = bus;
    this.db = db;
    this.rooms = rooms;
    this.stores = stores;
    this.people = people;
  }

  /**
   * @param at when the person was sent away; null: was not
   * @param seat that was given up; null: there was none
   * @param deputy whether the person was the deputy
   * @param recording of the person's, which ended with it; null: there was none
   */
  private record Decision(RoomRow room, Admission admission, Instant at, Seat seat, boolean deputy,
      Recording recording) {}

  Admission admit(Call call, Admit ask) {
    Rooms.mustChair(call, rooms.mine(call, ask.meetingId()));
    String name = ask.admit() ? null : people.nameOf(call, ask.userId());
    Decision decided = db.transaction(tx -> {
      RoomRow room = stores.rooms().getForUpdate(tx, call.tenant(), ask.meetingId());
      Rooms.mustChair(call, room); // until now, and nobody comes in or goes meanwhile
      return ask.admit() ? admit(call, tx, room, ask.userId()) : refuse(call, tx, room, ask.userId(), name);
    });
    tell(call, decided);
    return decided.admission;
  }

  private Decision admit(Call call, Tx tx, RoomRow room, UUID user) {
    Instant now = now();
    Admission admission = stores.rooms().admit(tx, room.id(), user, call.userId(), now)
        .orElseThrow(MeetingContract.NOT_WAITING::refusal);
    stores.records().log(tx, room.id(), now, call.userId(), "admitted", admission.name());
    return new Decision(room, admission, null, null, false, null);
  }

  private Decision refuse(Call call, Tx tx, RoomRow room, UUID user, String name) {
    RoomRules.unremovable(user, room.mentorId(), room.studentId(), call.userId(), call.principal().isAdmin())
        .ifPresent(refusal -> {
          throw refusal;
        });
    Instant at = stores.rooms().liveSeat(tx, room.id(), user).map(Seat::joinedAt)
        .filter(joined -> joined.isAfter(now())).orElseGet(this::now); // clocks of nodes differ a little
    Admission admission = stores.rooms().refuse(tx, room.id(), user, call.userId(), at)
        .or(() -> user.equals(room.studentId())
            ? Optional.of(stores.rooms().refuseUnasked(tx, room.id(), user, call.userId(), at, name))
            : Optional.empty())
        .orElseThrow(MeetingContract.NOT_WAITING::refusal);
    Optional<Seat> seat = stores.rooms().remove(tx, room.id(), user, at);
    stores.records().log(tx, room.id(), at, call.userId(), seat.isPresent() ? RoomRules.REMOVED : "refused",
        admission.name());
    boolean deputy = user.equals(room.deputyId());
    if (deputy) {
      stores.rooms().setDeputy(tx, room.id(), null);
    }
    return new Decision(room, admission, at, seat.orElse(null), deputy, stopRecording(call, tx, room, user, at));
  }

  /** The one who records does so in the browser: what it hears from now on is not the room any more. */
  private Recording stopRecording(Call call, Tx tx, RoomRow room, UUID user, Instant at) {
    Optional<Recording> running = stores.records().running(tx, room.id())
        .filter(recording -> recording.startedBy().equals(user));
    if (running.isEmpty()) {
      return null;
    }
    recordings.stop(call, tx, room.id(), at);
    Recording was = running.get();
    return new Recording(was.id(), was.meetingId(), was.startedBy(), was.startedAt(), at, was.url(), was.bytes(),
        was.fileId(), was.consents());
  }

  private void tell(Call call, Decision decided) {
    UUID meeting = decided.room.id();
    UUID user = decided.admission.userId();
    if (decided.at != null) {
      bus.publish(call, MeetingContract.PARTICIPANT_REMOVED, new Removed(meeting, user, decided.at));
    }
    if (decided.seat != null) {
      bus.publish(call, MeetingContract.PARTICIPANT_LEFT,
          new Went(meeting, user, decided.seat.socketId(), RoomRules.REMOVED));
    }
    if (decided.deputy) {
      bus.publish(call, MeetingContract.DEPUTY_NAMED, new DeputyNamed(meeting, decided.room.mentorId(), null));
    }
    if (decided.recording != null) {
      bus.publish(call, MeetingContract.RECORDING_CHANGED, decided.recording);
    }
    bus.publish(call, MeetingContract.LOBBY_CHANGED, decided.admission);
  }

  Waiting lobby(Call call, Lobby ask) {
    Rooms.mustChair(call, rooms.mine(call, ask.id()));
    return new Waiting(stores.rooms().waiting(ask.id()));
  }

  void nameDeputy(Call call, NameDeputy ask) {
    RoomRow room = rooms.mine(call, ask.id());
    if (!RoomRules.isAlwaysIn(call.userId(), call.principal().isAdmin(), room.mentorId())) {
      throw MeetingContract.NEEDS_MENTOR.refusal();
    }
    Instant now = now();
    db.transaction(tx -> {
      stores.rooms().getForUpdate(tx, call.tenant(), room.id()); // nobody is sent away meanwhile
      if (ask.userId() != null && !RoomRules.isIn(ask.userId(), room.studentId(),
          stores.rooms().asked(tx, room.id(), ask.userId()).map(Asked::admitted).orElse(null))) {
        throw MeetingContract.DEPUTY_OUTSIDE.refusal();
      }
      stores.rooms().setDeputy(tx, room.id(), ask.userId());
      stores.records().log(tx, room.id(), now, call.userId(), "deputy",
          ask.userId() == null ? null : ask.userId().toString());
      return null;
    });
    bus.publish(call, MeetingContract.DEPUTY_NAMED, new DeputyNamed(room.id(), room.mentorId(), ask.userId()));
  }

  /** Returns the time as exact as the database keeps it. */
  private Instant now() {
    return bus.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }
}
