package com.mas.imports;

import com.mas.imports.ImportKind.Column;
import com.mas.imports.ImportsContract.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Writes CSV for spreadsheets: none of its cells is a formula, and all of it can be read again. */
final class RefusedRules {
  /** Tells Excel that the file is UTF-8. */
  private static final String MARK = "\uFEFF";
  private static final String FORMULA = "=+-@\t\r";
  private static final int LONGEST = 2_000;

  private RefusedRules() {}

  static String header(List<String> fields, boolean reasons) {
    return MARK + line(reasons ? with(fields, fields.size(), HeaderRules.REASON) : fields);
  }

  /** @param width of the header, behind which the reason stands */
  static String row(List<String> fields, int width, String reason) {
    return line(with(fields, width, reason));
  }

  static String reason(List<Problem> problems, List<Column> columns) {
    return problems.stream().map(problem -> columns.stream()
        .filter(column -> column.key().equals(problem.column())).map(column -> column.title() + " ").findFirst()
        .orElse("") + problem.reason()).collect(Collectors.joining("; "));
  }

  private static List<String> with(List<String> fields, int width, String last) {
    String[] all = new String[width + 1];
    for (int i = 0; i < width; i++) {
      all[i] = i < fields.size() ? fields.get(i) : "";
    }
    all[width] = last;
    return List.of(all);
  }

  private static String line(List<String> fields) {
    return fields.stream().map(RefusedRules::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  static String cell(String word) {
    String safe = !word.isEmpty() && FORMULA.indexOf(word.charAt(0)) >= 0 ? "'" + word : word;
    return safe.chars().anyMatch(c -> c == ',' || c == ';' || c == '"' || c == '\n' || c == '\r' || c == '\t')
        ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  /** Takes off the sign that keeps a spreadsheet from reading a word as a formula. */
  static String plain(String word) {
    return word.length() > 1 && word.charAt(0) == '\'' && FORMULA.indexOf(word.charAt(1)) >= 0
        ? word.substring(1) : word;
  }

  /** Returns a word as it can be stored: of bounded length, and without what PostgreSQL does not take. */
  static String stored(String word) {
    String bounded = word.length() > LONGEST ? word.substring(0, LONGEST) : word;
    return bounded.replace('\0', '\uFFFD');
  }
}
