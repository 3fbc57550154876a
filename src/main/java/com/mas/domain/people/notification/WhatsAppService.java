package com.mas.domain.people.notification;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Text;
import com.mas.domain.people.notification.DeliveryService.Begun;
import com.mas.domain.people.notification.DeliveryService.Message;
import com.mas.domain.people.notification.NotificationContract.*;
import com.mas.domain.people.notification.OptOutRules.Source;
import com.mas.domain.people.notification.OptOutRules.Wish;
import com.mas.domain.people.notification.WhatsAppClient.Verdict;
import com.mas.domain.people.notification.WhatsAppRules.Refusal;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import com.mas.phone.PhoneRules;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down that a message goes out, hands it to Meta or else to AiSensy, writes down what became of it. */
final class WhatsAppService {
  private static final Logger LOG = LoggerFactory.getLogger(WhatsAppService.class);
  /** Two providers' time, and some for the database. */
  static final Duration IN_HAND = Duration.ofSeconds(30);
  /** Longest part of an unreadable number in the log. */
  private static final int MOST_SHOWN = 60;
  /** Stands among the codes for "Meta cannot be reached". */
  static final int UNREACHABLE = -1;

  /**
   * @param phoneNumberId empty: there is no WhatsApp
   * @param aisensyKey empty: there is no fall-back
   * @param fallbackCodes Meta's refusals on which AiSensy is asked; {@link #UNREACHABLE} for none of them
   */
  record Config(String version, String phoneNumberId, String token, String aisensyKey, Set<Integer> fallbackCodes) {
    @Override
    public String toString() {
      return "Config[" + phoneNumberId + "]";
    }
  }

  private final DeliveryService deliveries;
  private final ChoiceRepository choices;
  private final PhoneRules phones;
  private final Jobs jobs;
  private final HttpCaller meta;
  private final HttpCaller aisensy;
  private final Config config;
  private final Clock clock;

  WhatsAppService(DeliveryService deliveries, ChoiceRepository choices, PhoneRules phones, Jobs jobs,
      HttpCaller meta, HttpCaller aisensy, Config config, Clock clock) {
    this.deliveries = deliveries;
    this.choices = choices;
    this.phones = phones;
    this.jobs = jobs;
    this.meta = meta;
    this.aisensy = aisensy;
    this.config = config;
    this.clock = clock;
  }

  Delivered send(Call call, SendWhatsApp ask) {
    String international = phones.international(ask.phone());
    boolean unclear = international == null && phones.isUnclear(ask.phone());
    if (international == null && !unclear) {
      throw Failure.INVALID.with("A message needs a phone number.").at("/phone");
    }
    if (config.phoneNumberId.isEmpty() && config.aisensyKey.isEmpty()) {
      throw NotificationContract.WHATSAPP_MISSING.with(
          "There is no WhatsApp: neither WHATSAPP_PHONE_NUMBER_ID nor AISENSY_API_KEY is "
              + "set.");
    }
    Category category = ask.category() == null ? Category.ANNOUNCEMENT : ask.category();
    if (unclear) {
      return deliveries.skip(new Message(call.tenant(), ask.key(), Channel.WHATSAPP, category, ask.userId(),
          Text.cut(ask.phone(), MOST_SHOWN), ask.template()), IN_HAND, DeliveryService.PHONE_UNCLEAR).answer();
    }
    String phone = international.substring(1);
    // with its plus: it may be held, and then it is read again
    SendWhatsApp message = new SendWhatsApp(international, ask.userId(), category, ask.template(), ask.language(),
        ask.parameters(), ask.button(), ask.key());
    boolean metaFirst = !config.phoneNumberId.isEmpty();
    Begun begun = deliveries.begin(
        new Message(call.tenant(), ask.key(), Channel.WHATSAPP, category, ask.userId(), phone, ask.template()),
        metaFirst ? "meta" : "aisensy", IN_HAND,
        (tx, due) -> jobs.store(tx, NotificationContract.SEND_WHATSAPP, message,
            JobOptions.on(NotificationContract.WHATSAPP_QUEUE)
                .unique("held-" + ask.key() + "-" + due.getEpochSecond()).at(due).because(call)));
    if (begun.answer() != null) {
      return begun.answer();
    }
    return metaFirst ? byMeta(begun, phone, message) : conclude(begun, message, byAisensy(phone, message));
  }

  /** @param phone in digits with the country's code */
  private Delivered byMeta(Begun begun, String phone, SendWhatsApp message) {
    Verdict verdict = ask(meta, WhatsAppClient.meta(config, begun.id(), phone, message), WhatsAppClient::readMeta);
    if (verdict.code() == WhatsAppRules.OPTED_OUT) {
      choices.take(List.of(new Wish(PhoneRules.key(phone), true, Source.REFUSED, clock.instant())));
    }
    if (verdict.refusal() == null || config.aisensyKey.isEmpty() || !config.fallbackCodes.contains(verdict.code())) {
      return conclude(begun, message, verdict);
    }
    LOG.info("WhatsApp {}: Meta refuses with {}, AiSensy is asked", message.key(), verdict.code());
    Begun second = new Begun(begun.id(),
        deliveries.next(begun, String.valueOf(verdict.code()), verdict.error(), "aisensy"), null);
    return conclude(second, message, byAisensy(phone, message));
  }

  private Verdict byAisensy(String phone, SendWhatsApp message) {
    return ask(aisensy, WhatsAppClient.aisensy(config, phone, message), WhatsAppClient::readAisensy);
  }

  private static Verdict ask(HttpCaller caller, Outgoing request, Function<Incoming, Verdict> reader) {
    try {
      return reader.apply(caller.once(request).await());
    } catch (FailureException e) {
      return e.failure() == Failure.TIMEOUT ? new Verdict(null, null, UNREACHABLE, e.getMessage())
          : new Verdict(null, Refusal.LATER, UNREACHABLE, e.getMessage());
    }
  }

  private Delivered conclude(Begun begun, SendWhatsApp message, Verdict verdict) {
    String code = verdict.code() == 0 ? null : String.valueOf(verdict.code());
    if (verdict.isAccepted()) {
      deliveries.complete(begun.id(), begun.attempt(), DeliveryState.SENT, verdict.messageId(), null, null);
      LOG.info("sent WhatsApp {} ({})", message.key(), message.template());
      return new Delivered(begun.id(), DeliveryState.SENT, null, null, false, null);
    }
    if (verdict.isUnknown()) {
      deliveries.complete(begun.id(), begun.attempt(), DeliveryState.UNKNOWN, null, code, verdict.error());
      LOG.warn("WhatsApp {} may or may not have been sent: {}", message.key(), verdict.error());
      return new Delivered(begun.id(), DeliveryState.UNKNOWN, verdict.error(), code, false, null);
    }
    boolean later = verdict.refusal() == Refusal.LATER;
    deliveries.complete(begun.id(), begun.attempt(), later ? DeliveryState.FAILED : DeliveryState.REJECTED, null, code,
        verdict.error());
    LOG.info("WhatsApp {} is refused with {}: {}", message.key(), code, verdict.error());
    if (later) {
      Failure failure = verdict.code() == UNREACHABLE || verdict.code() >= 500 && verdict.code() < 600
          ? Failure.PROVIDER_FAILED : Failure.TOO_MANY_REQUESTS;
      throw failure.with("WhatsApp could not accept the message: " + verdict.error())
          .retryAfter(WhatsAppRules.retryAfterSeconds(verdict.code()));
    }
    return new Delivered(begun.id(), DeliveryState.REJECTED, verdict.error(), code, verdict.refusal().isForAll(), null);
  }
}
