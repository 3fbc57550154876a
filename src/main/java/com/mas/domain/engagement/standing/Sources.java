package com.mas.domain.engagement.standing;

import java.math.BigDecimal;

/**
 * Facts that the other domains and the ratings have about a student now.
 *
 * @param came sessions at which the student was present or late
 * @param sessions those and the missed ones; excused ones, and days of approved leave, do not count
 * @param weekly average of the latest weekly rating, 0-5, or null
 * @param communication mean of all weekly ratings of it, 0-5, or null
 * @param skills mean of the skills' overall ratings, 0-100, or null
 * @param learning mean progress of the mirrored courses, 0-100, or null
 * @param tests mean of the tests that the ledger has the scores of, 0-100, or null
 */
record Sources(int came, int sessions, BigDecimal weekly, BigDecimal communication, BigDecimal skills,
    BigDecimal learning, BigDecimal tests) {}
