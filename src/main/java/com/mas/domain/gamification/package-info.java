/**
 * XP, streaks and levels: what a student did, and what it is worth.
 *
 * <p>Reading order: {@code XpType} and the values of a decision ({@code Grant}, {@code Recent}, {@code Snapshot},
 * {@code Decision}) → {@code XpRules} (what one grant gives) → {@code StreakRules}, {@code LevelRules},
 * {@code ProgressRules} (the ribbon). All of them are pure; their parameters are {@code conf/gamification.yaml}, read
 * by {@code GamificationConfig}.
 *
 * <p>Invariants:
 * <ul>
 *   <li>The ledger is the truth. A snapshot is the sum of its student's rows, and its streak is a function of the set
 *       of IST days on which a row that counts for streaks occurred, whatever the order in which the rows came.
 *   <li>Any order of the same grants gives the same awards (type and source). Amounts differ only through the streak so
 *       far, the freshness of the day and the anti-farm ladder, which name the order.
 *   <li>A level, a longest streak and a milestone are never lost.
 *   <li>A day is a day in Asia/Kolkata, never one of the machine's zone.
 * </ul>
 */
package com.mas.domain.gamification;
