package com.mas;

import static com.mas.Domains.files;
import static com.mas.Domains.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.module.DomainModule;
import com.mas.module.Provider;
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

/** Checks what only the text of the sources tells: the tables that statements name, and what fits a screen. */
class SourcesTest {
  private static final Path MAIN = Path.of("src", "main", "java", "com", "mas");
  private static final Pattern STRING = Pattern.compile("\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"", Pattern.DOTALL);
  /** Statements, not addresses such as {@code risk.scores.compute}: only what follows a word that a table follows. */
  private static final Pattern TABLE = Pattern.compile(
      "\\b(?:FROM|JOIN|INTO|UPDATE|TABLE|ONLY|USING)\\s+([a-z_]+)\\.([a-z_]+)");

  private static final Pattern SENT = Pattern.compile("\\b(?:db|tx|database)\\.(?:query|send|read|write)\\(([^,)]*)");
  private static final Pattern CONSTANT = Pattern.compile("(?:[A-Z]\\w*\\.)?[A-Z][A-Z_0-9]*(?: \\+ \"[^\"]*\")?");
  private static final Pattern DANGEROUS = Pattern.compile(
      "javax\\.xml|org\\.w3c\\.dom|org\\.xml\\.sax|ObjectInputStream|javax\\.script|XMLDecoder|enableDefaultTyping"
          + "|activateDefaultTyping|@JsonTypeInfo|Runtime\\.getRuntime\\(\\)\\.exec"
          + "|TrustManager|setTrustAll|ALLOW_ALL|InetAddress\\.getByName");

  private static final int MAX_LINES = 400;
  private static final Pattern WRITTEN = Pattern.compile(".*\\.(?:java|yaml|js|mjs|css|html|sql)");
  private static final Pattern FOREIGN = Pattern.compile(".*/(?:vendor|node_modules)/.*");

  /** Words that begin the middle of a sentence, or a story about somebody, where a comment should say what it does. */
  private static final Pattern FRAGMENT = Pattern.compile("(?:Somebody|Nobody|Anybody|Someone|Anyone"
      + "|So|Not|Is|Are|Why|When|While|And|But|Or|Nor|Otherwise|Only|Then|Also|Again|Until"
      + "|What|Whatever|Who|Whom|Whose|Whoever|Whether|Where|Which|Of|How|By|As|For|In|To|With|From|On"
      + "|of|what|whatever|who|whom|whose|whoever|whether|where)\\b.*");

  @Test
  void aStatementNamesTablesOfItsOwnDomainAndPublishedViewsOfOthers() {
    Set<String> schemas = Domains.schemaNames();
    List<String> strangers = new ArrayList<>();
    for (Path file : java(MAIN)) {
      Matcher strings = STRING.matcher(text(file));
      String domain = Domains.of(Domains.JAVA.relativize(file.getParent()).toString().replace('/', '.'));
      while (strings.find()) {
        Matcher table = TABLE.matcher(strings.group());
        while (table.find()) {
          boolean known = schemas.contains(table.group(1));
          if (known && !Domains.ofSchema(table.group(1)).equals(domain) && !table.group(2).startsWith("shared_")) {
            strangers.add(MAIN.relativize(file) + " names " + table.group(1) + "." + table.group(2));
          }
        }
      }
    }
    assertEquals(List.of(), strangers);
  }

  @Test
  void everyMigrationLiesInTheFolderOfItsDomain() {
    assertEquals(List.of(), Domains.migrations().stream().filter(file -> Domains.role(file).isEmpty())
        .map(file -> file + " belongs into domain/<role>/migration").toList());
  }

  @Test
  void everyOperationIsDescribedInTheFolderOfTheDomainThatAnswersIt() {
    Pattern operation = Pattern.compile("(?m)^ +operationId: (\\S+)$");
    List<String> elsewhere = new ArrayList<>();
    for (DomainModule module : Modules.DOMAINS) {
      for (Path file : Domains.ofFolder(module.role(), "openapi")) {
        operation.matcher(text(file)).results().map(found -> found.group(1))
            .filter(address -> !Domains.declaring(address).equals(Domains.ofRole(module.role())))
            .forEach(address -> elsewhere.add(file + " has " + address));
      }
    }
    assertEquals(List.of(), elsewhere);
    assertEquals(List.of(), files(Domains.RESOURCES).stream().map(Path::toString)
        .filter(file -> file.matches(".*/(?:openapi|asyncapi)/.*") && !file.contains("/domain/")).toList());
  }

  /** Statements that take no text of any kind cannot take a client's. */
  @Test
  void statementsAreConstants() {
    List<String> composed = new ArrayList<>();
    for (Path file : java(MAIN)) {
      Matcher sent = SENT.matcher(text(file));
      while (sent.find()) {
        boolean composer = text(file).contains("\n@ComposesSql\n");
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
  void theEngineOfLongWorkAndTheContractOfConnectorsNameNoProvider() {
    Pattern provider = Pattern.compile("(?i)graphy|mr\\.? ?learn|mr\\.? ?test|ezexam|moodle|nsdc|udemy|jaimin|leegality"
        + "|whatsapp|aisensy|exotel|razorpay");
    List<String> named = new ArrayList<>();
    for (Path file : Stream.of("runs", "sources").flatMap(part -> java(MAIN.resolve(part)).stream())
        .toList()) {
      provider.matcher(text(file)).results().forEach(each -> named.add(MAIN.relativize(file) + ": " + each.group()));
    }
    assertEquals(List.of(), named);
  }

  /** Modules tell a start what it needs to know of domains; {@code Modules} lists these. */
  @Test
  void theStartNamesNoDomainOutsideOfItsList() {
    String roles = Modules.DOMAINS.stream().map(DomainModule::role).collect(Collectors.joining("|"));
    String providers = Modules.PROVIDERS.stream().map(Provider::name).collect(Collectors.joining("|"));
    Pattern name = Pattern.compile("\"(?:" + roles + ")\"|(?:/|\\b)(?:" + providers + ")/");
    List<String> named = new ArrayList<>();
    for (Path file : Stream.of("boot", "module", "seed").flatMap(part -> java(MAIN.resolve(part)).stream()).toList()) {
      STRING.matcher(text(file)).results().flatMap(string -> name.matcher(string.group()).results())
          .filter(each -> !file.endsWith("Modules.java"))
          .forEach(each -> named.add(MAIN.relativize(file) + ": " + each.group()));
    }
    assertEquals(List.of(), named);
  }

  /** A run that the engine ends would else stay under way for its domain. That of the syncs is still to follow. */
  @Test
  void whoeverDoesSomethingAtTheEndsOfRunsHearsOfThoseThatTheEngineEnds() {
    Set<String> hooked = new TreeSet<>();
    Set<String> told = new TreeSet<>();
    for (Path file : java(MAIN)) {
      String folder = MAIN.relativize(file.getParent()).toString();
      if (text(file).contains(".whenEnded(") && !folder.equals("runs")) {
        hooked.add(folder);
      }
      if (file.toString().endsWith("Module.java") && text(file).contains("on(RunsContract.GIVEN_UP,")) {
        told.add(folder);
      }
    }
    assertTrue(hooked.size() >= 4, hooked::toString);
    hooked.removeAll(told);
    assertEquals(Set.of(), hooked);
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
  void noFileOfOursHasMoreThan400Lines() {
    List<String> tooLong = new ArrayList<>();
    files(Path.of("src")).stream().filter(file -> WRITTEN.matcher(file.toString()).matches())
        .filter(file -> !FOREIGN.matcher(file.toString()).matches()).forEach(file -> {
          long lines = text(file).lines().count();
          if (lines > MAX_LINES) {
            tooLong.add(file + " has " + lines);
          }
        });
    assertEquals(List.of(), tooLong);
  }

  /** Both would grow with each domain if they named domains. */
  @Test
  void whatKnewEveryDomainStaysSmall() {
    for (String name : List.of("Verticles", "Settings")) {
      long lines = text(MAIN.resolve("boot/" + name + ".java")).lines().count();
      assertTrue(lines <= 150, name + " has " + lines);
    }
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
        "  /** Why it ended. */", "/**\n * Not awaited.\n */", slashes + "So many of each", "# When it runs",
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

  private static List<Path> java(Path root) {
    return files(root).stream().filter(file -> file.toString().endsWith(".java")).toList();
  }
}
