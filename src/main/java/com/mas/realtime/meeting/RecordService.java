package com.mas.realtime.meeting;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.PageWindow;
import com.mas.realtime.meeting.MeetingContract.*;
import com.mas.realtime.meeting.RoomRepository.RoomRow;
import com.mas.redis.RateLimit;
import com.mas.redis.RateLimit.Verdict;
import java.time.Instant;

/** Chat, ICE servers and the log. */
final class RecordService {
  private final Bus bus;
  private final RateLimit limits;
  private final Rooms rooms;
  private final MeetingStores stores;
  private final IceServers ice;

  RecordService(Bus bus, RateLimit limits, Rooms rooms, MeetingStores stores, IceServers ice) {
    this.bus = bus;
    this.limits = limits;
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
