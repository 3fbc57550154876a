package com.mas.domain.platform.settings;

import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.db.Slice;
import com.mas.domain.platform.settings.NodeContract.Node;
import com.mas.domain.platform.settings.NodeContract.Report;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

final class NodeRepository {
  private static final String STORE = """
      INSERT INTO platform.node (name, seen_at, report) VALUES ($1, $2, $3::text::json)
      ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at, report = excluded.report""";

  private static final String FORGET = "DELETE FROM platform.node WHERE seen_at < $1";

  private static final String LIST = "SELECT seen_at, report::text FROM platform.node ORDER BY name LIMIT 1000";

  private final Database db;

  NodeRepository(Database db) {
    this.db = db;
  }

  void store(Report report, Instant now) {
    db.query(STORE, report.name(), utc(now), Json.write(report));
  }

  void forget(Instant before) {
    db.query(FORGET, utc(before));
  }

  List<Node> list(Instant upSince) {
    return Slice.all(db.query(LIST), row -> {
      Instant seen = row.getOffsetDateTime(0).toInstant();
      return new Node(!seen.isBefore(upSince), seen, Json.read(row.getString(1), Report.class));
    });
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
