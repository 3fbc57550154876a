package com.mas.realtime.meeting;

import static com.mas.realtime.meeting.MeetingContract.ADMIT;
import static com.mas.realtime.meeting.MeetingContract.CONSENT;
import static com.mas.realtime.meeting.MeetingContract.END;
import static com.mas.realtime.meeting.MeetingContract.HISTORY;
import static com.mas.realtime.meeting.MeetingContract.JOIN;
import static com.mas.realtime.meeting.MeetingContract.LEAVE;
import static com.mas.realtime.meeting.MeetingContract.SAY;
import static com.mas.realtime.meeting.MeetingContract.START_RECORDING;
import static com.mas.realtime.meeting.MeetingContract.STOP_RECORDING;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Principal;
import com.mas.bus.Text;
import com.mas.realtime.meeting.MeetingContract.Admit;
import com.mas.realtime.meeting.MeetingContract.DeputyNamed;
import com.mas.realtime.meeting.MeetingContract.End;
import com.mas.realtime.meeting.MeetingContract.GiveConsent;
import com.mas.realtime.meeting.MeetingContract.History;
import com.mas.realtime.meeting.MeetingContract.Join;
import com.mas.realtime.meeting.MeetingContract.Joined;
import com.mas.realtime.meeting.MeetingContract.Leave;
import com.mas.realtime.meeting.MeetingContract.Left;
import com.mas.realtime.meeting.MeetingContract.Outcome;
import com.mas.realtime.meeting.MeetingContract.RecordMeeting;
import com.mas.realtime.meeting.MeetingContract.Room;
import com.mas.realtime.meeting.MeetingContract.Say;
import com.mas.realtime.socketio.Ack;
import com.mas.realtime.socketio.Args;
import com.mas.realtime.socketio.JsonSlice;
import com.mas.realtime.socketio.Namespace;
import com.mas.realtime.socketio.Socket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * A meeting's events over Socket.IO. Every event carries one JSON object; the acknowledgement is {@code {"ok": true,
 * …}} or {@code {"ok": false, "error": words}}. Signals go to sockets of the same meeting only; what a client sends
 * beside the known fields is passed on as it is. What the domain decides comes back as events of the bus
 * ({@link MeetingNews}).
 */
final class MeetingSockets {
  /** A connection that is lost is waited for so long before the others see its person leave. */
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_TEXT = 4000;
  private static final Set<String> LEFT_ON_PURPOSE =
      Set.of("client namespace disconnect", "server namespace disconnect");

  private final Vertx vertx;
  private final Bus bus;
  private final Namespace namespace;
  private final Presence presence;
  /** By the socket's id. */
  private final Map<String, Member> members = new ConcurrentHashMap<>();
  /** By the socket's id: recovered ones that are being seated again. What they say waits until then. */
  private final Map<String, Future<?>> returning = new ConcurrentHashMap<>();
  /** What has been asked and not answered. */
  private final Set<Future<?>> open = ConcurrentHashMap.newKeySet();

  MeetingSockets(Vertx vertx, Bus bus, Namespace namespace, Presence presence) {
    this.vertx = vertx;
    this.bus = bus;
    this.namespace = namespace;
    this.presence = presence;
  }

