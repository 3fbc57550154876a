package com.mas.domain.learning.credential;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Holds what a credential certifies. None of it ever changes.
 *
 * @param recipientEmail in small letters
 * @param issuedAt in whole seconds
 * @param salt of this credential alone, in hexadecimal, so that nobody finds out by trial what was hashed
 * @param viewVersion of {@link HashedViewRules}
 * @param fileSha256 of the certificate, in hexadecimal; null: there was none
 */
record Certified(UUID id, UUID issuerId, String title, String description, String recipientEmail, String recipientName,
    Double hours, LocalDate completedOn, Instant issuedAt, String salt, int viewVersion, String fileSha256) {}
