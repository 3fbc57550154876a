/**
 * WhatsApp reminders to learners of Mr. Learn who have got stuck.
 *
 * <p>Reading order: {@link com.mas.domain.engagement.reminder.ReminderContract} →
 * {@link com.mas.domain.engagement.reminder.ReminderVerticle} → {@code ReminderService} (who is to be reminded,
 * schedules, lists), {@code ReminderRun} (sends, one learner after the other) → {@code ReminderRules} →
 * {@code PlanRepository}, {@code ReminderRunRepository}. Learners and settings are read from the views
 * {@code mrlearn.shared_learners} and {@code mrlearn.shared_configs}, whose account a learner has from
 * {@code mrlearn.shared_learner_accounts}, its phone from {@code identity.shared_people}; the messages are the
 * notification domain's.
 *
 * <p>Invariants:
 * <ul>
 *   <li>At most one reminder per learner, course and period: {@code reminder.marks} is taken before the message and
 *       given back only when it certainly did not go and may go later. A run that is killed anywhere asks again with
 *       the same key, and the notification domain sends a key once.
 *   <li>A run is one of {@code com.mas.runs}, with the same id, and works in slices, each a stored request; a learner
 *       without a result is still to be done. What came of a message is recorded under the run's token, with the mark:
 *       whoever has lost the run gives no mark back.
 *   <li>A cancelled run sends nothing more; what had gone out is on record.
 *   <li>A run stops by itself when the provider refuses what it would refuse for everybody, or when failures cluster.
 * </ul>
 *
 * <p>Decisions: a period is the config's interval, counted from when its reminders were switched on (before that, from
 * when the config was made). Who is selected by hand is reminded however far he is, but not twice in a period. A phone
 * is looked for in three places: the learner's row, the learner's account, another course's row of the same person at
 * the provider. Two learners who share a phone are two learners.
 *
 * <p>How the reminders of a config stand is told to the syncs ({@code LastReminders}); they state which configs
 * changed.
 */
package com.mas.domain.engagement.reminder;
