/**
 * Redis, which holds only what may be lost: rate limits, caches, presence.
 *
 * <p>{@link com.mas.redis.RedisLink} is the connection: every command has a short time limit, and while Redis is away
 * commands fail at once instead of queueing. {@link com.mas.redis.RateLimit} counts over the whole cluster, and in
 * this process alone while Redis is away, as {@link com.mas.redis.LocalRateLimit} always does. Nothing here may be
 * needed for an answer to be right.
 */
package com.mas.redis;
