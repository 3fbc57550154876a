/**
 * The only way out to providers. A domain's vendor folder says what to ask ({@link com.mas.outbound.Outgoing}) and
 * reads what came ({@link com.mas.outbound.Incoming}); {@link com.mas.outbound.HttpCaller} owns timeouts, size limits,
 * retries, the circuit breaker and metrics; {@link com.mas.outbound.Classify} says what an answer means for the caller.
 *
 * <p>Invariants: redirects are not followed, so a provider cannot send us elsewhere; headers, bodies and query strings
 * are not logged; each call is bounded in time and each answer in size.
 */
package com.mas.outbound;
