/**
 * Plays a Moodle site over its web services. What a real one was recorded to answer is in {@code
 * sandbox/moodle/recorded.json} and is answered so as long as nobody has changed the school; everything else is worked
 * out by {@link com.mas.sandbox.moodle.MoodleFunctions} on {@link com.mas.sandbox.moodle.MoodleSchool}.
 */
package com.mas.sandbox.moodle;
