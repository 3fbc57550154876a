/**
 * Mirrors a Moodle: categories, courses, who is enrolled where and how far, phase by phase; lets its people log in
 * here, and makes categories, courses and people there.
 *
 * <p>Reading order: {@link com.mas.domain.learning.moodle.MoodleContract}, {@link
 * com.mas.domain.learning.moodle.ProvisionContract} (courses made by their codes), {@link
 * com.mas.domain.learning.moodle.MoodleAuditContract} (the record of logins), {@code MoodleModule}, {@link
 * com.mas.domain.learning.moodle.MoodleVerticle}; {@code SyncService} (syncs and their schedule) with {@code
 * MoodleConnector} (what a Moodle gives, as a {@link com.mas.sources.Connector}) and {@code Sinks} (where it goes),
 * {@code LoginService} with {@code LoginAudit} (its record), {@code DoorService} (questions passed on), {@code
 * ProvisionService} (categories and people), {@code CourseProvision} (courses), {@code RoleService}; {@code
 * MoodleClient} and {@code MoodleAnswers} (the wire), {@code MoodleRows} (its rows), {@code SyncRules}, {@code
 * ProvisionRules}; {@code MirrorRepository}, {@code PeopleRepository}, {@code RoleRepository}, {@code
 * SyncLogRepository}, {@code TreeRepository} (SQL).
 *
 * <p>Invariants:
 * <ul>
 * <li>Who is missing in a course is deactivated only by a complete listing of that course; an empty list of categories
 *     or courses deactivates nothing.
 * <li>Whether an enrolment is suspended is told by a list of its own; an account that may not read it changes nothing
 *     about it.
 * <li>Progress, completion and completed activities never go back; a grade is what Moodle says last.
 * <li>A completed activity is stated once, when there is an account whose verified address is the person's.
 * <li>Where people were placed by hand they stay.
 * <li>Tokens of people are forgotten as soon as the password was checked. Moodle's being away is never told as a wrong
 *     password.
 * <li>Logins and trials are on record for 90 days, with neither a password nor what may be one.
 * </ul>
 */
package com.mas.domain.learning.moodle;
