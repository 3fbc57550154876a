package com.mas.realtime.meeting;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Principal;
import com.mas.realtime.meeting.MeetingContract.*;
import com.mas.realtime.socketio.Ack;
import com.mas.realtime.socketio.Namespace;
import com.mas.realtime.socketio.Socket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Keeps which sockets of this node sit in which meeting as they come, go, come back and are sent away. A socket is in a
 * meeting's rooms only as long as the domain says that its person may be.
 */
final class SeatedSockets {
  /** A connection that is lost is waited for so long before the others see its person leave. */
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration REMEMBERED = Duration.ofMinutes(2);
  private static final int MOST_REMEMBERED = 10_000;
  private static final int TRIES = 4;
  private static final long RETRY_MS = 1000;
  private static final Set<String> LEFT_ON_PURPOSE =
      Set.of("client namespace disconnect", "server namespace disconnect");

  private record Person(UUID meeting, UUID user) {}

  private final Vertx vertx;
  private final Bus bus;
  private final Namespace namespace;
  private final Presence presence;
  private final Function<Socket, Future<Boolean>> signedIn;
  /** Members by the socket's id. */
  private final Map<String, Member> members = new ConcurrentHashMap<>();
  /** Recovered sockets that are being seated again, by id. Their messages wait until then. */
  private final Map<String, Future<?>> returning = new ConcurrentHashMap<>();
  /** People who were sent away lately, and when: the news may be here before the seat is. */
  private final Cache<Person, Instant> removed = Caffeine.newBuilder().expireAfterWrite(REMEMBERED)
      .maximumSize(MOST_REMEMBERED).executor(Runnable::run).build();

  /** @param signedIn whether the session of the token that a socket showed last goes on */
  SeatedSockets(Vertx vertx, Bus bus, Namespace namespace, Presence presence,
      Function<Socket, Future<Boolean>> signedIn) {
    this.vertx = vertx;
    this.bus = bus;
    this.namespace = namespace;
    this.presence = presence;
    this.signedIn = signedIn;
  }

  static Principal principal(Socket socket) {
    return (Principal) socket.principal();
  }

  Call call(Socket socket) {
    return call(principal(socket));
  }

  private Call call(Principal principal) {
    return new Call(UUID.randomUUID().toString(), null, principal.tenant(), principal,
        bus.clock().millis() + PATIENCE.toMillis(), null, null);
  }

  Map<String, Member> members() {
    return members;
  }

  /** Null unless a recovered socket is being seated again. */
  Future<?> returning(Socket socket) {
    return returning.get(socket.id());
  }

  // --- coming ------------------------------------------------------------------------------------------------------

  /** Asked before a client that comes back gets what its rooms have heard: it may have been sent away meanwhile. */
  Future<Boolean> mayGoOn(Object principal, String data) {
    JsonNode seat = Json.read(data, JsonNode.class);
    UUID meeting = meeting(seat);
    return meeting == null ? Future.succeededFuture(true)
        : resume((Principal) principal, new Resume(meeting, seat.hasNonNull("seatId")
            ? UUID.fromString(seat.get("seatId").asText()) : null), 1).map(Resumable::allowed);
  }

  private Future<Resumable> resume(Principal principal, Resume ask, int tried) {
    return bus.send(call(principal), MeetingContract.RESUME, ask).recover(e -> isOver(e, tried)
        ? Future.failedFuture(e) : later().compose(waited -> resume(principal, ask, tried + 1)));
  }

  private Future<?> later() {
    return vertx.timer(RETRY_MS, TimeUnit.MILLISECONDS);
  }

  private static boolean isOver(Throwable e, int tried) {
    return tried >= TRIES || !(e instanceof FailureException failure) || !failure.failure().retryable();
  }

  private static UUID meeting(JsonNode data) {
    return data != null && data.hasNonNull("meetingId") ? UUID.fromString(data.get("meetingId").asText()) : null;
  }

  /** A recovered socket has the rooms that it had; its seat may have been given up meanwhile. */
  void connected(Socket socket) {
    UUID meeting = socket.isRecovered() ? meeting(Json.read(socket.data(), JsonNode.class)) : null;
    if (meeting != null) {
      Future<?> seated = sitAgain(socket, meeting, 1);
      returning.put(socket.id(), seated);
      seated.onComplete(over -> returning.remove(socket.id()));
    }
  }

  /** A seat that was given up although its socket is here is taken again, by whoever may still be there. */
  void sitAgain(String socketId, Member member) {
    Socket socket = namespace.socket(socketId);
    if (socket != null && socket.isConnected()) {
      sitAgain(socket, member.meetingId(), 1);
    }
  }

