package com.mas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.module.DomainModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Another language of the console is another catalogue: no screen, of whichever module, has words of its own. */
class CatalogueTest {
  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Pattern SCRIPT = Pattern.compile(".*/console/(?!vendor/|words).*\\.js");
  /** Two words at least, the first with a capital: a sentence or the name of a button. */
  private static final Pattern PHRASE = Pattern.compile("[A-Z][a-z]+ [a-z].*", Pattern.DOTALL);
  private static final Pattern SPOKEN = Pattern.compile(
      "\\b(?:aria-label|title|placeholder|alt|label)=\"([^\"]*\\p{L}{2}[^\"]*)\"");
  private static final Pattern TAG = Pattern.compile("<[^<>]*>");
  private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
  /** A value with a unit or between words. */
  private static final Pattern SENTENCE = Pattern.compile("\0 \\p{L}|\\p{L}{2,} \0");
  /** Classes, of which one is a value; and what is typed into a shell or sent. */
  private static final Pattern NO_WORDS =
      Pattern.compile("(?s)(?:badge|bar|note|btn|pill|Bearer|curl|upload|modal) .*");
  /** Says the same in every language. */
  private static final List<String> KEYS = List.of("Ctrl K");

  /** Text of a script: in quotes, or in a template with a NUL for each value. */
  private record Text(int line, String words, boolean html) {}

