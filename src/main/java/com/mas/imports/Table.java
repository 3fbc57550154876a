package com.mas.imports;

import java.io.Closeable;
import java.util.List;

/** The rows of one file, read once from the beginning, in constant memory. Not thread-safe. */
interface Table extends Closeable {
  /** Characters after which no more rows are read at once. */
  long LONGEST = 4L << 20;

  /**
   * Returns the next rows that are not blank; none only at the end.
   *
   * @throws com.mas.bus.FailureException UNPROCESSABLE, in words for a person, when the file cannot be read on
   */
  List<Line> next(int most);

  /** Returns how much of the file has been read, 0 to 100. */
  int percent();
}