  private Future<?> sitAgain(Socket socket, UUID meeting, int tried) {
    Join ask = new Join(meeting, "A person", socket.id(), true);
    return bus.send(call(socket), MeetingContract.JOIN, ask).transform(joined -> {
      if (joined.succeeded()) {
        if (joined.result().outcome() == Outcome.JOINED) {
          seat(socket, ask, joined.result());
        } else {
          sendAway(socket, meeting, why(joined.result().outcome()), null);
        }
      } else if (!isOver(joined.cause(), tried)) {
        return later().compose(waited -> socket.isConnected() ? sitAgain(socket, meeting, tried + 1)
            : Future.succeededFuture());
      } else {
        boolean no = joined.cause() instanceof FailureException failure && !failure.failure().retryable();
        sendAway(socket, meeting, no ? Leaving.OVER : Leaving.UNKNOWN, no ? joined.cause().getMessage() : null);
      }
      return Future.succeededFuture();
    });
  }

  private static Leaving why(Outcome outcome) {
    return switch (outcome) {
      case WAITING -> Leaving.WAITING;
      case ELSEWHERE -> Leaving.ELSEWHERE;
      default -> Leaving.REMOVED;
    };
  }

  void join(Socket socket, Join ask, Ack ack) {
    Principal principal = principal(socket);
    bus.send(call(socket), MeetingContract.JOIN, ask).onSuccess(joined -> {
      if (joined.outcome() == Outcome.JOINED) {
        if (seat(socket, ask, joined)) {
          Room room = joined.room();
          ack.send(Map.of("ok", true, "socketId", socket.id(), "users", presence.users(ask.meetingId()),
              "room", room, "chair", isChair(principal, room.mentorId(), room.deputyId()),
              "now", bus.clock().instant()));
        } else {
          ack.send(refusal(Outcome.REFUSED));
        }
      } else {
        if (joined.outcome() != Outcome.ELSEWHERE) { // to hear what the host decides, or decides anew
          socket.join(Member.lobby(ask.meetingId(), principal.userId()));
        }
        ack.send(refusal(joined.outcome()));
      }
    }).onFailure(e -> Bodies.refuse(ack, e));
  }

