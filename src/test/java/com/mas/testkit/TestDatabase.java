package com.mas.testkit;

import com.mas.db.Migrator;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database of its own for a test class, copied from one that was migrated once per JVM:
 * {@code @AutoClose static final TestDatabase database = TestDatabase.create();}
 */
public final class TestDatabase implements AutoCloseable {
  private static final String TEMPLATE = "migrated";
  private static final AtomicInteger created = new AtomicInteger();
  private static boolean templateExists;

  private final String name;

  private TestDatabase(String name) {
    this.name = name;
  }

  /** Creates a database with all migrations applied. */
  public static TestDatabase create() {
    makeTemplate();
    return create(TEMPLATE);
  }

  /** Without any migration. */
  public static TestDatabase createEmpty() {
    return create("template0");
  }

  private static TestDatabase create(String template) {
    String name = "test_" + created.incrementAndGet();
    onServer("CREATE DATABASE " + name + " TEMPLATE " + template);
    return new TestDatabase(name);
  }

  private static synchronized void makeTemplate() {
    if (!templateExists) {
      onServer("DROP DATABASE IF EXISTS " + TEMPLATE); // left by a failed migration
      onServer("CREATE DATABASE " + TEMPLATE);
      Migrator.migrate(url(TEMPLATE));
      templateExists = true;
    }
  }

  /** {@code postgresql://user:password@host:port/database} */
  public String url() {
    return url(name);
  }

  /** A plain JDBC connection, for arranging and asserting. */
  public Connection connect() throws SQLException {
    return connect(url());
  }

  /** Connects to any {@code postgresql://} URL that carries a user and a password. */
  public static Connection connect(String url) throws SQLException {
    URI uri = URI.create(url);
    String[] credentials = uri.getUserInfo().split(":", 2);
    return DriverManager.getConnection(
        "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath(), credentials[0], credentials[1]);
  }

  private interface Look<T> {
    T at(PreparedStatement statement) throws SQLException;
  }

  private <T> T look(String sql, Object[] parameters, Look<T> look) {
    try (Connection connection = connect(); PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return look.at(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** @param sql one statement, or several when it has no parameters */
  public void execute(String sql, Object... parameters) {
    look(sql, parameters, PreparedStatement::execute);
  }

  /** Returns all rows. */
  public List<Object[]> table(String sql, Object... parameters) {
    return look(sql, parameters, statement -> {
      try (ResultSet rows = statement.executeQuery()) {
        List<Object[]> all = new ArrayList<>();
        while (rows.next()) {
          Object[] row = new Object[rows.getMetaData().getColumnCount()];
          for (int i = 0; i < row.length; i++) {
            row[i] = rows.getObject(i + 1);
          }
          all.add(row);
        }
        return all;
      }
    });
  }

  /** Returns the first column of all rows, as text. */
  public List<String> column(String sql, Object... parameters) {
    return look(sql, parameters, statement -> {
      try (ResultSet rows = statement.executeQuery()) {
        List<String> column = new ArrayList<>();
        while (rows.next()) {
          column.add(rows.getString(1));
        }
        return column;
      }
    });
  }

  /** Returns the first column of the first row as text; null when there is none. */
  public String text(String sql, Object... parameters) {
    List<String> column = column(sql, parameters);
    return column.isEmpty() ? null : column.getFirst();
  }

  /** Returns the first column of the first row, which is a number. */
  public long number(String sql, Object... parameters) {
    return Long.parseLong(text(sql, parameters));
  }

  /** Drops the database, whoever is still connected. */
  @Override
  public void close() {
    onServer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  private static String url(String database) {
    String server = TestServers.postgres().url();
    return server.substring(0, server.lastIndexOf('/') + 1) + database;
  }

  private static void onServer(String sql) {
    try (Connection connection = connect(TestServers.postgres().url());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
