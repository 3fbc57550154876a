/**
 * Finds out what comments of questionnaires say: how they are meant, which topics they have, and what to do about it,
 * by workers outside.
 *
 * <p>Reading order: {@link com.mas.domain.learning.analysis.AnalysisContract}, {@link
 * com.mas.domain.learning.analysis.AnalysisVerticle}, {@code PipelineService} (what people ask), {@code StageService}
 * (pieces of work and how a pipeline moves on) with {@code Stage} and {@code PipelineRules}; {@code Works} (what each
 * stage asks of its worker) and {@code Answers} (what comes back), {@code Worker} with {@code HttpWorker} and {@code
 * BusWorker}; {@code TierService} with {@code TierRules} (what is analysed by itself on Sundays); {@code
 * PipelineRepository}, {@code ItemRepository}, {@code TierRepository} (SQL).
 *
 * <p>Invariants:
 * <ul>
 * <li>One pipeline of a scope is under way at a time; asked again, that one is answered.
 * <li>A pipeline is worked on in pieces, each a stored request in the queue of its type. What a piece found out, that
 *     it is done, and the move to the next stage are one commit under the pipeline's lock: a kill loses nothing and
 *     doubles nothing.
 * <li>Only what has no answer yet is asked again; what a worker says of others is dropped and counted; numbers that are
 *     none, or out of their range, are no answer.
 * <li>The schedule begins a scope only where there are comments that its last finished pipeline was not about, and
 *     while none of its pipelines runs.
 * <li>An answer that comes after the pipeline has moved on, was cancelled or has failed changes nothing.
 * <li>A piece that nobody answers three times fails the pipeline, in words; a bus worker that is not there is waited
 *     for.
 * </ul>
 */
package com.mas.domain.learning.analysis;
