package com.mas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the README and the guides: what they name exists, and what exists is named. */
class GuidesTest {
  private static final Path GUIDES = Path.of("src", "main", "resources", "docs");
  private static final Path SETTINGS = GUIDES.resolve("settings.md");
  private static final String BEGIN = "<!-- made of conf/application.yaml by GuidesTest with GOLDEN=write -->\n";
  private static final int README_LINES = 170;

  private static final Pattern SECTION = Pattern.compile("# --- (.*?) -{3,}");
  private static final Pattern SETTING = Pattern.compile("([A-Z][A-Z0-9_]+):\\s*(\"[^\"]*\"|[^#]*?)\\s*(?:#\\s*(.*))?");
  private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Z0-9_]{2,})(?:=[^`]*)?`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(#[^)\\s]*)?\\)");
  private static final Pattern SCRIPT = Pattern.compile("scripts/([a-z][a-z-]+)");
  private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z]\\w+(?:Test|IT))`");
  /** Variables of scripts and values, which are no settings. */
  private static final Set<String> NO_SETTINGS = Set.of("BRIDGE_KEY", "GOLDEN", "SEED", "INFO");
  /** Archaic words, and calques of other languages, that make a reader stop. */
  private static final Pattern STRANGE = Pattern.compile("(?i)\\b(?:anew|whoever|whomever|hereby|thereof|whither"
      + "|of above|as once|no sticky anything|is told to|on the whole)\\b|\\bmended\\b");

  /** One setting with what its comments say. */
  private record Setting(String section, String name, String value, String meaning) {}

  @Test
  void theReadmeTakesFiveMinutes() throws IOException {
    assertTrue(Files.readAllLines(Path.of("README.md")).size() <= README_LINES);
  }

  @Test
  void everySettingIsExplainedAndTheGuideHasThemAll() throws IOException {
    Map<String, Setting> all = settings();
    assertTrue(all.size() > 70, () -> "found " + all.keySet());
    assertEquals(List.of(), all.values().stream().filter(each -> each.meaning.isBlank())
        .map(Setting::name).toList(), "without an explanation");
    String old = Files.readString(SETTINGS);
    String made = old.substring(0, old.indexOf(BEGIN) + BEGIN.length()) + tables(all.values());
    if ("write".equals(System.getenv("GOLDEN"))) {
      Files.writeString(SETTINGS, made);
    }
    assertEquals(made, Files.readString(SETTINGS), "write it with GOLDEN=write");
  }

  @Test
  void everySettingThatAGuideNamesExists() throws IOException {
    Set<String> known = settings().keySet();
    List<String> unknown = new ArrayList<>();
    for (Path file : texts()) {
      NAMED.matcher(Files.readString(file)).results().map(match -> match.group(1))
          .filter(name -> !known.contains(name) && !NO_SETTINGS.contains(name))
          .forEach(name -> unknown.add(file + ": " + name));
    }
    assertEquals(List.of(), unknown);
  }

  @Test
  void everyScriptAndTestThatAGuideNamesExists() throws IOException {
    Set<String> classes = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src", "test", "java"))) {
      sources.forEach(file -> classes.add(file.getFileName().toString()));
    }
    List<String> missing = new ArrayList<>();
    for (Path file : texts()) {
      String text = Files.readString(file);
      SCRIPT.matcher(text).results().filter(match -> !Files.exists(Path.of("scripts", match.group(1))))
          .forEach(match -> missing.add(file + ": " + match.group()));
      TEST_CLASS.matcher(text).results().filter(match -> !classes.contains(match.group(1) + ".java"))
          .forEach(match -> missing.add(file + ": " + match.group(1)));
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path file : texts()) {
      Matcher links = LINK.matcher(Files.readString(file));
      while (links.find()) {
        String to = links.group(1);
        boolean page = to.startsWith("/docs/") || to.startsWith("http") || to.equals("changelog.md");
        Path target = to.isEmpty() || page ? file : file.resolveSibling(to);
        if (!Files.exists(target)) {
          dead.add(file + ": " + to);
        } else if (links.group(2) != null && !anchors(target).contains(links.group(2).substring(1))) {
          dead.add(file + ": " + to + links.group(2));
        }
      }
    }
    assertEquals(List.of(), dead);
  }

  @Test
  void theReadmeLinksEveryGuide() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertEquals(List.of(), texts().stream().skip(1).filter(file -> !readme.contains("(" + file + ")")).toList());
  }

  @Test
  void theWordsAreThoseOfToday() throws IOException {
    List<String> strange = new ArrayList<>();
    for (Path file : texts()) {
      STRANGE.matcher(Files.readString(file)).results().forEach(match -> strange.add(file + ": " + match.group()));
    }
    assertEquals(List.of(), strange);
  }

  private static Set<String> anchors(Path file) throws IOException {
    Set<String> found = new TreeSet<>();
    Files.readString(file).lines().filter(line -> line.startsWith("#")).forEach(
        line -> found.add(line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} -]", "")
            .replace(' ', '-')));
    return found;
  }

  /** Returns the README, then the guides in the order of their names. */
  private static List<Path> texts() throws IOException {
    List<Path> all = new ArrayList<>(List.of(Path.of("README.md")));
    try (Stream<Path> guides = Files.list(GUIDES)) {
      guides.filter(file -> file.toString().endsWith(".md")).sorted().forEach(all::add);
    }
    return all;
  }

  /** Reads the settings of the process, then those of the domains, by name. */
  private static Map<String, Setting> settings() throws IOException {
    Map<String, Setting> found = new LinkedHashMap<>();
    read(Path.of("conf", "application.yaml"), "", found);
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "resources", "domain"))) {
      for (Path file : files.filter(each -> each.endsWith("settings.yaml")).sorted().toList()) {
        read(file, file.getParent().getFileName().toString(), found);
      }
    }
    return found;
  }

  private static void read(Path file, String firstSection, Map<String, Setting> into) throws IOException {
    String section = firstSection;
    String before = "";
    Setting last = null;
    for (String line : Files.readAllLines(file)) {
      Matcher head = SECTION.matcher(line);
      Matcher setting = SETTING.matcher(line);
      if (head.lookingAt()) {
        section = head.group(1);
        before = "";
        last = null;
      } else if (setting.matches()) {
        String meaning = (before + " " + (setting.group(3) == null ? "" : setting.group(3))).strip();
        last = new Setting(section, setting.group(1), setting.group(2).replace("\"", ""), meaning);
        into.put(last.name, last);
        before = "";
      } else if (line.matches("\\s+#.*") && last != null) {
        last = new Setting(last.section, last.name, last.value, last.meaning + " " + line.strip().substring(1).strip());
        into.put(last.name, last);
      } else if (line.startsWith("# ") && !section.isEmpty()) {
        before = (before + " " + line.substring(2)).strip();
        last = null;
      }
    }
  }

  private static String tables(Iterable<Setting> settings) {
    StringBuilder text = new StringBuilder();
    String section = null;
    for (Setting each : settings) {
      if (!each.section.equals(section)) {
        section = each.section;
        String[] parts = section.split(": ", 2);
        text.append("\n## ").append(capital(parts[0])).append("\n\n")
            .append(parts.length == 1 ? "" : capital(parts[1]) + ".\n\n")
            .append("| setting | default | meaning |\n| --- | --- | --- |\n");
      }
      text.append("| `").append(each.name).append("` | ")
          .append(each.value.isEmpty() ? "empty" : "`" + each.value + "`").append(" | ")
          .append(each.meaning.replace("|", "\\|").replace("<", "&lt;")).append(" |\n");
    }
    return text.toString();
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
