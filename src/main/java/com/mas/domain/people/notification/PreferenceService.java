package com.mas.domain.people.notification;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Page;
import com.mas.domain.people.notification.NotificationContract.*;
import com.mas.domain.people.notification.NotificationRules.Quiet;
import com.mas.domain.people.notification.PreferenceRepository.Wishes;
import com.mas.phone.PhoneRules;
import com.mas.phone.PhoneRules.Reading;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps what a person wants to hear, where and when; and shows the log of what was sent to administrators. */
final class PreferenceService {
  private static final Duration KEPT = Duration.ofDays(365);
  /** A webhook is repeated for days, not for months. */
  private static final Duration NEWS_KEPT = Duration.ofDays(60);

  private final PreferenceRepository repository;
  private final ChoiceRepository choices;
  private final PhoneRules phones;
  private final Quiet usual;
  private final Clock clock;

  PreferenceService(PreferenceRepository repository, ChoiceRepository choices, PhoneRules phones, Quiet usual,
      Clock clock) {
    this.repository = repository;
    this.choices = choices;
    this.phones = phones;
    this.usual = usual;
    this.clock = clock;
  }

  Preferences get(Call call, GetPreferences ask) {
    Wishes wishes = repository.find(call.tenant(), call.userId());
    List<Choice> choices = Arrays.stream(Category.values()).map(category -> new Choice(category,
        isOn(wishes, category, Channel.IN_APP), isOn(wishes, category, Channel.EMAIL),
        isOn(wishes, category, Channel.WHATSAPP))).toList();
    return new Preferences(wishes.zone() == null ? usual.zone().getId() : wishes.zone(),
        (wishes.from() == null ? usual.from() : wishes.from()).toString(),
        (wishes.to() == null ? usual.to() : wishes.to()).toString(), choices);
  }

  Preferences change(Call call, ChangePreferences ask) {
    Set<String> on = new HashSet<>();
    Set<String> off = new HashSet<>();
    for (Choice choice : ask.categories().filled("/categories", List.of())) {
      sort(choice.category(), Channel.IN_APP, choice.inApp(), on, off);
      sort(choice.category(), Channel.EMAIL, choice.email(), on, off);
      sort(choice.category(), Channel.WHATSAPP, choice.whatsapp(), on, off);
    }
    on.removeAll(off);
    repository.save(call.tenant(), call.userId(), ask.zone().map(PreferenceService::zone),
        ask.quietFrom().map(time -> time("quietFrom", time)), ask.quietTo().map(time -> time("quietTo", time)), off, on,
        clock.instant());
    return get(call, new GetPreferences());
  }

  private static void sort(Category category, Channel channel, Boolean wanted, Set<String> on, Set<String> off) {
    if (category == null) {
      throw invalid("categories", "each needs a category");
    }
    if (wanted != null && !wanted && category.isCritical()) {
      throw invalid("categories", "what is about the account cannot be switched off");
    }
    if (wanted != null) {
      (wanted ? on : off).add(category.wire() + ":" + channel.wire());
    }
  }

  private static boolean isOn(Wishes wishes, Category category, Channel channel) {
    return !wishes.off().contains(category.wire() + ":" + channel.wire());
  }

  private static String zone(String zone) {
    try {
      return ZoneId.of(zone).getId();
    } catch (DateTimeException e) {
      throw invalid("zone", "is no time zone, such as Asia/Kolkata");
    }
  }

  private static LocalTime time(String field, String time) {
    try {
      return LocalTime.parse(time);
    } catch (DateTimeException e) {
      throw invalid(field, "is no time of day, such as 21:30");
    }
  }

  /** Looks up the likeliest number, which the answer names. */
  OptOut optOut(Call call, GetOptOut ask) {
    return choices.find(reading(ask.phone()).digits());
  }

  OptOut setOptOut(Call call, SetOptOut ask) {
    Reading reading = reading(ask.phone());
    if (!reading.certain()) {
      throw invalid("phone",
          "could be a number of several countries; write it with its country's code, such as +91 98200 12345");
    }
    return choices.set(reading.digits(), ask.optedOut(), clock.instant());
  }

  private Reading reading(String typed) {
    Reading reading = phones.read(typed);
    if (reading == null) {
      throw invalid("phone", "is no phone number; write it with its country's code, such as +91 98200 12345");
    }
    return reading;
  }

  Page<Delivery> log(Call call, ListDeliveries ask) {
    return repository.log(call.tenant(), ask, recipients(ask.recipient()));
  }

  /** The log has digits; who copies them from there means what stands there. */
  private List<String> recipients(String asked) {
    return asked == null ? null
        : Stream.of(asked, phones.digits(asked)).filter(Objects::nonNull).distinct().toList();
  }

  Purged purge(Call call, Purge ask) {
    Instant now = clock.instant();
    return repository.purge(now.minus(KEPT), now.minus(NEWS_KEPT));
  }

  private static FailureException invalid(String field, String message) {
    return Failure.INVALID.with("Invalid request: " + field + " " + message + ".")
        .errors(List.of(new FieldError("/" + field, message)));
  }
}
