package com.mas.realtime.engineio;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.net.NetSocketInternal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Consumer;

/** The opening handshake of a WebSocket (RFC 6455, section 4.2); no extensions, no subprotocols. */
final class WebSocketUpgrade {
  private static final CharSequence WEBSOCKET = HttpHeaders.createOptimized("websocket");
  private static final CharSequence ACCEPT = HttpHeaders.createOptimized("sec-websocket-accept");
  private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String VERSION = "13";

  private WebSocketUpgrade() {}

  /**
   * Changes the protocol of the connection; then its channel is the handler's. Null if there is no error.
   *
   * @param failed instead of {@code ready}, whatever the reason
   */
  static EngineError accept(HttpServerRequest request, Loop loop, EngineConfig config,
      Consumer<WebSocketHandler> ready, Runnable failed) {
    String key = request.getHeader("sec-websocket-key");
    if (key == null || !VERSION.equals(request.getHeader("sec-websocket-version"))
        || request.method() != HttpMethod.GET) {
      failed.run();
      return EngineError.BAD_REQUEST;
    }
    request.response().putHeader(HttpHeaders.UPGRADE, WEBSOCKET).putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
        .putHeader(ACCEPT, acceptance(key));
    request.toNetSocket().onSuccess(socket -> {
      ChannelHandlerContext last = ((NetSocketInternal) socket).channelHandlerContext();
      ChannelPipeline pipeline = last.pipeline();
      if (pipeline.get(IdleStateHandler.class) != null) {
        pipeline.remove(IdleStateHandler.class); // the heartbeat sees to that
      }
      WebSocketHandler handler = new WebSocketHandler(loop, config);
      pipeline.replace(last.handler(), last.name(), handler); // the framework's took three quarters of the memory
      ready.accept(handler);
    }).onFailure(gone -> failed.run());
    return null;
  }

  private static String acceptance(String key) {
    try {
      return Base64.getEncoder().encodeToString(
          MessageDigest.getInstance("SHA-1").digest((key + SALT).getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }
}
