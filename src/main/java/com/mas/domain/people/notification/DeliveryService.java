package com.mas.domain.people.notification;

import com.mas.bus.Call;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.people.notification.DeliveryRepository.Known;
import com.mas.domain.people.notification.NotificationContract.*;
import com.mas.domain.people.notification.NotificationRules.Action;
import com.mas.domain.people.notification.NotificationRules.Decision;
import com.mas.domain.people.notification.NotificationRules.Facts;
import com.mas.phone.PhoneRules;
import com.mas.phone.PhoneRules.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides for every message, whatever its channel, whether it may go, and records whether it has gone. */
final class DeliveryService {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryService.class);
  /** The day of the attention budget. */
  private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
  private static final int MOST_ERROR = 300;
  /** Says why nobody is written to at a number that could be another one too. */
  static final String PHONE_UNCLEAR = "phone_unclear";

  /** @param recipient an address, or a phone in digits with the country's code */
  record Message(String tenant, String key, Channel channel, Category category, UUID userId, String recipient,
      String template) {
    String person() {
      return DeliveryService.person(userId, recipient);
    }

    String choice() {
      return category.wire() + ":" + channel.wire();
    }
  }

  /** @param answer null: it is ours to send now, as {@code attempt} */
  record Begun(UUID id, UUID attempt, Delivered answer) {}

  /** Stores the request for later, in the transaction that holds the message back. */
  interface Later {
    void store(Tx tx, Instant due);
  }

  private final Database db;
  private final DeliveryRepository repository;
  private final PhoneRules phones;
  private final int perDay;
  private final UuidV7 ids;
  private final Clock clock;

  DeliveryService(Database db, DeliveryRepository repository, PhoneRules phones, int perDay, UuidV7 ids,
      Clock clock) {
    this.db = db;
    this.repository = repository;
    this.phones = phones;
    this.perDay = perDay;
    this.ids = ids;
    this.clock = clock;
  }

  static String person(UUID userId, String recipient) {
    return userId != null ? "user:" + userId : String.valueOf(recipient);
  }

  /** @param inHand who has a message in hand for longer than that has died */
  Begun begin(Message message, String provider, Duration inHand, Later later) {
    Instant now = clock.instant();
    return begin(message, provider, inHand, later, now,
        facts -> NotificationRules.decide(message.category().isCritical(), facts, perDay, now));
  }

  /** Writes down that the message is not sent and why, unless it was sent before; the answer is never null. */
  Begun skip(Message message, Duration inHand, String reason) {
    return begin(message, null, inHand, null, clock.instant(), facts -> Decision.skip(reason));
  }

  private Begun begin(Message message, String provider, Duration inHand, Later later, Instant now,
      Function<Facts, Decision> decide) {
    LocalDate day = LocalDate.ofInstant(now, INDIA);
    UUID attempt = ids.next();
    return db.transaction(tx -> {
      Known known = repository.look(tx, message, day);
      if (known.id() != null && known.state().compareTo(DeliveryState.SENDING) >= 0) {
        return new Begun(known.id(), null, earlier(message, known, inHand));
      }
      Decision decision = decide.apply(known.facts());
      Optional<UUID> id = repository.begin(tx, ids.next(), attempt, message, decision, provider, day, now);
      if (id.isEmpty()) {
        throw inHand(inHand); // between the look and the statement
      }
      if (decision.action() == Action.SEND) {
        return new Begun(id.get(), attempt, null);
      }
      if (decision.action() == Action.HOLD) {
        later.store(tx, decision.until());
      }
      LOG.info("{} {} is not sent now: {}", message.channel().wire(), message.key(), decision.reason());
      return new Begun(id.get(), null, new Delivered(id.get(),
          decision.action() == Action.HOLD ? DeliveryState.HELD : DeliveryState.SKIPPED, decision.reason(), null, false,
          decision.until()));
    });
  }

  private Delivered earlier(Message message, Known known, Duration inHand) {
    DeliveryState state = known.state();
    if (state == DeliveryState.SENDING) {
      Instant now = clock.instant();
      if (known.updatedAt().plus(inHand).isAfter(now)) {
        throw inHand(inHand);
      }
      repository.lose(known.id(), now.minus(inHand), now);
      LOG.warn("{} {} may or may not have been sent: the process that sent it was lost", message.channel().wire(),
          message.key());
      state = DeliveryState.UNKNOWN;
    }
    return new Delivered(known.id(), state, known.reason(), known.errorCode(), false, null);
  }

  private static RuntimeException inHand(Duration inHand) {
    return NotificationContract.BEING_SENT.refusal().retryAfter((int) inHand.toSeconds());
  }

  /** The attempt that is in hand was refused before anything was sent; another provider gets the next. */
  UUID next(Begun begun, String code, String error, String provider) {
    UUID attempt = ids.next();
    repository.next(begun.id(), begun.attempt(), code, brief(error), provider, clock.instant(), attempt);
    return attempt;
  }

  void complete(UUID id, UUID attempt, DeliveryState state, String messageId, String code, String error) {
    String outcome = switch (state) {
      case SENT -> "accepted";
      case UNKNOWN -> "unknown";
      default -> "refused";
    };
    repository.complete(id, attempt, outcome, state, messageId, code, brief(error), clock.instant());
  }

  Checked check(Call call, CheckWhatsApp ask) {
    Instant now = clock.instant();
    List<Addressee> addressees = ask.addressees().stream()
        .map(each -> new Addressee(certain(each.phone()), each.userId())).toList();
    List<Facts> facts = repository.look(call.tenant(), ask.category(), addressees, LocalDate.ofInstant(now, INDIA));
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      if (addressees.get(i).phone() == null) {
        String typed = ask.addressees().get(i).phone();
        verdicts.add(new Verdict(phones.isUnclear(typed) ? PHONE_UNCLEAR : "no_phone", null));
      } else {
        Decision decision = NotificationRules.decide(ask.category().isCritical(), facts.get(i), perDay, now);
        verdicts.add(new Verdict(decision.reason(), decision.until()));
      }
    }
    return new Checked(verdicts);
  }

  private String certain(String typed) {
    Reading reading = phones.read(typed);
    return reading == null || !reading.certain() ? null : reading.digits();
  }

  private static String brief(String error) {
    String text = error == null ? null : error.replaceAll("\\p{Cntrl}+", " ");
    return text == null ? null : Text.cut(text, MOST_ERROR);
  }
}
