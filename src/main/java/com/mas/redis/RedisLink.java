package com.mas.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pipelined connection that comes back by itself. A command fails with {@link Away} at once while there is no
 * connection, and after {@value #TIMEOUT_MS} ms when no answer came; {@value #TIMEOUTS_TO_BREAK} such in a row break
 * the connection, so that a frozen Redis costs as little as a stopped one.
 */
public final class RedisLink {
  static final int TIMEOUT_MS = 250;
  static final int TIMEOUTS_TO_BREAK = 3;
  private static final int CONNECT_TIMEOUT_MS = 1_000;
  private static final int MAX_IN_FLIGHT = 2_048;
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 2_000;
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

  /**
   * Redis cannot be asked now. Without a stack trace: it is an expected state, and may come thousands of times a
   * second.
   */
  public static final class Away extends RuntimeException {
    private Away(String message) {
      super(message, null, false, false);
    }
  }

  private record Line(Redis client, RedisConnection connection, AtomicInteger timeouts) {}

  private final Vertx vertx;
  private final RedisOptions options;
  private volatile Line line;
  private volatile boolean closed;
  private volatile boolean complained;

  private RedisLink(Vertx vertx, RedisOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /**
   * Starts to connect and returns; {@link #ready} says when.
   *
   * @param url {@code redis://[:password@]host:port[/database]}
   */
  public static RedisLink connect(Vertx vertx, String url) {
    NetClientOptions net = new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS).setTcpKeepAlive(true)
        .setTcpNoDelay(true);
    RedisLink link = new RedisLink(vertx, new RedisOptions()
        .setConnectionString(url)
        .setNetClientOptions(net)
        .setMaxPoolSize(1)
        .setMaxPoolWaiting(1)
        .setMaxWaitingHandlers(MAX_IN_FLIGHT));
    link.dial(FIRST_PAUSE_MS);
    return link;
  }

  /** Returns whether there is a connection. For information: the product runs without. */
  public boolean healthy() {
    return line != null;
  }

  /** Succeeds when there is a connection, fails with {@link Away} when there is none within the time. */
  public Future<Void> ready(long milliseconds) {
    if (healthy()) {
      return Future.succeededFuture();
    }
    if (milliseconds <= 0 || closed) {
      return Future.failedFuture(new Away("Redis did not answer in time"));
    }
    return vertx.timer(20, TimeUnit.MILLISECONDS).compose(passed -> ready(milliseconds - 20));
  }

  /** Fails with {@link Away}, or with what Redis answered. */
  public Future<Response> send(Command command, Object... arguments) {
    Request request = Request.cmd(command, arguments);
    return over(connection -> connection.send(request));
  }

  /** Commands that leave together, in their order and in one write; fails as {@link #send} if one of them does. */
  public Future<List<Response>> sendAll(List<Request> commands) {
    return over(connection -> connection.batch(commands));
  }

  private <T> Future<T> over(Function<RedisConnection, Future<T>> sending) {
    Line current = line;
    if (current == null) {
      return Future.failedFuture(new Away("there is no connection to Redis"));
    }
    if (current.connection.pendingQueueFull()) {
      return Future.failedFuture(new Away("too much is in flight to Redis"));
    }
    return sending.apply(current.connection)
        .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
        .onSuccess(answer -> current.timeouts.setRelease(0))
        .recover(failure -> Future.failedFuture(judge(current, failure)));
  }

  private Throwable judge(Line current, Throwable failure) {
    if (failure instanceof TimeoutException) {
      if (current.timeouts.incrementAndGet() >= TIMEOUTS_TO_BREAK) {
        lost(current, "it does not answer");
      }
      return new Away("Redis did not answer in " + TIMEOUT_MS + " ms");
    }
    return line == current ? failure : new Away("the connection to Redis broke");
  }

  private void dial(long pauseMs) {
    if (closed) {
      return;
    }
    Redis client = Redis.createClient(vertx, options);
    client.connect()
        .timeout(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS)
        .onSuccess(connection -> {
          Line fresh = new Line(client, connection, new AtomicInteger());
          connection.exceptionHandler(failure -> lost(fresh, failure.getMessage()));
          connection.endHandler(end -> lost(fresh, "it closed the connection"));
          line = fresh;
          if (closed) {
            lost(fresh, "closing");
          } else if (complained) {
            complained = false;
            LOG.info("Redis is back");
          }
        })
        .onFailure(failure -> {
          complain(failure.getMessage());
          client.close();
          vertx.setTimer(pauseMs, passed -> dial(Math.min(2 * pauseMs, LONGEST_PAUSE_MS)));
        });
  }

  private void lost(Line broken, String why) {
    synchronized (this) {
      if (line != broken) {
        return;
      }
      line = null;
    }
    broken.client.close();
    if (!closed) {
      complain(why);
      vertx.setTimer(FIRST_PAUSE_MS, passed -> dial(FIRST_PAUSE_MS));
    }
  }

  /** Once per absence. */
  private void complain(String why) {
    if (!complained && !closed) {
      complained = true;
      LOG.warn("Redis is away ({}); going on without it", why);
    }
  }

  public Future<Void> close() {
    closed = true;
    Line last = line;
    line = null;
    return last == null ? Future.succeededFuture() : last.client.close();
  }
}
