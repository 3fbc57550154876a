package com.mas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestDatabaseIT {
  @Test
  void databasesAreMigratedAndDoNotSeeEachOther() throws SQLException {
    try (TestDatabase one = TestDatabase.create(); TestDatabase other = TestDatabase.create()) {
      try (Connection connection = one.connect(); Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO platform.system_config (key, value) VALUES ('test.only_here', 'v')");
      }
      assertEquals(1, rows(one));
      assertEquals(0, rows(other));
    }
  }

  @Test
  void aClosedDatabaseIsGoneAlthoughSomebodyIsConnected() throws SQLException {
    TestDatabase database = TestDatabase.create();
    try (Connection open = database.connect()) {
      database.close();
      var refusal = assertThrows(SQLException.class, database::connect);
      assertEquals("3D000", refusal.getSQLState());
    }
  }

  private static int rows(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(
            "SELECT count(*) FROM platform.system_config WHERE key = 'test.only_here'")) {
      row.next();
      return row.getInt(1);
    }
  }
}
