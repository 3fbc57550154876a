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

  private static final Pattern SENT = Pattern.compile("\\b(?:db|tx|database)\\.(?:query|send|read|write)\\(([^,)]*)");
  private static final Pattern CONSTANT = Pattern.compile("(?:[A-Z]\\w*\\.)?[A-Z][A-Z_0-9]*(?: \\+ \"[^\"]*\")?");
  /** Who chooses among constants, or puts parts of their own together, with places for all values. */
  private static final Set<String> COMPOSERS =
      Set.of("domain/learning/student/StudentRepository.java", "jobs/BoardRepository.java", "db/Query.java",
          "domain/engagement/gamification/GamificationRepository.java");
  private static final Pattern DANGEROUS = Pattern.compile(
      "javax\\.xml|org\\.w3c\\.dom|org\\.xml\\.sax|ObjectInputStream|javax\\.script|XMLDecoder|enableDefaultTyping"
      + "|activateDefaultTyping|@JsonTypeInfo|Runtime\\.getRuntime\\(\\)\\.exec"
      + "|TrustManager|setTrustAll|ALLOW_ALL|InetAddress\\.getByName");

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

  /** Who cannot put anything into a statement cannot put a client's words there. */
  @Test
  void statementsAreConstants() {
    List<String> composed = new ArrayList<>();
    for (Path file : java(MAIN)) {
      Matcher sent = SENT.matcher(text(file));
      while (sent.find()) {
        boolean composer = COMPOSERS.contains(MAIN.relativize(file).toString());
        if (!composer && !CONSTANT.matcher(sent.group(1).strip()).matches()) {
          composed.add(MAIN.relativize(file) + " sends " + sent.group(1).strip());
        }
      }
    }
    assertEquals(List.of(), composed);
  }

  /** Each of them has cost somebody a server: entities of XML, objects and scripts from outside, shells. */
  @Test
  void whatRunsOrFetchesWhatItReadsIsNotUsed() {
    List<String> found = new ArrayList<>();
    for (Path file : java(MAIN)) {
      Matcher dangerous = DANGEROUS.matcher(text(file));
      while (dangerous.find()) {
        found.add(MAIN.relativize(file) + " uses " + dangerous.group());
      }
    }
    assertEquals(List.of(), found);
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
      case "settings" -> "platform";
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
