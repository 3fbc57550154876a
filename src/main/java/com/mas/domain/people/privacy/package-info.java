/**
 * People's own data: a copy of it, its erasure, and the removal of rows that are too old. It knows no table itself:
 * every module declares its own ({@link com.mas.db.Table}), and all of it follows these declarations.
 *
 * <p>Reading order: {@link com.mas.domain.people.privacy.PrivacyContract} →
 * {@link com.mas.domain.people.privacy.PrivacyVerticle} → {@code ExportService}, {@code ErasureService},
 * {@code RetentionService} → {@code PersonRules} (which words tell a person), {@code TableOrder} →
 * {@code PersonalRows}, {@code TableSql}, {@code Catalogue} → {@code ExportRepository}, {@code ErasureRepository}.
 *
 * <p>Invariants:
 * <ul>
 * <li>An export has the rows that are the person's, of all tables and of the person's tenant, without the columns that
 *     their tables hide; never a row that is another person's alone, nor one that the product does not show to the
 *     person yet. It is gone a week later.
 * <li>An erasure closes the account first and ends its sessions; then the domains act that keep something outside of
 *     the database ({@code identity.person.erased}); then rows go, table by table, the account last. Killed at any
 *     instant it goes on where it was.
 * <li>No row tells the id, the address, the number or the name of an erased person. Ledgers keep their amounts under an
 *     id that is nobody's, so that their sums stay right.
 * <li>An outside provider is not changed: what it still has comes back with its next sync.
 * </ul>
 */
package com.mas.domain.people.privacy;
