package com.mas.http;

import com.mas.bus.Request;

/**
 * One operation of the contract, compiled: nothing is looked up or parsed per request that could be at boot.
 *
 * @param keepsAnswers whether a write's answer may be kept for the replay of an idempotency key
 * @param temporaryPassword whether it goes with a password that must be changed first
 */
record Operation(String method, String path, Request<?, ?> request, Access access, RequestInputs inputs,
    Answers answers,
    boolean keepsAnswers, boolean temporaryPassword) {
  String id() {
    return request.address();
  }
}
