package com.mas.realtime.meeting;

import com.mas.process.Belongings;
import com.mas.process.DomainSamples;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Samples for the meeting of the booking that the samples of mentoring make. */
final class MeetingSamples implements DomainSamples {
  @Override
  public void own(Belongings things) throws Exception {
    String meeting = things.remembered("booking");
    String student = things.student().id();
    Stream.of("room.get", "chat.list", "log.list", "attendance.get", "recording.list", "ice.get")
        .forEach(each -> things.own("meeting." + each, things.student(), Map.of("id", meeting)));
    things.own("meeting.room.end", things.mentor(), Map.of("id", meeting), Map.of("early", true));
    things.own("meeting.lobby.list", things.mentor(), Map.of("id", meeting));
    things.own("meeting.deputy.set", things.mentor(), Map.of("id", meeting), Map.of("userId", student));
    things.api().get("/api/meetings/" + meeting, things.mentor().token());
    things.own("meeting.lobby.decide", things.mentor(), Map.of("meetingId", meeting, "userId", student));
    things.execute("INSERT INTO meeting.admissions (room_id, user_id, name, state, asked_at) VALUES ('" + meeting
        + "', '" + student + "', 'Asha', 'waiting', now())");
    String recording = UUID.randomUUID().toString();
    things.execute("INSERT INTO meeting.recordings (id, room_id, started_by, started_at, stopped_at) VALUES ('"
        + recording + "', '" + meeting + "', '" + things.mentor().id() + "', now(), now())");
    things.own("meeting.recording.describe", things.mentor(), Map.of("id", recording));
    things.own("meeting.recording.play", things.student(), Map.of("id", recording));
    things.own("meeting.recording.add", things.mentor(), Map.of("id", recording), Map.of("at", 0, "bytes", "AAAA"));
  }
}
