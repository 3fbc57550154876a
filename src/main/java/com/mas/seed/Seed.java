package com.mas.seed;

/**
 * Data that a domain brings along.
 *
 * @param place orders the shares of all domains, lowest first
 * @param isDemo whether it is planted with the sandbox's accounts alone
 */
public record Seed(int place, boolean isDemo, Planter planter) {}
