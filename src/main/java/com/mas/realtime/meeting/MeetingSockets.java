package com.mas.realtime.meeting;

import static com.mas.realtime.meeting.MeetingContract.ADMIT;
import static com.mas.realtime.meeting.MeetingContract.CONSENT;
import static com.mas.realtime.meeting.MeetingContract.END;
import static com.mas.realtime.meeting.MeetingContract.HISTORY;
import static com.mas.realtime.meeting.MeetingContract.SAY;
import static com.mas.realtime.meeting.MeetingContract.START_RECORDING;
import static com.mas.realtime.meeting.MeetingContract.STOP_RECORDING;

import com.mas.bus.Bus;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Text;
import com.mas.realtime.meeting.MeetingContract.*;
import com.mas.realtime.socketio.Ack;
import com.mas.realtime.socketio.Args;
import com.mas.realtime.socketio.JsonSlice;
import com.mas.realtime.socketio.Namespace;
import com.mas.realtime.socketio.Socket;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * A meeting's events over Socket.IO. Every event carries one JSON object; the acknowledgement is {@code {"ok": true,
 * …}} or {@code {"ok": false, "error": words}}. Signals go to sockets of the same meeting only; what a client sends
 * beside the known fields is passed on as it is, but for those that say who speaks. What the domain decides comes back
 * as events of the bus ({@link MeetingNews}).
 */
final class MeetingSockets {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_TEXT = 4000;
  /** Lists what only the server says. */
  private static final Set<String> OURS =
      Set.of("fromSocketId", "userId", "userName", "senderName", "number", "sentAt");
  private static final Set<String> OURS_AND_TARGET =
      Set.of("fromSocketId", "userId", "userName", "senderName", "number", "sentAt", "targetSocketId");

  private final Bus bus;
  private final Namespace namespace;
  private final Presence presence;
  private final SeatedSockets seats;
  /** Requests that are not answered yet. */
  private final Set<Future<?>> open = ConcurrentHashMap.newKeySet();
  /** Meetings that hosts began before they took their seat, by the socket. */
  private final Map<String, UUID> begun = new ConcurrentHashMap<>();

  MeetingSockets(Bus bus, Namespace namespace, Presence presence, SeatedSockets seats) {
    this.bus = bus;
    this.namespace = namespace;
    this.presence = presence;
    this.seats = seats;
  }

  void open() {
    namespace.onConnect(seats::connected).recover(seats::mayGoOn).onDisconnect((socket, reason) -> {
      begun.remove(socket.id());
      seats.disconnected(socket, reason);
    });
    namespace.on(MeetingEvents.JOIN, (socket, arguments, ack) -> join(socket, arguments, ack, false));
    namespace.on(MeetingEvents.TAKE_OVER, (socket, arguments, ack) -> join(socket, arguments, ack, true));
    namespace.on(MeetingEvents.LEAVE, (socket, arguments, ack) -> ask(socket, arguments, ack,
        (member, body) -> member.turns().next(() -> seats.leave(socket, member)).map(left -> Map.of())));
    namespace.on(MeetingEvents.USERS, (socket, arguments, ack) -> ask(socket, arguments, ack,
        (member, body) -> Future.succeededFuture(Map.of("users", presence.users(member.meetingId())))));
    MeetingEvents.SIGNALS
        .forEach(event -> namespace.on(event, (socket, arguments, ack) -> signal(socket, event, arguments, ack)));
    MeetingEvents.STATES.forEach(
        event -> namespace.on(event, (socket, arguments, ack) -> ask(socket, arguments, ack, (member, body) -> {
          socket.to(Member.room(member.meetingId())).emit(event, from(socket, member, body));
          return Future.succeededFuture(Map.of());
        })));
    namespace.on(MeetingEvents.CHAT, (socket, arguments, ack) -> ask(socket, arguments, ack,
        (member, body) -> say(socket, member, body)));
    namespace.on(MeetingEvents.CHAT_HISTORY,
        (socket, arguments, ack) -> ask(socket, arguments, ack,
            (member, body) -> bus.send(seats.call(socket), HISTORY, new History(member.meetingId(), null, null))
                .map(page -> Map.of("messages", page.items()))));
    namespace.on(MeetingEvents.START, this::start);
    namespace.on(MeetingEvents.END,
        (socket, arguments, ack) -> ask(socket, arguments, ack,
            (member, body) -> member.turns()
                .next(() -> bus.send(seats.call(socket), END, new End(member.meetingId(), body.isTrue("early"))))
                .map(room -> Map.of("endedAt", room.endedAt() == null ? bus.clock().instant() : room.endedAt()))));
    namespace.on(MeetingEvents.ADMIT, (socket, arguments, ack) -> ask(socket, arguments, ack,
        (member, body) -> bus.send(seats.call(socket), ADMIT, new Admit(member.meetingId(), Bodies.id(body, "userId"),
            body.isTrue("admit"))).map(decided -> Map.of("admitted", decided.admitted()))));
    Map.of(MeetingEvents.START_RECORDING, START_RECORDING, MeetingEvents.STOP_RECORDING, STOP_RECORDING)
        .forEach((event, request) -> namespace.on(event,
            (socket, arguments, ack) -> ask(socket, arguments, ack,
                (member, body) -> bus.send(seats.call(socket), request, new RecordMeeting(member.meetingId()))
                    .map(recording -> Map.of("recordingId", recording.id())))));
    namespace.on(MeetingEvents.CONSENT,
        (socket, arguments, ack) -> ask(socket, arguments, ack,
            (member, body) -> bus
                .send(seats.call(socket), CONSENT, new GiveConsent(member.meetingId(), body.isTrue("given")))
                .map(recording -> Map.of("recordingId", recording.id()))));
  }

