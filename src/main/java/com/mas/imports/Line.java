package com.mas.imports;

import java.util.List;

/**
 * One row of a file. A NUL, which no database keeps, becomes a U+FFFD, as all that cannot be read.
 *
 * @param number as a spreadsheet counts it, from 1
 */
record Line(long number, List<String> fields) {
  Line {
    if (fields.stream().anyMatch(field -> field.indexOf('\0') >= 0)) {
      fields = fields.stream().map(field -> field.replace('\0', '\uFFFD')).toList();
    }
  }

  boolean isBlank() {
    return fields.stream().allMatch(String::isBlank);
  }

  /** Returns the characters of its fields. */
  long length() {
    return fields.stream().mapToLong(String::length).sum();
  }
}
