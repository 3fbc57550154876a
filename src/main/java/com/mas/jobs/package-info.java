/**
 * Stored requests: a job is a row that says which address to ask, with what, and when.
 *
 * <p>Reading order: {@link com.mas.jobs.Jobs} stores, in the caller's transaction, as {@link com.mas.jobs.JobOptions}
 * and {@link com.mas.jobs.Schedule} say; {@link com.mas.jobs.Queues} are declared in {@code conf/queues.yaml};
 * {@link com.mas.jobs.JobsVerticle} answers operators and deploys the Runner. What operators may ask is in
 * {@link com.mas.jobs.JobsContract}; JobsService answers: what they read is in BoardRepository and QueueFigures, as
 * ShownRules lets it be read, what they change in AdminRepository. The Runner hears of work (Wake), makes ready what is
 * due (Firing for schedules), and has one QueueRunner per queue that claims (ClaimRepository) and runs (JobExecution,
 * RetryRules); the Finisher writes down how jobs ended; what a node did lately (Tally) goes with its lease.
 *
 * <p>Invariants: a job is stored exactly if its transaction commits, and runs at least once. Ready, delayed, parked
 * and running jobs are in {@code jobs.job}; completed, dead and discarded ones in {@code jobs.finished}. A running job
 * belongs to one runner and one token; only they may end it. A runner's lease is that of all its jobs: when it is
 * over, the jobs are ready again and the old owner's word counts no more. Claims of capped or grouped queues take
 * turns under the queue's advisory lock; a cap is shared out among the nodes as slots, and jobs of one
 * group are held by one node at a time, so that a node may claim ahead without breaking either. Tenants that share a
 * queue take turns, each with the same part of a claim, however much the others have waiting; priority and age decide
 * within a tenant. Due times are by the injected clock, leases by the database's.
 *
 * <p>What operators read is bounded however many jobs there are: heads of indexes, counts up to a bound and a guess
 * from a sample beyond it. Each act is recorded in the transaction that does it.
 *
 * <p>Wake-ups are sent after the commit and outside of it, since NOTIFY inside would make all commits take turns; one
 * that is lost costs at most one polling interval.
 */
package com.mas.jobs;
