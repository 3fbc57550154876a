/**
 * Measures, for {@code scripts/bench}: {@link com.mas.bench.Bench} measures a running server and the engines alone,
 * {@link com.mas.bench.Load} fills a database before that. Figures hold for one machine and one moment; compare them
 * only within one run.
 */
package com.mas.bench;
