/**
 * Mirrors what learners do in outside learning systems. The engine owns runs, checkpoints, politeness, merging and
 * effects; a vendor folder ({@code graphy}) knows one provider and nothing else.
 *
 * <p>Reading order: {@link com.mas.domain.sync.SyncContract} (what can be asked), {@link
 * com.mas.domain.sync.LmsConnector} (what a vendor gives), {@link com.mas.domain.sync.SyncVerticle},
 * {@code SyncService} (configs and lists), {@code SyncEngine} (a run) with {@code Listing}, {@code Reports} and
 * {@code Awards} (its phases), {@code SyncRules} and {@code ProgressMerge} (decisions), {@code ConfigRepository},
 * {@code LearnerRepository}, {@code RunRepository} (SQL).
 *
 * <p>Invariants:
 * <ul>
 * <li>Two runs of one config never overlap: a partial unique index says so, not a lock.
 * <li>A run works in slices, each a stored request. Where the next page starts, what the page changed and the effects
 * of
 *     that are one commit, so a slice that is killed anywhere is repeated without loss and without doubling.
 * <li>Each slice takes the run over under a token of its own; a slice that lost its run writes nothing any more.
 * <li>Progress, time and completion never go back; a row that brings nothing new is not written at all.
 * <li>A learner's completed modules are either in {@code awarded_modules} or still to be awarded, in a later run if
 * there
 *     is no account yet; moving them there and storing the award is one commit.
 * <li>The provider refusing our login ends the run, disables the config and removes its schedule, in one commit.
 * </ul>
 */
package com.mas.domain.sync;
