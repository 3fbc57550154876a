/**
 * Mentors' slots, and who booked them. A booking is a meeting to be: the meeting has its id.
 *
 * <p>Reading order: {@link com.mas.domain.learning.mentoring.MentoringContract} →
 * {@link com.mas.domain.learning.mentoring.MentoringVerticle} → {@code SlotService}, {@code BookingService} →
 * {@code MentoringRules} → repositories; {@code News} says who is told.
 *
 * <p>Invariants: what a mentor offers never overlaps, nor does what a student has booked; a slot has at most one
 * booking that was not cancelled; a meeting that was held gives the student XP once, by a request that is stored
 * with the end of the booking. Another tenant's things, and bookings of others, read as "no such thing".
 */
package com.mas.domain.learning.mentoring;
