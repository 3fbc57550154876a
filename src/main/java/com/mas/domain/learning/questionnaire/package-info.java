/**
 * Asks people what they think of teachers and courses: questionnaires in versions, what was answered, and answers that
 * come as tables.
 *
 * <p>Reading order: {@link com.mas.domain.learning.questionnaire.QuestionnaireContract} (questionnaires, versions,
 * dimensions) and {@link com.mas.domain.learning.questionnaire.SubmissionContract} (answers, drafts, tables), {@link
 * com.mas.domain.learning.questionnaire.QuestionnaireVerticle}, {@code VersionService} with {@code FormRules},
 * {@code SubmissionService} with {@code Scale} (what answers are worth), {@code CommentRules} and {@code Names} (whom
 * answers name), {@code AnswerImport} (tables), {@code VersionRepository}, {@code SubmissionRepository}, {@code
 * DraftRepository} (SQL).
 *
 * <p>Invariants:
 * <ul>
 * <li>A questionnaire has at most one draft and one active version; publishing deprecates the active one. Only a draft
 *     is edited, only an active version is answered.
 * <li>The weights of the leaves of a version sum to exactly 100.
 * <li>One person answers a version once about one teacher, in one course, in one period; a table that brings the same
 *     answers again changes nothing, one that brings others is refused row by row.
 * <li>A person has one code: the user name in Moodle, or the e-mail address of an account that Moodle does not know.
 * <li>A submission keeps the names and codes of its time: of the teacher, the course, the department and the campus.
 * </ul>
 */
package com.mas.domain.learning.questionnaire;
