package com.mas.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Runs a script of {@code src/test/resources/bench} on {@code DATABASE_URL}, with the variables {@code USERS} and
 * {@code EVENTS}: the embedded PostgreSQL brings no psql. Prints the last statement's single value, if it has one.
 */
public final class Load {
  private Load() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> env = System.getenv();
    Map<String, String> variables = Map.of("users", env.getOrDefault("USERS", "20000"),
        "events", env.getOrDefault("EVENTS", "200000"), "'platform'", "'my-analytics-school'");
    String value = run(env.get("DATABASE_URL"), args[0], variables);
    if (value != null) {
      System.out.println(value);
    }
  }

  static String run(String url, String script, Map<String, String> variables) throws IOException, SQLException {
    String sql = read(script);
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      sql = sql.replaceAll("(?<!:):" + variable.getKey() + "(?!\\w)", variable.getValue());
    }
    String value = null;
    try (Connection connection = connect(url); Statement statement = connection.createStatement()) {
      for (String each : sql.split(";\\s*(\\n|$)")) { // one by one: VACUUM must not stand in a transaction
        if (!each.isBlank()) {
          boolean hasRows = statement.execute(each) && statement.getResultSet().next();
          value = hasRows ? statement.getResultSet().getString(1) : null;
        }
      }
    }
    return value;
  }

  static Connection connect(String url) throws SQLException {
    URI uri = URI.create(url);
    String[] login = uri.getUserInfo().split(":", 2);
    return DriverManager.getConnection("jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath(),
        login[0], login.length == 2 ? login[1] : "");
  }

  /** Without comments and without what only psql understands. */
  private static String read(String script) throws IOException {
    try (InputStream in = Load.class.getResourceAsStream("/bench/" + script)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^[ ]*(\\\\|--).*$", "");
    }
  }
}
