/**
 * Asks a language model for the other domains.
 *
 * <p>Reading order: {@link com.mas.domain.ai.model.ModelContract} → {@link com.mas.domain.ai.model.ModelVerticle} →
 * {@code ChatCompletions} (the wire).
 *
 * <p>Invariants: the key goes to the configured base URL alone; prompts and answers are neither stored nor logged; an
 * answer that was cut off is a failure, never half a text; without a key every request fails with NOT_CONFIGURED.
 */
package com.mas.domain.ai.model;
