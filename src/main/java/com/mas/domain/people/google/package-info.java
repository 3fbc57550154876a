/**
 * Has people sign in at Google and says whose account it was (OAuth 2 code flow with PKCE, OpenID Connect).
 *
 * <p>Reading order: {@link com.mas.domain.people.google.GoogleContract}, {@link
 * com.mas.domain.people.google.GoogleVerticle}, {@code SignInService}, {@code GoogleClient} (the wire), {@code
 * SignInRules}, {@code SignInRepository}.
 *
 * <p>Invariants:
 * <ul>
 * <li>State, nonce and verifier are derived from a proof that only the browser keeps: who has the address to which
 *     Google leads back, and not the proof, finishes nothing.
 * <li>A sign-in is finished once, within ten minutes, whichever node it began on.
 * <li>A token counts only when Google signed it for this client, for this sign-in and just now.
 * </ul>
 */
package com.mas.domain.people.google;
