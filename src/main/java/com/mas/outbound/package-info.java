/**
 * The only way out. A domain's vendor folder says what to ask ({@link com.mas.outbound.Outgoing}) and reads what came
 * ({@link com.mas.outbound.Incoming}); {@link com.mas.outbound.HttpCaller} owns timeouts, size limits, retries, the
 * circuit breaker and metrics; {@link com.mas.outbound.ClientCredentials} adds tokens of OAuth 2;
 * {@link com.mas.outbound.Classify} says what an answer means for the caller. All of them ask
 * {@link com.mas.outbound.Guard} where they may connect to.
 *
 * <p>Uploads and streams go over WebClient, with {@code BoundedBody}: by itself WebClient reads on and
 * throws away what is too much. {@code call} and {@code once} share its connections but use them directly, since
 * WebClient cannot say two things: with which status and which bytes an answer began that broke off, and whether a
 * request that failed had left.
 *
 * <p>Invariants: the address that was checked is the address connected to; a provider's redirects are not followed, so
 * it cannot send us elsewhere; headers, bodies and query strings are not logged; each call is bounded in time and each
 * answer in size.
 */
package com.mas.outbound;