  void open() {
    namespace.onConnect(this::connected).onDisconnect(this::disconnected);
    namespace.on(MeetingEvents.JOIN, (socket, arguments, ack) -> join(socket, arguments, ack, false));
    namespace.on(MeetingEvents.TAKE_OVER, (socket, arguments, ack) -> join(socket, arguments, ack, true));
    namespace.on(MeetingEvents.LEAVE, (socket, arguments, ack) -> ask(socket, arguments, ack, (member, body) ->
        member.turns().next(() -> leave(socket, member)).map(left -> Map.of())));
    namespace.on(MeetingEvents.USERS, (socket, arguments, ack) -> ask(socket, arguments, ack, (member, body) ->
        Future.succeededFuture(Map.of("users", presence.users(member.meetingId())))));
    MeetingEvents.SIGNALS.forEach(event ->
        namespace.on(event, (socket, arguments, ack) -> signal(socket, event, arguments, ack)));
    MeetingEvents.STATES.forEach(event ->
        namespace.on(event, (socket, arguments, ack) -> ask(socket, arguments, ack, (member, body) -> {
          socket.to(Member.room(member.meetingId())).emit(event, from(socket, body));
          return Future.succeededFuture(Map.of());
        })));
    namespace.on(MeetingEvents.CHAT, (socket, arguments, ack) -> ask(socket, arguments, ack,
        (member, body) -> say(socket, member, body)));
    namespace.on(MeetingEvents.CHAT_HISTORY, (socket, arguments, ack) -> ask(socket, arguments, ack, (member, body) ->
        bus.send(call(member), HISTORY, new History(member.meetingId(), null, null))
            .map(page -> Map.of("messages", page.items()))));
    namespace.on(MeetingEvents.START, (socket, arguments, ack) -> ask(socket, arguments, ack, (member, body) -> {
      if (!socket.rooms().contains(Member.chair(member.meetingId()))) {
        return Future.failedFuture(Failure.FORBIDDEN.with("Only who has the chair starts the meeting."));
      }
      namespace.to(Member.room(member.meetingId())).emit(MeetingEvents.STARTED, from(socket, body));
      return Future.succeededFuture(Map.of());
    }));
    namespace.on(MeetingEvents.END, (socket, arguments, ack) -> ask(socket, arguments, ack, (member, body) ->
        member.turns().next(() -> bus.send(call(member), END, new End(member.meetingId())))
            .map(room -> Map.of("endedAt", room.endedAt()))));
    namespace.on(MeetingEvents.ADMIT, (socket, arguments, ack) -> ask(socket, arguments, ack, (member, body) ->
        bus.send(call(member), ADMIT, new Admit(member.meetingId(), id(body, "userId"),
            body.node().path("admit").asBoolean())).map(decided -> Map.of("admitted", decided.admitted()))));
    Map.of(MeetingEvents.START_RECORDING, START_RECORDING, MeetingEvents.STOP_RECORDING, STOP_RECORDING)
        .forEach((event, request) ->
            namespace.on(event, (socket, arguments, ack) -> ask(socket, arguments, ack, (member, body) ->
                bus.send(call(member), request, new RecordMeeting(member.meetingId()))
                    .map(recording -> Map.of("recordingId", recording.id())))));
    namespace.on(MeetingEvents.CONSENT, (socket, arguments, ack) -> ask(socket, arguments, ack, (member, body) ->
        bus.send(call(member), CONSENT, new GiveConsent(member.meetingId(), body.node().path("given").asBoolean()))
            .map(recording -> Map.of("recordingId", recording.id()))));
  }

  // --- coming and going --------------------------------------------------------------------------------------------

  /** A recovered socket has the rooms that it had; its seat may have been given up meanwhile. */
  private void connected(Socket socket) {
    JsonNode data = socket.isRecovered() ? Json.read(socket.data(), JsonNode.class) : null;
    if (data != null && data.hasNonNull("meetingId")) {
      UUID meeting = UUID.fromString(data.get("meetingId").asText());
      Future<?> seated = enter(socket, new Join(meeting, data.path("name").asText(), socket.id(), true), Ack.NONE);
      returning.put(socket.id(), seated);
      seated.onComplete(over -> returning.remove(socket.id()));
    }
  }

  private void disconnected(Socket socket, String reason) {
    Member member = members.remove(socket.id());
    if (member == null) {
      return;
    }
    if (LEFT_ON_PURPOSE.contains(reason)) {
      give(member, "left");
    } else { // who comes back in time, on whichever node, has a newer hold on the seat
      vertx.setTimer(GRACE.toMillis(), waited -> {
        if (members.values().stream().noneMatch(other -> other.seatId().equals(member.seatId()))) {
          bus.send(call(member), LEAVE, new Leave(member.seatId(), "lost", (int) GRACE.toSeconds()));
        }
      });
    }
    forgetIfEmpty(member.meetingId());
  }

  private void join(Socket socket, Args arguments, Ack ack, boolean takeOver) {
    try {
      JsonSlice body = body(arguments);
      String name = text(body, "userName", "name");
      enter(socket, new Join(meeting(body), name == null || name.isBlank() ? "Somebody"
          : name.substring(0, Math.min(name.length(), LONGEST_NAME)), socket.id(), takeOver), ack);
    } catch (FailureException e) {
      refuse(ack, e);
    }
  }

