package com.mas.realtime.meeting;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.people.files.FilesContract;
import com.mas.domain.people.files.FilesContract.FileReady;
import com.mas.domain.people.files.FilesContract.Grown;
import com.mas.domain.people.files.FilesContract.LinkFor;
import com.mas.domain.people.files.FilesContract.Signed;
import com.mas.domain.people.files.FilesContract.TakePiece;
import com.mas.realtime.meeting.MeetingContract.*;
import com.mas.realtime.meeting.RoomRepository.RoomRow;
import java.time.Instant;
import java.util.UUID;

/**
 * Recordings: who may make one, who agreed to it, and the file that it becomes. The browser of the one who records
 * sends it piece by piece while it goes on.
 */
final class RecordingService {
  private final Bus bus;
  private final Database db;
  private final UuidV7 ids;
  private final Rooms rooms;
  private final MeetingStores stores;
  private final RecordingEnd end;

  RecordingService(Bus bus, Database db, UuidV7 ids, Rooms rooms, MeetingStores stores, RecordingEnd end) {
    this.bus = bus;
    this.db = db;
    this.ids = ids;
    this.rooms = rooms;
    this.stores = stores;
    this.end = end;
  }

  Recording start(Call call, RecordMeeting ask) {
    RoomRow room = rooms.mine(call, ask.meetingId());
    Rooms.mustChair(call, room);
    if (room.state() == RoomState.ENDED) {
      throw MeetingContract.MEETING_OVER.refusal();
    }
    Instant now = bus.clock().instant();
    Recording recording = db.transaction(tx -> {
      stores.records().start(tx, ids.next(), room.id(), call.userId(), now);
      stores.records().consent(tx, room.id(), call.userId(), true, now);
      stores.records().log(tx, room.id(), now, call.userId(), "recording started", null);
      return stores.records().running(tx, room.id()).orElseThrow();
    });
    return changed(call, recording);
  }

  Recording stop(Call call, RecordMeeting ask) {
    RoomRow room = rooms.mine(call, ask.meetingId());
    Rooms.mustChair(call, room);
    return changed(call, stop(call, room));
  }

  private Recording stop(Call call, RoomRow room) {
    Instant now = bus.clock().instant();
    UUID id = db.transaction(tx -> {
      UUID stopped = end.stop(call, tx, room.id(), now).orElseThrow(MeetingContract.NOT_RECORDING::refusal);
      stores.records().log(tx, room.id(), now, call.userId(), "recording stopped", null);
      return stopped;
    });
    return stores.records().recording(call.tenant(), id).orElseThrow();
  }

  Recording consent(Call call, GiveConsent ask) {
    RoomRow room = rooms.mine(call, ask.meetingId());
    if (stores.records().running(room.id()).isEmpty()) {
      throw MeetingContract.NOT_RECORDING.refusal();
    }
    Instant now = bus.clock().instant();
    db.transaction(tx -> {
      stores.records().consent(tx, room.id(), call.userId(), ask.given(), now);
      stores.records().log(tx, room.id(), now, call.userId(), ask.given() ? "consented" : "did not consent", null);
      return null;
    });
    return changed(call, ask.given()
        ? stores.records().running(room.id()).orElseThrow(MeetingContract.NOT_RECORDING::refusal) : stop(call, room));
  }

  private Recording changed(Call call, Recording recording) {
    bus.publish(call, MeetingContract.RECORDING_CHANGED, recording);
    return recording;
  }

  Recording describe(Call call, DescribeRecording ask) {
    Recording recording = stores.records().recording(call.tenant(), ask.id())
        .filter(found -> call.principal().isAdmin() || found.startedBy().equals(call.userId()))
        .orElseThrow(MeetingContract.RECORDING_UNKNOWN::refusal);
    stores.records().describe(recording.id(), ask.url().filled("/url", recording.url()),
        ask.bytes().or(recording.bytes()));
    return stores.records().recording(call.tenant(), ask.id()).orElseThrow();
  }

  Recordings recordings(Call call, GetRoom ask) {
    return new Recordings(stores.records().recordings(rooms.mine(call, ask.id()).id()));
  }

  Added add(Call call, AddPiece ask) {
    Recording recording = stores.records().recording(call.tenant(), ask.id())
        .filter(found -> found.startedBy().equals(call.userId()))
        .orElseThrow(MeetingContract.RECORDING_UNKNOWN::refusal);
    if (recording.stoppedAt() != null
        && !bus.clock().instant().isBefore(recording.stoppedAt().plus(RecordingEnd.CLOSED))) {
      throw MeetingContract.RECORDING_CLOSED.refusal();
    }
    Grown grown = Database.await(bus.send(call, FilesContract.PIECE,
        new TakePiece(FilesContract.RECORDING.name(), recording.id(), "recording-" + recording.id(), ask.at(),
            ask.bytes(), ask.last())));
    return new Added(recording.id(), grown.bytes());
  }

  Address play(Call call, PlayRecording ask) {
    Recording recording = stores.records().recording(call.tenant(), ask.id())
        .orElseThrow(MeetingContract.RECORDING_UNKNOWN::refusal);
    rooms.mine(call, recording.meetingId());
    if (recording.fileId() == null) {
      throw MeetingContract.RECORDING_NOT_READY.refusal();
    }
    Signed signed = Database.await(bus.send(call, FilesContract.LINK_FOR,
        new LinkFor(recording.fileId(), call.userId())));
    return new Address(signed.url(), signed.expiresAt());
  }

  /** Links a file to its recording, if it is one, and of the person who made that. */
  void ready(FileReady file) {
    if (file.kind().equals(FilesContract.RECORDING.name()) && file.subject() != null) {
      stores.records().ready(file.subject(), file.id(), file.bytes(), file.owner());
    }
  }
}
