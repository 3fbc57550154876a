package com.mas.jobs;

import com.mas.bus.Call;
import java.time.Duration;
import java.time.Instant;

/**
 * Options of a stored request. Made by {@link #on} and refined by the others.
 *
 * @param uniqueKey at most one live (not finished) job of the queue has it; null: none
 * @param groupKey at most so many jobs of the queue with the same key run at a time in the whole cluster, as the queue
 *     declares (1 by default); null: none
 * @param priority the higher, the earlier; 0 by default
 * @param runAt null: at once
 * @param maxAttempts null: as the queue declares
 * @param timeLimit null: as the queue declares; the request's own timeout is a bound too
 * @param cause the call that this is stored in: gives the tenant, the request id and the parent job; null: none
 */
public record JobOptions(
    String queue, String uniqueKey, String groupKey, int priority, Instant runAt, Integer maxAttempts,
    Duration timeLimit, Call cause) {

  public static JobOptions on(String queue) {
    return new JobOptions(queue, null, null, 0, null, null, null, null);
  }

  public JobOptions unique(String key) {
    return new JobOptions(queue, key, groupKey, priority, runAt, maxAttempts, timeLimit, cause);
  }

  public JobOptions group(String key) {
    return new JobOptions(queue, uniqueKey, key, priority, runAt, maxAttempts, timeLimit, cause);
  }

  public JobOptions priority(int value) {
    return new JobOptions(queue, uniqueKey, groupKey, value, runAt, maxAttempts, timeLimit, cause);
  }

  public JobOptions at(Instant instant) {
    return new JobOptions(queue, uniqueKey, groupKey, priority, instant, maxAttempts, timeLimit, cause);
  }

  public JobOptions attempts(int most) {
    return new JobOptions(queue, uniqueKey, groupKey, priority, runAt, most, timeLimit, cause);
  }

  public JobOptions within(Duration limit) {
    return new JobOptions(queue, uniqueKey, groupKey, priority, runAt, maxAttempts, limit, cause);
  }

  public JobOptions because(Call call) {
    return new JobOptions(queue, uniqueKey, groupKey, priority, runAt, maxAttempts, timeLimit, call);
  }
}
