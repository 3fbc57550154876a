package com.mas.realtime.meeting;

import com.mas.bus.Bus;
import com.mas.bus.Failure;
import com.mas.bus.Principal;
import com.mas.domain.notification.NotificationContract;
import com.mas.domain.notification.NotificationContract.ItemCreated;
import com.mas.realtime.meeting.MeetingContract.Touch;
import com.mas.realtime.socketio.Ack;
import com.mas.realtime.socketio.Args;
import com.mas.realtime.socketio.Authenticator;
import com.mas.realtime.socketio.Authenticator.Admission;
import com.mas.realtime.socketio.Authenticator.Refused;
import com.mas.realtime.socketio.Namespace;
import com.mas.realtime.socketio.Socket;
import com.mas.realtime.socketio.SocketServer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * What this product has on Socket.IO: meetings in the main namespace, a person's own notifications in
 * {@value #NOTIFICATIONS}. {@code auth.token} is an access token; the socket ends when it does. One for each node.
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
  private final MeetingSockets meetings;
  private final MeetingNews news;
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
    meetings = new MeetingSockets(vertx, bus, main, presence);
    news = new MeetingNews(bus, main, presence, meetings);
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
    Context context = vertx.getOrCreateContext();
    tokens.apply(arguments.node(0).path("token").asText()).onComplete(told -> context.runOnContext(turn -> {
      if (told.succeeded() && ((Principal) told.result().principal()).userId()
          .equals(((Principal) socket.principal()).userId())) {
        socket.renew(told.result());
        ack.send(Map.of("ok", true, "expiresAt", Instant.ofEpochMilli(told.result().expiresAtMillis())));
      } else {
        ack.send(Map.of("ok", false, "code", Failure.UNAUTHENTICATED.code(), "error", WRONG_TOKEN));
      }
    }));
  }

  /** All nodes hear of it, and each tells its own sockets. */
  private void tell(ItemCreated created) {
    notifications.to(created.userId().toString()).local()
        .emit(MeetingEvents.NOTIFICATION, Map.of("item", created.item(), "unread", created.unread()));
  }

  private void touch() {
    Map<UUID, String> sockets = new HashMap<>();
    meetings.members().forEach((socket, member) -> sockets.put(member.seatId(), socket));
    List<UUID> seats = List.copyOf(sockets.keySet());
    for (int from = 0; from < seats.size(); from += SEATS_AT_ONCE) {
      bus.send(bus.systemCall(null, PATIENCE), MeetingContract.TOUCH,
          new Touch(seats.subList(from, Math.min(seats.size(), from + SEATS_AT_ONCE)))).onSuccess(touched ->
              touched.lostSeatIds().forEach(seat -> again(sockets.get(seat), seat)));
    }
  }

  private void again(String socketId, UUID seat) {
    Member member = meetings.members().get(socketId);
    if (member != null && member.seatId().equals(seat)) {
      meetings.sitAgain(socketId, member);
    }
  }

  /** When the sockets are told to go: what they have asked for is finished first. */
  public Future<?> close() {
    vertx.cancelTimer(timer);
    return meetings.settled().transform(settled -> Future.join(news.close(), bus.release(items)));
  }
}
