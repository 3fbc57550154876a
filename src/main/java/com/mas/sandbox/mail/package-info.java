/**
 * A mail server that delivers to nobody. {@code MailSimulator} takes mail for anybody from whoever logs in, and shows
 * it: {@code GET /mail/sandbox/messages?to=…}, newest first, each with {@code from, to, subject, text, raw}; {@code
 * DELETE} forgets it; {@code GET /mail/sandbox/counts?to=…} tells who got how many. One-time codes are found there.
 * Faults strike the commands of a {@code Conversation}: {@code status} is a reply code of SMTP.
 */
package com.mas.sandbox.mail;
