/**
 * Phone numbers: how they are read, compared and dialled, for every domain alike. Pure; the numbering plans are those
 * of libphonenumber.
 *
 * <p>Three forms: <b>typed</b> is whatever a person or another system wrote; <b>international</b> ({@code
 * +6591234567}) is E.164, the one form in which accounts keep a number and domains pass it on; <b>digits</b> ({@code
 * 6591234567}) are the same without the plus, as WhatsApp writes them, in webhooks, logs and opt-outs.
 *
 * <p>Invariants: digits are never read as typed, since without a plus ten of them look Indian. A country's code that is
 * written ({@code +}, {@code 00}) is never replaced. What cannot be a number is none. Nobody is written to at a number
 * that could be another one too: only {@link com.mas.phone.PhoneRules#international} leads to a message.
 */
package com.mas.phone;
