package com.mas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what people read to plain English: pages, guides, the contract, messages of failures, e-mails. */
class PlainEnglishTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path RESOURCES = Path.of("src/main/resources");
  /** Archaic words, and phrases of this product's early days, for which English has plainer ones. */
  private static final Pattern REJECTED = Pattern.compile("(?i)\\b(?:anew|whoever|whomever|whyever|whom|somebody"
      + "|anybody|nobody|any more|no more|for ever|mended|of above|as once|is good once|you need not|a day to come"
      + "|does not go on|has the chair|who sat|taken away from|it did not work|twice is)\\b");
  /** Matches files that hold the words of others: what people write to us, and libraries. */
  private static final Pattern THEIRS = Pattern.compile(".*/(?:templates/wishes|console/vendor)/.*");
  private static final Pattern READ = Pattern.compile(".*\\.(?:yaml|txt|html)|.*/console/words(?:[-/]\\w+)?\\.js");
  /** Matches code within a text, and words that the text quotes in italics. */
  private static final Pattern CODE = Pattern.compile("`[^`]*`|\\*[^*]+\\*");
  private static final Pattern COMMENT = Pattern.compile("\\s*(?:#|//|\\*|/\\*).*");
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*\"");
  /** Names of members are no words of a page. */
  private static final Pattern MEMBER = Pattern.compile("\\b\\w+:(?= )|\\bw(?:ords)?\\.\\w+");

  @Test
  void whatIsReadHasNoneOfTheRejectedWords() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files(RESOURCES, READ)) {
      List<String> lines = Files.readAllLines(file);
      boolean script = file.toString().endsWith(".js");
      for (int i = 0; i < lines.size(); i++) {
        String line = script ? MEMBER.matcher(lines.get(i)).replaceAll("") : lines.get(i);
        if (!COMMENT.matcher(line).matches()) {
          add(found, file, i, line);
        }
      }
    }
    assertEquals(List.of(), found);
  }

  /** Reads the README, the guides, and the texts about the project and its configuration; code may differ. */
  @Test
  void guidesHaveNoneOfTheRejectedWords() throws IOException {
    List<String> found = new ArrayList<>();
    List<Path> texts = new ArrayList<>(List.of(Path.of("README.md")));
    for (String folder : List.of(".github", "conf", "src/main/resources/docs")) {
      texts.addAll(files(Path.of(folder), Pattern.compile(".*\\.md")));
    }
    assertTrue(texts.size() > 18, texts::toString);
    for (Path file : texts) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        add(found, file, i, CODE.matcher(lines.get(i)).replaceAll(""));
      }
    }
    assertEquals(List.of(), found);
  }

  /** Pages say "sign in"; all that is written to people says so, too. */
  @Test
  void peopleSignIn() throws IOException {
    Pattern other = Pattern.compile("\\b[Ll]og(?:s|ged|ging)? (?:in|out)\\b");
    List<String> found = new ArrayList<>();
    for (Path file : files(RESOURCES, Pattern.compile(READ.pattern() + "|.*/docs/.*\\.md"))) {
      other.matcher(Files.readString(file)).results().forEach(each -> found.add(file + " has " + each.group()));
    }
    for (Path file : files(Path.of("src/main/java"), Pattern.compile(".*/(?:domain|bridge|http)/.*\\.java"))) {
      Files.readString(file).lines().filter(line -> !line.contains("LOG.")).flatMap(
          line -> STRING.matcher(line).results()).filter(string -> other.matcher(string.group()).find())
          .forEach(each -> found.add(file + " has " + each.group()));
    }
    assertEquals(List.of(), found);
  }

  /** Reads all strings but those of the log: a failure's message may be put together far from where it is thrown. */
  @Test
  void messagesHaveNoneOfTheRejectedWords() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files(Path.of("src/main/java"), Pattern.compile(".*\\.java"))) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (!COMMENT.matcher(lines.get(i)).matches() && !lines.get(i).contains("LOG.")) {
          Matcher strings = STRING.matcher(lines.get(i));
          while (strings.find()) {
            add(found, file, i, strings.group());
          }
        }
      }
    }
    assertEquals(List.of(), found);
  }

  /** A text that begins with such a word has no subject, or is no sentence. */
  private static final Pattern FRAGMENT = Pattern.compile(
      "(?s)(?:[a-z].*|(?:Of|That|Whether|What|Who|Whose|Whom|Why|How|Which|Where|Behind|Absent when it)\\b.*)");

  /** Reads what the contract says of operations, answers, parameters and members, and of events. */
  @Test
  @SuppressWarnings("unchecked")
  void wordsOfTheContractBeginAsSentencesDo() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files(RESOURCES, Pattern.compile(".*/(?:openapi|asyncapi|http)/[\\w-]+\\.yaml"))) {
      Map<String, Object> document = YAML.readValue(file.toFile(), Map.class);
      described(file + " ", document, found);
      ((Map<String, Map<String, Object>>) document.getOrDefault("x-words", Map.of()))
          .forEach((component, members) -> members.forEach((member, words) -> {
            if (words instanceof String text) {
              sentence(file + " " + component + "." + member, text, found);
            }
          }));
    }
    assertEquals(List.of(), found);
  }

  private static void described(String where, Object node, List<String> found) {
    if (node instanceof Map<?, ?> map) {
      map.forEach((key, value) -> {
        if (value instanceof String text && List.of("description", "summary").contains(key)) {
          sentence(where, text, found);
        } else {
          described(where + "/" + key, value, found);
        }
      });
    } else if (node instanceof List<?> list) {
      list.forEach(each -> described(where, each, found));
    }
  }

  private static void sentence(String where, String text, List<String> found) {
    if (FRAGMENT.matcher(text).matches()) {
      found.add(where + " has \"" + text + '"');
    }
  }

  private static void add(List<String> found, Path file, int line, String text) {
    Matcher rejected = REJECTED.matcher(text);
    if (rejected.find()) {
      found.add(file + ":" + (line + 1) + " has \"" + rejected.group() + "\"");
    }
  }

  private static List<Path> files(Path root, Pattern name) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> name.matcher(file.toString()).matches() && !THEIRS.matcher(file.toString()).matches())
          .sorted().toList();
    }
  }
}
