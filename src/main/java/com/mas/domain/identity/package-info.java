/**
 * People: accounts, sessions, one-time codes, roles.
 *
 * <p>Reading order: {@link com.mas.domain.identity.IdentityContract} → {@link com.mas.domain.identity.IdentityVerticle}
 * → {@code AccountService} (sign-up, me, look-ups), {@code SessionService} (log in, refresh, log out), {@code
 * CodeService} (e-mail codes), {@code PasswordService}, {@code AdminService} (what they share: {@code Platform}; what
 * they mail: {@code Mails}) → {@code EmailRules}, {@code PasswordRules}, {@code RefreshRules}, {@code AdminRules} →
 * {@code UserRepository}, {@code TokenRepository}, {@code CodeRepository}. {@code LoginStrategy} is the place where
 * another way of logging in joins.
 *
 * <p>Invariants:
 * <ul>
 *   <li>Neither a password nor a refresh token nor a one-time code is ever stored readably; a code exists in plain text
 *       only in memory, between its making and the mail.
 *   <li>A session counts while its generation is the user's. Adding one to the user's generation (password changed,
 *       account disabled, sessions revoked) ends all of them, those being opened at that moment too. Access tokens are
 *       not looked up; they name their session and generation, and {@code SESSIONS_ENDED} tells the nodes which to
 *       refuse. A node that does not hear it lets them live until they expire: 15 minutes by default.
 *   <li>With a password that must be changed, a token is good for changing it and for {@code me}, and nothing else.
 *   <li>The user's row is the lock of the user's sessions: refreshes of one user happen one after the other.
 *   <li>Whether an address has an account cannot be learned from logging in, asking for a code or a forgotten password:
 *       words and work are the same. Signing up does tell, since the honest need to know; it is limited per address.
 *   <li>Everything is of one tenant; another tenant's ids do not exist.
 * </ul>
 *
 * <p>Published for the SQL of other domains: {@code identity.shared_people} (id, tenant, email, email_stripped, phone,
 * full_name) and {@code identity.shared_sign_ins} (user_id, tenant, last_login_at), of accounts that are not disabled;
 * {@code identity.shared_accounts} (id, tenant, email, email_key: without an organisation's prefix, phone, full_name,
 * role, status, created_at), of all.
 */
package com.mas.domain.identity;
