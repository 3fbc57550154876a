package com.mas.domain.engagement.dailycards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.domain.engagement.dailycards.CardRepository.Hand;
import com.mas.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands in Redis, for a day. Never fails: without Redis nothing is found and nothing kept. A hand that is there gives
 * way only to a higher version.
 */
final class CardCache {
  private static final long SECONDS = Duration.ofDays(1).toSeconds();
  private static final int MOST_UNSURE = 10_000;
  private static final String SET = """
      local there = redis.call('HGET', KEYS[1], 'version')
      if there and tonumber(there) >= tonumber(ARGV[1]) then return 0 end
      redis.call('HSET', KEYS[1], 'version', ARGV[1], 'hand', ARGV[2])
      redis.call('EXPIRE', KEYS[1], ARGV[3])
      return 1
      """;

  private final RedisLink redis;
  /** The version that could not be put, of students of whom Redis may hold an older one. */
  private final Map<UUID, Long> unsure = new ConcurrentHashMap<>();

  CardCache(RedisLink redis) {
    this.redis = redis;
  }

  Optional<Hand> get(String tenant, UUID student) {
    if (unsure.containsKey(student)) {
      return Optional.empty();
    }
    try {
      return redis.send(Command.HGET, key(tenant, student), "hand")
          .map(found -> found == null ? Optional.<Hand>empty() : read(found.toString()))
          .otherwise(Optional.empty()).await();
    } catch (RuntimeException e) { // interrupted, as the process stops
      return Optional.empty();
    }
  }

  /** Completes with whether Redis holds this hand, or a newer one, now. */
  Future<Boolean> put(String tenant, UUID student, Hand hand) {
    return redis.send(Command.EVAL, SET, "1", key(tenant, student), Long.toString(hand.version()), Json.write(hand),
        Long.toString(SECONDS))
        .map(kept -> {
          unsure.computeIfPresent(student, (id, wanted) -> hand.version() >= wanted ? null : wanted);
          return true;
        })
        .otherwise(away -> {
          if (unsure.size() < MOST_UNSURE) {
            unsure.merge(student, hand.version(), Math::max);
          }
          return false;
        });
  }

  /** Removes what Redis holds of a student. Fails with UNAVAILABLE while Redis is away. */
  void forget(String tenant, UUID student) {
    redis.send(Command.DEL, key(tenant, student)).recover(away -> Future.failedFuture(
        Failure.UNAVAILABLE.with("Redis cannot be reached at the moment; please try again.").retryAfter(5))).await();
    unsure.remove(student);
  }

  private static String key(String tenant, UUID student) {
    return "daily-cards:" + tenant + ":" + student;
  }

  /** Reads a cached hand; one that another release wrote may not be readable. */
  private static Optional<Hand> read(String json) {
    try {
      return Optional.of(Json.MAPPER.readValue(json, Hand.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