  private Future<?> enter(Socket socket, Join ask, Ack ack) {
    Principal principal = (Principal) socket.principal();
    return bus.send(call(principal), JOIN, ask).onSuccess(joined -> {
      if (joined.outcome() == Outcome.JOINED) {
        seat(socket, ask, joined, principal);
        Room room = joined.room();
        ack.send(Map.of("ok", true, "socketId", socket.id(), "users", presence.users(ask.meetingId()),
            "room", room, "chair", isChair(principal, room.mentorId(), room.deputyId()),
            "now", bus.clock().instant()));
      } else {
        if (joined.outcome() == Outcome.WAITING) {
          socket.join(Member.lobby(ask.meetingId(), principal.userId()));
        }
        ack.send(Map.of("ok", false, "outcome", joined.outcome().wire(), "error", words(joined.outcome())));
      }
    }).onFailure(e -> refuse(ack, e));
  }

  private void seat(Socket socket, Join ask, Joined joined, Principal principal) {
    Member before = members.get(socket.id());
    Member member = new Member(ask.meetingId(), joined.seatId(), ask.name(), principal,
        before == null ? new Turns() : before.turns());
    if (!socket.isConnected()) {
      give(member, "lost");
      return;
    }
    members.put(socket.id(), member);
    presence.set(joined.room());
    socket.data(Json.write(Map.of("meetingId", ask.meetingId(), "name", ask.name())));
    socket.leave(Member.lobby(ask.meetingId(), principal.userId()));
    socket.join(Member.room(ask.meetingId()));
    Room room = joined.room();
    if (isChair(principal, room.mentorId(), room.deputyId())) {
      socket.join(Member.chair(ask.meetingId()));
    }
  }

  private static boolean isChair(Principal principal, UUID mentor, UUID deputy) {
    return RoomRules.isChair(principal.userId(), principal.isAdmin(), mentor, deputy);
  }

