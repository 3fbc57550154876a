package com.mas.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Watches the client at the other end of one connection, as the last handler of its pipeline: counts the bytes that it
 * is given and those that it takes, and cuts it when it takes too little for too long. Once a second it checks whether
 * the bytes that were in the channel when the window began have left it, for every protocol, and for HTTP/2, where
 * answers wait in their streams, whether each answer makes progress. Runs on the connection's event loop.
 */
final class Reader extends ChannelOutboundHandlerAdapter {
  /** Counts what the channel adds for each entry to the bytes that it tells as pending. */
  private static final int ENTRY = Integer.getInteger("io.netty.transport.outboundBufferEntrySizeOverhead", 96);
  /** Bounds the kernel's buffer; a reader's progress is then seen in steps of half of it. */
  private static final long MOST_UNSENT = 32 << 10;
  /** Replaces {@link #MOST_UNSENT} where that cannot be asked: the whole buffer, filled again by the third. */
  private static final int SMALL_BUFFER = 64 << 10;
  /** Bounds the streams of a client that does not know yet how many it may have. */
  private static final int MOST_STREAMS_AT_FIRST = 100;
  /** Bounds the time to leave at the present rate; bytes that need longer count as waiting. */
  private static final int KEEPS_UP_SECONDS = 5;

  /** Bounds the answers that are seen only once a second, and the changes that are not told before; in bytes. */
  private static final int FEW = 16 << 10;

  private final Unread unread;
  private final Proxies proxies;
  private final String address;
  private final boolean proxied;
  private final Consumer<Reader> joined;
  /** Holds, for {@link Connections}, the index among those of its event loop. */
  int place;
  private final List<Answer> answers = new ArrayList<>(0);
  private Unread.Holder holder;
  private boolean http2;
  private ChannelHandlerContext context;
  private MessageSizeEstimator.Handle sizes;
  /** Counts bytes of answers; {@link #late}: those in the channel that do not leave it. */
  private long waiting;
  private long late;
  private long told;
  /** Counts bytes that ever entered the channel, and of these at the last look those that had left it. */
  private long written;
  private long gone;
  /** Bounds the window of the channel: when it began, and how much had been written and had left then. */
  private long began;
  private long writtenThen;
  private long goneThen;
  /** Counts bytes of answers that ever left their streams, with {@link #written} of that moment, and its window. */
  private long data;
  private long dataMark;
  private long dataThen;
  private long dataBegan;

  /** Counts one answer, or what is under way of a long one; by itself where a proxy speaks for its client. */
  private static final class Answer {
    final int stream;
    Unread.Holder holder;
    long waiting;
    long sent;
    /** Holds {@link #written} of the moment when the last of it was. */
    long mark;
    long sentThen;
    long began = System.nanoTime();
    final long since = began;

    Answer(int stream) {
      this.stream = stream;
    }
  }

  /** @param joined told on the connection's event loop, as soon as it has one */
  Reader(Unread unread, Proxies proxies, String address, Consumer<Reader> joined) {
    this.unread = unread;
    this.proxies = proxies;
    this.address = address;
    this.proxied = proxies.trusts(address);
    this.joined = joined;
  }

  boolean isProxied() {
    return proxied;
  }

  String address() {
    return address;
  }

