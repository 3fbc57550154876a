/**
 * Has people sign in at Google and says whose account it was (OAuth 2 code flow with PKCE, OpenID Connect).
 *
 * <p>Reading order: {@link com.mas.domain.people.google.GoogleContract}, {@link
 * com.mas.domain.people.google.GoogleVerticle}, {@code SignInService}, {@code GoogleClient} (the wire), {@code
 * SignInRules}, {@code SignInRepository}; then {@link com.mas.domain.people.google.ConnectionContract}, {@code
 * Connections}, {@code CalendarService}, {@code ConnectionRules}, {@code ConnectionRepository}, {@code
 * EventRepository}; then {@link com.mas.domain.people.google.DriveContract}, {@code DriveService}, {@code DriveRules}.
 *
 * <p>Invariants:
 * <ul>
 * <li>State, nonce and verifier are derived from a proof that only the browser keeps: who has the address to which
 *     Google leads back, and not the proof, finishes nothing.
 * <li>A sign-in is finished once, within ten minutes, whichever node it began on.
 * <li>A token counts only when Google signed it for this client, for this sign-in and just now.
 * <li>Tokens of connections are sealed. An access token is renewed under the lock of its row, by one node; Google's
 *     refusal to renew it breaks the connection, of which the person is told once and Google is not asked again.
 * <li>Nothing waits for Google: what belongs into a calendar is noted first, and told by stored requests until Google
 *     has the newest sequence. The id of an event is made of that of the thing, so that telling twice is as once.
 * </ul>
 */
package com.mas.domain.people.google;