  @Test
  void allWordsOfAllScreensAreInTheCatalogue() throws IOException {
    List<String> found = new ArrayList<>();
    int read = 0;
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      for (Path file : files.filter(each -> SCRIPT.matcher(each.toString()).matches()).sorted().toList()) {
        for (Text text : new Reader(Files.readString(file)).all()) {
          read++;
          spoken(text).stream().filter(words -> !KEYS.contains(words.strip()))
              .forEach(words -> found.add(file + ":" + text.line + " has \"" + words.strip() + '"'));
        }
      }
    }
    assertEquals(List.of(), found);
    assertTrue(read > 2_000, "texts that were read: " + read);
  }

  /** The words of a button were an object, as a group of words further down had its name: nine buttons were empty. */
  @Test
  void noWordsTakeThePlaceOfOthers() throws IOException {
    List<Path> catalogues = catalogues();
    assertTrue(catalogues.size() > 10, catalogues::toString);
    for (Path catalogue : catalogues) {
      assertEquals(List.of(), new Reader(Files.readString(catalogue)).twice(), catalogue::toString);
    }
    assertEquals(List.of("a", "b"), new Reader("x = { a: 'a: 1', b: { b: 1, c: 2, b: 3 }, a: 2 };").twice().stream()
        .sorted().toList());
  }

  /** Words of a domain are loaded with its pages, and go with the domain. */
  @Test
  void aDomainThatBringsItsPagesBringsTheirWords() throws IOException {
    List<String> without = new ArrayList<>();
    for (DomainModule module : Modules.DOMAINS) {
      for (Path screen : scripts(console(module).resolve("screens"))) {
        if (!Files.readString(screen).contains(" from '../words/")) {
          without.add(screen.toString());
        }
      }
    }
    assertEquals(List.of(), without);
  }

  /** Returns the catalogue of the console and those of the modules. */
  private static List<Path> catalogues() throws IOException {
    List<Path> found = new ArrayList<>(scripts(RESOURCES.resolve("console")).stream()
        .filter(file -> file.getFileName().toString().startsWith("words")).toList());
    for (DomainModule module : Modules.DOMAINS) {
      found.addAll(scripts(console(module).resolve("words")));
    }
    return found;
  }

  private static Path console(DomainModule module) {
    return RESOURCES.resolve("domain/" + module.role() + "/console");
  }

  private static List<Path> scripts(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".js")).sorted().toList();
    }
  }

  @Test
  void wordsAreFoundWhereverTheyStand() {
    String script = """
        // Skip this comment.
        const a = 'Save the file'; const b = /it's `a` regex/.test(x) ? 'small' : `${n} jobs`;
        html`<p class="note big" title=${w.title}>${x ? html`Hello` : ''} ${w.more}</p>
          <b aria-label="Close">${`btn ${kind}`}</b>`;
        """;
    assertEquals(List.of("Save the file", "\0 jobs", "Hello", "Close"),
        new Reader(script).all().stream().flatMap(text -> spoken(text).stream()).map(String::strip).toList());
  }

  private static List<String> spoken(Text text) {
    if (!text.html) {
      boolean isSpoken = text.words.indexOf('\0') < 0 ? PHRASE.matcher(text.words).matches()
          : SENTENCE.matcher(text.words).find() && !NO_WORDS.matcher(text.words).matches();
      return isSpoken ? List.of(text.words) : List.of();
    }
    List<String> found = new ArrayList<>();
    Stream.of(TAG.split(text.words)).filter(part -> WORD.matcher(part).find()).forEach(found::add);
    for (Matcher attribute = SPOKEN.matcher(text.words); attribute.find();) {
      found.add(attribute.group(1));
    }
    return found;
  }

  /** Reads the texts of a script, those within templates too, in the order of their ends. */
  private static final class Reader {
    private static final Pattern MEMBER = Pattern.compile("[{}()\\[\\]]|(?<=[{,]\\s{0,40})(\\w+)(?=\\s*:)");
    private static final Pattern BEFORE_REGEX = Pattern.compile("(?s).*(?:[(,=:\\[!&|?{};>]|return|\\n)\\s*");
    private final String script;
    private final List<Text> texts = new ArrayList<>();
    /** Code without its texts. */
    private final StringBuilder rest = new StringBuilder();
    private int at;
    private int templates;

    Reader(String script) {
      this.script = script;
    }

    List<Text> all() {
      code();
      return texts;
    }

    /** Returns members of objects that stand in them twice: the second takes the place of the first, in silence. */
    List<String> twice() {
      code();
      List<String> found = new ArrayList<>();
      Deque<Set<String>> objects = new ArrayDeque<>();
      Matcher token = MEMBER.matcher(rest);
      while (token.find()) {
        switch (token.group().charAt(0)) {
          case '{', '(', '[' -> objects.push(new HashSet<>());
          case '}', ')', ']' -> objects.pop();
          default -> {
            if (!objects.isEmpty() && !objects.peek().add(token.group(1))) {
              found.add(token.group(1));
            }
          }
        }
      }
      return found;
    }

    /** Reads code up to the brace that ends a value, or to the end. */
    private void code() {
      int depth = 0;
      while (at < script.length()) {
        char c = script.charAt(at);
        if (c == '\'' || c == '"') {
          quoted(c);
        } else if (c == '`') {
          template();
        } else if (script.startsWith("//", at)) {
          at = end("\n");
        } else if (script.startsWith("/*", at)) {
          at = end("*/");
        } else if (c == '/' && BEFORE_REGEX.matcher(script.substring(Math.max(0, at - 12), at)).matches()) {
          regex();
        } else {
          at++;
          if (templates == 0) {
            rest.append(c);
          }
          depth += c == '{' ? 1 : c == '}' ? -1 : 0;
          if (depth < 0) {
            return;
          }
        }
      }
    }

    private int end(String mark) {
      int found = script.indexOf(mark, at);
      return found < 0 ? script.length() : found + mark.length();
    }

    private void quoted(char quote) {
      int from = ++at;
      while (script.charAt(at) != quote) {
        at += script.charAt(at) == '\\' ? 2 : 1;
      }
      texts.add(new Text(line(from), script.substring(from, at++), false));
    }

    private void regex() {
      boolean isClass = false;
      for (at++; isClass || script.charAt(at) != '/'; at++) {
        char c = script.charAt(at);
        isClass = c == '[' || isClass && c != ']';
        at += c == '\\' ? 1 : 0;
      }
      at++;
    }

    private void template() {
      boolean html = script.startsWith("html", at - 4);
      int from = ++at;
      StringBuilder words = new StringBuilder();
      while (script.charAt(at) != '`') {
        if (script.startsWith("${", at)) {
          at += 2;
          templates++;
          code();
          templates--;
          words.append('\0');
        } else {
          at += script.charAt(at) == '\\' ? 1 : 0;
          words.append(script.charAt(at++));
        }
      }
      at++;
      texts.add(new Text(line(from), words.toString(), html));
    }

    private int line(int place) {
      return (int) script.substring(0, place).chars().filter(c -> c == '\n').count() + 1;
    }
  }
}
