package com.mas.process;

import com.mas.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A look into the database behind the processes' backs. */
public final class Sql implements AutoCloseable {
  private final Connection connection;

  public Sql(String url) throws SQLException {
    connection = TestDatabase.connect(url);
  }

  public long number(String query) {
    String text = text(query);
    return text == null ? 0 : Long.parseLong(text);
  }

  /** The first column of the first row; fails when there is none. */
  public String text(String query) {
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
      if (!rows.next()) {
        throw new AssertionError("no row: " + query);
      }
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  /** Returns how many rows it has changed. */
  public int change(String statement) {
    try (Statement change = connection.createStatement()) {
      return change.executeUpdate(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
