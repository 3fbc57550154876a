/**
 * What a person is told: in the product, by mail.
 *
 * <p>Reading order: {@link com.mas.domain.notification.NotificationContract} →
 * {@link com.mas.domain.notification.NotificationVerticle} → {@code NotifyService} (what goes where) →
 * {@code InboxService}, {@code EmailService} → repositories. Texts are resources:
 * {@code templates/notification/name.yaml} has a notification's category, channels and texts; {@code templates/email}
 * has {@code name.txt}, whose first line is the subject, and {@code name.html}, which {@code layout.html} frames.
 *
 * <p>Invariants: a key is told at most once on each channel; what may have been sent and is not known to be is
 * {@code unknown} and stays so. What a mail's template is filled with is never kept, as it may be a secret.
 */
package com.mas.domain.notification;
