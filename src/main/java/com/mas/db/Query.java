package com.mas.db;

import com.mas.bus.Page;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Holds the two statements of a list, its page and its count, made of one FROM. They travel together. The limit and the
 * offset become the last parameters. Keep one as a constant.
 */
@ComposesSql
public record Query<T extends Record>(Rows<T> rows, String page, String count) {
  private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

  /**
   * Declares a list.
   *
   * @param columns what is read of each row; must not name a parameter that {@code from} does not
   * @param from begins with FROM and names all parameters
   * @param order is total, so that no row is on two pages
   */
  public static <T extends Record> Query<T> of(Class<T> type, String columns, String from, String order) {
    int last = PARAMETER.matcher(from).results().mapToInt(each -> Integer.parseInt(each.group(1))).max().orElse(0);
    return new Query<>(Rows.of(type), "SELECT " + columns + "\n" + from + "\nORDER BY " + order + " LIMIT $"
        + (last + 1) + " OFFSET $" + (last + 2), "SELECT count(*)\n" + from);
  }

  /** Waits for the page. Call on a virtual thread. */
  public Page<T> page(Database db, PageWindow window, Object... parameters) {
    Object[] all = Arrays.copyOf(parameters, parameters.length + 2);
    all[parameters.length] = window.limit();
    all[parameters.length + 1] = window.offset();
    Future<RowSet<Row>> found = db.send(page, all);
    return window.page(found, db.send(count, parameters), rows::read);
  }
}
