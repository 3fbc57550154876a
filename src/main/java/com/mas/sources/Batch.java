package com.mas.sources;

import java.util.List;

/**
 * A page of what a source lists.
 *
 * @param next where the next page begins; null: this is the last one
 * @param total rows at the source; null when it does not tell
 * @param since where the next run may begin, of a phase that tells changes; else null
 */
public record Batch<T>(List<T> rows, String next, Integer total, String since) {
  public Batch {
    rows = List.copyOf(rows);
  }

  /** The one page of a phase that has one. */
  public static <T> Batch<T> one(T row) {
    return new Batch<>(List.of(row), null, null, null);
  }

  /** The list is over with an empty page, or where its total is reached. */
  public static <T> Batch<T> counted(List<T> rows, Ask ask, Integer total) {
    int next = ask.start() + rows.size();
    boolean last = rows.isEmpty() || total != null && next >= total;
    return new Batch<>(rows, last ? null : String.valueOf(next), total, null);
  }

  /**
   * The list is over with an empty page, or with one that is not full where its total is reached: a page may be shorter
   * than asked though more follow, and the total may be behind.
   */
  public static <T> Batch<T> loosely(List<T> rows, Ask ask, Integer total) {
    int next = ask.start() + rows.size();
    boolean last = rows.isEmpty() || rows.size() < ask.size() && total != null && next >= total;
    return new Batch<>(rows, last ? null : String.valueOf(next), total, null);
  }
}
