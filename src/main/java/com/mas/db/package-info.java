/**
 * PostgreSQL: the pool and its transactions ({@link com.mas.db.Database}, {@link com.mas.db.Tx}), forward-only
 * migrations, and time-ordered ids. All SQL is written by the domains' repositories, always with parameters.
 */
package com.mas.db;