  private static Map<String, Object> refusal(Outcome outcome) {
    return Map.of("ok", false, "outcome", outcome.wire(), "error", words(outcome));
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case WAITING -> "Please wait until the host lets you in.";
      case REFUSED -> "The host did not let you in.";
      default -> "You are in this meeting in another window. Take the connection over to go on here.";
    };
  }

  /** Returns whether the socket sits there now; its person may have been sent away meanwhile. */
  private boolean seat(Socket socket, Join ask, Joined joined) {
    Principal principal = principal(socket);
    Room room = joined.room();
    UUID meeting = ask.meetingId();
    Participant me = room.participants().stream().filter(each -> each.socketId().equals(socket.id())).findFirst()
        .orElse(null);
    Member before = members.get(socket.id());
    Member member = new Member(meeting, joined.seatId(), me == null ? "A person" : me.name(),
        me == null ? Instant.EPOCH : me.joinedAt(), before == null ? new Turns() : before.turns());
    if (!socket.isConnected()) {
      give(principal, member, "lost");
      return false;
    }
    members.put(socket.id(), member);
    if (before != null && !before.meetingId().equals(meeting)) { // a socket is in one meeting, as its data says
      leaveRooms(socket, before.meetingId());
      give(principal, before, "left");
      forgetIfEmpty(before.meetingId());
    }
    presence.set(room, each -> !isRemoved(each.joinedAt(), removed.getIfPresent(new Person(meeting, each.userId()))));
    socket.data(Json.write(Map.of("meetingId", meeting, "seatId", member.seatId(), "name", member.name())));
    socket.leave(Member.lobby(meeting, principal.userId()));
    socket.join(Member.room(meeting));
    takeChair(socket, meeting, isChair(principal, room.mentorId(), room.deputyId()));
    if (isRemoved(member.joinedAt(), removed.getIfPresent(new Person(meeting, principal.userId())))) {
      sendAway(socket, meeting, Leaving.REMOVED, null);
      return false;
    }
    return true;
  }

  private static boolean isRemoved(Instant joinedAt, Instant at) {
    return at != null && !joinedAt.isAfter(at);
  }

  private static boolean isChair(Principal principal, UUID mentor, UUID deputy) {
    return RoomRules.isChair(principal.userId(), principal.isAdmin(), mentor, deputy);
  }

  boolean isChair(Socket socket, Room room) {
    return isChair(principal(socket), room.mentorId(), room.deputyId());
  }

  private static void takeChair(Socket socket, UUID meeting, boolean chair) {
    if (chair) {
      socket.join(Member.chair(meeting));
    } else {
      socket.leave(Member.chair(meeting));
    }
  }

  /** Moves sockets into the chair's room or out of it; only the chair hears who asks to come in. */
  void deputy(DeputyNamed news) {
    namespace.sockets(Member.room(news.meetingId())).forEach(socket -> takeChair(socket, news.meetingId(),
        isChair(principal(socket), news.mentorId(), news.deputyId())));
  }

  // --- going -------------------------------------------------------------------------------------------------------

  void disconnected(Socket socket, String reason) {
    Member member = members.remove(socket.id());
    if (member == null) {
      return;
    }
    Principal principal = principal(socket);
    if (LEFT_ON_PURPOSE.contains(reason)) {
      give(principal, member, "left");
    } else {
      signedIn.apply(socket).onSuccess(goesOn -> {
        if (goesOn) {
          waitFor(principal, member);
        } else {
          give(principal, member, RoomRules.SIGNED_OUT);
        }
      });
    }
    forgetIfEmpty(member.meetingId());
  }

  /** Gives the seat up after a while; a person who comes back in time, on any node, has a newer hold on it. */
  private void waitFor(Principal principal, Member member) {
    vertx.setTimer(GRACE.toMillis(), waited -> {
      if (members.values().stream().noneMatch(other -> other.seatId().equals(member.seatId()))) {
        bus.send(call(principal), MeetingContract.LEAVE,
            new Leave(member.seatId(), "lost", (int) GRACE.toSeconds()));
      }
    });
  }

  Future<Left> leave(Socket socket, Member member) {
    members.remove(socket.id());
    show(socket, member.meetingId());
    forgetIfEmpty(member.meetingId());
    return give(principal(socket), member, "left");
  }

  /** The socket sees nothing of the meeting any more. */
  private static void show(Socket socket, UUID meeting) {
    leaveRooms(socket, meeting);
    socket.data("null");
  }

  private static void leaveRooms(Socket socket, UUID meeting) {
    socket.leave(Member.room(meeting));
    socket.leave(Member.chair(meeting));
  }

  private Future<Left> give(Principal principal, Member member, String reason) {
    return bus.send(call(principal), MeetingContract.LEAVE, new Leave(member.seatId(), reason, 0));
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

  /** All of the person's sockets, also those that are only coming back; not one that was let in again since. */
  void removed(Removed news) {
    removed.asMap().merge(new Person(news.meetingId(), news.userId()), news.at(),
        (old, now) -> old.isAfter(now) ? old : now);
    namespace.sockets(Member.room(news.meetingId())).stream()
        .filter(socket -> principal(socket).userId().equals(news.userId()))
        .filter(socket -> {
          Member member = members.get(socket.id());
          return member == null || !member.meetingId().equals(news.meetingId())
              || isRemoved(member.joinedAt(), news.at());
        })
        .forEach(socket -> sendAway(socket, news.meetingId(), Leaving.REMOVED, null));
  }

  /** Unseats the sockets of a person whose session has ended; all of them are disconnected afterwards. */
  void signedOut(UUID user) {
    members.forEach((id, member) -> {
      Socket socket = namespace.socket(id);
      if (socket != null && principal(socket).userId().equals(user)) {
        signedIn.apply(socket).onSuccess(goesOn -> {
          if (!goesOn) {
            sendAway(socket, member.meetingId(), Leaving.SIGNED_OUT, null);
            give(principal(socket), member, RoomRules.SIGNED_OUT);
          }
        });
      }
    });
  }

  /** @param words null: the usual ones */
  private void sendAway(Socket socket, UUID meeting, Leaving why, String words) {
    leaveRooms(socket, meeting);
    Member member = members.get(socket.id());
    if (member == null || member.meetingId().equals(meeting)) {
      members.remove(socket.id());
      socket.data("null");
    }
    forgetIfEmpty(meeting);
    socket.emit(MeetingEvents.REMOVED, Map.of("roomId", meeting, "reason", why.wire(),
        "message", words == null ? why.words() : words));
    if (why == Leaving.REMOVED || why == Leaving.WAITING) {
      socket.join(Member.lobby(meeting, principal(socket).userId())); // to hear when the host lets them in
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
        leaveRooms(socket, meeting);
      }
    });
    presence.forget(meeting);
  }
}
