package com.mas.domain.learning.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.db.Database;
import com.mas.domain.learning.credential.CertificateDownload.Outcome;
import com.mas.domain.learning.credential.OutsideIssuer.Listed;
import com.mas.domain.learning.credential.OutsideRow.Skip;
import com.mas.domain.learning.credential.OutsideRules.Hours;
import com.mas.domain.learning.credential.OutsideRules.Mark;
import com.mas.runs.Politeness;
import com.mas.runs.Slice;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import com.mas.sources.Connector;
import com.mas.sources.Reads;
import com.mas.sources.Source;
import com.mas.sources.Stage;
import com.mas.sources.Stage.Paging;
import com.mas.sources.Stage.Whole;
import com.mas.sources.UnreadableAnswer;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** An outside issuer as the engine of mirrors sees it: one stream of credentials, from a time on. */
final class OutsideConnector implements Connector {
  private static final int USUAL_ROWS = 20;
  /** Bounds the certificates that a part of a page has in memory; the last one may go beyond it. */
  private static final long MOST_BYTES = 16L << 20;

  private final OutsideIssuer issuer;
  private final OutsideClient client;
  private final CertificateDownload certificates;
  private final Hours hours;
  private final Function<List<String>, Set<String>> known;
  private final BooleanSupplier patient;
  private final Clock clock;
  private final Source source;
  private final Stage<OutsideRow> stage;
  private final Politeness politeness;

  /**
   * @param client null when the issuer is not connected
   * @param known returns those of the issuer's ids that are here, so that nothing more is asked about them
   * @param patient whether a certificate that cannot be had now is waited for
   */
  OutsideConnector(OutsideIssuer issuer, OutsideClient client, CertificateDownload certificates, Hours hours,
      Function<List<String>, Set<String>> known, BooleanSupplier patient, Clock clock) {
    this.issuer = issuer;
    this.client = client;
    this.certificates = certificates;
    this.hours = hours;
    this.known = known;
    this.patient = patient;
    this.clock = clock;
    this.source = new Source(issuer.id(), issuer.name());
    int rows = issuer.list() == null || issuer.list().rows() == null ? USUAL_ROWS : issuer.list().rows();
    this.stage = Stage.list("credentials", "credentials", OutsideRow.class, Paging.MARKS, Whole.CHANGES).sized(rows);
    String[] pause = issuer.pauseMs().split("-");
    this.politeness = new Politeness(Duration.ofMillis(Long.parseLong(pause[0])),
        Duration.ofMillis(Long.parseLong(pause[1])), new Random());
  }

  @Override
  public Source source() {
    return source;
  }

  /** Returns its one phase. */
  Stage<OutsideRow> stage() {
    return stage;
  }

  @Override
  public List<Stage<?>> stages() {
    return List.of(stage);
  }

  @Override
  public Politeness politeness(Stage<?> of) {
    return politeness;
  }

  @Override
  public Session open(String tenant) {
    if (client == null || !tenant.equals(issuer.tenant())) {
      throw Failure.PROVIDER_UNAUTHENTICATED.with(issuer.name() + " is not connected for this tenant.");
    }
    return new Open();
  }

  /** A page as it came. */
  private record Kept(String at, int size, JsonNode answer) {}

  private final class Open implements Session {
    private final Reads reads = new Reads(source).on(stage, this::page);
    /** Holds the last page, for one whose certificates are taken in several parts. */
    private volatile Kept kept = new Kept("", 0, null);

    @Override
    public Probe probe() {
      items(answer(new Mark("", "", 0, OutsideRules.first(issuer.list())), 1));
      return Probe.WHOLE;
    }

    @Override
    public <T> Batch<T> read(Stage<T> of, Ask ask) {
      return reads.read(of, ask);
    }

