package com.mas.sources;

import java.util.List;

/**
 * One phase of what a source gives: a list of things, a list for each thing of an earlier phase, or one thing for each.
 *
 * @param name in small letters; the phase's name in runs
 * @param title of its rows, for people
 * @param row of one thing
 * @param of the phase for whose rows it is asked, one after the other; null: for the source as a whole
 * @param needed whether nothing later makes sense without it; without another one the run goes on
 * @param size rows of a page at the most, as the source lets itself be asked
 */
public record Stage<T>(String name, String title, Class<T> row, Stage<?> of, Paging paging, Whole whole,
    boolean needed, int size) {
  private static final int USUAL_SIZE = 100;

  /** Says how one page leads to the next. */
  public enum Paging {
    /** Pages begin at a number of rows. A page that cannot be had is passed over, and the listing is not whole. */
    ROWS,
    /** Pages begin at the mark of the page before. One that cannot be had ends the listing, which is not whole. */
    MARKS,
    /** There is one page. */
    ONE
  }

  /** Says when a listing is whole. Only a whole one says who is gone. */
  public enum Whole {
    /** It is whole when as many different rows have come as the source counts, and no row left while it was read. */
    COUNTED,
    /** It is whole when its last page has come, and each page before it. */
    ENDED,
    /** It never is: it tells what has changed since a mark, which outlives the run. */
    CHANGES
  }

  public Stage {
    if (!name.matches("[a-z][a-z_]*")) {
      throw new IllegalArgumentException(name + " is no name of a phase");
    }
    if (whole == Whole.CHANGES && of != null) {
      throw new IllegalArgumentException("changes are told of the source as a whole");
    }
  }

  public static <T> Stage<T> list(String name, String title, Class<T> row, Paging paging, Whole whole) {
    return new Stage<>(name, title, row, null, paging, whole, true, USUAL_SIZE);
  }

  /** One row for each of an earlier phase. */
  public static <T> Stage<T> detail(String name, String title, Class<T> row, Stage<?> of) {
    return new Stage<>(name, title, row, of, Paging.ONE, Whole.ENDED, false, 1);
  }

  public Stage<T> each(Stage<?> parent) {
    return new Stage<>(name, title, row, parent, paging, whole, needed, size);
  }

  public Stage<T> dispensable() {
    return new Stage<>(name, title, row, of, paging, whole, false, size);
  }

  public Stage<T> sized(int rows) {
    return new Stage<>(name, title, row, of, paging, whole, needed, rows);
  }

  /** Returns how many keys name what it is asked for: those of its parents, the outermost first. */
  public int depth() {
    return of == null ? 0 : of.depth() + 1;
  }

  /** Checks that the rows are this phase's. */
  @SuppressWarnings("unchecked")
  Batch<T> cast(Batch<?> batch) {
    List<?> rows = batch.rows();
    if (!rows.stream().allMatch(row::isInstance)) {
      throw new IllegalStateException("a page of " + name + " has rows of something else");
    }
    return (Batch<T>) batch;
  }
}
