/**
 * Plays three issuers of credentials, each with its own wire and its own way to log in: NSDC, Udemy and Jaimin. What
 * they have in common is {@link com.mas.sandbox.issuers.IssuerSimulator}: a list of {@link
 * com.mas.sandbox.issuers.Issued}, certificates as PDF, and switches.
 */
package com.mas.sandbox.issuers;
