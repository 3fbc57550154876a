/**
 * Mirrors Mr. Test, the site of exams (EzExam): exams, students, submissions and what came of each question; lets
 * students open their exams, and makes students there and accounts here.
 *
 * <p>The site has no interface for programs: {@code SiteClient} logs in as a person does, and {@code PageRules} reads
 * its pages by the layouts of {@code conf/rules/ezexam.yaml} ({@code SiteMap}).
 *
 * <p>Reading order: {@link com.mas.domain.learning.mrtest.MrTestContract} (session), {@link
 * com.mas.domain.learning.mrtest.ExamSyncContract} (configs, runs, what was mirrored), {@link
 * com.mas.domain.learning.mrtest.ExamCardContract} (exams of batches and students), {@link
 * com.mas.domain.learning.mrtest.WriteBackContract} (what is made there and here, scores of sheets); {@link
 * com.mas.domain.learning.mrtest.MrTestVerticle}, {@code SessionService}, {@code ConfigService}, {@code RunService}
 * with {@code Sinks} and {@code TieRepository}, {@code CardService} with {@code CardRules}, {@code WriteBackService},
 * {@code EvalImport} with {@code EvalRules}; {@code ExamConnector} with {@code ExamRows} (what the site gives), {@code
 * SiteSessions}, {@code SiteClient}, {@code PageRules}, {@code TimeRules}; the repositories (SQL).
 *
 * <p>Invariants:
 * <ul>
 * <li>A page that has none of the known layouts, or lacks what its layout promises, is an error that names what was
 *     looked for; it is kept as evidence, and nobody's marks change by it.
 * <li>Who is missing in a listing is marked as gone by a complete listing alone, and stays known.
 * <li>A row of the site is an account's by its whole, verified address, else by a phone that one person there and one
 *     account here have: staff see that one, and nothing is earned or shown by it. What could be several is told and
 *     not guessed.
 * <li>The best attempt counts and each is kept. What is under evaluation has no percentage, is not passed, and is told
 *     to nobody. A score is told in the commit that notes it, and again when it becomes another.
 * <li>An exam opens at its threshold of a course of Mr. Learn or of Moodle, not a hundredth below, and in its time
 *     only.
 * <li>A student is looked for at the site before he is made there, each time.
 * <li>A refused login is tried once, and then by nobody until a person logs in. The site is asked one thing at a time.
 * </ul>
 */
package com.mas.domain.learning.mrtest;
