package com.mas.realtime.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.realtime.terminal.TerminalContract.Admission;
import com.mas.realtime.terminal.TerminalContract.Admit;
import com.mas.realtime.terminal.TerminalContract.Role;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * {@code /ws/terminal?session=ID}, with {@code &role=host} for the host. The token comes in {@code
 * Sec-WebSocket-Protocol}
 * as {@code token.TOKEN}, beside the protocol: {@code terminal.v1} has control messages in text frames, {@code
 * terminal.raw}
 * or none has terminal bytes only. A socket that shows no token there has a few seconds to send one in a first text
 * frame, {@code {"token": …, "name": …}}. One for each event loop.
 */
public final class TerminalSockets implements Handler<HttpServerRequest> {
  public static final String PATH = "/ws/terminal";
  private static final String MESSAGES = "terminal.v1";
  private static final String RAW = "terminal.raw";
  private static final String TOKEN = "token.";
  private static final String PROTOCOL = "sec-websocket-protocol";
  private static final int MOST_TOKENS = 4;
  private static final int LONGEST_TOKEN = 100;
  private static final long TOKEN_MS = 5000;

  private final Vertx vertx;
  private final TerminalRelay relay;
  private final Function<HttpServerRequest, Runnable> door;

  /**
   * @param door asked with each handshake: what it gives is run when the socket is gone; what it throws is for whoever
   *     mounted this to answer
   */
  public TerminalSockets(Vertx vertx, TerminalRelay relay, Function<HttpServerRequest, Runnable> door) {
    this.vertx = vertx;
    this.relay = relay;
    this.door = door;
  }

  @Override
  public void handle(HttpServerRequest request) {
    Optional<UUID> session = Control.id(String.valueOf(request.getParam("session")));
    if (!"websocket".equalsIgnoreCase(request.getHeader("upgrade")) || session.isEmpty()) {
      request.response().setStatusCode(426).putHeader("upgrade", "websocket").end();
      return;
    }
    if (hasBody(request)) {
      request.response().setStatusCode(400).end(); // the framework would read it, and never tell what came of it
      return;
    }
    Runnable leave = door.apply(request);
    request.response().closeHandler(gone -> leave.run()); // until it is a socket
    Role role = "host".equals(request.getParam("role")) ? Role.HOST : Role.VIEWER;
    List<String> offered = offered(request);
    boolean messages = offered.contains(MESSAGES);
    if (messages || offered.contains(RAW)) {
      request.response().putHeader(PROTOCOL, messages ? MESSAGES : RAW);
    }
    List<String> tokens = offered.stream().filter(each -> each.startsWith(TOKEN) && each.length() <= LONGEST_TOKEN)
        .map(each -> each.substring(TOKEN.length())).limit(MOST_TOKENS).toList();
    if (tokens.isEmpty()) {
      socket(request, leave).onSuccess(socket -> waitForToken(socket, session.get(), role, messages));
      return;
    }
    request.pause();
    relay.admit(new Admit(session.get(), role, tokens)).onComplete(
        admitted -> socket(request, leave).onSuccess(socket -> {
          if (admitted.succeeded()) {
            relay.enter(socket, admitted.result(), "", messages);
          } else {
            refuse(socket, admitted.cause());
          }
        }));
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && !length.equals("0") || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
  }

  private static Future<ServerWebSocket> socket(HttpServerRequest request, Runnable leave) {
    return request.toWebSocket()
        .onSuccess(Pongs::answer)
        .onSuccess(socket -> SocketOutlet.channel(socket).channel().closeFuture().addListener(gone -> leave.run()))
        .onFailure(refused -> leave.run());
  }

  private static List<String> offered(HttpServerRequest request) {
    List<String> all = new ArrayList<>();
    request.headers().getAll(PROTOCOL)
        .forEach(header -> Arrays.stream(header.split(",")).map(String::strip).forEach(all::add));
    return all;
  }

  private static void refuse(ServerWebSocket socket, Throwable failure) {
    socket.close(TerminalRelay.refusal(failure).code, TerminalRelay.reason(failure));
  }

  private void waitForToken(ServerWebSocket socket, UUID session, Role role, boolean messages) {
    long timer = vertx.setTimer(TOKEN_MS, fired -> socket.close(Closing.NO_TOKEN.code, "no token came in time"));
    socket.textMessageHandler(text -> {
      socket.pause();
      vertx.cancelTimer(timer);
      JsonNode first = Control.heard(text);
      String token = first.path("token").asText();
      relay.admit(new Admit(session, role, List.of(Control.bounded(token, LONGEST_TOKEN)))).onComplete(admitted -> {
        if (admitted.succeeded()) {
          Admission admission = admitted.result();
          relay.enter(socket, admission, first.path("name").asText(), messages);
        } else {
          refuse(socket, admitted.cause());
        }
        socket.resume();
      });
    });
    socket.binaryMessageHandler(early -> socket.close(Closing.NO_TOKEN.code, "the token has to come first"));
    socket.closeHandler(closed -> vertx.cancelTimer(timer));
  }
}
