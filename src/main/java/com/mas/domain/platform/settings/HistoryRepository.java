package com.mas.domain.platform.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.domain.platform.settings.HistoryContract.HistoryLine;
import com.mas.domain.platform.settings.HistoryContract.Moment;
import io.vertx.sqlclient.Row;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Samples of queues and nodes: few rows, since quiet queues have none and old minutes are merged. */
final class HistoryRepository {
  private static final TypeReference<Map<String, Double>> FIGURES = new TypeReference<>() {};

  /** Inserts the row of all queues together, which only one node of the cluster can for each minute. */
  private static final String CLAIM = """
      INSERT INTO platform.samples (kind, subject, step, at, figures) VALUES ('queue', '', 60, $1, '{}')
      ON CONFLICT DO NOTHING
      """;

  private static final String STORE = """
      INSERT INTO platform.samples (kind, subject, step, at, figures)
      SELECT s.kind, s.subject, 60, $1, s.figures::jsonb
        FROM unnest($2::text[], $3::text[], $4::text[]) AS s (kind, subject, figures)
      ON CONFLICT (kind, at, subject, step) DO UPDATE SET figures = excluded.figures
      """;

  /**
   * $1: end of what is merged, which begins a step; $2: seconds of its present steps; $3: those of the new ones.
   * Idempotent: what is merged has gone.
   */
  private static final String MERGE = """
      WITH old AS (
        DELETE FROM platform.samples WHERE at < $1 AND step = $2 RETURNING kind, subject, at, figures
      ), means AS (
        SELECT kind, subject, date_bin(make_interval(secs => $3::int), at, TIMESTAMPTZ 'epoch') AS at, f.key,
          round(avg(f.value::numeric), 1) AS mean
        FROM old CROSS JOIN LATERAL jsonb_each_text(figures) AS f (key, value) GROUP BY 1, 2, 3, 4
      )
      INSERT INTO platform.samples (kind, subject, step, at, figures)
      SELECT kind, subject, $3::int, at, jsonb_object_agg(key, mean) FROM means GROUP BY kind, subject, at
      ON CONFLICT (kind, at, subject, step) DO UPDATE SET figures = excluded.figures
      """;

  /** $1: queue or node; $2: since; $3: seconds of a step; $4: the subject, or null for all. */
  private static final String READ = """
      WITH found AS (
        SELECT subject, date_bin(make_interval(secs => $3::int), at, TIMESTAMPTZ 'epoch') AS bin, figures
        FROM platform.samples WHERE kind = $1 AND at >= $2 AND ($4::text IS NULL OR subject = $4)
      ), latest AS (
        SELECT subject FROM found GROUP BY subject ORDER BY max(bin) DESC, subject LIMIT 50
      ), means AS (
        SELECT subject, bin, f.key, round(avg(f.value::numeric), 1) AS mean
        FROM found JOIN latest USING (subject) CROSS JOIN LATERAL jsonb_each_text(figures) AS f (key, value)
        GROUP BY 1, 2, 3
      )
      SELECT subject, bin, jsonb_object_agg(key, mean)::text AS figures FROM means
      GROUP BY subject, bin ORDER BY subject, bin
      """;

  private final Database db;

  HistoryRepository(Database db) {
    this.db = db;
  }

  record Sample(String kind, String subject, Map<String, Double> figures) {}

  /** Returns true on the one node of the cluster that is to sample this minute. */
  boolean claim(Instant minute) {
    return db.write(CLAIM, minute).rowCount() == 1;
  }

  void store(Instant minute, List<Sample> samples) {
    db.write(STORE, minute, samples.stream().map(Sample::kind).toList(),
        samples.stream().map(Sample::subject).toList(),
        samples.stream().map(sample -> Json.write(sample.figures())).toList());
  }

  void merge(Instant before, int from, int to) {
    db.write(MERGE, before, from, to);
  }

  List<HistoryLine> read(String kind, Instant since, int step, String subject) {
    Map<String, List<Moment>> lines = new LinkedHashMap<>();
    for (Row row : db.query(READ, kind, since, step, subject)) {
      lines.computeIfAbsent(row.getString("subject"), first -> new ArrayList<>())
          .add(new Moment(row.getOffsetDateTime("bin").toInstant(), figures(row.getString("figures"))));
    }
    return lines.entrySet().stream().map(line -> new HistoryLine(line.getKey(), line.getValue())).toList();
  }

  private static Map<String, Double> figures(String json) {
    try {
      return Json.MAPPER.readValue(json, FIGURES);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
