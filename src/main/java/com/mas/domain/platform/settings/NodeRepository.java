package com.mas.domain.platform.settings;

import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.domain.platform.settings.NodeContract.Node;
import com.mas.domain.platform.settings.NodeContract.Report;
import java.time.Instant;
import java.util.List;

final class NodeRepository {
  private static final String STORE = """
      INSERT INTO platform.node (name, seen_at, report) VALUES ($1, $2, $3::text::json)
      ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at, report = excluded.report""";

  private static final String FORGET = "DELETE FROM platform.node WHERE seen_at < $1";

  private static final String LIST = "SELECT seen_at, report::text FROM platform.node ORDER BY name LIMIT 1000";

  private static final Rows<Stored> STORED = Rows.of(Stored.class);

  private final Database db;

  NodeRepository(Database db) {
    this.db = db;
  }

  private record Stored(Instant seenAt, String report) {
    Node node(Instant upSince) {
      return new Node(!seenAt.isBefore(upSince), seenAt, Json.read(report, Report.class));
    }
  }

  void store(Report report, Instant now) {
    db.write(STORE, report.name(), now, Json.write(report));
  }

  void forget(Instant before) {
    db.write(FORGET, before);
  }

  List<Node> list(Instant upSince) {
    return STORED.all(db.query(LIST)).stream().map(stored -> stored.node(upSince)).toList();
  }
}
