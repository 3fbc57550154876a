package com.mas.imports;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.imports.ImportKind.Column;
import com.mas.imports.ImportsContract.Mapped;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the row of headers, and which columns they name. */
final class HeaderRules {
  /** Rows at the top among which the headers are looked for. */
  static final int ROWS = 20;
  /** The column of a corrected file that was downloaded here; never one of the kind's. */
  static final String REASON = "import_reason";
  private static final int MOST_SHOWN = 20;

  /**
   * The columns of a file.
   *
   * @param row of the headers
   * @param fields of that row
   * @param places of the columns, by their keys
   */
  record Header(long row, List<String> fields, Map<String, Integer> places) {
    List<Mapped> mapped() {
      return places.entrySet().stream().sorted(Map.Entry.comparingByValue())
          .map(place -> new Mapped(place.getKey(), fields.get(place.getValue()))).toList();
    }

    List<String> ignored() {
      List<String> ignored = new ArrayList<>();
      for (int i = 0; i < fields.size() && ignored.size() < MOST_SHOWN; i++) {
        if (!places.containsValue(i) && !fields.get(i).isBlank() && !fields.get(i).strip().equals(REASON)) {
          ignored.add(shown(fields.get(i)));
        }
      }
      return ignored;
    }
  }

  private HeaderRules() {}

  /**
   * Finds the first row that names every required column.
   *
   * @throws FailureException UNPROCESSABLE that names the missing columns, or the one that is there twice
   */
  static Header find(List<Column> columns, List<Line> top) {
    Map<String, List<String>> keys = keys(columns);
    Header best = null;
    for (Line line : top) {
      Header header = new Header(line.number(), line.fields(), places(keys, line.fields()));
      if (missing(columns, header).isEmpty()) {
        requireOnce(columns, header);
        return header;
      }
      best = best == null || header.places.size() > best.places.size() ? header : best;
    }
    if (best == null) {
      throw Failure.UNPROCESSABLE.with("The file is empty.");
    }
    throw Failure.UNPROCESSABLE.with("The file lacks the column" + (missing(columns, best).size() > 1 ? "s " : " ")
        + String.join(", ", missing(columns, best)) + ". In row " + best.row + " it has: " + best.fields.stream()
            .filter(field -> !field.isBlank()).limit(MOST_SHOWN).map(HeaderRules::shown)
            .collect(Collectors.joining(", "))
        + ". The first row must name the columns; see the template.");
  }

  /** Returns how many columns the best of the rows names, for the choice of a delimiter. */
  static int score(List<Column> columns, List<Line> top) {
    Map<String, List<String>> keys = keys(columns);
    return top.stream().mapToInt(line -> places(keys, line.fields()).size()).max().orElse(0);
  }

  private static List<String> missing(List<Column> columns, Header header) {
    return columns.stream().filter(column -> column.required() && !header.places.containsKey(column.key()))
        .map(Column::title).toList();
  }

  private static Map<String, Integer> places(Map<String, List<String>> keys, List<String> fields) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      for (String key : keys.getOrDefault(normal(fields.get(i)), List.of())) {
        places.putIfAbsent(key, i);
      }
    }
    return places;
  }

  /** Returns the keys of the columns by the names under which they are known; once for all rows that are looked at. */
  private static Map<String, List<String>> keys(List<Column> columns) {
    Map<String, List<String>> keys = new HashMap<>();
    columns.forEach(column -> names(column).distinct()
        .forEach(name -> keys.computeIfAbsent(name, first -> new ArrayList<>(1)).add(column.key())));
    return keys;
  }

  private static void requireOnce(List<Column> columns, Header header) {
    List<String> words = header.fields.stream().map(HeaderRules::normal).toList();
    for (Column column : columns) {
      Set<String> names = names(column).collect(Collectors.toSet());
      List<String> twice = IntStream.range(0, words.size()).filter(i -> names.contains(words.get(i)))
          .mapToObj(i -> shown(header.fields.get(i))).toList();
      if (twice.size() > 1) {
        throw Failure.UNPROCESSABLE.with("Several columns could be " + column.title() + ": "
            + String.join(", ", twice) + ". Leave one of them.");
      }
    }
  }

  private static Stream<String> names(Column column) {
    return Stream.concat(Stream.of(column.key(), column.title()), column.also().stream()).map(HeaderRules::normal);
  }

  /** Keeps letters and digits alone, in lower case. */
  static String normal(String header) {
    return Normalizer.normalize(header, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static String shown(String header) {
    String one = header.strip().replaceAll("\\s+", " ");
    return one.length() > 40 ? one.substring(0, 40) + "…" : one;
  }
}
