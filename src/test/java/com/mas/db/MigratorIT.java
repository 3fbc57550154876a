package com.mas.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigratorIT {
  @Test
  void anEmptyDatabaseIsBroughtUpOnceAndThenLeftAlone() throws SQLException {
    try (TestDatabase database = TestDatabase.createEmpty()) {
      assertTrue(Migrator.migrate(database.url()) >= 1);
      assertEquals(0, Migrator.migrate(database.url()));
      try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO platform.system_config (key, value) VALUES ('k', 'v')");
        ResultSet row = statement.executeQuery("SELECT updated_at IS NOT NULL FROM platform.system_config");
        assertTrue(row.next() && row.getBoolean(1));
      }
    }
  }

  @Test
  void nodesThatStartAtOnceAllSucceedAndEachMigrationRunsOnce() throws Exception {
    int nodes = 3;
    try (TestDatabase database = TestDatabase.createEmpty(); var executor = Executors.newFixedThreadPool(nodes)) {
      CyclicBarrier together = new CyclicBarrier(nodes);
      Callable<Integer> node = () -> {
        together.await();
        return Migrator.migrate(database.url());
      };
      int executed = 0;
      for (Future<Integer> result : executor.invokeAll(List.of(node, node, node))) {
        executed += result.get();
      }
      try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
        ResultSet row = statement.executeQuery("SELECT count(*) FROM flyway_schema_history WHERE success");
        assertTrue(row.next());
        assertEquals(executed, row.getInt(1));
      }
    }
  }

  @Test
  void aDatabaseOfANewerBuildIsRefusedByVersion() throws SQLException {
    try (TestDatabase database = TestDatabase.create()) {
      try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
        statement.execute("""
            INSERT INTO flyway_schema_history
              (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            VALUES (9999, '9999', 'future', 'SQL', 'V9999__future.sql', 1, 'postgres', 1, true)""");
      }
      var refusal = assertThrows(IllegalStateException.class, () -> Migrator.migrate(database.url()));
      assertTrue(refusal.getMessage().startsWith("The database is newer than this build"), refusal.getMessage());
      assertTrue(refusal.getMessage().contains("9999"), refusal.getMessage());
    }
  }

  /** Migrations lay in one folder, {@code db/migration}, up to V0201. */
  @Test
  void aDatabaseWhoseMigrationsLayInOneFolderIsTakenAsItIs() throws SQLException {
    try (TestDatabase database = TestDatabase.create()) {
      try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
        assertTrue(statement.executeUpdate("""
            UPDATE flyway_schema_history SET script = regexp_replace(script, '.*/', '')
            WHERE script LIKE '%/migration/V%'""") > 50);
      }
      assertEquals(0, Migrator.migrate(database.url()));
    }
  }

  @Test
  void aMigrationChangedAfterItRanIsRefused() throws SQLException {
    try (TestDatabase database = TestDatabase.create()) {
      try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
        statement.execute("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '0001'");
      }
      var refusal = assertThrows(IllegalStateException.class, () -> Migrator.migrate(database.url()));
      assertTrue(refusal.getMessage().contains("checksum"), refusal.getMessage());
    }
  }

  @Test
  void anUnreachableDatabaseIsNamedAsSuch() throws SQLException {
    TestDatabase database = TestDatabase.createEmpty();
    database.close();
    var refusal = assertThrows(IllegalStateException.class, () -> Migrator.migrate(database.url()));
    assertTrue(refusal.getMessage().startsWith("The database cannot be reached"), refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql://u:s3cret@h/db", "postgresql://u:s3cret^@h/db", "postgresql:s3cret", ""})
  void anUnreadableUrlIsRefusedWithoutRepeatingIt(String url) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> Migrator.migrate(url));
    assertFalse(String.valueOf(refusal).contains("s3cret"));
  }
}
