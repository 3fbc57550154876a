package com.mas.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Tells how many bytes of answers leave for an HTTP 2 client, stream by stream: of the frames that go out, those of
 * PING and SETTINGS among them, the ones that show that it reads. On the connection's event loop.
 */
final class CountedFlow implements Http2RemoteFlowController {
  private final Http2RemoteFlowController flow;
  private final Sent sent;

  /** Takes the bytes of one frame, or of some. */
  interface Sent {
    void data(int stream, int bytes);
  }

  CountedFlow(Http2RemoteFlowController flow, Sent sent) {
    this.flow = flow;
    this.sent = sent;
  }

  private final class Counted implements FlowControlled {
    private final FlowControlled frame;
    private final int stream;

    Counted(FlowControlled frame, int stream) {
      this.frame = frame;
      this.stream = stream;
    }

    @Override
    public int size() {
      return frame.size();
    }

    @Override
    public void error(ChannelHandlerContext context, Throwable cause) {
      frame.error(context, cause);
    }

    @Override
    public void writeComplete() {
      frame.writeComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, int allowed) {
      int before = frame.size();
      frame.write(context, allowed);
      sent.data(stream, before - frame.size());
    }

    @Override
    public boolean merge(ChannelHandlerContext context, FlowControlled next) {
      return frame.merge(context, next instanceof Counted counted ? counted.frame : next);
    }
  }

  @Override
  public void addFlowControlled(Http2Stream stream, FlowControlled payload) {
    flow.addFlowControlled(stream, new Counted(payload, stream.id()));
  }

  @Override
  public ChannelHandlerContext channelHandlerContext() {
    return flow.channelHandlerContext();
  }

  @Override
  public void channelHandlerContext(ChannelHandlerContext context) throws Http2Exception {
    flow.channelHandlerContext(context);
  }

  @Override
  public boolean hasFlowControlled(Http2Stream stream) {
    return flow.hasFlowControlled(stream);
  }

  @Override
  public void writePendingBytes() throws Http2Exception {
    flow.writePendingBytes();
  }

  @Override
  public void listener(Listener listener) {
    flow.listener(listener);
  }

  @Override
  public boolean isWritable(Http2Stream stream) {
    return flow.isWritable(stream);
  }

  @Override
  public void channelWritabilityChanged() throws Http2Exception {
    flow.channelWritabilityChanged();
  }

  @Override
  public void updateDependencyTree(int child, int parent, short weight, boolean exclusive) {
    flow.updateDependencyTree(child, parent, weight, exclusive);
  }

  @Override
  public void initialWindowSize(int bytes) throws Http2Exception {
    flow.initialWindowSize(bytes);
  }

  @Override
  public int initialWindowSize() {
    return flow.initialWindowSize();
  }

  @Override
  public int windowSize(Http2Stream stream) {
    return flow.windowSize(stream);
  }

  @Override
  public void incrementWindowSize(Http2Stream stream, int bytes) throws Http2Exception {
    flow.incrementWindowSize(stream, bytes);
  }
}
