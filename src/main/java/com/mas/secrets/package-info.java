/**
 * Secrets at rest: {@link com.mas.secrets.Vault} encrypts what the product must give back to an outside provider,
 * {@link com.mas.secrets.DocumentSigner} signs what people show elsewhere, {@link com.mas.secrets.Fingerprint} knows
 * again what must not be kept.
 */
package com.mas.secrets;
