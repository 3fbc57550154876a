package com.mas.domain.learning.mrtest;

import com.mas.bus.Text;
import com.mas.domain.learning.mrtest.ExamRows.Analysis;
import com.mas.domain.learning.mrtest.ExamRows.Exam;
import com.mas.domain.learning.mrtest.ExamRows.Person;
import com.mas.domain.learning.mrtest.ExamRows.Question;
import com.mas.domain.learning.mrtest.ExamRows.Submission;
import com.mas.domain.learning.mrtest.ExamRows.Verdict;
import com.mas.domain.learning.mrtest.SiteMap.Kind;
import com.mas.domain.learning.mrtest.SiteMap.Layout;
import com.mas.domain.learning.mrtest.SiteMap.Spot;
import com.mas.domain.learning.mrtest.SiteMap.Word;
import com.mas.sources.Batch;
import com.mas.sources.UnreadableAnswer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * Reads the site's pages by the layouts that are known. Pure, bounded, and without any request of its own. A page that
 * has none of the layouts, or lacks what its layout promises, is an {@link UnreadableAnswer} that names what was looked
 * for; nothing is ever taken as zero because it was not found.
 */
record PageRules(SiteMap site) {
  static final int MOST_ROWS = 2_000;
  private static final int MOST_DEPTH = 200;
  private static final int MOST_TEXT = 255;
  private static final int MOST_WORDS = 2_000;
  private static final int MOST_TAGS = 20;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}(?:\\.[0-9]{1,6})?");
  private static final Pattern PAGE = Pattern.compile("[?&]page=([0-9]{1,6})(?:&|$)");
  private static final Pattern NOTHING = Pattern.compile("|-|–|—|n/?a|none", Pattern.CASE_INSENSITIVE);

  /** A row is not as the layout says. */
  private static final class Odd extends RuntimeException {
    Odd(String what) {
      super(what, null, false, false);
    }
  }

  Document parse(byte[] body) {
    Parser parser = Parser.htmlParser();
    parser.setMaxDepth(MOST_DEPTH);
    return parser.parseInput(new String(body, StandardCharsets.UTF_8), "");
  }

  /** Returns whether it is the page on which people log in. */
  boolean isLogin(Document page) {
    return page.selectFirst(site.login().form()) != null && page.selectFirst(site.login().password()) != null;
  }

  /** Returns the hidden token of the page's form; null for none. */
  String formToken(Document page) {
    Element field = page.selectFirst(site.login().form());
    return field == null || field.attr("value").isEmpty() ? null : field.attr("value");
  }

  /** Returns what the site has against a form that was sent; empty for nothing. */
  List<String> errors(Document page) {
    return page.select(site.login().errors()).stream().limit(10).map(error -> Text.cut(error.text(), MOST_TEXT))
        .toList();
  }

  Batch<Exam> exams(Document page) {
    return list(Kind.EXAMS, page, row -> new Exam(row.id(), row.must("title"), row.many("tags"), row.time("starts"),
        row.time("ends"), row.whole("minutes"), row.number("marks"), row.says("published", Word.PUBLISHED)));
  }

  Batch<Person> students(Document page) {
    return list(Kind.STUDENTS, page, row -> new Person(row.id(), row.text("roll"), row.must("name"),
        email(row.text("email")), row.text("phone"), row.many("tags")));
  }

  Batch<Submission> submissions(Document page) {
    return list(Kind.SUBMISSIONS, page, this::submission);
  }

  private Submission submission(Row row) {
    Word state = row.word("state", Word.SUBMITTED, Word.UNDER_EVALUATION);
    Word result = row.text("result") == null ? null : row.word("result", Word.PASSED, Word.FAILED);
    Integer attempt = row.whole("attempt");
    BigDecimal percentage = row.number("percentage");
    boolean submitted = state == Word.SUBMITTED && percentage != null;
    return new Submission(row.id(), row.text("roll"), row.must("name"), email(row.text("email")), row.text("phone"),
        attempt == null ? 1 : attempt, row.number("score"), row.number("total"), submitted ? percentage : null,
        row.whole("rank"), submitted && result != null ? result == Word.PASSED : null, submitted, row.time("started"),
        row.time("submitted"));
  }

  Analysis analysis(Document page, String submission) {
    Layout layout = layout(Kind.ANALYSIS, page);
    Row whole = new Row(layout.page(), page);
    try {
      if (!submission.equals(whole.must("id"))) {
        throw new Odd("the id of submission " + submission + ", and found " + whole.must("id"));
      }
      List<Question> questions = new ArrayList<>();
      for (Element element : rows(layout, page)) {
        questions.add(question(new Row(layout.fields(), element)));
      }
      if (questions.isEmpty()) {
        throw new Odd("questions");
      }
      return new Analysis(submission, whole.number("accuracy"), whole.number("percentile"), whole.whole("seconds"),
          List.copyOf(questions), layout.name(), structure(page));
    } catch (Odd e) {
      throw unreadable(Kind.ANALYSIS, layout, e, page);
    }
  }

  private Question question(Row row) {
    Integer number = row.whole("number");
    if (number == null) {
      throw new Odd("the number of a question");
    }
    Verdict verdict = switch (row.word("verdict", Word.CORRECT, Word.WRONG, Word.SKIPPED)) {
      case CORRECT -> Verdict.CORRECT;
      case WRONG -> Verdict.WRONG;
      default -> Verdict.SKIPPED;
    };
    return new Question(number, row.text("topic"), row.number("marks"), row.number("negative"), verdict,
        row.whole("seconds"), Text.cut(Optional.ofNullable(row.raw("key")).orElse(""), MOST_WORDS).isEmpty() ? null
            : Text.cut(row.raw("key"), MOST_WORDS));
  }

  private <T> Batch<T> list(Kind kind, Document page, Function<Row, T> read) {
    Layout layout = layout(kind, page);
    List<T> rows = new ArrayList<>();
    List<Integer> unread = new ArrayList<>();
    Odd odd = null;
    int index = 0;
    for (Element element : rows(layout, page)) {
      try {
        rows.add(read.apply(new Row(layout.fields(), element)));
      } catch (Odd e) {
        odd = e;
        unread.add(index);
      }
      index++;
    }
    if (odd != null && rows.isEmpty()) {
      throw unreadable(kind, layout, odd, page);
    }
    Row whole = new Row(layout.page(), page);
    try {
      String next = whole.raw("next");
      Matcher number = next == null || next.isEmpty() ? null : PAGE.matcher(next);
      if (number != null && !number.find()) {
        throw new Odd("the number of the next page in " + Text.cut(next, 100));
      }
      return new Batch<>(rows, number == null ? null : number.group(1), whole.whole("total"), null, unread);
    } catch (Odd e) {
      throw unreadable(kind, layout, e, page);
    }
  }

  private static List<Element> rows(Layout layout, Document page) {
    List<Element> rows = page.select(layout.row());
    if (rows.size() > MOST_ROWS) {
      throw new UnreadableAnswer("Mr. Test's page has " + rows.size() + " rows, more than " + MOST_ROWS + ".", "");
    }
    return rows;
  }

  private Layout layout(Kind kind, Document page) {
    return site.layouts().get(kind).stream().filter(layout -> page.selectFirst(layout.is()) != null).findFirst()
        .orElseThrow(() -> new UnreadableAnswer("Mr. Test's page of " + name(kind) + " has no layout that is known: "
            + "looked for " + site.layouts().get(kind).stream().map(each -> each.is() + " (" + each.name() + ")")
                .collect(Collectors.joining(" and "))
            + ". Its structure is " + structure(page)
            + "; a layout can be added to conf/rules/ezexam.yaml.", page.outerHtml()));
  }

  private static UnreadableAnswer unreadable(Kind kind, Layout layout, Odd odd, Document page) {
    return new UnreadableAnswer("Mr. Test's page of " + name(kind) + " (layout " + layout.name() + ") looked for "
        + odd.getMessage() + ". Its structure is " + structure(page) + ".", page.outerHtml());
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Returns a checksum of which elements stand in which, each kind once: what a page holds does not change it. */
  static String structure(Document page) {
    Set<Long> kinds = new HashSet<>();
    long sum = 0;
    for (Element element : page.body().getAllElements()) {
      Element parent = element.parent();
      long kind = 31L * (31L * (parent == null ? 0 : parent.normalName().hashCode())
          + element.normalName().hashCode()) + element.attr("class").hashCode();
      if (kinds.add(kind)) {
        sum += (kind ^ kind >>> 29) * 0x9E3779B97F4A7C15L;
      }
    }
    return HexFormat.of().toHexDigits(sum);
  }

  private static String email(String written) {
    return written == null || !written.contains("@") ? null : written.toLowerCase(Locale.ROOT);
  }

  /** Reads what stands at the places of one row, or of the page. */
  private final class Row {
    private final Map<String, Spot> spots;
    private final Element at;

    Row(Map<String, Spot> spots, Element at) {
      this.spots = spots;
      this.at = at;
    }

    private String raw(String field) {
      Spot spot = spots.get(field);
      Element found = spot.css() == null ? at : at.selectFirst(spot.css());
      if (found == null || spot.attribute() != null && !found.hasAttr(spot.attribute())) {
        if (spot.mayBeMissing()) {
          return null;
        }
        throw new Odd(spot.written() + " (" + field + ")");
      }
      return Text.stripped((spot.attribute() == null ? found.text() : found.attr(spot.attribute())).replace("\0", ""));
    }

    /** Returns null for what shows nothing. */
    String text(String field) {
      String raw = raw(field);
      return raw == null || !Text.isVisible(raw) || NOTHING.matcher(raw).matches() ? null : Text.cut(raw, MOST_TEXT);
    }

    String must(String field) {
      String text = text(field);
      if (text == null) {
        throw new Odd("words at " + spots.get(field).written() + " (" + field + ")");
      }
      return text;
    }

    String id() {
      String id = must("id");
      if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
        throw new Odd("an id, and found " + Text.cut(id, 40));
      }
      return id;
    }

    List<String> many(String field) {
      return at.select(spots.get(field).css()).stream().limit(MOST_TAGS)
          .map(tag -> Text.cut(Text.stripped(tag.text()), MOST_TEXT)).filter(Text::isVisible).distinct().toList();
    }

    BigDecimal number(String field) {
      String text = text(field);
      String plain = text == null ? null : text.replace('−', '-').replaceAll("[,%/\\s]", "");
      if (plain != null && !NUMBER.matcher(plain).matches()) {
        throw new Odd("a number at " + spots.get(field).written() + " (" + field + "), and found "
            + Text.cut(text, 40));
      }
      return plain == null ? null : new BigDecimal(plain);
    }

    Integer whole(String field) {
      BigDecimal number = number(field);
      if (number != null && (number.stripTrailingZeros().scale() > 0 || number.signum() < 0)) {
        throw new Odd("a whole number at " + spots.get(field).written() + " (" + field + "), and found " + number);
      }
      return number == null ? null : number.intValueExact();
    }

    Instant time(String field) {
      String text = text(field);
      return text == null ? null : TimeRules.read(text).orElseThrow(() -> new Odd("a time at "
          + spots.get(field).written() + " (" + field + "), and found " + Text.cut(text, 40)));
    }

    boolean says(String field, Word word) {
      return site.words().get(word).contains(must(field).toLowerCase(Locale.ROOT));
    }

    /** Returns which of the words it is; an unknown one is never taken for another. */
    Word word(String field, Word... words) {
      for (Word word : words) {
        if (says(field, word)) {
          return word;
        }
      }
      throw new Odd("a known word at " + spots.get(field).written() + " (" + field + "), and found "
          + Text.cut(must(field), 40));
    }
  }
}
