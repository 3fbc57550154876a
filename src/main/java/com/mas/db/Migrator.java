package com.mas.db;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.MigrateResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the database to this build's schema: {@code domain/<role>/migration/V0001__name.sql} and so on, in the order
 * of their numbers whichever domains they belong to, each in a transaction, forward only. Nodes that start at once take
 * turns by an advisory lock, and all succeed.
 */
public final class Migrator {
  private static final Logger log = LoggerFactory.getLogger(Migrator.class);
  /** Folder of the domains' resources. The history keeps what ran by its number, so files may change their folder. */
  public static final String LOCATION = "classpath:domain";
  private static final int CONNECT_SECONDS = 10;
  /** Any number, the same in every build. */
  private static final long TURN = 0x6d61735f6d696772L;
  private static final Duration TURN_LIMIT = Duration.ofMinutes(5);
  private static final Duration TURN_POLL = Duration.ofMillis(20);

  private Migrator() {}

  /**
   * @param url {@code postgresql://user:password@host:port/database}, percent-encoded; parameters go to the JDBC driver
   * @return how many migrations ran; 0 when the database was up to date
   * @throws IllegalStateException if the database cannot be reached, was migrated by a newer build, or has run a
   *     migration that was changed since
   * @throws IllegalArgumentException if the URL cannot be read; its message does not repeat the URL
   */
  public static int migrate(String url) {
    long begin = System.nanoTime();
    Login login = Login.from(url);
    try (Connection turn = DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password())) {
      SchemaMark mark = SchemaMark.ofThisBuild("domain").orElse(null);
      if (mark != null && mark.isOn(turn)) {
        log.info("Database schema: up to date, seen in {} ms", (System.nanoTime() - begin) / 1_000_000);
        return 0;
      }
      takeTurn(turn); // Flyway has a lock too, but looks at it only once a second
      MigrateResult result = migrate(login);
      if (mark != null) {
        mark.putOn(turn);
      }
      log.info("Database schema: {} migrations run in {} ms, now at {}", result.migrationsExecuted,
          (System.nanoTime() - begin) / 1_000_000,
          result.targetSchemaVersion == null ? result.initialSchemaVersion : result.targetSchemaVersion);
      return result.migrationsExecuted;
    } catch (SQLException e) {
      throw new IllegalStateException("The database cannot be reached: " + e.getMessage(), e);
    }
  }

  /** Asks again and again: a session that waits inside a statement would hold up {@code CREATE INDEX CONCURRENTLY}. */
  private static void takeTurn(Connection connection) throws SQLException {
    long deadline = System.nanoTime() + TURN_LIMIT.toNanos();
    try (PreparedStatement ask = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
      ask.setLong(1, TURN);
      while (true) {
        try (ResultSet row = ask.executeQuery()) {
          if (row.next() && row.getBoolean(1)) {
            return;
          }
        }
        if (System.nanoTime() - deadline >= 0) {
          throw new IllegalStateException("Another node is migrating this database for more than "
              + TURN_LIMIT.toMinutes() + " minutes");
        }
        LockSupport.parkNanos(TURN_POLL.toNanos());
      }
    }
  }

  private static MigrateResult migrate(Login login) {
    Flyway flyway = Flyway.configure()
        .dataSource(login.jdbcUrl(), login.user(), login.password())
        .locations(LOCATION)
        .validateMigrationNaming(true)
        .ignoreMigrationPatterns(new String[0]) // by default a newer database is let pass
        .load();
    try {
      return flyway.migrate();
    } catch (FlywayValidateException e) {
      throw new IllegalStateException(reason(flyway, e), e);
    }
  }

  private static String reason(Flyway flyway, FlywayValidateException e) {
    String unknown = Arrays.stream(flyway.info().applied())
        .filter(migration -> !migration.getState().isResolved())
        .map(MigrationInfo::getVersion).map(String::valueOf).collect(Collectors.joining(", "));
    return unknown.isEmpty()
        ? "The database does not fit this build's migrations: " + e.getMessage()
        : "The database is newer than this build, which does not know its migrations " + unknown
            + ": start the newer build, or restore a backup from before the upgrade";
  }

  private record Login(String jdbcUrl, String user, @Nullable String password) {
    static Login from(String url) {
      try {
        URI uri = new URI(url);
        String authority = uri.getRawAuthority();
        if (!("postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme())) || authority == null) {
          throw unreadable();
        }
        int at = authority.lastIndexOf('@'); // by hand: java.net.URI finds no host in one with an underscore
        String[] credentials = authority.substring(0, Math.max(at, 0)).split(":", 2);
        String jdbcUrl = "jdbc:postgresql://" + authority.substring(at + 1) + uri.getRawPath() + "?"
            + (uri.getRawQuery() == null ? "" : uri.getRawQuery() + "&")
            + "ApplicationName=migrations&connectTimeout=" + CONNECT_SECONDS;
        return new Login(jdbcUrl, decoded(credentials[0]), credentials.length == 2 ? decoded(credentials[1]) : null);
      } catch (URISyntaxException e) {
        throw unreadable(); // without its cause, which quotes the password
      }
    }

    private static String decoded(String part) {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException unreadable() {
      return new IllegalArgumentException("not of the form postgresql://user:password@host:port/database");
    }

    @Override
    public String toString() {
      return jdbcUrl; // a record would show the password
    }
  }
}
