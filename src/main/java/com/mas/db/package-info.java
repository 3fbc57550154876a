/**
 * PostgreSQL: the pool and its transactions ({@link com.mas.db.Database}, {@link com.mas.db.Tx}), forward-only
 * migrations, and time-ordered ids. All SQL is written by the domains' repositories, always with parameters.
 *
 * <p>A repository reads with {@code query}, which shares connections; writes one statement with {@code write}, which
 * has a connection to itself while it waits for the disk; and writes several together in a {@code transaction}.
 * Parameters are passed as the domain has them: instants, enums, lists of words. {@link com.mas.db.Rows} makes records
 * of rows, {@link com.mas.db.Query} makes a page of a list and its count of one FROM, {@link com.mas.db.PageWindow}
 * holds the bounds of all lists.
 */
@NullMarked
package com.mas.db;

import org.jspecify.annotations.NullMarked;
