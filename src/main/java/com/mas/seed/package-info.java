/**
 * Plants the data of a first start. The shares come from the domains, which declare them in their modules; what they
 * have in common is here: the made-up {@link com.mas.seed.School} of the sandbox, and the
 * {@link com.mas.seed.Planting} that hands on what was planted before.
 */
package com.mas.seed;
