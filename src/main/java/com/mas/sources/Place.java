package com.mas.sources;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Names where in a run a page belongs.
 *
 * @param of keys of the parents, the outermost first
 */
public record Place(String tenant, UUID run, List<String> of, Instant now) {}
