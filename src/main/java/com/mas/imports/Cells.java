package com.mas.imports;

import com.mas.imports.ImportsContract.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The cells of one row, by the keys of the kind's columns; collects what is wrong with them. */
public final class Cells {
  private static final Set<String> SHEET_ERRORS =
      Set.of("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!");

  private final Map<String, Integer> places;
  private final List<String> fields;
  private final List<Problem> problems = new ArrayList<>(0);

  /** @param places of the columns among the fields; a column that the file has not is not among them */
  Cells(Map<String, Integer> places, List<String> fields) {
    this.places = places;
    this.fields = fields;
  }

  /** Makes cells of known words, for tests of what reads them. */
  public static Cells of(Map<String, String> words) {
    Map<String, Integer> places = new HashMap<>();
    List<String> fields = new ArrayList<>();
    words.forEach((key, word) -> {
      places.put(key, fields.size());
      fields.add(word);
    });
    return new Cells(places, fields);
  }

  /** Returns the word without blanks around it; null for an empty cell or a column that the file has not. */
  public String text(String key) {
    Integer place = places.get(key);
    if (place == null || place >= fields.size()) {
      return null;
    }
    String word = fields.get(place).strip();
    return word.isEmpty() ? null : word.indexOf('\r') < 0 ? word : word.replace("\r\n", "\n").replace('\r', '\n');
  }

  /**
   * Says why the row cannot be taken.
   *
   * @param key of the cell that is to blame; '' for the whole row
   */
  public void refuse(String key, String reason) {
    problems.add(new Problem(key.isEmpty() ? null : key, text(key), reason));
  }

  /** Says what is wrong with words whatever they mean. */
  void check(List<ImportKind.Column> columns) {
    for (ImportKind.Column column : columns) {
      String word = text(column.key());
      if (word == null) {
        if (column.required()) {
          refuse(column.key(), "is missing");
        }
      } else if (word.length() > column.longest()) {
        problems.add(new Problem(column.key(), word.substring(0, 40) + "…",
            "is longer than " + column.longest() + " characters"));
      } else if (SHEET_ERRORS.contains(word)) {
        refuse(column.key(), "is an error of the spreadsheet, not a value");
      } else if (word.indexOf('\uFFFD') >= 0 || word.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n')) {
        problems.add(new Problem(column.key(), null,
            "has characters that cannot be read; save the file as CSV UTF-8 or as .xlsx"));
      }
    }
  }

  List<Problem> problems() {
    return problems;
  }
}
