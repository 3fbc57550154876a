package com.mas.realtime.meeting;

import com.mas.bus.Bus;
import com.mas.bus.Event;
import com.mas.realtime.meeting.MeetingContract.*;
import com.mas.realtime.socketio.Namespace;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Passes what the domain announces on to this node's sockets. */
final class MeetingNews {
  private final Bus bus;
  private final Namespace namespace;
  private final Presence presence;
  private final SeatedSockets sockets;
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();

  MeetingNews(Bus bus, Namespace namespace, Presence presence, SeatedSockets sockets) {
    this.bus = bus;
    this.namespace = namespace;
    this.presence = presence;
    this.sockets = sockets;
  }

  Future<?> open() {
    hear(MeetingContract.PARTICIPANT_JOINED, this::came);
    hear(MeetingContract.PARTICIPANT_LEFT, this::went);
    hear(MeetingContract.PARTICIPANT_REMOVED, sockets::removed);
    hear(MeetingContract.LOBBY_CHANGED, this::lobby);
    hear(MeetingContract.DEPUTY_NAMED, this::deputy);
    hear(MeetingContract.TIME_LEFT, this::timeLeft);
    hear(MeetingContract.RECORDING_CHANGED, this::recording);
    hear(MeetingContract.MEETING_ENDED, this::ended);
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
  }

  private <E> void hear(Event<E> event, Consumer<E> listener) {
    consumers.add(bus.observe(event, listener));
  }

  Future<?> close() {
    return Future.join(consumers.stream().map(bus::release).toList());
  }

  private void came(Came news) {
    presence.add(news.meetingId(), news.participant());
    users(news.meetingId());
  }

  private void went(Went news) {
    presence.remove(news.meetingId(), news.socketId());
    if (news.reason().equals(RoomRules.TAKEN_OVER)) {
      sockets.moved(news.socketId());
    } else {
      tell(Member.room(news.meetingId()), MeetingEvents.USER_LEFT, Map.of("roomId", news.meetingId(),
          "userId", news.userId(), "socketId", news.socketId(), "reason", news.reason()));
    }
    users(news.meetingId());
  }

  private void users(UUID meeting) {
    tell(Member.room(meeting), MeetingEvents.USERS_UPDATED,
        Map.of("roomId", meeting, "users", presence.users(meeting)));
  }

  private void lobby(Admission news) {
    if (news.admitted() == null) {
      tell(Member.chair(news.meetingId()), MeetingEvents.LOBBY_REQUEST,
          Map.of("roomId", news.meetingId(), "userId", news.userId(), "userName", news.name()));
    } else {
      tell(Member.lobby(news.meetingId(), news.userId()), MeetingEvents.LOBBY_DECISION,
          Map.of("roomId", news.meetingId(), "admitted", news.admitted()));
    }
  }

  private void deputy(DeputyNamed news) {
    sockets.deputy(news);
    Map<String, Object> body = new HashMap<>();
    body.put("roomId", news.meetingId());
    body.put("userId", news.deputyId());
    tell(Member.room(news.meetingId()), MeetingEvents.DEPUTY_CHANGED, body);
  }

  private void timeLeft(TimeLeft news) {
    tell(Member.room(news.meetingId()), MeetingEvents.TIMER_WARNING,
        Map.of("roomId", news.meetingId(), "minutesLeft", news.minutesLeft(), "endsAt", news.endsAt()));
  }

  private void recording(Recording news) {
    tell(Member.room(news.meetingId()),
        news.stoppedAt() == null ? MeetingEvents.RECORDING_STARTED : MeetingEvents.RECORDING_STOPPED,
        Map.of("roomId", news.meetingId(), "recordingId", news.id(), "startedBy", news.startedBy(),
            "consents", news.consents()));
  }

  private void ended(Ended news) {
    Because because = news.because() == null ? Because.CHAIR : news.because();
    sockets.ended(news.meetingId(), Map.of("roomId", news.meetingId(), "endedAt", news.endedAt(), "reason", because,
        "message", because.words()));
  }

  private void tell(String room, String event, Object body) {
    namespace.to(room).local().emit(event, body);
  }
}
