/**
 * Has people sign in at Google and says whose account it was (OAuth 2 code flow with PKCE, OpenID Connect); keeps the
 * calendars in step that they connect, and takes documents out of their Drives.
 *
 * <p>Reading order: {@link com.mas.domain.people.google.GoogleContract}, {@link
 * com.mas.domain.people.google.GoogleVerticle}, {@code SignInService}, {@code GoogleClient} (the wire), {@code
 * SignInRules}, {@code SignInRepository}; then {@link com.mas.domain.people.google.ConnectionContract}, {@code
 * Purpose}, {@code Connections}, {@code Tokens} (renewal), {@code ConnectionRules}, {@code ConnectionRepository},
 * {@code CalendarService}, {@code EventRepository}; then {@link com.mas.domain.people.google.DriveContract}, {@code
 * DriveService}, {@code DriveRules}; {@code GoogleModule} declares it all.
 *
 * <p>Invariants:
 * <ul>
 * <li>State, nonce and verifier are derived from a proof that only the browser keeps: who has the address to which
 *     Google leads back, and not the proof, finishes nothing.
 * <li>A visit to Google is finished once, within ten minutes, whichever node it began on; a visit to connect something
 *     by the person who began it.
 * <li>A token counts only when Google signed it for this client, for this visit and just now.
 * <li>Tokens of connections are sealed. One node renews an access token, under a lease that a compare-and-set gives it
 *     and that ends by itself; it holds no lock and no transaction while it waits for Google, and writes nothing when
 *     the connection has changed meanwhile.
 * <li>A connection is broken when Google refuses to renew its token, refuses the new one, or says that the permission
 *     is missing; of that the person is told once, and Google is not asked again. A token that this server cannot open
 *     breaks nothing.
 * <li>A permission is given back by a request that is stored with the end of its connection, and only when no
 *     connection with the same account is left, in whichever tenant: Google takes back all of an account at once. Who
 *     connects again in the very moment has to connect once more.
 * <li>Nothing waits for Google: what belongs into a calendar is noted first, even while Google is off, and told by
 *     stored requests until Google has the newest sequence. The id of an event is made of that of the thing, so that
 *     telling twice is as once; its UID is that of the entry which mails bring, so that a person sees it once.
 * <li>That something was told is noted for the connection that was told, never for one that has taken its place.
 * <li>What is asked for the person in the browser is counted by the person, and a sign-in by the network it comes from.
 * </ul>
 *
 * <p>Gaps: appointments are entered, which are the bookings of mentors; classes of batches are not. What people change
 * in their calendars is not read.
 */
package com.mas.domain.people.google;
