package com.mas.realtime.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The host's connection. What comes in one read of the network is one batch for all viewers. It may always write as
 * much a second as one session may cost the server, whoever watches and however slowly; and more while those who watch
 * take it.
 */
final class HostSocket {
  private static final long PER_SECOND = 16 << 20;
  private static final int BURST = 1 << 20;
  private static final int FULL_BATCH = 128 << 10;
  private static final int MOST_KEYS_UNDER_WAY = 1 << 20;
  private static final long RECHECK_MS = 2;

  private final ServerWebSocket socket;
  private final Session session;
  private final EventLoop loop;
  private final SocketOutlet outlet;
  private final Pace pace = new Pace(PER_SECOND, BURST, System.nanoTime());
  private ByteBuf gathered;
  private boolean flushScheduled;
  /** Used on the session's loop, like the two fields below. */
  private boolean waiting;
  private boolean ended;
  private int keysUnderWay;

  HostSocket(ServerWebSocket socket, Session session, boolean messages) {
    this.socket = socket;
    this.session = session;
    this.loop = SocketOutlet.channel(socket).channel().eventLoop();
    this.outlet = new SocketOutlet(socket, session, messages);
    socket.binaryMessageHandler(this::gather);
    socket.textMessageHandler(text -> {
      if (messages) {
        control(text);
      } else {
        gather(Buffer.buffer(text));
      }
    });
    socket.closeHandler(closed -> {
      flush();
      session.run(() -> session.detach(this, ended));
    });
    socket.exceptionHandler(broken -> {});
  }

  private void gather(Buffer payload) {
    int length = payload.length();
    if (length == 0) {
      return;
    }
    if (gathered == null) {
      gathered = Frames.buffer(Math.max(length + Frames.LONGEST_HEADER, 1024));
    }
    Frames.header(gathered, Frames.BINARY, length);
    gathered.writeBytes(((BufferInternal) payload).getByteBuf());
    if (gathered.readableBytes() >= FULL_BATCH) {
      flush();
    } else if (!flushScheduled) {
      flushScheduled = true;
      loop.execute(this::scheduledFlush);
    }
  }

  private void scheduledFlush() {
    flushScheduled = false;
    flush();
  }

  private void flush() {
    if (gathered != null) {
      Batch batch = Batch.output(gathered);
      gathered = null;
      session.run(() -> pass(batch));
    }
  }

  private void pass(Batch batch) {
    int bytes = batch.size();
    session.write(batch);
    long now = System.nanoTime();
    pace.take(bytes, now);
    if (!waiting && mustWait(now)) {
      waiting = true;
      loop.execute(socket::pause);
      recheck();
    }
  }

  private boolean mustWait(long now) {
    return !pace.hasSome(now) && session.isHostFast(now);
  }

  private void recheck() {
    session.home.schedule(() -> {
      if (mustWait(System.nanoTime())) {
        recheck();
      } else {
        waiting = false;
        loop.execute(socket::resume);
      }
    }, RECHECK_MS, TimeUnit.MILLISECONDS);
  }

  private void control(String text) {
    JsonNode message = Control.heard(text);
    String type = message.path("type").asText();
    flush(); // sends what was written before the message
    session.run(() -> {
      switch (type) {
        case "size" -> session.resize(message.path("columns").asInt(80), message.path("lines").asInt(24));
        case "grant" -> viewer(message, id -> session.decide(id, message.path("seconds").asInt(600)));
        case "deny" -> viewer(message, id -> session.decide(id, null));
        case "revoke" -> session.decide(null, null);
        case "mark" -> session.mark(Control.bounded(message.path("label").asText(), 200));
        case "end" -> {
          ended = true;
          session.detach(this, true);
        }
        default -> {}
      }
    });
  }

  private static void viewer(JsonNode message, Consumer<UUID> taker) {
    Control.id(message.path("viewer").asText()).ifPresent(taker);
  }

  /** Keystrokes that the host does not take are lost, as on a terminal that hangs. */
  void type(byte[] bytes) {
    if (keysUnderWay < MOST_KEYS_UNDER_WAY) {
      keysUnderWay += bytes.length;
      outlet.send(List.of(Frames.binary(bytes)), () -> keysUnderWay -= bytes.length);
    }
  }

  void say(String json) {
    if (outlet.takesMessages()) {
      outlet.send(List.of(Frames.text(json)), () -> {});
    }
  }

  void close(Closing why, String reason) {
    outlet.close(why, reason);
  }
}
