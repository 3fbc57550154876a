/**
 * Up to three cards a day that tell a student what to do next: the one thing that matters most, a deadline, a weak
 * area.
 *
 * <p>Reading order: {@link com.mas.domain.engagement.dailycards.DailyCardsContract} →
 * {@link com.mas.domain.engagement.dailycards.DailyCardsVerticle} → {@code CardService} → {@code CardRules} (what is
 * chosen) and {@code Known} (from what) → {@code CardRepository} (the truth), {@code CardCache} (Redis).
 *
 * <p>Invariants:
 * <ul>
 *   <li>A student is dealt a hand once a day of Asia/Kolkata, whatever is repeated or taken up by another node; it
 *       replaces the one before, dismissals too. Memory holds one page of students at a time.
 *   <li>What is not known is absent from {@code Known}, and the rule goes on to the next best: a source that comes
 *       later is one more column there.
 *   <li>A cached hand is replaced only by one of a higher version, so that a slow reader never brings back a card that
 *       was dismissed. Without Redis everything is read from the database.
 * </ul>
 */
package com.mas.domain.engagement.dailycards;
