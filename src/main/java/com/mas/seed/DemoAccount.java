package com.mas.seed;

/**
 * Account of a sandbox, offered to people who try the server out.
 *
 * @param who its role, for a person
 */
public record DemoAccount(String who, String email, String password) {}
