package com.mas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.boot.Modules;
import com.mas.db.View;
import com.mas.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The views of the contracts, held against the database that the migrations make. */
class PublishedViewsIT {
  private static final String COLUMNS = """
      SELECT table_schema || '.' || table_name, column_name FROM information_schema.columns
      WHERE table_name LIKE 'shared\\_%' ORDER BY 1, ordinal_position""";

  @Test
  void theDatabaseHasThePublishedViewsWithTheirColumnsAndNoOthers() throws SQLException {
    Map<String, List<String>> declared = new TreeMap<>();
    Modules.DOMAINS.stream().flatMap(module -> module.views().stream())
        .forEach((View view) -> declared.put(view.name(), view.columns()));
    Map<String, List<String>> there = new TreeMap<>();
    try (TestDatabase database = TestDatabase.create();
        Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(COLUMNS)) {
      while (rows.next()) {
        there.computeIfAbsent(rows.getString(1), none -> new ArrayList<>()).add(rows.getString(2));
      }
    }
    assertEquals(declared, there);
  }
}
