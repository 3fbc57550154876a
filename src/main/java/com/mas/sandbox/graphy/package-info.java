/**
 * Graphy ("Mr. Learn"). {@code GraphySimulator} has Graphy's paths, {@code GraphySession} its login, {@code
 * GraphyPages} its documents, about {@code GraphyCourses}, {@code GraphyLearners} (names from {@code LearnerNames}) and
 * {@code GraphyProgress}. Five wrong passwords in a row lock the account until a reset. Its own switches:
 *
 * <ul>
 *   <li>{@code PUT /progress {"courseId", "userId", "percent"}}: puts a learner where a test needs her;
 *   <li>{@code GET|PUT /time-shift {"days"}}: the simulator's time is so many days ahead of the clock;
 *   <li>{@code PUT /scale {"courseId", "learners"}}, {@code DELETE /scale}: gives a course, or a new one, up to 200,000
 *       learners. A course {@code scale-<learners>} answers even unasked, but is not listed;
 *   <li>{@code GET /reports}: of how many learners the report was read, by course.
 * </ul>
 */
package com.mas.sandbox.graphy;
