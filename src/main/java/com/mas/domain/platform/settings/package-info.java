/**
 * Keeps what belongs to no other domain: the answers kept for idempotency keys, settings that are changed at run time,
 * and what the nodes tell of themselves ({@link com.mas.domain.platform.settings.NodeContract}, {@code
 * NodeRepository}).
 *
 * <p>Reading order: {@link com.mas.domain.platform.settings.SettingsContract} →
 * {@link com.mas.domain.platform.settings.SettingsVerticle} → {@code SettingsService} → {@code SettingsRepository}.
 *
 * <p>Invariants: of one principal, operation and key there is one record, so at most one request works on it at a time;
 * only the holder that began may finish; a finished record never changes until it is purged. A holder that never
 * finishes (its node died, or its answer did not come in time) loses the record after its lease, not before.
 */
package com.mas.domain.platform.settings;