  /** Returns null until an event loop has taken it up. */
  Channel channel() {
    return context == null ? null : context.channel();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    sizes = added.channel().config().getMessageSizeEstimator().newHandle();
    if (!added.channel().config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, MOST_UNSENT)) {
      added.channel().config().setOption(ChannelOption.SO_SNDBUF, SMALL_BUFFER);
    }
    holder = unread.holder(address, !proxied, cause -> close());
    began = System.nanoTime();
    dataBegan = began;
    joined.accept(this);
  }

  /** Ends all counts: the connection is gone. */
  void forget() {
    holder.close();
    for (Answer answer : answers) {
      if (answer.holder != null) {
        answer.holder.close();
      }
    }
  }

  /** Closes at once: nothing waits, neither here nor in the kernel. From any thread. */
  void close() {
    onLoop(() -> {
      context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
      context.close();
    });
  }

  private void onLoop(Runnable task) {
    if (context.executor().inEventLoop()) {
      task.run();
    } else {
      context.executor().execute(task);
    }
  }

  @Override
  public void write(ChannelHandlerContext here, Object message, ChannelPromise promise) {
    written += sizes.size(message) + ENTRY;
    here.write(message, promise);
  }

  /** Looks at each answer, too, from now on. */
  void speaksHttp2(Http2ConnectionHandler handler) {
    Http2Connection.Endpoint<io.netty.handler.codec.http2.Http2RemoteFlowController> client =
        handler.connection().remote();
    if (!(client.flowController() instanceof CountedFlow)) {
      // the bound of the settings holds when the client has confirmed them, and it may never do so
      client.maxActiveStreams(Math.min(client.maxActiveStreams(), MOST_STREAMS_AT_FIRST));
      client.flowController(new CountedFlow(client.flowController(), this::sent));
      http2 = true;
    }
  }

  private void sent(int stream, int bytes) {
    data += bytes;
    dataMark = written;
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i);
      if (answer.stream == stream) {
        answer.sent += bytes;
        answer.mark = written;
        return;
      }
    }
  }

  /** Returns whether it is told of such an answer: of HTTP 1 at most one waits where {@link #look} does not see it. */
  boolean minds(int bytes) {
    return http2 ? bytes > 0 : bytes > FEW;
  }

  /**
   * Counts an answer that was just written, or a part of one, until it is taken. From any thread.
   *
   * @param client who asked, for a connection of a proxy
   * @param stream of HTTP 2; anything else otherwise
   */
  void given(String client, int stream, int bytes, Future<Void> taken) {
    if (!taken.isComplete()) {
      onLoop(() -> add(client, stream, bytes, taken));
    }
  }

  private void add(String client, int stream, int bytes, Future<Void> taken) {
    Answer answer = null;
    for (int i = 0; i < answers.size(); i++) {
      answer = answers.get(i).stream == stream ? answers.get(i) : answer;
    }
    if (answer == null) {
      answer = new Answer(stream);
      answers.add(answer);
    }
    Answer of = answer;
    of.waiting += bytes;
    waiting += bytes;
    if (proxied && of.holder == null) {
      of.holder = unread.holder(client, !proxies.trusts(client), cause -> onLoop(() -> abort(of)));
    }
    taken.onComplete(done -> onLoop(() -> remove(of, bytes)));
    if (of.holder != null) {
      of.holder.holds(of.waiting);
    }
    count(false);
    long most = unread.bounds().connection();
    if (!proxied && answers.size() > 1 && waiting > most || pending() > most + waiting) {
      holder.cut(Unread.Cause.CONNECTION);
    }
  }

  private void remove(Answer answer, int bytes) {
    answer.waiting -= bytes;
    waiting -= bytes;
    if (answer.waiting == 0) {
      answers.remove(answer);
    }
    if (answer.holder != null) {
      answer.holder.holds(answer.waiting);
      if (answer.waiting == 0) {
        answer.holder.close();
      }
    }
    count(false);
  }

  /**
   * Tells what it holds. The bytes of answers leave by the channel, so that it holds some of them, too.
   *
   * @param exactly not only when it has become much more or less
   */
  private void count(boolean exactly) {
    long now = proxied ? Math.max(0, late - waiting) : Math.max(late, waiting);
    if (exactly || Math.abs(now - told) >= FEW) {
      told = now;
      holder.holds(now);
    }
  }

  /** Ends one answer, and others of the connection only where they cannot do without it. */
  private void abort(Answer answer) {
    ChannelHandlerContext codec = context.pipeline().context(Http2ConnectionHandler.class);
    if (codec == null) {
      close();
    } else {
      ((Http2ConnectionHandler) codec.handler()).resetStream(codec, answer.stream, Http2Error.ENHANCE_YOUR_CALM.code(),
          codec.newPromise());
      codec.flush();
    }
  }

  /** Returns the bytes that the channel holds, with its overhead. */
  private long pending() {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** Looks at what was taken since the last time, about a second ago. */
  void look(long now) {
    long pending = pending();
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    long left = written - pending + (buffer == null ? 0 : Math.max(0, buffer.currentProgress()));
    late = (left - gone) * KEEPS_UP_SECONDS >= pending ? 0 : pending;
    gone = left;
    count(true);
    if (pending > unread.bounds().connection() + waiting) {
      holder.cut(Unread.Cause.CONNECTION);
    } else if (left >= writtenThen || left - goneThen >= unread.bounds().least()) {
      began = now;
      writtenThen = written;
      goneThen = left;
      lookAtAnswers(now);
    } else if (isOver(now, began)) {
      holder.cut(Unread.Cause.SLOW);
    } else {
      lookAtAnswers(now);
    }
  }

  private boolean isOver(long now, long since) {
    return now - since >= unread.bounds().patience().toNanos();
  }

  /** Ends an answer that stands still, and the connection when all together are too slow. */
  private void lookAtAnswers(long now) {
    if (!http2) {
      return;
    }
    boolean full = !context.channel().isWritable(); // then it is the channel that stands, or does not
    if (full || gone < dataMark || answers.isEmpty() || data - dataThen >= unread.bounds().least()) {
      dataBegan = now;
      dataThen = data;
    } else if (answers.getFirst().since - dataBegan > 0) {
      dataBegan = answers.getFirst().since; // the oldest: nothing has waited longer
    }
    if (isOver(now, dataBegan)) {
      holder.cut(Unread.Cause.SLOW);
      return;
    }
    for (Answer answer : List.copyOf(answers)) {
      if (full || gone < answer.mark
          || answer.sent - answer.sentThen >= unread.bounds().least() / HttpVerticle.MOST_STREAMS) {
        answer.sentThen = answer.sent;
        answer.began = now;
      } else if (isOver(now, answer.began)) {
        stands(answer);
      }
    }
  }

  private void stands(Answer answer) {
    if (answer.holder != null) {
      answer.holder.cut(Unread.Cause.SLOW);
    } else {
      unread.tell(Unread.Cause.SLOW, address, answer.waiting);
      abort(answer);
    }
  }
}
