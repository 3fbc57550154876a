package com.mas.http;

import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.meters.Meters;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Stands before the framework on a connection of HTTP 1, for what that would not answer. A body whose chunks are broken
 * is refused with 400, unless its answer has begun, and the connection ended, since nobody knows where the next request
 * begins. More requests on their way than the encoder of answers keeps in mind (128) end the connection, too: the
 * framework would fail to, and log each of thousands of requests with a stack.
 */
final class Pipeline extends ChannelDuplexHandler {
  private final Runnable cut;
  /** Counts requests that are not answered whole yet. */
  private int open;
  /** Tells whether the answer that is due has begun. */
  private boolean begun;
  private boolean refused;

  /** @param cut ends the connection at once */
  Pipeline(Runnable cut) {
    this.cut = cut;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    if (read instanceof HttpRequest) {
      open++;
    }
    if (refused) {
      ReferenceCountUtil.release(read);
    } else if (read instanceof HttpContent content && !(read instanceof HttpRequest)
        && content.decoderResult().isFailure()) { // a request that is none has an answer of its own
      ReferenceCountUtil.release(read);
      refuse(context);
    } else {
      context.fireChannelRead(read);
    }
  }

  private void refuse(ChannelHandlerContext context) {
    if (open == 1 && !begun) {
      byte[] words = Json.write(Problem.of(Failure.INVALID.with("The chunks of the body are broken."),
          UUID.randomUUID().toString())).getBytes(StandardCharsets.UTF_8);
      FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST,
          Unpooled.wrappedBuffer(words));
      answer.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
          .set(HttpHeaderNames.CONTENT_LENGTH, words.length)
          .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      refused = true;
      context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    } else {
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE); // after what was written
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) {
    if (refused) { // the request that is refused may be answered all the same
      ReferenceCountUtil.release(written);
      promise.setFailure(new ClosedChannelException());
      return;
    }
    if (written instanceof HttpResponse response) {
      begun = response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
    }
    if (written instanceof LastHttpContent && begun) {
      begun = false;
      open--;
    }
    context.write(written, promise);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof DecoderException && cause.getCause() instanceof IllegalStateException) {
      if (context.channel().isActive()) {
        Meters.counter("http.pipelines.cut", "Connections cut for too many requests at once").increment();
        cut.run();
      }
    } else {
      context.fireExceptionCaught(cause);
    }
  }
}
