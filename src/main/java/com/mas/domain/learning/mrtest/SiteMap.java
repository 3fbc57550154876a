package com.mas.domain.learning.mrtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.mas.outbound.Outgoing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector.SelectorParseException;

/**
 * Holds where things are at the site and on its pages, as {@code conf/rules/ezexam.yaml} says. Immutable.
 *
 * @param words of the site by what they mean, in small letters
 */
record SiteMap(Paths paths, Login login, Map<Kind, List<Layout>> layouts, Map<Word, Set<String>> words) {
  /** The kinds of pages, with what has to be told of each row and of the page itself. */
  enum Kind {
    EXAMS, SUBMISSIONS, ANALYSIS, STUDENTS;

    private List<String> ofPage() {
      return this == ANALYSIS ? List.of("id", "accuracy", "percentile", "seconds") : List.of("total", "next");
    }

    private List<String> ofRow() {
      return switch (this) {
        case EXAMS -> List.of("id", "title", "tags", "starts", "ends", "minutes", "marks", "published");
        case SUBMISSIONS -> List.of("id", "roll", "name", "email", "phone", "attempt", "score", "total", "percentage",
            "rank", "result", "state", "started", "submitted");
        case ANALYSIS -> List.of("number", "topic", "marks", "negative", "verdict", "seconds", "key");
        case STUDENTS -> List.of("id", "roll", "name", "email", "phone", "tags");
      };
    }
  }

  /** Names what words of the site mean. */
  enum Word {
    PUBLISHED, SUBMITTED, UNDER_EVALUATION, PASSED, FAILED, CORRECT, WRONG, SKIPPED
  }

  /** Paths; {@code {exam}} and {@code {submission}} stand for ids. */
  record Paths(String login, String exams, String submissions, String analysis, String students, String create,
      String take) {
    String submissions(String exam) {
      return submissions.replace("{exam}", Outgoing.segment(exam));
    }

    String analysis(String submission) {
      return analysis.replace("{submission}", Outgoing.segment(submission));
    }

    String take(String exam) {
      return take.replace("{exam}", Outgoing.segment(exam));
    }
  }

  /** Selectors of the form in which people log in, and of what the site has against one that was sent. */
  record Login(Evaluator form, Evaluator password, Evaluator errors) {}

  /**
   * One way in which a kind of page is laid out.
   *
   * @param is found where a page has this layout
   */
  record Layout(String name, Evaluator is, Evaluator row, Map<String, Spot> page, Map<String, Spot> fields) {}

  /**
   * Says where a value stands.
   *
   * @param css null: at the row itself
   * @param attribute null: the text
   * @param written as the file has it, for people
   */
  record Spot(Evaluator css, String attribute, boolean mayBeMissing, String written) {}

  private record RawLayout(String name, String is, String row, Map<String, String> page, Map<String, String> fields) {}

  private record RawLogin(String form, String password, String errors) {}

  private record Raw(Paths paths, RawLogin login, List<RawLayout> exams, List<RawLayout> submissions,
      List<RawLayout> analysis, List<RawLayout> students, Map<String, Set<String>> words) {
    List<RawLayout> of(Kind kind) {
      List<RawLayout> found = switch (kind) {
        case EXAMS -> exams;
        case SUBMISSIONS -> submissions;
        case ANALYSIS -> analysis;
        case STUDENTS -> students;
      };
      return found == null ? List.of() : found;
    }
  }