  private void join(Socket socket, Args arguments, Ack ack, boolean takeOver) {
    try {
      JsonSlice body = Bodies.body(arguments);
      String name = Bodies.text(body, "userName", "name");
      UUID meeting = Bodies.meeting(body);
      seats.join(socket, new Join(meeting, Text.isVisible(name) ? Text.cut(name, LONGEST_NAME) : "A person",
          socket.id(), takeOver), answer -> {
            ack.send(answer);
            Member member = seats.members().get(socket.id());
            if (member != null && member.meetingId().equals(meeting) && begun.remove(socket.id(), meeting)) {
              announce(socket, member, body);
            }
          });
    } catch (FailureException e) {
      Bodies.refuse(ack, e);
    }
  }

  /** The host begins: from the seat, or before taking it, and then the room hears of it once the host is there. */
  private void start(Socket socket, Args arguments, Ack ack) {
    if (seats.returning(socket) != null || seats.members().containsKey(socket.id())) {
      ask(socket, arguments, ack, (member, body) -> {
        if (!socket.rooms().contains(Member.chair(member.meetingId()))) {
          return Future.failedFuture(MeetingContract.NEEDS_CHAIR.with("Only the host can start the meeting."));
        }
        announce(socket, member, body);
        return Future.succeededFuture(Map.of());
      });
      return;
    }
    try {
      UUID meeting = Bodies.meeting(Bodies.body(arguments));
      Future<?> asked = bus.send(seats.call(socket), MeetingContract.GET_ROOM, new GetRoom(meeting)).map(room -> {
        if (room.state() == RoomState.ENDED) {
          throw MeetingContract.MEETING_OVER.refusal();
        }
        if (seats.isChair(socket, room) && socket.isConnected()) {
          begun.put(socket.id(), meeting);
        }
        return room;
      }).onSuccess(room -> ack.send(Map.of("ok", true))).onFailure(e -> Bodies.refuse(ack, e));
      open.add(asked);
      asked.onComplete(over -> open.remove(asked));
    } catch (FailureException e) {
      Bodies.refuse(ack, e);
    }
  }

  private void announce(Socket socket, Member member, JsonSlice body) {
    if (socket.rooms().contains(Member.chair(member.meetingId()))) {
      namespace.to(Member.room(member.meetingId())).emit(MeetingEvents.STARTED, from(socket, member, body));
    }
  }

  /** Done when everything that was asked has been done, and said to those whom it concerns. */
  Future<?> settled() {
    return Future.join(List.copyOf(open));
  }

  // --- talking -----------------------------------------------------------------------------------------------------

  private void signal(Socket socket, String event, Args arguments, Ack ack) {
    ask(socket, arguments, ack, (member, body) -> {
      String target = Bodies.text(body, "targetSocketId", "to");
      if (target == null || !presence.isIn(member.meetingId(), target)) {
        return Future.failedFuture(MeetingContract.SOCKET_UNKNOWN.refusal());
      }
      namespace.to(target).emit(event, body.with(OURS_AND_TARGET, sender(socket, member)));
      return Future.succeededFuture(Map.of());
    });
  }

  private Future<Map<String, Object>> say(Socket socket, Member member, JsonSlice body) {
    String text = Bodies.text(body, "message", "text");
    if (!Text.isVisible(text) || Text.length(text) > LONGEST_TEXT) {
      return Future.failedFuture(Failure.INVALID.with("A message has 1 to " + LONGEST_TEXT + " characters."));
    }
    return member.turns().next(() -> bus.send(seats.call(socket), SAY, new Say(member.meetingId(), text)).map(said -> {
      Map<String, Object> ours = sender(socket, member);
      ours.put("senderName", member.name());
      ours.put("number", said.number());
      ours.put("sentAt", said.sentAt());
      namespace.to(Member.room(member.meetingId())).emit(MeetingEvents.CHAT, body.with(OURS, ours));
      return Map.of("number", said.number(), "sentAt", said.sentAt());
    }));
  }

  private static JsonSlice from(Socket socket, Member member, JsonSlice body) {
    return body.with(OURS, sender(socket, member));
  }

  private static Map<String, Object> sender(Socket socket, Member member) {
    Map<String, Object> sender = new LinkedHashMap<>();
    sender.put("fromSocketId", socket.id());
    sender.put("userId", SeatedSockets.principal(socket).userId().toString());
    sender.put("userName", member.name());
    return sender;
  }

  /** Answers a request of a person who sits in the meeting that the body names, if it names one. */
  private void ask(Socket socket, Args arguments, Ack ack,
      BiFunction<Member, JsonSlice, Future<Map<String, Object>>> work) {
    Future<?> seated = seats.returning(socket);
    if (seated != null) {
      seated.onComplete(over -> ask(socket, arguments, ack, work));
      return;
    }
    try {
      JsonSlice body = Bodies.body(arguments);
      Member member = seats.members().get(socket.id());
      String room = Bodies.text(body, "roomId", "meetingId");
      if (member == null || room != null && !room.equals(member.meetingId().toString())) {
        throw MeetingContract.NOT_IN_MEETING.with("Join the meeting first.");
      }
      Future<?> asked = work.apply(member, body).onSuccess(answer -> {
        Map<String, Object> said = new HashMap<>(answer);
        said.put("ok", true);
        ack.send(said);
      }).onFailure(e -> Bodies.refuse(ack, e));
      open.add(asked);
      asked.onComplete(over -> open.remove(asked));
    } catch (FailureException e) {
      Bodies.refuse(ack, e);
    }
  }
}
