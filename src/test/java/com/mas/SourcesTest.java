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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks what only the text of the sources tells: the tables that statements name, and what fits a screen. */
class SourcesTest {
  private static final Path MAIN = Path.of("src", "main", "java", "com", "mas");
  private static final Pattern SCHEMA = Pattern.compile("CREATE SCHEMA (?:IF NOT EXISTS )?(\\w+)");
  private static final Pattern STRING = Pattern.compile("\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"", Pattern.DOTALL);
  /** Statements, not addresses such as {@code risk.scores.compute}: only what follows a word that a table follows. */
  private static final Pattern TABLE = Pattern.compile(
      "\\b(?:FROM|JOIN|INTO|UPDATE|TABLE|ONLY|USING)\\s+([a-z_]+)\\.([a-z_]+)");

  private static final Pattern SENT = Pattern.compile("\\b(?:db|tx|database)\\.(?:query|send|read|write)\\(([^,)]*)");
  private static final Pattern CONSTANT = Pattern.compile("(?:[A-Z]\\w*\\.)?[A-Z][A-Z_0-9]*(?: \\+ \"[^\"]*\")?");
  /** Files that choose among constants or put parts of their own together, with parameters for all values. */
  private static final Set<String> COMPOSERS =
      Set.of("domain/people/notification/PeopleRepository.java",
          "domain/learning/student/StudentRepository.java", "jobs/BoardRepository.java", "db/Query.java",
          "domain/engagement/gamification/GamificationRepository.java");
  private static final Pattern DANGEROUS = Pattern.compile(
      "javax\\.xml|org\\.w3c\\.dom|org\\.xml\\.sax|ObjectInputStream|javax\\.script|XMLDecoder|enableDefaultTyping"
      + "|activateDefaultTyping|@JsonTypeInfo|Runtime\\.getRuntime\\(\\)\\.exec"
      + "|TrustManager|setTrustAll|ALLOW_ALL|InetAddress\\.getByName");

  /** Words that begin the middle of a sentence, so that a reader of a comment looks for the rest of it. */
  private static final Pattern FRAGMENT = Pattern.compile("(?:What|Whatever|Who|Whom|Whose|Whoever|Whether|Where"
      + "|Which|Of|How|By|As|For|In|To|With|From|On|of|what|whatever|who|whom|whose|whoever|whether|where)\\b.*");

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

  /** Statements that take no text of any kind cannot take a client's. */
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

  @Test
  void noCommentBeginsWithAFragment() {
    List<String> fragments = new ArrayList<>();
    commented().forEach(file -> fragments(text(file)).forEach(each -> fragments.add(file + ":" + each)));
    assertEquals(List.of(), fragments);
  }

  @Test
  void theCheckOfCommentsTellsFragmentsFromSentences() {
    String slashes = "/" + "/ ";
    for (String fragment : List.of("  /** Whether it runs. */", "/**\n   * Of each the same part.\n   */",
        "x(); " + slashes + "what is left", "}\n  " + slashes + "who asks", "# Where it runs\n", "a\n#  How it runs")) {
      assertEquals(1, fragments(fragment).size(), fragment);
    }
    for (String sentence : List.of("  /** Returns whether it runs. */", "/**\n   * Inserts and tells\n   * who asked.",
        "x(); // asks what is left", "// the first line\n// what follows it", "\"http://what\"", "# Runs\n# of")) {
      assertEquals(List.of(), fragments(sentence));
    }
  }

  /** Returns the comments of a text that begin with a fragment, each behind the number of its line. */
  private static List<String> fragments(String text) {
    List<String> found = new ArrayList<>();
    List<String> lines = text.lines().map(String::strip).toList();
    for (int i = 0; i < lines.size(); i++) {
      String begin = begin(lines, i);
      if (FRAGMENT.matcher(begin).matches()) {
        found.add(i + 1 + " begins with " + begin);
      }
    }
    return found;
  }

  /** Returns the begin of the comment on a line; empty if there is none, or if it goes on from the line before. */
  private static String begin(List<String> lines, int i) {
    String line = lines.get(i);
    if (line.equals("/**") && i + 1 < lines.size()) {
      return lines.get(i + 1).replaceFirst("^\\* ?", "");
    }
    if (line.startsWith("/** ")) {
      return line.substring(4);
    }
    if (isComment(line)) {
      return i > 0 && isComment(lines.get(i - 1)) ? "" : line.replaceFirst("^(?:#|//) *", "");
    }
    int slashes = line.indexOf(" // ");
    return slashes < 0 ? "" : line.substring(slashes + 4);
  }

  private static boolean isComment(String line) {
    return line.startsWith("// ") || line.startsWith("# ");
  }

  /** Returns the files whose comments are checked; without migrations, which must not change once they have run. */
  private static List<Path> commented() {
    return Stream.of("conf", "scripts", "src").flatMap(root -> files(Path.of(root)).stream())
        .filter(file -> file.toString().matches(".*\\.(java|yaml|js|mjs|py|css)|scripts/[a-z-]+"))
        .filter(file -> !file.toString().matches(".*(vendor|node_modules).*")).toList();
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
    return files(root).stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  private static List<Path> files(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
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
