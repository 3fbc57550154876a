package com.mas.jobs;

import com.mas.db.Parameters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection whose statements run in the order in which they were sent, without waiting for each other. A broken
 * one is replaced at the next use. For one event loop only.
 */
final class PipelinedConnection {
  /** A statement with its parameters. */
  record Step(String sql, Object... parameters) {}

  private static final Map<String, String> INDEXES_ONLY = Map.of(
      // a plan made while the table was small must not read all of it when it has grown
      "enable_seqscan", "off", "enable_bitmapscan", "off", "enable_sort", "off", "enable_hashjoin", "off",
      "enable_mergejoin", "off", "jit", "off");

  private static final Logger LOG = LoggerFactory.getLogger(PipelinedConnection.class);

  private final Vertx vertx;
  private final PgConnectOptions options;
  private PgConnection connection;
  private Future<PgConnection> connecting;
  private boolean closed;

  /** @param durable false: a commit need not reach the disk before it is answered */
  PipelinedConnection(Vertx vertx, PgConnectOptions options, boolean durable) {
    this.vertx = vertx;
    this.options = new PgConnectOptions(options);
    INDEXES_ONLY.forEach(this.options::addProperty);
    if (!durable) {
      this.options.addProperty("synchronous_commit", "off");
    }
  }

  Future<RowSet<Row>> send(String sql, Object... parameters) {
    return connection != null
        ? execute(connection, sql, parameters) : connect().compose(it -> execute(it, sql, parameters));
  }

  /** One transaction in one round trip. Completes with the rows of each step once it has committed. */
  Future<List<RowSet<Row>>> transaction(List<Step> steps) {
    return connection != null ? transaction(connection, steps) : connect().compose(it -> transaction(it, steps));
  }

  private static Future<List<RowSet<Row>>> transaction(PgConnection on, List<Step> steps) {
    List<Future<RowSet<Row>>> answers = new ArrayList<>();
    on.query(ClaimRepository.BEGIN).execute();
    steps.forEach(step -> answers.add(execute(on, step.sql, step.parameters)));
    Future<?> commit = on.query(ClaimRepository.COMMIT).execute();
    return Future.join(answers).transform(all -> commit.compose(done -> all.succeeded()
        ? Future.succeededFuture(answers.stream().map(Future::result).toList()) : Future.failedFuture(all.cause())));
  }

  private static Future<RowSet<Row>> execute(PgConnection on, String sql, Object... parameters) {
    return on.preparedQuery(sql).execute(Parameters.of(parameters));
  }

  private Future<PgConnection> connect() {
    if (closed) {
      return Future.failedFuture(ClosedConnectionException.INSTANCE);
    }
    if (connecting == null) {
      connecting = PgConnection.connect(vertx, options).onComplete(result -> {
        connecting = null;
        if (result.succeeded()) {
          PgConnection fresh = result.result();
          if (closed) {
            fresh.close();
            return;
          }
          connection = fresh;
          fresh.exceptionHandler(broken -> LOG.warn("A connection of the job runner broke: {}", broken.getMessage()));
          fresh.closeHandler(gone -> {
            if (connection == fresh) {
              connection = null;
            }
          });
        }
      });
    }
    return connecting;
  }

  Future<Void> close() {
    closed = true;
    return connection == null ? Future.succeededFuture() : connection.close();
  }
}
