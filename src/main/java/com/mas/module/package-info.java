/**
 * Declares a capability of the product to the process that runs it. {@link com.mas.module.DomainModule} is implemented
 * once by each domain, beside its contract; {@link com.mas.module.Parts} is everything that a domain may be made of.
 * The process knows domains by the list {@code boot.Modules} alone.
 */
package com.mas.module;
