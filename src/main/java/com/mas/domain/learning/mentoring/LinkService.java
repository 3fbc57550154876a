package com.mas.domain.learning.mentoring;

import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.db.Database;
import com.mas.domain.learning.mentoring.LinkContract.*;
import com.mas.domain.learning.mentoring.MentoringContract.ApproveBooking;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.CancelBooking;
import com.mas.domain.learning.mentoring.MentoringContract.DeclineBooking;
import com.mas.domain.people.notification.MailActionContract;
import com.mas.domain.people.notification.MailActionContract.Link;
import com.mas.redis.RateLimit;
import com.mas.secrets.Vault;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Does what links of mails are for. Whoever has the link acts as the reader of its mail, with no other right of that
 * person, by the same ways as the console.
 */
final class LinkService {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int PER_ADDRESS = 60;
  private static final int PER_BOOKING = 20;

  private final BookingRepository bookings;
  private final ChangeService changes;
  private final Vault vault;
  /** Null for load tests. */
  private final @Nullable RateLimit limit;
  private final Clock clock;

  private record Opened(Link link, LinkAct act, Booking booking) {}

  LinkService(BookingRepository bookings, ChangeService changes, Vault vault, @Nullable RateLimit limit, Clock clock) {
    this.bookings = bookings;
    this.changes = changes;
    this.vault = vault;
    this.limit = limit;
    this.clock = clock;
  }

  LinkShown look(Call call, LookAtLink ask) {
    Opened opened = open(call, ask.token());
    return shown(opened, opened.booking);
  }

  LinkShown use(Call call, UseLink ask) {
    Opened opened = open(call, ask.token());
    mustStand(opened, opened.booking);
    Link link = opened.link;
    Call owner = new Call(call.requestId(), call.traceparent(), link.tenant(),
        new Principal(link.userId(), Role.USER, Set.of(), link.tenant()), call.deadline(), call.cause(),
        call.address());
    try {
      return shown(opened, switch (opened.act) {
        case APPROVE -> changes.approve(owner, new ApproveBooking(link.subject(), link.version()));
        case DECLINE -> changes.decline(owner, new DeclineBooking(link.subject(), ask.reason(), link.version()));
        case CANCEL -> changes.cancel(owner, new CancelBooking(link.subject(), ask.reason(), link.version()));
      });
    } catch (FailureException refused) {
      bookings.get(link.tenant(), link.subject()).ifPresent(now -> mustStand(opened, now)); // changed meanwhile
      throw refused;
    }
  }

  private void mustStand(Opened opened, Booking booking) {
    Standing standing = LinkRules.standing(opened.act, opened.link, booking, clock.instant());
    if (standing == Standing.OUTDATED || standing == Standing.EXPIRED) {
      throw (standing == Standing.OUTDATED ? LinkContract.LINK_OUTDATED : LinkContract.LINK_EXPIRED)
          .with(message(opened, standing, booking));
    }
  }

  /** Answers alike for whatever is no link: made up, of something else, of a disabled account or a former address. */
  private Opened open(Call call, String token) {
    if (call.address() != null) {
      count("address:" + RateLimit.network(call.address()), PER_ADDRESS);
    }
    Optional<Opened> opened = MailActionContract.open(vault, token).flatMap(link -> LinkRules.act(link)
        .flatMap(act -> bookings.get(link.tenant(), link.subject()).map(booking -> new Opened(link, act, booking))))
        .filter(each -> isParty(each.booking, each.link.userId()) && isStillTheirs(each.link));
    opened.ifPresent(each -> count("booking:" + each.link.subject() + ":" + each.link.userId(), PER_BOOKING));
    return opened.orElseThrow(LinkContract.LINK_UNKNOWN::refusal);
  }

  private void count(String key, int most) {
    if (limit != null) {
      RateLimit.Verdict verdict = Database.await(limit.allow("meeting-link:" + key, most, MINUTE));
      if (!verdict.allowed()) {
        throw LinkContract.TOO_MANY_PRESSES.refusal().retryAfter(verdict.retryAfterSeconds());
      }
    }
  }

  private LinkShown shown(Opened opened, Booking booking) {
    Standing standing = LinkRules.standing(opened.act, opened.link, booking, clock.instant());
    boolean isMentor = opened.link.userId().equals(booking.mentorId());
    return new LinkShown(opened.act, standing, booking.title(),
        isMentor ? booking.studentName() : booking.mentorName(), booking.startsAt(), booking.endsAt(),
        booking.state(), message(opened, standing, booking));
  }

  private String message(Opened opened, Standing standing, Booking booking) {
    return LinkRules.message(opened.act, standing, booking, opened.link.userId(), clock.instant());
  }

  private static boolean isParty(Booking booking, UUID person) {
    return person.equals(booking.mentorId()) || person.equals(booking.studentId());
  }

  /** Returns whether the account is in use, and still has the address to which the link was mailed. */
  private boolean isStillTheirs(Link link) {
    return bookings.address(link.tenant(), link.userId()).map(MailActionContract::mark)
        .filter(mark -> mark.equals(link.address())).isPresent();
  }
}