  /** @throws IllegalArgumentException with one line for each mistake */
  static SiteMap read(Path file) {
    try {
      return read(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("The layouts of Mr. Test's pages cannot be read: " + file, e);
    }
  }

  static SiteMap read(String yaml) {
    List<String> mistakes = new ArrayList<>();
    Raw raw;
    try {
      raw = YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build()
          .readValue(yaml, Raw.class);
    } catch (JsonProcessingException e) {
      throw wrong(List.of(e.getOriginalMessage().replaceAll("\\s+", " ")));
    }
    if (raw == null || raw.paths == null || raw.login == null || raw.words == null) {
      throw wrong(List.of("paths, login and words must be there"));
    }
    paths(raw.paths, mistakes);
    Map<Kind, List<Layout>> layouts = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      String where = kind.name().toLowerCase(Locale.ROOT);
      if (raw.of(kind).isEmpty()) {
        mistakes.add(where + " has no layout");
      }
      layouts.put(kind, raw.of(kind).stream().map(each -> layout(where, kind, each, mistakes)).toList());
    }
    Map<Word, Set<String>> words = new LinkedHashMap<>();
    for (Word word : Word.values()) {
      Set<String> said = raw.words.get(word.name().toLowerCase(Locale.ROOT));
      if (said == null || said.isEmpty()) {
        mistakes.add("words." + word.name().toLowerCase(Locale.ROOT) + " is missing");
      } else {
        words.put(word, Set.copyOf(said));
      }
    }
    Login login = new Login(css("login.form", raw.login.form, mistakes),
        css("login.password", raw.login.password, mistakes), css("login.errors", raw.login.errors, mistakes));
    if (!mistakes.isEmpty()) {
      throw wrong(mistakes);
    }
    return new SiteMap(raw.paths, login, Map.copyOf(layouts), Map.copyOf(words));
  }

  private static void paths(Paths paths, List<String> mistakes) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("login", paths.login);
    all.put("exams", paths.exams);
    all.put("submissions", paths.submissions);
    all.put("analysis", paths.analysis);
    all.put("students", paths.students);
    all.put("create", paths.create);
    all.put("take", paths.take);
    Map<String, String> places = Map.of("submissions", "{exam}", "analysis", "{submission}", "take", "{exam}");
    all.forEach((name, path) -> {
      if (path == null || !path.matches("/[A-Za-z0-9_./{}~-]*") || !path.contains(places.getOrDefault(name, "/"))) {
        mistakes.add("paths." + name + " must be a path"
            + (places.containsKey(name) ? " with " + places.get(name) : "") + ", not \"" + path + "\"");
      }
    });
  }

  private static Layout layout(String where, Kind kind, RawLayout raw, List<String> mistakes) {
    String at = where + "." + raw.name;
    return new Layout(raw.name, css(at + ".is", raw.is, mistakes), css(at + ".row", raw.row, mistakes),
        spots(at + ".page", kind.ofPage(), raw.page, mistakes),
        spots(at + ".fields", kind.ofRow(), raw.fields, mistakes));
  }

  private static Map<String, Spot> spots(String at, List<String> names, Map<String, String> raw,
      List<String> mistakes) {
    Map<String, Spot> spots = new LinkedHashMap<>();
    Map<String, String> given = raw == null ? Map.of() : raw;
    given.keySet().stream().filter(name -> !names.contains(name))
        .forEach(name -> mistakes.add(at + "." + name + " is none of " + names));
    for (String name : names) {
      if (given.get(name) == null) {
        mistakes.add(at + "." + name + " is missing");
      } else {
        spots.put(name, spot(at + "." + name, given.get(name), mistakes));
      }
    }
    return spots;
  }

  private static Spot spot(String at, String written, List<String> mistakes) {
    boolean mayBeMissing = written.endsWith("?");
    String rest = mayBeMissing ? written.substring(0, written.length() - 1) : written;
    int sign = rest.lastIndexOf('@');
    String attribute = sign < 0 ? null : rest.substring(sign + 1);
    String css = sign < 0 ? rest : rest.substring(0, sign);
    return new Spot(css.isEmpty() && attribute != null ? null : css(at, css, mistakes), attribute, mayBeMissing,
        written);
  }

  private static Evaluator css(String at, String css, List<String> mistakes) {
    try {
      return QueryParser.parse(css == null ? "" : css);
    } catch (SelectorParseException | IllegalArgumentException e) {
      mistakes.add(at + " is no selector: " + css);
      return new Evaluator.AllElements();
    }
  }

  private static IllegalArgumentException wrong(List<String> mistakes) {
    return new IllegalArgumentException("conf/rules/ezexam.yaml has " + mistakes.size() + " mistake"
        + (mistakes.size() == 1 ? "" : "s") + ":\n  - " + String.join("\n  - ", mistakes));
  }
}
