package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.mentoring.LinkContract.LinkAct;
import com.mas.domain.learning.mentoring.LinkContract.Standing;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.BookingKind;
import com.mas.domain.learning.mentoring.MentoringContract.BookingState;
import com.mas.domain.learning.mentoring.MentoringContract.TokensFate;
import com.mas.domain.people.notification.MailActionContract.Link;
import com.mas.domain.people.notification.MailActionContract.MailAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LinkRulesTest {
  private static final Instant START = Instant.parse("2026-03-12T03:30:00Z");
  private static final Instant BEFORE = START.minus(Duration.ofDays(2));
  private static final UUID MENTOR = UUID.randomUUID();
  private static final UUID STUDENT = UUID.randomUUID();

  private static Booking booking(BookingState state, int version, int tokens) {
    return new Booking(UUID.randomUUID(), UUID.randomUUID(), MENTOR, "Mentor", STUDENT, "Student", "Advice", START,
        START.plusSeconds(1800), state, null, null, null, null, BEFORE, BookingKind.CAREER_GUIDANCE, null, version,
        START.minus(Duration.ofHours(12)), START, START.plusSeconds(1800),
        state == BookingState.REQUESTED ? START.minus(Duration.ofHours(24)) : null, null, tokens,
        tokens == 0 ? null : TokensFate.HELD, null, null, null);
  }

  private static Link link(Booking booking, UUID reader, LinkAct act) {
    MailAction offered = LinkRules.offers(booking, reader).stream()
        .filter(each -> each.name().endsWith(act.wire())).findFirst().orElseThrow();
    return new Link("mas", reader, "mark", offered.name(), offered.subject(), offered.version(), offered.expiresAt());
  }

  @Test
  void aMailOffersWhatItsReaderMayDo() {
    Booking asked = booking(BookingState.REQUESTED, 1, 0);
    assertEquals(List.of("mentoring.approve", "mentoring.decline"), names(asked, MENTOR));
    assertEquals(List.of("mentoring.cancel"), names(asked, STUDENT));
    assertEquals(asked.answerBy(), link(asked, MENTOR, LinkAct.APPROVE).expiresAt());
    Booking booked = booking(BookingState.BOOKED, 2, 0);
    assertEquals(List.of("mentoring.cancel"), names(booked, MENTOR));
    assertEquals(List.of("mentoring.cancel"), names(booked, STUDENT));
    for (BookingState state : BookingState.values()) {
      assertEquals(BookingRules.isFinal(state), names(booking(state, 3, 0), STUDENT).isEmpty(), state::wire);
    }
  }

  private static List<String> names(Booking booking, UUID reader) {
    return LinkRules.offers(booking, reader).stream().map(MailAction::name).toList();
  }

  @Test
  void aLinkIsReadyForItsVersionAndItsTimeAlone() {
    Booking asked = booking(BookingState.REQUESTED, 1, 0);
    Link approve = link(asked, MENTOR, LinkAct.APPROVE);
    assertEquals(Standing.READY, LinkRules.standing(LinkAct.APPROVE, approve, asked, BEFORE));
    assertEquals(Standing.READY,
        LinkRules.standing(LinkAct.APPROVE, approve, asked, approve.expiresAt().minusMillis(1)));
    assertEquals(Standing.EXPIRED, LinkRules.standing(LinkAct.APPROVE, approve, asked, approve.expiresAt()));
    for (BookingState state : BookingState.values()) {
      Standing expected = state == BookingState.BOOKED ? Standing.DONE : Standing.OUTDATED;
      assertEquals(expected,
          LinkRules.standing(LinkAct.APPROVE, approve, booking(state, 2, 0), BEFORE), state::wire);
    }
  }

  /** A link of one thing is never ready where its thing is not among what may follow. */
  @Test
  void whatIsReadyMayHappen() {
    for (BookingState state : BookingState.values()) {
      for (LinkAct act : LinkAct.values()) {
        Booking booking = booking(state, 1, 0);
        Link link = new Link("mas", MENTOR, "mark", "mentoring." + act.wire(), booking.id(), 1, START);
        BookingState after = switch (act) {
          case APPROVE -> BookingState.BOOKED;
          case DECLINE -> BookingState.DECLINED;
          case CANCEL -> BookingState.CANCELLED;
        };
        assertEquals(BookingRules.mayBecome(state, after),
            LinkRules.standing(act, link, booking, BEFORE) == Standing.READY, state + " " + act);
      }
    }
  }

  @Test
  void aStudentWhoCancelsLateIsToldOfTheTokens() {
    Booking booked = booking(BookingState.BOOKED, 1, 2);
    Instant late = booked.freeUntil();
    assertTrue(said(booked, STUDENT, late).contains("your tokens are spent"));
    assertEquals(said(booked, MENTOR, late), said(booked, STUDENT, late.minusMillis(1)));
    assertEquals(said(booked, MENTOR, late), said(booking(BookingState.BOOKED, 1, 0), STUDENT, late));
  }

  private static String said(Booking booking, UUID reader, Instant now) {
    return LinkRules.message(LinkAct.CANCEL, Standing.READY, booking, reader, now);
  }
}
