package com.mas.db;

import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Part of a list that a caller asks for. */
public record PageWindow(int limit, long offset) {
  /**
   * Fails with {@link Failure#INVALID} outside of the bounds.
   *
   * @param standard the limit when none is asked for
   */
  public static PageWindow of(@Nullable Integer limit, @Nullable Long offset, int standard, int max) {
    PageWindow window = new PageWindow(limit == null ? standard : limit, offset == null ? 0 : offset);
    if (window.limit < 1 || window.limit > max || window.offset < 0) {
      throw Failure.INVALID.with("limit is 1 to " + max + ", offset 0 or more.");
    }
    return window;
  }

  /** Fails with {@link Failure#INVALID} outside of the bounds that all lists have. */
  public static PageWindow of(Listing ask) {
    return of(ask.limit(), ask.offset(), Listing.DEFAULT_LIMIT, Listing.MAX_LIMIT);
  }

  /** Waits for the rows and for the count, which travelled together. Call on a virtual thread. */
  public <T> Page<T> page(Future<RowSet<Row>> rows, Future<RowSet<Row>> total, Function<Row, T> read) {
    List<T> items = all(Database.await(rows), read);
    return new Page<>(items, limit, offset, Database.await(total).iterator().next().getLong(0));
  }

  /** Returns this part of a list that is in memory. */
  public <T> Page<T> cut(List<T> all) {
    return new Page<>(all.stream().skip(offset).limit(limit).toList(), limit, offset, (long) all.size());
  }

  public static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
    List<T> items = new ArrayList<>(rows.size());
    rows.forEach(row -> items.add(read.apply(row)));
    return items;
  }
}
