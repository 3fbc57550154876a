package com.mas.http;

import com.mas.redis.RateLimit;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * All connections of this node's HTTP servers: so many of one address at a time, each with a {@link Reader} that is
 * looked at once a second. From the first connection that sends something on, others are counted as soon as they are
 * accepted, before they have sent anything. One for all servers of a node; thread-safe.
 */
public final class Connections implements AutoCloseable {
  private static final AttributeKey<Reader> READER = AttributeKey.valueOf(Connections.class, "reader");
  private static final AttributeKey<Boolean> WATCHED = AttributeKey.valueOf(Connections.class, "watched");
  private static final long LOOK_MILLIS = 1000;

  private final Unread unread;
  private final Proxies proxies;
  private final Function<HttpConnection, Channel> channels;
  /** Budgets by event loop; there is one object of this class a node. */
  @SuppressWarnings("ThreadLocalUsage") private final ThreadLocal<BodyBudget> budgets = new ThreadLocal<>();
  private volatile boolean watching;
  private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();

  /** Holds the connections of one event loop; on it. */
  private static final class Loop {
    private final List<Reader> readers = new ArrayList<>();
    private final ScheduledFuture<?> looking;

    Loop(EventLoop executor) {
      looking = executor.scheduleAtFixedRate(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    void add(Reader reader) {
      reader.place = readers.size();
      readers.add(reader);
    }

    void remove(Reader reader) {
      Reader last = readers.removeLast();
      if (last != reader) {
        readers.set(reader.place, last);
        last.place = reader.place;
      }
    }

    private void look() {
      long now = System.nanoTime();
      List.copyOf(readers).forEach(each -> each.look(now)); // a reader that is cut leaves the set meanwhile
    }
  }

  /** @param channels gives the channel beneath a connection */
  public Connections(Unread unread, Proxies proxies, Function<HttpConnection, Channel> channels) {
    this.unread = unread;
    this.proxies = proxies;
    this.channels = channels;
  }

  /** Takes up a connection that sends something, on its event loop; again when it has gone over to HTTP 2. */
  void opened(HttpConnection connection) {
    Channel channel = channels.apply(connection);
    watch(channel.parent());
    if (!channel.hasAttr(READER) && !admit(channel)) {
      channel.close();
      return;
    }
    Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
    if (http2 != null) {
      channel.attr(READER).get().speaksHttp2(http2);
    } else {
      channel.pipeline().addBefore("handler", null, new Pipeline(channel.attr(READER).get()::close));
    }
  }

  /** Returns whether connections are counted as soon as they are accepted. */
  boolean isWatching() {
    return watching;
  }

  private void watch(Channel server) {
    if (server != null && server.attr(WATCHED).setIfAbsent(true) == null) {
      server.pipeline().addFirst(new Door());
    }
  }

  /** Turns away those that are too many, where connections are accepted. */
  @Sharable
  private final class Door extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      watching = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      if (accepted instanceof Channel channel && !admit(channel)) {
        channel.unsafe().closeForcibly();
        ReferenceCountUtil.release(accepted);
      } else {
        context.fireChannelRead(accepted);
      }
    }
  }

  private boolean admit(Channel channel) {
    String address = channel.remoteAddress() instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress() : "";
    if (!proxies.trusts(address)) {
      if (!unread.connect(address)) {
        return false;
      }
    }
    Reader reader = new Reader(unread, proxies, address, this::join);
    channel.attr(READER).set(reader);
    channel.closeFuture().addListener(this::closed);
    channel.pipeline().addFirst(reader);
    return true;
  }

  /** Begins to look at it; on its event loop. */
  private void join(Reader reader) {
    loops.computeIfAbsent(reader.channel().eventLoop(), Loop::new).add(reader);
  }

  private void closed(io.netty.util.concurrent.Future<? super Void> closed) {
    Channel channel = ((ChannelFuture) closed).channel();
    Reader reader = channel.attr(READER).get();
    if (!reader.isProxied()) {
      unread.disconnect(reader.address());
    }
    if (reader.channel() != null) { // it was taken up by an event loop
      reader.forget();
      loops.get(channel.eventLoop()).remove(reader);
    }
  }

  /**
   * Counts an answer until it is taken.
   *
   * @param bytes of its body that were just written
   * @param taken by the network
   */
  public void answered(HttpServerRequest request, int bytes, Future<Void> taken) {
    Reader reader = channels.apply(request.connection()).attr(READER).get();
    if (reader != null && reader.minds(bytes)) {
      reader.given(reader.isProxied() ? client(request) : "", request.response().streamId(), bytes, taken);
    }
  }

  /**
   * Begins to count what is kept for a client between its requests.
   *
   * @param cut ends it, when it is too much; from any thread
   */
  public Unread.Holder kept(HttpServerRequest request, Runnable cut) {
    String address = client(request);
    return unread.holder(address, !proxies.trusts(address), cut);
  }

  /** Begins to count bodies on this event loop, of at most so many bytes each; what was begun before counts on. */
  void takesBodies(int largest) {
    if (budgets.get() == null) {
      budgets.set(new BodyBudget(largest));
    }
  }

  /**
   * Begins to count the body of a request, on an event loop that takes bodies; see {@link BodyBudget#begin}.
   *
   * @param announced length in bytes, 0 if it is not known
   */
  public BodyBudget.Held holdBody(HttpServerRequest request, long announced) {
    String client = client(request);
    return budgets.get().begin(client.isEmpty() ? "" : RateLimit.network(client), announced);
  }

  private String client(HttpServerRequest request) {
    String address = proxies.client(request);
    return address == null ? "" : address;
  }

  /** Ends looking. */
  @Override
  public void close() {
    loops.values().forEach(loop -> loop.looking.cancel(false));
  }
}
