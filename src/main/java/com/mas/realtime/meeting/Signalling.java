package com.mas.realtime.meeting;

import com.mas.bus.Bus;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.ItemCreated;
import com.mas.realtime.meeting.MeetingContract.*;
import com.mas.realtime.socketio.Ack;
import com.mas.realtime.socketio.Args;
import com.mas.realtime.socketio.Authenticator;
import com.mas.realtime.socketio.Authenticator.Admission;
import com.mas.realtime.socketio.Authenticator.Refused;
import com.mas.realtime.socketio.JsonSlice;
import com.mas.realtime.socketio.Namespace;
import com.mas.realtime.socketio.Socket;
import com.mas.realtime.socketio.SocketServer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.function.Function;

/**
 * Serves this product's Socket.IO: meetings in the main namespace, a person's own notifications in {@value
 * #NOTIFICATIONS}. {@code auth.token} is an access token; the socket ends when it does. One for each node.
 */
public final class Signalling {
  public static final String NOTIFICATIONS = "/notifications";
  private static final String WRONG_TOKEN = "Please sign in: the token is missing, wrong or has expired.";
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final int SEATS_AT_ONCE = 1000;

  private final Vertx vertx;
  private final Bus bus;
  private final Function<String, Future<Admission>> tokens;
  private final Namespace main;
  private final Namespace notifications;
  private final SeatedSockets seats;
  private final MeetingSockets meetings;
  private final MeetingNews news;
  /** Tokens that sockets have renewed theirs with. */
  private final Map<Socket, String> shown = Collections.synchronizedMap(new WeakHashMap<>());
  private MessageConsumer<?> items;
  private long timer;

  /** @param tokens admits the holder of an access token, or fails */
  public Signalling(Vertx vertx, Bus bus, SocketServer server, Function<String, Future<Admission>> tokens) {
    this.vertx = vertx;
    this.bus = bus;
    this.tokens = tokens;
    Authenticator signedIn = (handshake, auth) -> tokens.apply(auth.path("token").asText())
        .recover(refused -> Future.failedFuture(new Refused(WRONG_TOKEN, null)));
    main = server.namespace("/").authenticate(signedIn);
    Presence presence = new Presence();
    seats = new SeatedSockets(vertx, bus, main, presence, this::isSignedIn);
    meetings = new MeetingSockets(bus, main, presence, seats);
    news = new MeetingNews(bus, main, presence, seats);
    notifications = server.namespace(NOTIFICATIONS).authenticate(signedIn)
        .onConnect(socket -> socket.join(((Principal) socket.principal()).userId().toString()));
  }

  public Future<?> open() {
    meetings.open();
    main.on(MeetingEvents.RENEW, this::renew);
    notifications.on(MeetingEvents.RENEW, this::renew);
    items = bus.observe(NotificationContract.ITEM_CREATED, this::tell);
    timer = vertx.setPeriodic(MeetingContract.SEEN_SECONDS * 1000L, tick -> touch());
    return Future.all(news.open(), items.completion());
  }

  /** A fresh token of the same person, before the old one expires, keeps the socket. */
  private void renew(Socket socket, Args arguments, Ack ack) {
    JsonSlice body = arguments.hasBinary() ? null : arguments.slice(0);
    JsonSlice given = body == null ? null : body.member("token");
    String token = given == null || !given.isString() ? "" : given.text();
    Context context = vertx.getOrCreateContext();
    tokens.apply(token).onComplete(told -> context.runOnContext(turn -> {
      Principal before = (Principal) socket.principal();
      Principal now = told.succeeded() ? (Principal) told.result().principal() : null;
      if (now == null || !now.userId().equals(before.userId()) || !now.tenant().equals(before.tenant())) {
        ack.send(Map.of("ok", false, "code", Failure.UNAUTHENTICATED.code(), "error", WRONG_TOKEN));
        return;
      }
      socket.renew(told.result());
      shown.put(socket, token);
      if (!now.equals(before)) { // another rank may have other rights in the meeting
        again(socket.id());
      }
      ack.send(Map.of("ok", true, "expiresAt", Instant.ofEpochMilli(told.result().expiresAtMillis())));
    }));
  }

  /** Looks whether the session of the token that the socket showed last goes on, its time being over or not. */
  private Future<Boolean> isSignedIn(Socket socket) {
    String renewed = shown.get(socket);
    return tokens.apply(renewed == null ? socket.auth().path("token").asText() : renewed).map(good -> true)
        .otherwise(refused -> refused instanceof FailureException no && no.failure() != Failure.UNAUTHENTICATED);
  }

  /** All nodes hear of it, and each tells its own sockets. */
  private void tell(ItemCreated created) {
    notifications.to(created.userId().toString()).local()
        .emit(MeetingEvents.NOTIFICATION, Map.of("item", created.item(), "unread", created.unread()));
  }

  /** Before the person's sockets are disconnected: whose session has ended is told so, and leaves its meeting. */
  public void signedOut(UUID user) {
    seats.signedOut(user);
  }

  private void touch() {
    Map<UUID, String> sockets = new HashMap<>();
    seats.members().forEach((socket, member) -> sockets.put(member.seatId(), socket));
    List<UUID> seats = List.copyOf(sockets.keySet());
    for (int from = 0; from < seats.size(); from += SEATS_AT_ONCE) {
      bus.send(bus.systemCall(null, PATIENCE), MeetingContract.TOUCH,
          new Touch(seats.subList(from, Math.min(seats.size(), from + SEATS_AT_ONCE))))
          .onSuccess(touched -> touched.lostSeatIds().forEach(seat -> again(sockets.get(seat), seat)));
    }
  }

  private void again(String socketId, UUID seat) {
    Member member = seats.members().get(socketId);
    if (member != null && member.seatId().equals(seat)) {
      seats.sitAgain(socketId, member);
    }
  }

  private void again(String socketId) {
    Member member = seats.members().get(socketId);
    if (member != null) {
      seats.sitAgain(socketId, member);
    }
  }

  /** Tells the sockets to go: what they have asked for is finished first. */
  public Future<?> close() {
    vertx.cancelTimer(timer);
    return meetings.settled().transform(settled -> Future.join(news.close(), bus.release(items)));
  }
}
