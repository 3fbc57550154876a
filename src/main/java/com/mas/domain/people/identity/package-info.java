/**
 * People: accounts, sessions, one-time codes, roles.
 *
 * <p>Reading order: {@link com.mas.domain.people.identity.IdentityContract}, {@code PersonContract} (what is told of
 * people), {@code DirectoryContract} (how other domains find them), {@code LoginContract} and {@code
 * OutsideAccountContract} (what is asked of other systems), {@code AddressContract} (another e-mail address) → {@code
 * IdentityModule}, {@link com.mas.domain.people.identity.IdentityVerticle} → {@code SignUpService} (sign-up,
 * verification), {@code AccountService} (me, look-ups), {@code SessionService} (log in, refresh, log out) with {@code
 * LoginChain}, {@code LoginStrategy} (the place where another way of logging in joins), {@code LocalLogin} and {@code
 * OutsideLogin}, {@code SessionStates} (what of sessions goes on), {@code OutsideAccountService} (accounts at Google),
 * {@code CodeService} (e-mail codes), {@code PasswordService}, {@code AddressService} (another e-mail address), {@code
 * AdminService}, {@code PersonService} (the end of accounts, and places in the school), {@code StudentAccounts} and
 * {@code StudentBatches} (accounts of students), {@code DemoPeople} (what they share: {@code IdentityParts}, {@code
 * Inputs}, {@code User}; what they mail: {@code Mails}; what bounds attempts: {@code Attempts}; which guesses owners
 * hear of: {@code Guesses}; who computes when: {@code Passwords}, {@code Turns}; what sessions are known by: {@code
 * Tokens}) → {@code EmailRules}, {@code PasswordRules}, {@code RefreshRules}, {@code SignUpRules}, {@code
 * OutsideAccountRules}, {@code AdminRules} → {@code UserRepository}, {@code SignUpRepository}, {@code
 * TokenRepository}, {@code CodeRepository}, {@code AddressRepository}, {@code OutsideAccountRepository}, {@code
 * EndRepository}.
 *
 * <p>Invariants:
 * <ul>
 *   <li>Neither a password nor a refresh token nor a one-time code is ever stored readably; a code exists in plain text
 *       only in memory, between its making and the mail.
 *   <li>A session counts while its generation is the user's. Adding one to the user's generation (password changed,
 *       account disabled, sessions revoked) ends all of them, those being opened at that moment too. Access tokens name
 *       their session and generation; a process that sees one for the first time asks {@code CHECK_SESSION}. Of ends
 *       after that it hears by {@code SESSIONS_ENDED}, and by {@code LIST_ENDS} of those whose announcement got lost.
 *   <li>With another role or other capabilities the generation grows, too, and the refresh tokens go along: access
 *       tokens end, sessions do not.
 *   <li>An account that is not verified has no password. Sign-ups wait beside it; a code proves who reads the address,
 *       not who signed up, so of several sign-ups only the one whose password is shown with the code counts.
 *   <li>An account of staff, by role or by capability, is never opened by a code alone: its password is asked for
 *       beside it. Codes that are mailed to staff have ten digits, since one sets a new password by itself.
 *   <li>An account gets another address only by two proofs: one of its owner, and one of who reads the new address. All
 *       sessions and all mailed codes end with the former one.
 *   <li>With a password that must be changed, a token is good for changing it and for {@code me}, and nothing else.
 *   <li>The user's row is the lock of the user's sessions: refreshes of one user happen one after the other.
 *   <li>Whether an address has an account cannot be learned from logging in, asking for a code or a forgotten password:
 *       words and work are the same. Signing up does tell, since the honest need to know; it is limited per address.
 *   <li>The campus, department and program of an account are those of its person at Moodle, by the whole, verified
 *       address; people do not change them themselves.
 *   <li>Everything is of one tenant; another tenant's ids do not exist.
 * </ul>
 *
 * <p>The views that other domains read are constants of the contract.
 */
package com.mas.domain.people.identity;
