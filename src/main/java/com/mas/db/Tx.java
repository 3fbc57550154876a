package com.mas.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transaction under way, on a connection of its own. Statements are pipelined in the order of the calls; a failed one
 * fails the transaction.
 */
public final class Tx {
  private final SqlConnection connection;
  private final Set<Notifier.Notice> notices = new LinkedHashSet<>();
  private @Nullable Throwable failure;

  Tx(SqlConnection connection) {
    this.connection = connection;
  }

  /** Runs a statement and waits for its rows. Call on a virtual thread. */
  public RowSet<Row> query(String sql, Object... parameters) {
    return Database.await(send(sql, parameters));
  }

  /** Sends a statement without waiting, so that several make one round trip. */
  public Future<RowSet<Row>> send(String sql, Object... parameters) {
    return connection.preparedQuery(sql).execute(Parameters.of(parameters)).onFailure(this::remember);
  }

  /**
   * Sends a NOTIFY once this transaction has committed, together with those of others. A hint, not a promise: it is
   * lost when this process dies in between, so that the listener must look by itself now and then.
   */
  public synchronized void notifyAfterCommit(String channel, String payload) {
    notices.add(new Notifier.Notice(channel, payload));
  }

  synchronized Set<Notifier.Notice> notices() {
    return notices;
  }

  private synchronized void remember(Throwable e) {
    if (failure == null) {
      failure = e;
    }
  }

  /** Statements that nobody waited for must not be lost silently. */
  synchronized void failIfAnyFailed() {
    if (failure != null) {
      Database.await(Future.failedFuture(failure));
    }
  }
}
