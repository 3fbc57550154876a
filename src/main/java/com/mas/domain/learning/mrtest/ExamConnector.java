package com.mas.domain.learning.mrtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.bus.Text;
import com.mas.domain.learning.mrtest.ExamRows.Exam;
import com.mas.domain.learning.mrtest.SiteClient.Page;
import com.mas.runs.Politeness;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import com.mas.sources.Connector;
import com.mas.sources.Reads;
import com.mas.sources.Source;
import com.mas.sources.Stage;
import com.mas.sources.UnreadableAnswer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;

/** The site as the engine of mirrors sees it. Its pages begin at their numbers. */
final class ExamConnector implements Connector {
  static final Source SOURCE = new Source("mrtest", "Mr. Test");
  private static final int MOST_TAGS = 20;
  private static final int MOST_TITLE = 255;

  private final SiteSessions sessions;
  private final Politeness lists;
  private final Politeness details;

  /** @param sessions null when no site is configured */
  ExamConnector(SiteSessions sessions, Politeness lists, Politeness details) {
    this.sessions = sessions;
    this.lists = lists;
    this.details = details;
  }

  @Override
  public Source source() {
    return SOURCE;
  }

  @Override
  public List<Stage<?>> stages() {
    return ExamRows.STAGES;
  }

  /** Returns no pause for analyses: the session pauses between them, since two are asked for at once. */
  @Override
  public Politeness politeness(Stage<?> stage) {
    return stage.equals(ExamRows.ANALYSIS) ? Politeness.NONE : lists;
  }

  /** Returns two for analyses: while one is read, the next is on its way. The session asks one at a time. */
  @Override
  public int atOnce(Stage<?> stage) {
    return stage.equals(ExamRows.ANALYSIS) ? 2 : 1;
  }

  @Override
  public Session open(String tenant) {
    if (sessions == null) {
      throw Failure.PROVIDER_UNAUTHENTICATED.with("Mr. Test is not configured.");
    }
    return new Open(sessions.open(tenant, details));
  }

  private static final class Open implements Session {
    private final SiteSessions.Open site;
    private final SiteMap.Paths paths;
    private final PageRules pages;
    private final Reads reads;

    Open(SiteSessions.Open site) {
      this.site = site;
      paths = site.client().paths();
      pages = site.client().pages();
      reads = new Reads(SOURCE)
          .on(ExamRows.EXAMS, ask -> exams(site.page(paths.exams(), numbered(ask), true)))
          .on(ExamRows.STUDENTS, ask -> pages.students(html(paths.students(), numbered(ask))))
          .on(ExamRows.SUBMISSIONS, ask -> pages.submissions(html(paths.submissions(ask.of().getFirst()),
              numbered(ask))))
          .on(ExamRows.ANALYSIS, ask -> Batch.one(pages.analysis(html(site.detail(paths.analysis(ask.of().getLast()))),
              ask.of().getLast())));
    }

    /** Reads the catalogue: an account that may see it may see the rest. */
    @Override
    public Probe probe() {
      exams(site.page(paths.exams(), Map.of(), true));
      return Probe.WHOLE;
    }

    @Override
    public <T> Batch<T> read(Stage<T> stage, Ask ask) {
      return reads.read(stage, ask);
    }

    private Document html(String path, Map<String, String> query) {
      return html(site.page(path, query, false));
    }

    private static Document html(Page page) {
      if (page.isJson()) {
        throw new UnreadableAnswer("Mr. Test answered with data where a page was expected.", page.answer().text());
      }
      return page.document();
    }

    private Batch<Exam> exams(Page page) {
      return page.isJson() ? listed(page) : pages.exams(page.document());
    }

    private static Map<String, String> numbered(Ask ask) {
      return ask.from() == null ? Map.of() : Map.of("page", ask.from());
    }
  }

  /** Reads what the site's own script is given. */
  private static Batch<Exam> listed(Page page) {
    JsonNode json;
    try {
      json = Json.FOREIGN.readTree(page.answer().body());
    } catch (JsonProcessingException e) {
      throw new UnreadableAnswer("Mr. Test's list of exams is not the agreed JSON.", page.answer().text());
    } catch (IOException e) {
      throw new IllegalStateException("bytes cannot fail to be read", e);
    }
    if (!json.path("results").isArray() || json.path("results").size() > PageRules.MOST_ROWS) {
      throw new UnreadableAnswer("Mr. Test's list of exams looked for results, a list of at most "
          + PageRules.MOST_ROWS + ".", page.answer().text());
    }
    List<Exam> exams = new ArrayList<>();
    List<Integer> unread = new ArrayList<>();
    int index = 0;
    for (JsonNode row : json.path("results")) {
      Exam exam = exam(row);
      if (exam == null) {
        unread.add(index);
      } else {
        exams.add(exam);
      }
      index++;
    }
    String next = json.path("next").asText("");
    String number = next.replaceFirst(".*[?&]page=([0-9]{1,6})(?:&.*)?$", "$1");
    return new Batch<>(exams, number.matches("[0-9]{1,6}") ? number : null,
        json.path("count").canConvertToInt() ? Integer.valueOf(json.path("count").intValue()) : null, null, unread);
  }

  /** Returns null for a row that is none. */
  private static Exam exam(JsonNode row) {
    String id = row.path("id").asText("");
    String title = Text.stripped(row.path("title").asText("").replace("\0", ""));
    if (!id.matches("[A-Za-z0-9_-]{1,64}") || !Text.isVisible(title) || !row.path("published").isBoolean()) {
      return null;
    }
    List<String> tags = new ArrayList<>();
    row.path("tags").forEach(tag -> {
      if (tags.size() < MOST_TAGS && Text.isVisible(tag.asText()) && !tags.contains(tag.asText())) {
        tags.add(Text.cut(tag.asText(), MOST_TITLE));
      }
    });
    return new Exam(id, Text.cut(title, MOST_TITLE), List.copyOf(tags), time(row, "starts_at"), time(row, "ends_at"),
        row.path("duration").canConvertToInt() && row.path("duration").intValue() > 0
            ? Integer.valueOf(row.path("duration").intValue()) : null,
        row.path("total_marks").isNumber() ? new BigDecimal(row.path("total_marks").asText()) : null,
        row.path("published").booleanValue());
  }

  private static Instant time(JsonNode row, String field) {
    return TimeRules.read(row.path(field).asText("")).orElse(null);
  }
}
