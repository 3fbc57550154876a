package com.mas.realtime.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Text;
import com.mas.realtime.terminal.TerminalContract.Admission;
import io.netty.channel.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A viewer's connection. One that sends more than anybody types or pastes is read no faster. */
final class ViewerSocket {
  private static final long MOST_PER_SECOND = 256 << 10;
  private static final long BURST = 1 << 20;
  private static final long RECHECK_MS = 50;

  private final ServerWebSocket socket;
  private final Session session;
  private final Watcher watcher;
  private final boolean messages;
  private final EventLoop loop;
  private final Pace pace = new Pace(MOST_PER_SECOND, BURST, System.nanoTime());

  ViewerSocket(ServerWebSocket socket, Session session, Admission admission, String name, boolean messages) {
    this.socket = socket;
    this.session = session;
    this.messages = messages;
    this.loop = SocketOutlet.channel(socket).channel().eventLoop();
    this.watcher = new Watcher(UUID.randomUUID(), Control.bounded(Text.isVisible(name) ? name : admission.label(), 60),
        admission.mode(), admission.linkId());
    socket.binaryMessageHandler(this::type);
    socket.textMessageHandler(text -> {
      if (messages) {
        control(text);
      } else {
        type(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
      }
    });
    socket.closeHandler(closed -> session.run(() -> session.leave(watcher)));
    socket.exceptionHandler(broken -> {});
  }

  Watcher watcher() {
    return watcher;
  }

  Outlet outlet() {
    return new SocketOutlet(socket, session, messages);
  }

  private void type(Buffer keys) {
    byte[] bytes = keys.getBytes();
    if (bytes.length > 0) {
      session.run(() -> session.type(watcher, bytes));
      slowDown(bytes.length);
    }
  }

  private void slowDown(int bytes) {
    pace.take(bytes, System.nanoTime());
    if (!pace.hasSome(System.nanoTime())) {
      socket.pause();
      recheck();
    }
  }

  private void recheck() {
    loop.schedule(() -> {
      if (pace.hasSome(System.nanoTime())) {
        socket.resume();
      } else {
        recheck();
      }
    }, RECHECK_MS, TimeUnit.MILLISECONDS);
  }

  private void control(String text) {
    JsonNode message = Control.heard(text);
    slowDown(text.length());
    switch (message.path("type").asText()) {
      case "ask" -> session.run(() -> session.ask(watcher));
      case "pass" -> Control.id(message.path("viewer").asText())
          .ifPresent(to -> session.run(() -> session.pass(watcher, to)));
      case "release" -> session.run(() -> session.giveUp(watcher));
      default -> {}
    }
  }
}
