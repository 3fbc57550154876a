/**
 * Declares what the product knows of outside systems that it mirrors, whatever they are: learning systems, sites that
 * answer with pages for people, issuers of credentials. No provider is named here.
 *
 * <p>Reading order: {@link com.mas.sources.Connector} is what a provider's folder gives: its {@link
 * com.mas.sources.Source} (name), its {@link com.mas.sources.Stage}s (phases in their order, how their pages follow
 * each other, and when a listing is whole), its politeness, and sessions that answer an {@link com.mas.sources.Ask}
 * with a {@link com.mas.sources.Batch} and are probed for what they lack. {@link com.mas.sources.Reads} helps to write
 * one. {@link com.mas.sources.Trouble} sorts what may be the matter. {@link com.mas.sources.Mirror} makes the phases of
 * a run of all that ({@code com.mas.runs}), and gives the rows to the {@link com.mas.sources.Sink}s of a domain; how
 * one phase is worked on is in Reading. A domain whose phases need more than that takes the {@link
 * com.mas.sources.Pages} by itself, which is how everybody reads: the next page comes while the last one is written.
 *
 * <p>Invariants:
 * <ul>
 * <li>A connector holds no state of runs: where a run is stands in its checkpoint.
 * <li>Only a listing that is known to be whole says who is gone. One that breaks off changes nobody's state.
 * <li>A refused login is tried once anew, and then by nobody until a person logs in.
 * </ul>
 */
package com.mas.sources;
