package com.mas.boot;

import com.mas.embedded.EmbeddedPostgres;
import com.mas.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL and Redis: the configured ones as they are, else real ones of our own, started side by side. */
final class OpenStores implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenStores.class);

  private final String databaseUrl;
  private final String redisUrl;
  private final EmbeddedPostgres postgres;
  private final EmbeddedRedis redis;

  private OpenStores(String databaseUrl, String redisUrl, EmbeddedPostgres postgres, EmbeddedRedis redis) {
    this.databaseUrl = databaseUrl;
    this.redisUrl = redisUrl;
    this.postgres = postgres;
    this.redis = redis;
  }

  static OpenStores open(Settings settings) throws IOException {
    Path data = settings.dataFolder();
    CompletableFuture<EmbeddedRedis> redisStarting = !settings.stores().redisUrl().isEmpty()
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.supplyAsync(() -> redisIn(data));
    EmbeddedPostgres postgres = null;
    try {
      postgres = settings.stores().databaseUrl().isEmpty() ? EmbeddedPostgres.start(data, 0) : null;
      EmbeddedRedis redis = redisStarting.join();
      if (postgres != null) {
        postgres.keep(OpenStores::end);
      }
      if (redis != null) {
        redis.keep(OpenStores::end);
      }
      return new OpenStores(postgres == null ? settings.stores().databaseUrl() : postgres.url(),
          redis == null ? settings.stores().redisUrl() : redis.url(), postgres, redis);
    } catch (IOException | RuntimeException e) {
      new OpenStores(null, null, postgres, redisStarting.exceptionally(failure -> null).join()).close();
      throw e;
    }
  }

  /** Ends the process: whoever watches over it starts it anew, which a server that only says 503 would prevent. */
  private static void end(String reason) {
    LOG.error("The server ends: {}", reason);
    System.exit(1);
  }

  private static EmbeddedRedis redisIn(Path data) {
    try {
      return EmbeddedRedis.start(data, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  String databaseUrl() {
    return databaseUrl;
  }

  String redisUrl() {
    return redisUrl;
  }

  @Override
  public void close() {
    for (AutoCloseable store : new AutoCloseable[] {redis, postgres}) {
      try {
        if (store != null) {
          store.close();
        }
      } catch (Exception e) {
        LOG.warn("a store did not stop cleanly: {}", e.getMessage());
      }
    }
  }
}