    private Batch<OutsideRow> page(Ask ask) {
      Mark asked = OutsideRules.mark(ask.from(), clock.instant());
      Mark mark = asked.position().isEmpty() ? new Mark(asked.since(), asked.began(), asked.skip(),
          OutsideRules.first(issuer.list())) : asked;
      JsonNode answer = answer(mark, ask.size());
      JsonNode items = items(answer);
      List<OutsideRow> rows = new ArrayList<>();
      for (int i = mark.skip(); i < items.size(); i++) {
        rows.add(OutsideRules.row(issuer.map(), items.get(i), hours));
      }
      List<OutsideRow> done = prepared(rows);
      String next = done.size() < rows.size() ? mark.skipping(mark.skip() + done.size()).written()
          : next(mark, answer, items.size());
      return new Batch<>(done, next, null,
          next == null ? OutsideRules.since(mark, Duration.ofHours(issuer.overlapHours())) : null);
    }

    private JsonNode answer(Mark mark, int size) {
      String at = mark.since() + " " + mark.position();
      Kept last = kept;
      if (mark.skip() > 0 && last.at.equals(at) && last.size == size) {
        return last.answer;
      }
      Listed list = issuer.list();
      Map<String, String> query = new LinkedHashMap<>();
      if (list.since() != null && !mark.since().isEmpty()) {
        query.put(list.since(), mark.since());
      }
      if (!mark.position().isEmpty()) {
        query.put(list.page(), mark.position());
      }
      if (list.size() != null) {
        query.put(list.size(), String.valueOf(Math.min(size, stage.size())));
      }
      JsonNode answer = client.list(query);
      kept = new Kept(at, size, answer);
      return answer;
    }

    private JsonNode items(JsonNode answer) {
      JsonNode items = issuer.list().items().in(answer);
      if (items == null || !items.isArray()) {
        throw new UnreadableAnswer(issuer.name() + "'s answer has no list where conf/issuers.yaml says.",
            answer.toString());
      }
      return items;
    }

    private String next(Mark mark, JsonNode answer, int rows) {
      try {
        String next = OutsideRules.next(issuer.list(), mark.position(), answer, rows);
        return next == null ? null : mark.at(next).written();
      } catch (IllegalArgumentException e) {
        throw new UnreadableAnswer(issuer.name() + "'s list cannot be followed: " + e.getMessage() + ".",
            answer.toString());
      }
    }

    /** Finds out what is to be known of the rows; of as many of them as memory allows. */
    private List<OutsideRow> prepared(List<OutsideRow> rows) {
      Set<String> here = known.apply(rows.stream().filter(OutsideRow::isKept).map(OutsideRow::externalId).toList());
      List<OutsideRow> done = new ArrayList<>(rows.size());
      long bytes = 0;
      for (int from = 0; from < rows.size() && bytes < MOST_BYTES; from += issuer.atOnce()) {
        List<OutsideRow> some = rows.subList(from, Math.min(rows.size(), from + issuer.atOnce()));
        List<Future<OutsideRow>> coming = some.stream().map(row -> prepared(row, here)).toList();
        for (Future<OutsideRow> each : coming) {
          OutsideRow row = Database.await(each);
          bytes += row.file() == null ? 0 : row.file().length;
          done.add(row);
        }
      }
      return done;
    }

    private Future<OutsideRow> prepared(OutsideRow row, Set<String> here) {
      if (!row.isKept()) {
        return Future.succeededFuture(row);
      }
      if (here.contains(row.externalId())) {
        return Future.succeededFuture(row.skipped(Skip.DUPLICATE, null));
      }
      boolean isAsked = issuer.verify() != null || row.certificate() != null;
      return isAsked ? Slice.beside(() -> asked(row)) : Future.succeededFuture(row);
    }

    private OutsideRow asked(OutsideRow row) {
      if (issuer.verify() != null && !client.verifies(row)) {
        return row.skipped(Skip.UNVERIFIED, "The issuer does not stand by it.");
      }
      if (row.certificate() == null) {
        return row;
      }
      Outcome outcome = certificates.fetch(row.certificate());
      if (outcome.file() != null) {
        return row.with(outcome.file());
      }
      return outcome.isLater() && patient.getAsBoolean()
          ? row.skipped(Skip.LATER, "Its certificate could not be had yet: " + outcome.why())
          : row.noted("It is kept without its certificate: " + outcome.why());
    }
  }
}
