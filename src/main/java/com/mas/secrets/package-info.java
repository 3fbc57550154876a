/** Secrets at rest: {@link com.mas.secrets.Vault} encrypts what the product must give back to an outside provider. */
package com.mas.secrets;
