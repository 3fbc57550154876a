/**
 * Simulators of the outside providers, so that the product's real clients run end to end without any account. Only
 * the boot and the modules of domains import this package; nothing here imports a domain.
 *
 * <p>{@link com.mas.sandbox.SandboxVerticle} mounts the simulators that the modules of domains declare on one port,
 * each below its name. {@link com.mas.sandbox.kit} is what they have in common: faults, the record of calls,
 * switches, resets, bounds. A folder has one provider, and nothing but that provider's paths, credentials and answers:
 *
 * <ul>
 *   <li>{@link com.mas.sandbox.graphy}: the learning system, at {@code /graphy};
 *   <li>{@link com.mas.sandbox.mail}: an SMTP server on a port of its own, its switches at {@code /mail};
 *   <li>{@link com.mas.sandbox.whatsapp}: Meta at {@code /whatsapp} and AiSensy at {@code /aisensy}, for one account;
 *   <li>{@link com.mas.sandbox.evm}: a node of an EVM chain, at {@code /evm};
 *   <li>{@link com.mas.sandbox.filebase}: a bucket for certificates, at {@code /filebase}, and
 *       {@link com.mas.sandbox.ipfs} a node of IPFS, at {@code /ipfs};
 *   <li>{@link com.mas.sandbox.google}: signing in with Google, at {@code /google};
 *   <li>{@link com.mas.sandbox.issuers}: issuers of credentials, at {@code /nsdc}, {@code /udemy}, {@code /jaimin};
 *   <li>{@link com.mas.sandbox.model}: a gateway of chat completions, at {@code /llm}.
 * </ul>
 *
 * <p>A new provider is one class that implements {@link com.mas.sandbox.kit.Simulator}, a line in the module
 * of its domain, {@code provider(…)}, and a test that inherits {@code HttpSandboxConformance}.
 *
 * <p>Invariants: what is answered depends on a fixed seed, the clock and the switches, which live in memory; so every
 * process simulates the same school, and rows are computed when they are asked for. Everything runs on one event loop
 * and needs no locks. Addresses are in {@code .example}, a domain that cannot exist.
 */
package com.mas.sandbox;
