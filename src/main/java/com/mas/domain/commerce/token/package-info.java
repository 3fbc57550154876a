/**
 * Tokens, with which students pay for mentors' calls: what other domains may ask of them. There is no ledger yet, so
 * every request is refused as not configured; a setting of mentoring makes calls free, and then nothing is asked.
 *
 * <p>Reading order: {@link com.mas.domain.commerce.token.TokenContract} →
 * {@link com.mas.domain.commerce.token.TokenVerticle}.
 */
package com.mas.domain.commerce.token;
