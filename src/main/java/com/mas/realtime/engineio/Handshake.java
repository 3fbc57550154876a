package com.mas.realtime.engineio;

import io.vertx.core.MultiMap;

/**
 * The request that opened a session.
 *
 * @param path without the query; {@code query} and {@code headers} must not be changed
 * @param address of the peer that connected, without its port
 * @param timeMillis since 1970, when it came
 */
public record Handshake(String path, MultiMap query, MultiMap headers, String address, boolean secure,
    long timeMillis) {}
