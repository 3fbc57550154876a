package com.mas.domain.learning.mentoring;

import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.learning.mentoring.MentorContract.*;
import com.mas.domain.learning.mentoring.MentoringContract.ListSlots;
import com.mas.domain.learning.mentoring.MentoringContract.Slot;
import com.mas.domain.learning.mentoring.MentoringRules.Period;
import com.mas.domain.learning.mentoring.TermsContract.Manner;
import com.mas.domain.learning.mentoring.TermsContract.Terms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Weekly hours, and the times that they come to. */
final class HoursService {
  private static final Duration USUAL = Duration.ofDays(7);
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final Availability NONE = new Availability("Asia/Kolkata", 30, 28, List.of(), List.of());

  private final Database db;
  private final HoursRepository hours;
  private final SlotRepository slots;
  private final BookingRepository bookings;
  private final SlotService slotService;
  private final TermsRepository terms;
  private final MentorService mentors;
  private final People people;
  private final UuidV7 ids;
  private final Clock clock;

  HoursService(MentoringStores stores, HoursRepository hours, SlotService slotService, MentorService mentors,
      People people, UuidV7 ids, Clock clock) {
    this.db = stores.db();
    this.hours = hours;
    this.slots = stores.slots();
    this.bookings = stores.bookings();
    this.terms = stores.terms();
    this.slotService = slotService;
    this.mentors = mentors;
    this.people = people;
    this.ids = ids;
    this.clock = clock;
  }

  Availability get(Call call, GetAvailability ask) {
    UUID mentor = people.callerOr(call, ask.mentorId(), "/mentorId");
    return hours.get(call.tenant(), mentor, today()).orElse(NONE);
  }

  /** Returns yesterday, as zones differ by a day and more. */
  private LocalDate today() {
    return clock.instant().atZone(ZoneOffset.UTC).toLocalDate().minusDays(1);
  }

  Availability set(Call call, SetAvailability ask) {
    UUID mentor = people.callerOr(call, ask.mentorId(), "/mentorId");
    if (HoursRules.zone(ask.zone()).isEmpty()) {
      throw MentorContract.ZONE_UNKNOWN.refusal().at("/zone");
    }
    boolean isRight = ask.hours().stream().collect(Collectors.groupingBy(Hours::weekday)).values().stream()
        .allMatch(day -> HoursRules.isRight(day.stream().map(each -> new Span(each.from(), each.until())).toList()));
    if (!isRight) {
      throw MentorContract.HOURS_REFUSED.refusal().at("/hours");
    }
    if (!ask.days().stream().allMatch(day -> HoursRules.isRight(day.hours()))
        || ask.days().stream().map(OtherDay::day).distinct().count() < ask.days().size()) {
      throw MentorContract.HOURS_REFUSED.with("Each day stands once, and its hours do not overlap.").at("/days");
    }
    LocalDate since = today();
    SetAvailability kept = new SetAvailability(mentor, ask.zone(), ask.slotMinutes(), ask.horizonDays(), ask.hours(),
        ask.days().stream().filter(day -> !day.day().isBefore(since)).toList());
    db.transaction(tx -> {
      SlotRepository.lock(tx, mentor);
      hours.set(tx, call.tenant(), mentor, kept, clock.instant());
      return kept;
    });
    return hours.get(call.tenant(), mentor, since).orElse(NONE);
  }

  Page<FreeTime> times(Call call, ListTimes ask) {
    if (mentors.find(call, ask.id()).isEmpty()
        && !bookings.concerns(call.tenant(), ask.id(), call.userId(), call.principal().isAdmin(), clock.instant())) {
      throw MentorContract.MENTOR_UNKNOWN.refusal();
    }
    Instant now = clock.instant();
    Instant from = ask.from() == null || ask.from().isBefore(now) ? now : ask.from();
    Instant until = ask.until() == null ? from.plus(USUAL) : ask.until();
    if (until.isAfter(from.plus(LONGEST))) {
      throw MentorContract.WINDOW_REFUSED.with("Free times are listed for at most " + LONGEST.toDays() + " days.")
          .at("/until");
    }
    List<Terms> rules = terms.all(call.tenant());
    List<FreeTime> all = new ArrayList<>(stored(call, ask.id(), from, until, now, rules));
    free(call, ask.id(), from, until, now, rules).forEach(time -> all.add(new FreeTime(null, time.startsAt(),
        time.endsAt(), BookingRules.freeUntil(time.startsAt(), BookingRules.inForce(rules, time.startsAt())))));
    all.sort(Comparator.comparing(FreeTime::startsAt));
    return PageWindow.of(ask).cut(all);
  }

