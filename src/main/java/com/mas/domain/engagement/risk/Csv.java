package com.mas.domain.engagement.risk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** Reads tables of learners: a head of names, then a line for each row, without quotes. */
final class Csv {
  private static final String ZIPPED = ".gz";

  private Csv() {}

  /**
   * Makes something of each row; the keys of a row are the names of the columns.
   *
   * @param csv may be zipped, with a name that ends {@code .gz}
   * @throws IllegalArgumentException that names the line of which nothing can be made
   */
  static <T> List<T> read(Path csv, Function<Map<String, String>, T> make) throws IOException {
    List<T> rows = new ArrayList<>();
    try (BufferedReader lines = open(csv)) {
      String head = lines.readLine();
      if (head == null) {
        throw new IllegalArgumentException(csv + " is empty");
      }
      String[] names = head.split(",", -1);
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        try {
          rows.add(make.apply(row(names, line)));
        } catch (IllegalArgumentException | NullPointerException e) {
          throw new IllegalArgumentException(csv + ", line " + number + ": " + e.getMessage(), e);
        }
      }
    }
    return rows;
  }

  /** Returns the file beside {@code csv} whose name has this at its end: {@code x-marks.csv} beside {@code x.csv}. */
  static Path beside(Path csv, String end) {
    String name = csv.getFileName().toString();
    int dot = name.indexOf(".csv");
    return csv.resolveSibling(dot < 0 ? name + end : name.substring(0, dot) + end + name.substring(dot));
  }

  static double number(Map<String, String> row, String name) {
    String cell = row.get(name);
    if (cell == null) {
      throw new IllegalArgumentException("has no " + name);
    }
    return cell.isEmpty() ? 0 : Double.parseDouble(cell);
  }

  private static BufferedReader open(Path csv) throws IOException {
    InputStream bytes = Files.newInputStream(csv);
    return new BufferedReader(new InputStreamReader(
        csv.toString().endsWith(ZIPPED) ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8));
  }

  private static Map<String, String> row(String[] names, String line) {
    String[] cells = line.split(",", -1);
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < Math.min(cells.length, names.length); i++) {
      row.put(names[i], cells[i]);
    }
    return row;
  }
}
