/**
 * Keeps the tenants of this installation as rows: the origins of their front ends, their look, and the domains that are
 * switched off for them. The setting {@code TENANTS} names those that every start makes sure of; its first is the
 * default.
 *
 * <p>Reading order: {@link com.mas.domain.platform.tenant.TenantContract} →
 * {@link com.mas.domain.platform.tenant.TenantVerticle} → {@code TenantService} → {@code TenantRules} →
 * {@code TenantRepository}.
 *
 * <p>Invariants: a slug never changes; no tenant is ever deleted, since the rows of all domains carry its slug; what a
 * person needs to sign in and to put the tenant right cannot be switched off.
 */
package com.mas.domain.platform.tenant;
