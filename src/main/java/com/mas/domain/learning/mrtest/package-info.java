/**
 * Mirrors Mr. Test, the site of exams (EzExam): exams, students, submissions and what came of each question; lets
 * students open their exams, and makes students there and accounts here.
 *
 * <p>The site has no interface for programs: {@code SiteClient} logs in as a person does, and {@code PageRules} reads
 * its pages by the layouts of {@code conf/rules/ezexam.yaml} ({@code SiteMap}).
 *
 * <p>Reading order: {@link com.mas.domain.learning.mrtest.MrTestContract}, {@link
 * com.mas.domain.learning.mrtest.MrTestVerticle}, {@code SessionService}; {@code ExamConnector} with {@code ExamRows}
 * (what the site gives), {@code SiteSessions}, {@code SiteClient}, {@code PageRules}, {@code TimeRules}.
 *
 * <p>Invariants:
 * <ul>
 * <li>A page that has none of the known layouts, or lacks what its layout promises, is an error that names what was
 *     looked for; it is kept as evidence, and nobody's marks change by it.
 * <li>A refused login is tried once, and then by nobody until a person logs in. The site is asked one thing at a time.
 * </ul>
 */
package com.mas.domain.learning.mrtest;
