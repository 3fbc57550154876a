/**
 * Simulates EzExam, the site of exams: a Django site for people, with logins, rotating tokens of forms, and pages in
 * two layouts. Only what is generally known of such sites is real; paths and pages are this product's own.
 *
 * <p>Reading order: {@link com.mas.sandbox.ezexam.EzExamSimulator} (paths and switches), EzExamSessions, EzExamSchool
 * (exams, students and submissions), EzExamPages (HTML).
 */
package com.mas.sandbox.ezexam;
