package com.mas.realtime.engineio;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Our WebSocket alone, sending each message back: what {@code scripts/prove autobahn} examines. */
public final class AutobahnEcho {
  private static final int LARGEST = 16 << 20;

  private AutobahnEcho() {}

  /** Arguments: the port. */
  public static void main(String[] arguments) throws Exception {
    EngineConfig config = EngineConfig.of("autobahn", (origin, host) -> true).limits(LARGEST, 4 * LARGEST, 0);
    Vertx.vertx().deployVerticle(new AbstractVerticle() {
      @Override
      public void start(Promise<Void> started) {
        Loop loop = new Loop(vertx.getOrCreateContext(), config.pingTimeoutMs());
        vertx.createHttpServer().requestHandler(request -> WebSocketUpgrade.accept(request, loop, config,
            socket -> socket.peer(new Echo(socket)), () -> {})).listen(Integer.parseInt(arguments[0]), "127.0.0.1")
            .<Void>mapEmpty().onComplete(started);
      }
    }).await();
  }

  private record Echo(WebSocketHandler socket) implements WebSocketHandler.Peer {
    @Override
    public void text(byte[] packet) {
      // a raw text frame is a binary one's bytes under another opcode
      Message message = Message.binary(packet);
      message.array()[message.frameStart()] = (byte) 0x81;
      socket.send(message);
    }

    @Override
    public void binary(byte[] content) {
      socket.send(Message.binary(content));
    }

    @Override
    public void gone(CloseReason reason) {}
  }
}
