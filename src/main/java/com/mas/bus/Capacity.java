package com.mas.bus;

/**
 * Load that a verticle may take on; one row of {@code conf/verticles.yaml}.
 *
 * @param role its name there, also the name of its worker pool
 * @param pool threads for CPU-heavy or blocking library work
 * @param inHand requests that one instance holds at a time; the next is refused as {@link Failure#OVERLOADED}
 */
public record Capacity(String role, int pool, int inHand) {}
