package com.mas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be told from the text of the sources only: whose tables a statement names, and what fits a screen. */
class SourcesTest {
  private static final Path MAIN = Path.of("src", "main", "java", "com", "mas");
  private static final Pattern SCHEMA = Pattern.compile("CREATE SCHEMA (?:IF NOT EXISTS )?(\\w+)");
  private static final Pattern STRING = Pattern.compile("\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"", Pattern.DOTALL);
  private static final Pattern VIEW = Pattern.compile("CREATE (?:OR REPLACE )?VIEW (\\w+\\.shared_\\w+)");
  /** Statements, not addresses such as {@code risk.scores.compute}: only what follows a word that a table follows. */
  private static final Pattern TABLE = Pattern.compile(
      "\\b(?:FROM|JOIN|INTO|UPDATE|TABLE|ONLY|USING)\\s+([a-z_]+)\\.([a-z_]+)");

  @Test
  void aStatementNamesTablesOfItsOwnDomainAndPublishedViewsOfOthers() {
    Set<String> schemas = schemas();
    List<String> strangers = new ArrayList<>();
    for (Path file : java(MAIN)) {
      Matcher strings = STRING.matcher(text(file));
      while (strings.find()) {
        Matcher table = TABLE.matcher(strings.group());
        while (table.find()) {
          boolean known = schemas.contains(table.group(1));
          if (known && !owner(file).equals(table.group(1)) && !table.group(2).startsWith("shared_")) {
            strangers.add(MAIN.relativize(file) + " names " + table.group(1) + "." + table.group(2));
          }
        }
      }
    }
    assertEquals(List.of(), strangers);
  }

  @Test
  void aPublishedViewIsDescribedByWhoeverPublishesIt() {
    String maps = java(MAIN).stream().filter(file -> file.endsWith("package-info.java")).map(SourcesTest::text)
        .collect(Collectors.joining()).replaceAll("\\s+\\*?\\s*", " ");
    List<String> silent = new ArrayList<>();
    for (Path file : migrations()) {
      Matcher view = VIEW.matcher(text(file));
      while (view.find()) {
        if (!maps.contains("{@code " + view.group(1) + "}")) {
          silent.add(view.group(1) + " of " + file.getFileName());
        }
      }
    }
    assertEquals(List.of(), silent);
  }

  @Test
  void noLineIsLongerThanAScreen() {
    List<String> tooLong = new ArrayList<>();
    for (Path file : Stream.of(MAIN, Path.of("src", "test", "java")).flatMap(root -> java(root).stream()).toList()) {
      List<String> lines = text(file).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).codePointCount(0, lines.get(i).length()) > 120) {
          tooLong.add(file + ":" + (i + 1));
        }
      }
    }
    assertEquals(List.of(), tooLong);
  }

  private static Set<String> schemas() {
    Set<String> schemas = new TreeSet<>();
    for (Path file : migrations()) {
      Matcher schema = SCHEMA.matcher(text(file));
      while (schema.find()) {
        schemas.add(schema.group(1));
      }
    }
    return schemas;
  }

  private static List<Path> migrations() {
    try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "db", "migration"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema of a folder is named as it is; those of the learning systems are named as the learning systems. */
  private static String owner(Path file) {
    String folder = file.getParent().getFileName().toString();
    return switch (folder) {
      case "graphy", "sync" -> "mrlearn";
      default -> folder;
    };
  }

  private static List<Path> java(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
