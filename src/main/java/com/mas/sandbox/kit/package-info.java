/**
 * The part of a simulator that is the same for all providers. {@link com.mas.sandbox.kit.Simulator} is what a provider
 * says of itself; {@link com.mas.sandbox.kit.Desk} runs it: mounts its {@link com.mas.sandbox.kit.Route}s, makes its
 * {@link com.mas.sandbox.kit.Faults} happen to each {@link com.mas.sandbox.kit.Exchange}, records
 * {@link com.mas.sandbox.kit.Calls}. {@link com.mas.sandbox.kit.Kind} is the dialect of faults.
 *
 * <p>Each simulator has these switches below {@code /<name>/sandbox}, beside its own; a test in the same process uses
 * them by {@link com.mas.sandbox.kit.Desk#ask}:
 *
 * <ul>
 *   <li>{@code GET /}: its paths, faults with their fields, switches, and how much it holds; {@code DELETE /}: makes it
 *       as new;
 *   <li>{@code GET|PUT|DELETE /faults}: the misbehaviour that is on. PUT takes one or a list of {@code {"kind", …}} in
 *       place of all that is on, with, each optional, {@code path} (the word of a route), {@code page} (the start of
 *       the page that it strikes at), {@code afterRequests} (so many of those meant pass before it begins), {@code
 *       times} (how often it strikes) and the kind's own fields. Several strike together;
 *   <li>{@code GET|DELETE /requests}: what was asked, how often and how much at once, by path and by what it is about,
 *       with the last 200 calls. {@code ?count=3&path=learners} waits until the third such call has come, {@code
 *       waitMs} at most.
 * </ul>
 *
 * <p>What is wrong with a switch is answered with 400 and {@code {"error": {"field", "message"}}}. {@code GET /} of the
 * port lists the simulators, {@code DELETE /} makes all of them as new.
 *
 * <p>Invariants: whatever is asked, a simulator holds no more than it says ({@link com.mas.sandbox.kit.Kept}, {@link
 * com.mas.sandbox.kit.Tally}); outside its routes there is nothing; credentials that a provider does not know open
 * nothing.
 */
package com.mas.sandbox.kit;
