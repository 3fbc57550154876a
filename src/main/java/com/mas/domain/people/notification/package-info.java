/**
 * Tells people things: in the product, by mail, by WhatsApp.
 *
 * <p>Reading order: {@link com.mas.domain.people.notification.NotificationContract} →
 * {@link com.mas.domain.people.notification.NotificationVerticle} → {@code NotifyService} (what goes where; whom:
 * {@code PeopleRepository}) → {@code InboxService} → {@code DeliveryService} (may it go, has it gone) with
 * {@code EmailService} and {@code WhatsAppService} on top of it ({@code WhatsAppClient} has the providers' words) →
 * {@code WebhookService} → {@code PreferenceService} → {@code NotificationRules}, {@code WhatsAppRules},
 * {@code OptOutRules}, {@code MailRules} → repositories. Texts are resources: {@code templates/notification/name.yaml}
 * has a notification's category, channels and texts; {@code templates/email} has {@code name.txt}, whose first line is
 * the subject, and {@code name.html}, which {@code layout.html} frames; {@code templates/wishes} has the words that opt
 * out and in.
 *
 * <p>Invariants: a key is told at most once on each channel. Before a provider is asked, a row says so; what may have
 * been sent and is not known to be is {@code unknown}, and is sent by nobody again (Meta's webhook carries our id, so
 * it may still tell). States only go forward, in the order of {@code DeliveryState}, whatever the order of the news.
 * What a mail's template is filled with is never kept, as it may be a secret.
 *
 * <p>What has a time comes with an entry for calendars ({@code InviteRules} writes it, {@code InviteMail} puts it into
 * the mail): the same id for the same thing, a sequence that rises, the sender as organizer, times in UTC. The text
 * says the time in the zone of every guest.
 *
 * <p>Decisions: the attention budget counts what interrupts (mail, WhatsApp), not what waits in the product. What is
 * held back by quiet hours is judged again when they end; what the budget stops is not sent later, when it is no news
 * any more. An opt-out by phone holds for all tenants, since they share one number; one that was made in WhatsApp's
 * own menu, or that Meta tells with a refusal, leaves what is critical. It is kept by the key of the number, see {@link
 * com.mas.phone.PhoneRules#key}; what goes to jobs and other domains has its plus.
 *
 * <p>The view that other domains read is a constant of the contract.
 */
package com.mas.domain.people.notification;
