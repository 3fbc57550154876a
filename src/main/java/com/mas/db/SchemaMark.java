package com.mas.db;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Tells a start at once that the database has this build's schema: the history of migrations bears a mark of the files
 * that made it, as its comment. A database without the mark, or with another one, is looked at by Flyway.
 */
final class SchemaMark {
  private static final String HISTORY = "flyway_schema_history";
  private static final String READ = "SELECT obj_description(to_regclass('" + HISTORY + "'), 'pg_class')";
  private static final String ROWS = "SELECT count(*) FROM " + HISTORY + " WHERE success";

  private final String files;

  private SchemaMark(String files) {
    this.files = files;
  }

  /**
   * Returns the mark of this build's migrations, from names and check sums in the jar's directory; nothing for classes
   * in a folder, whose files may change at any time.
   */
  static Optional<SchemaMark> ofThisBuild(String folder) {
    URL place = SchemaMark.class.getResource("/" + folder);
    try {
      URLConnection there = place == null ? null : place.openConnection();
      if (!(there instanceof JarURLConnection jar)) {
        return Optional.empty();
      }
      List<String> files = jar.getJarFile().stream()
          .filter(entry -> entry.getName().startsWith(folder + "/") && entry.getName().endsWith(".sql"))
          .map(entry -> entry.getName() + " " + entry.getCrc() + " " + entry.getSize()).sorted().toList();
      byte[] all = String.join("\n", files).getBytes(StandardCharsets.UTF_8);
      return Optional.of(new SchemaMark(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all))));
    } catch (IOException | NoSuchAlgorithmException e) {
      return Optional.empty();
    }
  }

  /** Returns whether these migrations, and no others, have run. */
  boolean isOn(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      String there;
      try (ResultSet row = statement.executeQuery(READ)) {
        there = row.next() ? row.getString(1) : null;
      }
      return there != null && there.equals(text(statement));
    }
  }

  /** Marks the history, which must hold these migrations and no others. */
  void putOn(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("COMMENT ON TABLE " + HISTORY + " IS '" + text(statement) + "'");
    }
  }

  private String text(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(ROWS)) {
      row.next();
      return row.getLong(1) + " migrations, of files " + files;
    }
  }
}
