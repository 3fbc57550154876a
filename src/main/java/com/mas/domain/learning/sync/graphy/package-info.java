/**
 * Graphy, the learning system behind Mr. Learn. It has no interface for our use, so the product logs in as a person
 * would and keeps the session.
 *
 * <p>Reading order: {@link com.mas.domain.learning.sync.graphy.GraphyContract}, {@link
 * com.mas.domain.learning.sync.graphy.GraphyVerticle}, {@code GraphySession} (login, encrypted at rest), {@link
 * com.mas.domain.learning.sync.graphy.GraphyConnector} (the engine's view), {@code GraphyApi} and {@code GraphyRows}
 * (pure: requests and answers), {@code CredentialsRepository}.
 *
 * <p>Invariants: one login at a time over the whole cluster; a refused password is never tried again by ourselves,
 * since repeated failures may lock the account; passwords and tokens are sealed by the vault before they reach the
 * database and are neither logged nor answered.
 */
package com.mas.domain.learning.sync.graphy;
