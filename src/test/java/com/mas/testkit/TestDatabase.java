package com.mas.testkit;

import com.mas.db.Migrator;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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

  /** With all migrations applied. */
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
