/**
 * Real parts and controlled time for tests: {@link com.mas.testkit.TestServers} (one PostgreSQL and one Redis per JVM,
 * started when first asked for), {@link com.mas.testkit.TestDatabase} (a migrated database of its own per test class),
 * {@link com.mas.testkit.TurnableClock}, {@link com.mas.testkit.Eventually} in place of sleeping, and
 * {@link com.mas.testkit.Browser} for what a person sees. {@link com.mas.testkit.House} joins them for tests of a
 * domain, and {@link com.mas.testkit.Alone} marks classes beside which no other runs.
 */
package com.mas.testkit;
