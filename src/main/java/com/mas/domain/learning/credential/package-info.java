/**
 * Credentials: certificates that an issuer gives to a person, and that everybody can check without asking the issuer.
 *
 * <p>Reading order: {@link com.mas.domain.learning.credential.CredentialContract} (issuing and holding),
 * {@link com.mas.domain.learning.credential.IssuerContract} (issuers and their keys),
 * {@link com.mas.domain.learning.credential.VerifyContract} (what everybody may ask),
 * {@link com.mas.domain.learning.credential.OutsideContract} (chain and content store) →
 * {@link com.mas.domain.learning.credential.CredentialVerticle} → {@code IssueService} makes a credential:
 * {@code Certified} is what never changes, {@code HashedViewRules} says which bytes of it are hashed,
 * {@code DocumentRules} writes the Open Badge, {@code CertificatePdf} the certificate; {@code CredentialImport} does it
 * for tables. {@code HolderService} shows people their own. {@code AnchorService} adds to the log, whose heads
 * {@code LogRules} writes; {@code ChainService} writes their roots into a chain, as {@code ChainRules} decides.
 * {@code StoreService} keeps certificates in a {@code ContentStore} outside. {@code VerifyService} checks, as
 * {@code CheckRules} decides; {@code Judge} keeps what was found for content that is the same.
 *
 * <p>Outside issuers: {@link com.mas.domain.learning.credential.ExternalSyncContract} → {@code ExternalSyncService}
 * (syncs and their scheduler, on the engine of runs) with {@code OutsideConnector} (one issuer, as a {@link
 * com.mas.sources.Connector}) and {@code OutsideSink} (where its rows go). {@code OutsideIssuers} reads {@code
 * conf/issuers.yaml} into {@code OutsideIssuer}s; {@code OutsideClient} and {@code CertificateDownload} have the wire,
 * {@code OutsideRules} and {@code ExternalSyncRules} decide; {@code SignService} signs documents of what was taken in
 * unsigned; {@code ExternalSyncRepository} has the SQL. {@code CompletionService} certifies courses that are completed.
 *
 * <p>Invariants:
 * <ul>
 * <li>What is hashed contains nothing that may change: who claims a credential, or where this server is found, makes no
 *     credential invalid. Versions of the view are never changed; committed samples are checked again in every build.
 * <li>A credential, its entry in the log and its certificate are one commit.
 * <li>The log is only added to; triggers of the database refuse everything else. It says nothing about people, and
 *     stays when a credential is erased, so that no place in a status list is given twice.
 * <li>A transaction is stored before it is sent; all those of one head have one number, so that the chain takes one.
 * <li>A certificate is known to the content store only under the name that its bytes have; checks ask neither chain nor
 *     store.
 * <li>A credential is claimed by an account whose verified address it names, and by no other.
 * <li>A page of an outside issuer, with its certificates, entries and the place at which the sync goes on, is one
 *     commit. Every row that was read is counted once, as made, as skipped for a reason, or as left for later.
 * <li>The key of an outside issuer goes to its configured address and to no other; a certificate is fetched without it,
 *     from there or from a place that the operator has named.
 * <li>Everybody is shown initials, unless the holder shows the whole name; never an address.
 * </ul>
 */
package com.mas.domain.learning.credential;