  /** Returns the open slots that the caller may book. */
  private List<FreeTime> stored(Call call, UUID mentor, Instant from, Instant until, Instant now, List<Terms> rules) {
    Manner manner = terms.manner(call.tenant(), mentor);
    List<Period> met = met(mentor, from, until, manner);
    return slots.list(call.tenant(), call.userId(), new ListSlots(mentor, null, from, until, 500, 0L), now).items()
        .stream().filter(slot -> isFree(new Period(slot.startsAt(), slot.endsAt()), met, manner))
        .filter(slot -> isInTime(slot.startsAt(), manner, rules, now))
        .map(slot -> new FreeTime(slot.id(), slot.startsAt(), slot.endsAt(), slot.freeUntil())).toList();
  }

  private static boolean isInTime(Instant startsAt, Manner manner, List<Terms> rules, Instant now) {
    return BookingRules.lateness(startsAt, manner, BookingRules.inForce(rules, startsAt), now).isEmpty();
  }

  private List<Period> met(UUID mentor, Instant from, Instant until, Manner manner) {
    Duration pause = Duration.ofMinutes(manner.bufferMinutes());
    return hours.met(mentor, from.minus(pause), until.plus(MentoringRules.LONGEST).plus(pause));
  }

  private static boolean isFree(Period time, List<Period> met, Manner manner) {
    return met.stream().noneMatch(each -> HoursRules.clashes(time, each, Duration.ofMinutes(manner.bufferMinutes())));
  }

  /** Holds the hours of a mentor, and what takes some of them. */
  private record Week(Availability hours, Manner manner, List<Period> met, List<Period> kept) {
    /** Returns the times of the hours that are no slots yet and clash with nothing. */
    List<Period> free(Instant from, Instant until, Instant now, List<Terms> rules) {
      Instant horizon = now.plus(Duration.ofDays(hours.horizonDays()));
      return HoursRules.expand(hours, from, until.isAfter(horizon) ? horizon : until).stream()
          .filter(time -> isInTime(time.startsAt(), manner, rules, now))
          .filter(time -> isFree(time, met, manner))
          .filter(time -> kept.stream().noneMatch(slot -> HoursRules.clashes(time, slot, Duration.ZERO))).toList();
    }
  }

  private List<Period> free(Call call, UUID mentor, Instant from, Instant until, Instant now, List<Terms> rules) {
    return hours.get(call.tenant(), mentor, today()).map(known -> {
      Manner manner = terms.manner(call.tenant(), mentor);
      return new Week(known, manner, met(mentor, from, until, manner),
          hours.kept(mentor, from, until.plus(MentoringRules.LONGEST))).free(from, until, now, rules);
    }).orElse(List.of());
  }

  /** Returns the time of the hours that begins then and is free, as it is under the mentor's lock. */
  private Optional<Period> free(Call call, Tx tx, UUID mentor, Instant startsAt, Instant now) {
    return hours.get(tx, call.tenant(), mentor, today()).flatMap(known -> {
      Manner manner = terms.manner(tx, call.tenant(), mentor);
      Duration pause = Duration.ofMinutes(manner.bufferMinutes());
      Instant until = startsAt.plus(MentoringRules.LONGEST);
      return new Week(known, manner, hours.met(tx, mentor, startsAt.minus(pause), until.plus(pause)),
          hours.kept(tx, mentor, startsAt, until)).free(startsAt, startsAt.plusMillis(1), now,
              List.of(terms.at(tx, call.tenant(), startsAt)))
          .stream().findFirst();
    });
  }

  /** Holds the time in the transaction that makes it a slot: what cannot be held is none. */
  Slot hold(Call call, HoldTime ask) {
    SlotService.Holder holder = slotService.holder(call, ask.bookingId());
    if (!ask.id().equals(holder.mentor())) {
      mentors.get(call, new GetMentor(ask.id()));
    }
    Instant now = clock.instant();
    return db.transaction(tx -> {
      BookingService.lock(tx, holder.student(), ask.id());
      UUID slot = hours.openAt(tx, call.tenant(), ask.id(), ask.startsAt()).orElseGet(() -> {
        Period wanted = free(call, tx, ask.id(), ask.startsAt(), now).orElseThrow(HoursService::closed);
        if (slots.overlapping(tx, ask.id(), wanted.startsAt(), wanted.endsAt()).isPresent()) {
          throw closed();
        }
        UUID made = ids.next();
        hours.make(tx, call.tenant(), made, ask.id(), wanted, now);
        return made;
      });
      return slotService.hold(call, tx, slot, holder);
    });
  }

  private static FailureException closed() {
    return MentorContract.TIME_CLOSED.refusal();
  }
}
