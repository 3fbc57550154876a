package com.mas.sources;

import java.util.List;

/**
 * A page of what a source lists.
 *
 * @param unread which rows of the page cannot be read, counted from 0; they are told and done without
 * @param next where the next page begins; null: this is the last one
 * @param total rows at the source; null when it does not tell
 * @param since where the next run may begin, of a phase that tells changes; else null
 */
public record Batch<T>(List<T> rows, String next, Integer total, String since, List<Integer> unread) {
  public Batch {
    rows = List.copyOf(rows);
    unread = List.copyOf(unread);
  }

  public Batch(List<T> rows, String next, Integer total, String since) {
    this(rows, next, total, since, List.of());
  }

  /** The one page of a phase that has one. */
  public static <T> Batch<T> one(T row) {
    return new Batch<>(List.of(row), null, null, null);
  }

  /** The list is over with an empty page, or where its total is reached. */
  public static <T> Batch<T> counted(List<T> rows, Ask ask, Integer total) {
    return counted(rows, List.of(), ask, total);
  }

  /** Returns a page as {@link #counted(List, Ask, Integer)} does, with rows of it that cannot be read. */
  public static <T> Batch<T> counted(List<T> rows, List<Integer> unread, Ask ask, Integer total) {
    int read = rows.size() + unread.size();
    int next = ask.start() + read;
    boolean last = read == 0 || total != null && next >= total;
    return new Batch<>(rows, last ? null : String.valueOf(next), total, null, unread);
  }

  /**
   * The list is over with an empty page, or with one that is not full where its total is reached: a page may be shorter
   * than asked though more follow, and the total may be behind.
   */
  public static <T> Batch<T> loosely(List<T> rows, List<Integer> unread, Ask ask, Integer total) {
    int read = rows.size() + unread.size();
    int next = ask.start() + read;
    boolean last = read == 0 || read < ask.size() && total != null && next >= total;
    return new Batch<>(rows, last ? null : String.valueOf(next), total, null, unread);
  }
}