  /** Who asks to come in is told to them from now on, or no more. */
  void deputy(DeputyNamed news) {
    namespace.sockets(Member.room(news.meetingId())).forEach(socket -> {
      if (isChair((Principal) socket.principal(), news.mentorId(), news.deputyId())) {
        socket.join(Member.chair(news.meetingId()));
      } else {
        socket.leave(Member.chair(news.meetingId()));
      }
    });
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case WAITING -> "Please wait until the host lets you in.";
      case REFUSED -> "The host did not let you in.";
      default -> "You are in this meeting in another window. Take the connection over to go on here.";
    };
  }

  private Future<Left> leave(Socket socket, Member member) {
    members.remove(socket.id());
    show(socket, member.meetingId());
    forgetIfEmpty(member.meetingId());
    return give(member, "left");
  }

  /** The socket sees nothing of the meeting any more. */
  private static void show(Socket socket, UUID meeting) {
    socket.leave(Member.room(meeting));
    socket.leave(Member.chair(meeting));
    socket.data("null");
  }

  private Future<Left> give(Member member, String reason) {
    return bus.send(call(member), LEAVE, new Leave(member.seatId(), reason, 0));
  }

  private void forgetIfEmpty(UUID meeting) {
    if (members.values().stream().noneMatch(member -> member.meetingId().equals(meeting))) {
      presence.forget(meeting);
    }
  }

  /** The seat is another connection's now. */
  void moved(String socketId) {
    Member member = members.remove(socketId);
    Socket socket = namespace.socket(socketId);
    if (member != null && socket != null) {
      show(socket, member.meetingId());
      socket.emit(MeetingEvents.TAKEN_OVER, Map.of("roomId", member.meetingId()));
    }
  }

  /** Each is told for itself: what is sent to the room may arrive after it is left. */
  void ended(UUID meeting, Map<String, Object> news) {
    namespace.sockets(Member.room(meeting)).forEach(socket -> {
      socket.emit(MeetingEvents.ENDED, news);
      Member member = members.get(socket.id());
      if (member == null || member.meetingId().equals(meeting)) {
        members.remove(socket.id());
        show(socket, meeting);
      } else { // it sits in the next one already
        socket.leave(Member.room(meeting));
        socket.leave(Member.chair(meeting));
      }
    });
    presence.forget(meeting);
  }

  /** Done when everything that was asked has been done, and said to those whom it concerns. */
  Future<?> settled() {
    return Future.join(List.copyOf(open));
  }

  /** Those of this node; a seat that was given up although its socket is here is taken again. */
  Map<String, Member> members() {
    return members;
  }

  void sitAgain(String socketId, Member member) {
    Socket socket = namespace.socket(socketId);
    if (socket != null && socket.isConnected()) {
      enter(socket, new Join(member.meetingId(), member.name(), socketId, true), Ack.NONE);
    }
  }

  // --- talking -----------------------------------------------------------------------------------------------------

  private void signal(Socket socket, String event, Args arguments, Ack ack) {
    ask(socket, arguments, ack, (member, body) -> {
      String target = text(body, "targetSocketId", "to");
      if (target == null || !presence.isIn(member.meetingId(), target)) {
        return Future.failedFuture(Failure.NOT_FOUND.with("There is nobody with this socket in the meeting."));
      }
      namespace.to(target).emit(event, body.with("targetSocketId", "fromSocketId", socket.id()));
      return Future.succeededFuture(Map.of());
    });
  }

  private Future<Map<String, Object>> say(Socket socket, Member member, JsonSlice body) {
    String text = text(body, "message", "text");
    if (text == null || text.isBlank() || text.length() > LONGEST_TEXT) {
      return Future.failedFuture(Failure.INVALID.with("A message has 1 to " + LONGEST_TEXT + " characters."));
    }
    return member.turns().next(() -> bus.send(call(member), SAY, new Say(member.meetingId(), text)).map(said -> {
      namespace.to(Member.room(member.meetingId())).emit(MeetingEvents.CHAT, from(socket, body));
      return Map.of("number", said.number(), "sentAt", said.sentAt());
    }));
  }

  private static JsonSlice from(Socket socket, JsonSlice body) {
    return body.with("fromSocketId", "fromSocketId", socket.id());
  }

  /** Of somebody who sits in the meeting that the body names, if it names one. */
  private void ask(Socket socket, Args arguments, Ack ack,
      BiFunction<Member, JsonSlice, Future<Map<String, Object>>> work) {
    Future<?> seated = returning.get(socket.id());
    if (seated != null) {
      seated.onComplete(over -> ask(socket, arguments, ack, work));
      return;
    }
    try {
      JsonSlice body = body(arguments);
      Member member = members.get(socket.id());
      String room = text(body, "roomId", "meetingId");
      if (member == null || room != null && !room.equals(member.meetingId().toString())) {
        throw Failure.FORBIDDEN.with("Join the meeting first.");
      }
      Future<?> asked = work.apply(member, body).onSuccess(answer -> {
        Map<String, Object> said = new HashMap<>(answer);
        said.put("ok", true);
        ack.send(said);
      }).onFailure(e -> refuse(ack, e));
      open.add(asked);
      asked.onComplete(over -> open.remove(asked));
    } catch (FailureException e) {
      refuse(ack, e);
    }
  }

  private static void refuse(Ack ack, Throwable e) {
    ack.send(e instanceof FailureException failure
        ? Map.of("ok", false, "code", failure.failure().code(), "error", failure.detail().message())
        : Map.of("ok", false, "code", "internal", "error", "Something went wrong on our side."));
  }

  private static JsonSlice body(Args arguments) {
    JsonSlice body = arguments.hasBinary() ? null : arguments.slice(0);
    if (body == null || !body.isObject()) {
      throw Failure.INVALID.with("The event carries one JSON object.");
    }
    return body;
  }

  private static UUID meeting(JsonSlice body) {
    return id(body, text(body, "roomId", null) != null ? "roomId" : "meetingId");
  }

  private static UUID id(JsonSlice body, String name) {
    try {
      return UUID.fromString(String.valueOf(text(body, name, null)));
    } catch (IllegalArgumentException e) {
      throw Failure.INVALID.with(name + " must be a UUID.");
    }
  }

  /** @param alias looked at when there is no such member; may be null */
  private static String text(JsonSlice body, String name, String alias) {
    JsonSlice member = body.member(name);
    if (member == null) {
      return alias == null ? null : text(body, alias, null);
    }
    String text = member.text();
    if (text != null && !Text.isStorable(text)) {
      throw Failure.INVALID.with(name + " must not contain the character U+0000, or half of a surrogate pair.");
    }
    return text;
  }

  private Call call(Member member) {
    return call(member.principal());
  }

  private Call call(Principal principal) {
    return new Call(UUID.randomUUID().toString(), null, principal.tenant(), principal,
        bus.clock().millis() + PATIENCE.toMillis(), null, null);
  }
}
