package com.mas.http;

/**
 * Account of a sandbox that the documentation offers to try things with.
 *
 * @param who its role, for a person
 */
public record DemoAccount(String who, String email, String password) {}
