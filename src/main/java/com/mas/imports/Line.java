package com.mas.imports;

import java.util.List;

/**
 * One row of a file.
 *
 * @param number as a spreadsheet counts it, from 1
 */
record Line(long number, List<String> fields) {
  boolean isBlank() {
    return fields.stream().allMatch(String::isBlank);
  }

  /** Returns the characters of its fields. */
  long length() {
    return fields.stream().mapToLong(String::length).sum();
  }
}
