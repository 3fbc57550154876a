/**
 * Mail to people.
 *
 * <p>Reading order: {@link com.mas.domain.notification.NotificationContract} →
 * {@link com.mas.domain.notification.NotificationVerticle} → {@code EmailService} → {@code EmailTemplate} →
 * {@code EmailRepository}. Texts are in {@code templates/email}: {@code name.txt}, whose first line is the subject, and
 * {@code name.html}, which {@code layout.html} frames.
 *
 * <p>Invariants: a key is sent at most once; what may have been sent and is not known to be is {@code unknown} and
 * stays so. What a template is filled with is never kept, as it may be a secret.
 */
package com.mas.domain.notification;
