/**
 * Counts and times for operators, shown at {@code /metrics}: {@link com.mas.meters.Meters} makes them, each with the
 * sentence that is its help there.
 *
 * <p>Labels have few values, which the build or its configuration names: a role, an address of the bus, a queue, a
 * provider. Nothing that a client sends becomes one. A histogram is a series for each bucket, so that it is kept for
 * what somebody watches; other times have their number, sum and longest.
 */
package com.mas.meters;
