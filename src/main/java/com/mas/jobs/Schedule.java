package com.mas.jobs;

import com.mas.bus.Json;
import com.mas.bus.Request;
import java.time.Duration;
import java.time.ZoneId;

/**
 * A request that is stored again and again. Its key is also the unique key of the jobs it makes, so that a slot that
 * comes while an earlier job with this key is still waiting or running is merged into that one. Slots that were missed
 * because no node was up are made up for by one job, then the grid goes on as before.
 *
 * @param key unique among all schedules; a second one with the same key replaces the first
 * @param cron five fields; null when {@code every} is given
 * @param zone of the cron; null when {@code every} is given
 * @param every the first slot is so long after it was first stored; null when a cron is given
 */
public record Schedule(
    String key, String queue, String address, String body, String tenant, String cron, ZoneId zone, Duration every) {

  /** @throws IllegalArgumentException if the cron cannot be read or never comes, or {@code every} is under a second */
  public Schedule {
    if (cron != null) {
      CronRules.check(cron);
    } else if (every == null || every.toMillis() < 1000) {
      throw new IllegalArgumentException("a schedule needs a cron, or an interval of at least a second");
    }
  }

  /** Every so often. */
  public static <Q> Schedule every(Duration every, String key, String queue, Request<Q, ?> request, Q body) {
    return new Schedule(key, queue, request.address(), Json.write(body), null, null, null, every);
  }

  /** @param cron minute, hour, day of month, month, day of week */
  public static <Q> Schedule cron(String cron, ZoneId zone, String key, String queue, Request<Q, ?> request, Q body) {
    return new Schedule(key, queue, request.address(), Json.write(body), null, cron, zone, null);
  }

  public Schedule of(String owner) {
    return new Schedule(key, queue, address, body, owner, cron, zone, every);
  }
}
