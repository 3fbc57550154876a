/**
 * Mentors' slots, and who booked them. A booking is a meeting to be: the meeting has its id.
 *
 * <p>Reading order: {@link com.mas.domain.learning.mentoring.MentoringContract}, {@code TermsContract},
 * {@code MentorContract} → {@link com.mas.domain.learning.mentoring.MentoringVerticle} → {@code SlotService},
 * {@code BookingService} (makes bookings), {@code ChangeService} (changes them), {@code TermsService},
 * {@code MentorService} (profiles, search), {@code HoursService} (weekly hours), {@code LinkService} (what links of
 * mails do), {@code FeedbackService} (ratings of mentors, reviews of students), {@code BoardService} (scorecards,
 * leaderboard) → {@code BookingRules}, {@code HoursRules}, {@code LinkRules}, {@code FeedbackRules},
 * {@code MentoringRules} → repositories; {@code News} says who is told and what calendars enter,
 * {@code Tokens} asks for what a booking costs.
 *
 * <p>A slot is offered by its mentor, or made of the weekly hours when a student holds one of their times; one of the
 * hours is never open again. A slot that a meeting moves to is held for its student.
 *
 * <p>Invariants: what a mentor offers never overlaps, nor does what a student has booked; a slot has at most one
 * booking that was requested or takes place; each change of a booking makes its next version, and is on record with
 * who, when and why; a meeting that was held gives the student XP once, by a request that is stored with the end of
 * the booking; a link of a mail is good for one thing, one person and one version of a booking, and only a POST uses
 * it; each side says one thing about a meeting, and a rating is counted in the transaction that keeps it. Another
 * tenant's things, and bookings of others, read as "no such thing".
 */
package com.mas.domain.learning.mentoring;
