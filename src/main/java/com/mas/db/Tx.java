package com.mas.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * A transaction under way, on a connection of its own. Statements are pipelined in the order of the calls; a failed one
 * fails the transaction.
 */
public final class Tx {
  private final SqlConnection connection;
  private Throwable failure;

  Tx(SqlConnection connection) {
    this.connection = connection;
  }

  /** Runs a statement and waits for its rows. Call on a virtual thread. */
  public RowSet<Row> query(String sql, Object... parameters) {
    return Database.await(send(sql, parameters));
  }

  /** Sends a statement without waiting, so that several make one round trip. */
  public Future<RowSet<Row>> send(String sql, Object... parameters) {
    return connection.preparedQuery(sql).execute(Tuple.wrap(parameters)).onFailure(this::remember);
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
