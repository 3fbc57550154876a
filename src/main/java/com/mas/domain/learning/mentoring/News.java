package com.mas.domain.learning.mentoring;

import com.mas.bus.Call;
import com.mas.db.Tx;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.BookingState;
import com.mas.domain.learning.mentoring.MentoringContract.Remind;
import com.mas.domain.learning.mentoring.MentoringContract.SessionAttended;
import com.mas.domain.people.google.ConnectionContract;
import com.mas.domain.people.google.ConnectionContract.Enter;
import com.mas.domain.people.notification.AppointmentContract.Appointment;
import com.mas.domain.people.notification.AppointmentContract.Guest;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.Notify;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores notifications and awards in the transaction of the change that they come from. */
final class News {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("EEE d MMM, HH:mm 'IST'", Locale.ENGLISH).withZone(ZoneId.of("Asia/Kolkata"));

  private final Jobs jobs;

  News(Jobs jobs) {
    this.jobs = jobs;
  }

  void booked(Call call, Tx tx, Booking booking) {
    tell(call, tx, null, booking, "session_booked", Map.of());
    remind(call, tx, booking);
  }

  /** @param before null: it is new */
  void requested(Call call, Tx tx, @Nullable Booking before, Booking booking) {
    tell(call, tx, before, booking, "session_requested", Map.of("until", WHEN.format(booking.answerBy())));
  }

  void approved(Call call, Tx tx, Booking before, Booking booking) {
    tell(call, tx, before, booking, "session_approved", Map.of());
    remind(call, tx, booking);
  }

  void declined(Call call, Tx tx, Booking before, Booking booking) {
    tell(call, tx, before, booking, "session_declined", Map.of("reason", reason(booking)));
  }

  void unanswered(Call call, Tx tx, Booking before, Booking booking) {
    tell(call, tx, before, booking, "session_unanswered", Map.of());
  }

  void moved(Call call, Tx tx, Booking before, Booking booking) {
    tell(call, tx, before, booking, "session_moved", Map.of("before", WHEN.format(before.startsAt())));
    if (booking.state() == BookingState.BOOKED) {
      remind(call, tx, booking);
    }
  }

  void cancellationAsked(Call call, Tx tx, Booking booking) {
    tell(call, tx, booking, booking, "session_cancel_asked", Map.of("reason", reason(booking)));
  }

  private void remind(Call call, Tx tx, Booking booking) {
    jobs.store(tx, MentoringContract.REMIND, new Remind(booking.id(), booking.startsAt()),
        JobOptions.on(NotificationContract.QUEUE).at(booking.startsAt().minus(MentoringRules.NOTICE)).because(call));
  }

  private static String reason(Booking booking) {
    return booking.cancelReason() == null ? "No reason was given." : booking.cancelReason();
  }

  void cancelled(Call call, Tx tx, Booking before, Booking booking) {
    tell(call, tx, before, booking, "session_cancelled",
        Map.of("reason", reason(booking)));
  }

  void soon(Call call, Tx tx, Booking booking) {
    tell(call, tx, booking, booking, "session_soon", Map.of());
  }

  void held(Call call, Tx tx, Booking booking, Instant now) {
    Instant at = booking.endedAt() == null || booking.endedAt().isAfter(now) ? now : booking.endedAt();
    jobs.publish(tx, MentoringContract.SESSION_ATTENDED,
        new SessionAttended(booking.id(), booking.studentId(), booking.mentorId(), at), booking.id().toString(), call);
  }

  private void tell(Call call, Tx tx, @Nullable Booking before, Booking booking, String template,
      Map<String, String> more) {
    boolean isForCalendars = BookingRules.isForCalendars(before, booking);
    Map<String, String> words = new HashMap<>(more);
    words.put("when", WHEN.format(booking.startsAt()));
    words.put("meeting", booking.id().toString());
    jobs.storeAll(tx, NotificationContract.NOTIFY, List.of(booking.mentorId(), booking.studentId()).stream()
        .map(person -> notice(booking, template, words, person, isForCalendars)).toList(),
        body -> JobOptions.on(NotificationContract.QUEUE).because(call));
    if (isForCalendars) {
      jobs.store(tx, ConnectionContract.ENTER, new Enter(entry(booking, booking.title())),
          JobOptions.on(ConnectionContract.QUEUE).because(call));
    }
  }

  /** Names the other one in the title, so that texts and subjects say who it is. */
  private static Notify notice(Booking booking, String template, Map<String, String> more, UUID person,
      boolean isForCalendars) {
    Map<String, String> words = new HashMap<>(more);
    String other = person.equals(booking.mentorId()) ? booking.studentName() : booking.mentorName();
    words.put("title", other == null ? booking.title() : booking.title() + " with " + other);
    Notify notice = Notify.user(person, template, words,
        template + ":" + booking.id() + ":" + person + (booking.version() == 1 ? "" : ":v" + booking.version()))
        .offering(LinkRules.offers(booking, person));
    return isForCalendars ? notice.about(entry(booking, words.get("title"))) : notice;
  }

  /** Makes what calendars enter, or take out; they know the latest change by the version of the booking. */
  private static Appointment entry(Booking booking, String title) {
    return new Appointment(booking.id(), booking.version() - 1, booking.state() != BookingState.BOOKED,
        booking.startsAt(), booking.endsAt(), title, "/console/meeting/?id=" + booking.id(),
        List.of(new Guest(booking.mentorId(), null), new Guest(booking.studentId(), null)));
  }
}
