package com.mas.realtime.meeting;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.UuidV7;
import com.mas.realtime.meeting.MeetingContract.*;
import com.mas.realtime.meeting.RoomRepository.RoomRow;
import com.mas.redis.RateLimit;
import com.mas.redis.RateLimit.Verdict;
import java.time.Instant;
import java.util.UUID;

/** Chat, recordings, ICE servers and the log. */
final class RecordService {
  private final Bus bus;
  private final Database db;
  private final RateLimit limits;
  private final UuidV7 ids;
  private final Rooms rooms;
  private final MeetingStores stores;
  private final IceServers ice;

  RecordService(Bus bus, Database db, RateLimit limits, UuidV7 ids, Rooms rooms, MeetingStores stores,
      IceServers ice) {
    this.bus = bus;
    this.db = db;
    this.limits = limits;
    this.ids = ids;
    this.rooms = rooms;
    this.stores = stores;
    this.ice = ice;
  }

  /** Counts each speaker over all nodes; who says too much waits, the others do not. */
  Message say(Call call, Say ask) {
    Verdict verdict = limits.allow("chat:" + call.userId(), RoomRules.MOST_SAID, RoomRules.SPEAKING).await();
    if (!verdict.allowed()) {
      throw MeetingContract.TOO_MUCH_SAID.refusal().retryAfter(verdict.retryAfterSeconds());
    }
    return stores.records().say(call.tenant(), ask.meetingId(), call.userId(), ask.text(), bus.clock().instant(),
        RoomRules.MOST_MESSAGES).orElseThrow(
            () -> stores.rooms().sits(ask.meetingId(), call.userId())
                ? MeetingContract.MEETING_FULL.with(
                    "This meeting has " + RoomRules.MOST_MESSAGES + " messages, and accepts no further ones.")
                : MeetingContract.NOT_IN_MEETING.refusal());
  }

  Page<Message> history(Call call, History ask) {
    return stores.records().history(rooms.mine(call, ask.id()).id(), PageWindow.of(ask));
  }

  Page<LogEntry> log(Call call, History ask) {
    return stores.records().entries(rooms.mine(call, ask.id()).id(), PageWindow.of(ask));
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
      UUID stopped = stores.records().stop(tx, room.id(), now).orElseThrow(MeetingContract.NOT_RECORDING::refusal);
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

  Ice iceServers(Call call, GetRoom ask) {
    RoomRow room = rooms.mine(call, ask.id());
    Instant now = bus.clock().instant();
    Instant until = room.endsAt().plus(RoomRules.OVERTIME);
    if (room.state() == RoomState.ENDED || !until.isAfter(now)) {
      throw MeetingContract.MEETING_OVER.refusal();
    }
    Instant longest = now.plus(RoomRules.LONGEST_CREDENTIALS);
    Ice servers = ice.forUser(call.userId(), until.isBefore(longest) ? until : longest);
    stores.records().log(room.id(), now, call.userId(), "ice servers", call.address());
    return servers;
  }
}
