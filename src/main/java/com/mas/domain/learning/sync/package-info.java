/**
 * Mirrors what learners do in outside learning systems. The engine owns runs, checkpoints, politeness, merging and
 * effects; a vendor folder ({@code graphy}) knows one provider, as a {@link com.mas.sources.Connector}, and nothing
 * else.
 *
 * <p>Reading order: {@link com.mas.domain.learning.sync.SyncContract} (what can be asked), {@link
 * com.mas.domain.learning.sync.Lms} (what a vendor gives), {@link com.mas.domain.learning.sync.SyncVerticle},
 * {@code SyncService} (configs and lists), {@code BulkService} and {@code NewStudents} (many configs at once),
 * {@link com.mas.domain.learning.sync.LinkContract} with {@code LinkService} and {@code PrefixService} (whose account a
 * learner has), {@code SyncEngine} (a run) with {@code Listing}, {@code Phones}, {@code Reports} and {@code Awards}
 * (its phases), {@code SyncRules}, {@code ProgressMerge} and {@code ModuleMerge} (decisions), {@code ConfigRepository},
 * {@code LearnerRepository}, {@code ReportRepository}, {@code PhoneRepository}, {@code AwardRepository},
 * {@code RunRepository}, {@code LinkRepository}, {@code PrefixRepository}, {@code TieRepository} (SQL).
 *
 * <p>Invariants:
 * <ul>
 * <li>Two runs of one config never overlap: a partial unique index says so, not a lock.
 * <li>A run is one of {@code com.mas.runs}, with the same id, and works in slices, each a stored request. Where the
 *     next page starts, what the page changed and the effects of that are one commit, so a slice that is killed
 *     anywhere is repeated without loss and without doubling.
 * <li>Each slice takes the run over under a token of its own; a slice that lost its run writes nothing any more. A run
 *     may lose its node as often as it likes, as long as it gets on in between.
 * <li>A run that is cancelled stores the page or the reports that were fetched, and ends.
 * <li>Progress, time and completion never go back; a row that brings nothing new is not written at all.
 * <li>A learner's completed modules are either in {@code awarded_modules} or still to be awarded, in a later run if
 *     there is no account yet; moving them there and storing the award is one commit.
 * <li>A full run balances: learners at the source = seen = new + changed + unchanged + regressions blocked; a list that
 *     moved while it was read is read again, and a run that is short of anybody is incomplete and says where.
 * <li>An account is a learner's by its whole, verified address, equal to the provider's or to that without a known
 *     prefix, or by an administrator's hand, which goes before. Two accounts that both fit are none. No one else
 *     matches: {@code mrlearn.shared_learner_accounts} is asked in the statement that makes something of it.
 * <li>A key is made of an address by {@code mrlearn.without_prefix} alone, and made again with each change of the known
 *     prefixes, in one commit.
 * <li>What a learner brought an account is kept in {@code award_ties} and {@code mobile_account_id}: when the tie was
 *     wrong, XP and phones go back, and the modules are due again for the right account, once.
 * <li>A report that was stored is not fetched again by whoever goes on with the run.
 * <li>The provider refusing our login ends the run, disables the config and removes its schedule, in one commit.
 * </ul>
 *
 * <p>The views that other domains read are constants of {@link com.mas.domain.learning.sync.SyncContract} and
 * {@link com.mas.domain.learning.sync.LinkContract}. What is to be done about completed modules and changed configs is
 * up to those who subscribe to its durable events; how a config's reminders stand is told by whoever reminds.
 */
package com.mas.domain.learning.sync;
