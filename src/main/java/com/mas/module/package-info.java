/**
 * Declares a capability of the product to the process that runs it. {@link com.mas.module.DomainModule} is implemented
 * once by each domain, beside its contract, and says its settings, providers, schedules, queues, pages, flags, and what
 * it has on every node; {@link com.mas.module.Parts} is everything that a domain may be made of. Its files lie in
 * {@code domain/<role>} of the resources: contract, migrations, pages, defaults of its settings. The process knows
 * domains by the list {@code boot.Modules} alone.
 */
package com.mas.module;
