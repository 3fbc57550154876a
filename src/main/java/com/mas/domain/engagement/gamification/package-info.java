/**
 * XP, streaks and levels: what a student did, and what it is worth.
 *
 * <p>Reading order: {@link com.mas.domain.engagement.gamification.GamificationContract} (what can be asked) →
 * {@link com.mas.domain.engagement.gamification.GamificationVerticle} → {@code AwardService} (one award, two round
 * trips), {@code LedgerService} (many awards under locks), {@code RebuildService} (standings anew, claw-backs),
 * {@code BadgeService} with {@code DueBadges} (who may have unlocked one), {@code DailyLogins}, {@code ProgressService}
 * (reads) → {@code GamificationRepository}, {@code LedgerRepository}, {@code BadgeRepository}. Beside it
 * {@link com.mas.domain.engagement.gamification.CalendarContract} → {@code CalendarService} (holidays, leave) and
 * {@link com.mas.domain.engagement.gamification.RulesContract} → {@code RulesService}, {@code RehearsalService};
 * {@code RuleBooks} is what a node knows of published rules and holidays. What they decide with is pure:
 * {@code AwardRules} (what may be asked), {@code StudentLedger} (one student's awards one after the other),
 * {@code XpRules} (what one gives), {@code StreakRules}, {@code LevelRules}, {@code ProgressRules} (the ribbon); their
 * parameters are {@code conf/rules/gamification.yaml}, read by {@code GamificationConfig}.
 *
 * <p>Invariants:
 * <ul>
 *   <li>The ledger is the truth. A snapshot is the sum of its student's rows, and its streak is a function of the set
 *       of IST days on which a row that counts for streaks occurred, and of the days off, whatever the order in which
 *       the rows came. Between two changes of the streaks' rules, that is; then it is computed anew.
 *   <li>Whoever appends to a ledger writes the snapshot's next version in the same transaction. So an award that was
 *       decided without a lock is right as long as the version is the one that it saw, and is decided again otherwise.
 *   <li>Any order of the same grants gives the same awards (type and source). Amounts differ only through the streak so
 *       far, the freshness of the day and the anti-farm ladder, which name the order.
 *   <li>A level, a longest streak and a milestone are never lost.
 *   <li>A day is a day in Asia/Kolkata, never one of the machine's zone.
 * </ul>
 *
 * <p>The views that other domains read are constants of the contract. {@code Earnings} acts upon what the learning
 * domains state.
 */
package com.mas.domain.engagement.gamification;
