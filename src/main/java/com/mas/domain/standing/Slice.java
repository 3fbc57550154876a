package com.mas.domain.standing;

import com.mas.bus.Failure;
import com.mas.bus.Page;
import com.mas.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Which part of a list is wanted. */
record Slice(int limit, long offset) {
  static Slice of(Integer limit, Long offset) {
    Slice slice = new Slice(limit == null ? StandingContract.DEFAULT_LIMIT : limit, offset == null ? 0 : offset);
    if (slice.limit < 1 || slice.limit > StandingContract.MAX_LIMIT || slice.offset < 0) {
      throw Failure.INVALID.with("limit is 1 to " + StandingContract.MAX_LIMIT + ", offset 0 or more.");
    }
    return slice;
  }

  /** Waits for the rows and for the count, which travelled together. */
  <T> Page<T> page(Future<RowSet<Row>> rows, Future<RowSet<Row>> total, Function<Row, T> read) {
    List<T> items = all(Database.await(rows), read);
    return new Page<>(items, limit, offset, Database.await(total).iterator().next().getLong(0));
  }

  static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
    List<T> items = new ArrayList<>(rows.size());
    rows.forEach(row -> items.add(read.apply(row)));
    return items;
  }
}
