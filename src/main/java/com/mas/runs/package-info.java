/**
 * Runs long work: page by page, on any node, through kills and restarts, one run about one subject at a time.
 *
 * <p>Reading order: {@link com.mas.runs.Phases} names what a kind of run does, one {@link com.mas.runs.Step} after
 * the other; a step gets a {@link com.mas.runs.Slice} and answers with a {@link com.mas.runs.Move}, whose
 * {@link com.mas.runs.Counts} are added up; {@link com.mas.runs.Runs} starts runs, goes on with them and ends them, as
 * RunRules decides; RunEngineRepository has the SQL. {@link com.mas.runs.Politeness} is for runs that ask outside
 * providers.
 * {@link com.mas.runs.RunsContract} is what administrators see, answered by {@link com.mas.runs.RunsVerticle}.
 *
 * <p>Two ways to drive a run. <em>Asked</em> ({@link com.mas.runs.Runs#work}): a request works until the run is over
 * and answers with its figures; when it is cut off, the same stored request goes on from the checkpoint with its next
 * attempt. <em>Sliced</em> ({@link com.mas.runs.Runs#put}, {@link com.mas.runs.Runs#advance}): each slice is a stored
 * request of its own, which leaves the rest to the next one when its time is over.
 *
 * <p>Meters: {@code runs.ended} by kind and state, {@code runs.time} by kind, from when a run was asked for to its end.
 *
 * <p>Invariants:
 * <ul>
 * <li>At most one run of a kind, tenant and subject is queued or running: a partial unique index says so.
 * <li>Whoever works on a run holds its token. {@code runs.fence} is the first statement of each write: it locks the
 *     row under that token, or nothing is written at all. A holder that was frozen or cut off finds out with its
 *     next write.
 * <li>What a step writes, its checkpoint, its counts and, after the last step, the end of the run are one commit. A
 *     step that is killed anywhere is repeated without loss and without doubling.
 * <li>A cancelled run ends at its next write, and nothing of that write remains. What was fetched or has happened
 *     outside before is put on record first ({@code Slice.record}, {@code runs.record}).
 * <li>A run whose stored request has failed for good does not stay: the request is tried again, the third time to end
 *     the run as cancelled; what still does not end by that fails.
 * <li>What a domain does when a run ends is done once, in the transaction that ends it. Where the engine itself ends a
 *     run, the domain hears of it by a durable event ({@link com.mas.runs.RunsContract#GIVEN_UP}) and does it then.
 * <li>A run that ends is never changed again, and is kept for 30 days.
 * <li>A completed run whose counts do not balance (read = written + skipped + failed, where anything was read) says so.
 * </ul>
 *
 * <p>A domain with a checkpoint of its own calls {@code runs.fence(run, token)} inside its statements.
 */
package com.mas.runs;
