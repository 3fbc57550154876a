package com.mas.db;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.meters.Meters;
import com.mas.meters.Meters.Scale;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The reactive client, for the whole process. Single statements share a few pipelined connections; transactions get one
 * each. An unreachable database is {@link Failure#UNAVAILABLE}, at once or after {@value #PATIENCE_SECONDS} s, and is
 * tried again with the next statement: nothing needs a restart. A transaction that says nothing for
 * {@value #LONGEST_IDLE_SECONDS} s is ended by the server.
 */
public final class Database {
  private static final int PATIENCE_SECONDS = 4;
  private static final int PIPELINED_CONNECTIONS = 4;
  private static final int PIPELINE_DEPTH = 256;
  private static final int LONGEST_IDLE_SECONDS = 10;
  private static final String IDLE_TOO_LONG = "25P03";
  private static final int LONGEST_STATEMENT = 32 << 10;
  private static final int RACES = 5;
  private static final String LOST_RACE = "Another change of the same things was under way; please try again.";

  private static final Timer READS = queries("statement");
  private static final Timer WRITES = queries("write");
  private static final Timer TRANSACTIONS = queries("transaction");
  private static final Timer WAITS = Meters.histogram("database.connection.wait",
      "Time until a transaction had a connection", Scale.BRIEF);
  private static final AtomicInteger CONNECTIONS = Meters.gauge("database.connections",
      "Most connections that transactions of this node may have", new AtomicInteger(), AtomicInteger::get);
  private static final AtomicInteger USED = Meters.gauge("database.connections.used",
      "Connections that transactions of this node have", new AtomicInteger(), AtomicInteger::get);
  private static final Counter UNREACHABLE = failures("unreachable");
  private static final Counter LOST_RACES = failures("lost_race");

  private final SqlClient pipelined;
  private final Pool pool;
  private final int connections;
  private final PgConnectOptions options;
  private final Notifier notifier;

  private Database(SqlClient pipelined, Pool pool, PgConnectOptions options, int connections) {
    this.pipelined = pipelined;
    this.pool = pool;
    this.options = options;
    this.notifier = new Notifier(pipelined);
    this.connections = connections;
    CONNECTIONS.addAndGet(connections);
  }

  /** @param url {@code postgresql://user:password@host:port/database}; {@code connections} for transactions */
  public static Database open(Vertx vertx, String url, int connections) {
    PgConnectOptions options = PgConnectOptions.fromUri(url)
        .setCachePreparedStatements(true)
        .setPreparedStatementCacheMaxSize(512)
        // by default those of whole pages would be parsed each time
        .setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT)
        .setPipeliningLimit(PIPELINE_DEPTH);
    options.addProperty("application_name", "engagement");
    options.addProperty("TimeZone", "UTC");
    // a node that is frozen or cut off in a transaction must not keep its locks from the others
    options.addProperty("idle_in_transaction_session_timeout", Integer.toString(LONGEST_IDLE_SECONDS * 1000));
    NetClientOptions net = new NetClientOptions()
        .setConnectTimeout(PATIENCE_SECONDS * 1000).setTcpKeepAlive(true).setTcpNoDelay(true);
    SqlClient pipelined = PgBuilder.client()
        .with(new PoolOptions().setMaxSize(PIPELINED_CONNECTIONS).setMaxWaitQueueSize(20_000)
            .setConnectionTimeout(PATIENCE_SECONDS).setConnectionTimeoutUnit(TimeUnit.SECONDS))
        .with(net).connectingTo(options).using(vertx).build();
    Pool pool = PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(connections).setMaxWaitQueueSize(10_000)
            .setConnectionTimeout(PATIENCE_SECONDS).setConnectionTimeoutUnit(TimeUnit.SECONDS))
        .with(net).connectingTo(options).using(vertx).build();
    return new Database(pipelined, pool, options, connections);
  }

  /** Returns the options for callers that need a connection of their own (LISTEN). */
  public PgConnectOptions options() {
    return new PgConnectOptions(options);
  }

  /** Runs one statement in a transaction of its own and waits for its rows. Call on a virtual thread. */
  public RowSet<Row> query(String sql, Object... parameters) {
    return await(send(sql, parameters));
  }

  /**
   * Runs a statement as {@link #query} does, without waiting; a failed future carries the driver's exception, see
   * {@link #await}.
   */
  public Future<RowSet<Row>> send(String sql, Object... parameters) {
    long begun = System.nanoTime();
    Future<RowSet<Row>> rows = pipelined.preparedQuery(sql).execute(Parameters.of(parameters));
    return rows.transform(done -> { // not by a listener, which would be a task of its own on a virtual thread
      READS.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
      return rows;
    });
  }

  /** Runs a statement without waiting; the future fails with what {@link #query} would throw. */
  public Future<RowSet<Row>> read(String sql, Object... parameters) {
    return send(sql, parameters).recover(e -> Future.failedFuture(told(e)));
  }

  /**
   * Runs one writing statement in a transaction of its own and waits until it is durable. Unlike {@link #query} it has
   * a connection to itself: the flush of its commit holds up no other statement, and many commits share one flush. Call
   * on a virtual thread.
   */
  public RowSet<Row> write(String sql, Object... parameters) {
    return await(sendWrite(sql, parameters));
  }

  /** Writes as {@link #write} does, without waiting; the future fails with what {@link #write} would throw. */
  public Future<RowSet<Row>> writeSoon(String sql, Object... parameters) {
    return sendWrite(sql, parameters).recover(e -> Future.failedFuture(told(e)));
  }

  private Future<RowSet<Row>> sendWrite(String sql, Object... parameters) {
    long begun = System.nanoTime();
    Future<RowSet<Row>> rows = pool.preparedQuery(sql).execute(Parameters.of(parameters));
    return rows.transform(done -> {
      WRITES.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
      return rows;
    });
  }

  /** Sends a NOTIFY as {@link Tx#notifyAfterCommit} does, for a change that has committed already. */
  public void announce(String channel, String payload) {
    notifier.tell(Set.of(new Notifier.Notice(channel, payload)));
  }

  /**
   * Runs the work in one transaction: commits when it returns, rolls back when it throws. Call on a virtual thread. The
   * work may run only once; it is not repeated on conflicts.
   */
  public <T> T transaction(Function<Tx, T> work) {
    long begun = System.nanoTime();
    SqlConnection connection = await(pool.getConnection());
    WAITS.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    USED.incrementAndGet();
    boolean open = true;
    try {
      connection.query("BEGIN").execute(); // not awaited: it travels with the first statement
      Tx tx = new Tx(connection);
      T result = work.apply(tx);
      await(connection.query("COMMIT").execute());
      open = false;
      tx.failIfAnyFailed(); // PostgreSQL answers the COMMIT of a failed transaction by rolling back
      notifier.tell(tx.notices());
      return result;
    } catch (Throwable e) {
      if (open) {
        rollback(connection);
      }
      throw e;
    } finally {
      connection.close();
      USED.decrementAndGet();
      TRANSACTIONS.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Runs the work as {@link #transaction} does, and again when PostgreSQL ended it in favour of another transaction, at
   * most {@value #RACES} times in all. For work that may run several times, where no caller can try again: the start of
   * a node.
   */
  public <T> T repeatable(Function<Tx, T> work) {
    for (int races = 1;; races++) {
      try {
        return transaction(work);
      } catch (FailureException e) {
        if (races == RACES || !LOST_RACE.equals(e.getMessage())) {
          throw e;
        }
      }
    }
  }

  private static void rollback(SqlConnection connection) {
    try {
      connection.query("ROLLBACK").execute().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception broken) {
      connection.close(); // the server rolls back what a closed connection leaves
    }
  }

  /** Waits on a virtual thread; what may succeed when tried again as it is becomes {@link Failure#UNAVAILABLE}. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await();
    } catch (Throwable e) {
      throw sneak(told(e));
    }
  }

  /** Counts what may succeed when tried again as it is, and returns {@link Failure#UNAVAILABLE}; else the failure. */
  private static Throwable told(Throwable e) {
    if (isUnreachable(e)) {
      UNREACHABLE.increment();
      return unavailable();
    }
    if (isLostRace(e)) {
      LOST_RACES.increment();
      return Failure.UNAVAILABLE.with(LOST_RACE).retryAfter(1);
    }
    return e;
  }

  /**
   * PostgreSQL ended this transaction in favour of another that it met: nothing of it is left, trying again is right.
   */
  private static boolean isLostRace(Throwable e) {
    return e instanceof PgException pg && ("40P01".equals(pg.getSqlState()) || "40001".equals(pg.getSqlState()));
  }

  /** Returns whether the failure says that the server cannot be reached, is starting, stopping or full. */
  public static boolean isUnreachable(Throwable e) {
    return e instanceof ClosedConnectionException
        || e instanceof IOException
        || e instanceof TimeoutException
        || e instanceof PgException pg && pg.getSqlState() != null
            && (pg.getSqlState().equals(IDLE_TOO_LONG) || pg.getSqlState().startsWith("57P")
                || pg.getSqlState().startsWith("08") || pg.getSqlState().startsWith("53"))
        || e instanceof VertxException vertx && vertx.getMessage() != null
            && (vertx.getMessage().contains("onnection") || vertx.getMessage().contains("imeout"));
  }

  private static FailureException unavailable() {
    return Failure.UNAVAILABLE.with("The database cannot be reached at the moment; please try again.").retryAfter(2);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneak(Throwable e) throws E {
    throw (E) e;
  }

  private static Timer queries(String kind) {
    return Meters.histogram("database.query",
        "Time of single statements, of writing ones with a connection of their own, and of transactions", Scale.BRIEF,
        "kind", kind);
  }

  private static Counter failures(String reason) {
    return Meters.counter("database.failures",
        "Waits for the database that ended because it was away, or in favour of another transaction",
        "reason", reason);
  }

  public Future<Void> close() {
    CONNECTIONS.addAndGet(-connections);
    return pool.close().eventually(() -> pipelined.close());
  }
}
