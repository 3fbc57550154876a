package com.mas.domain.people.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Visible;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what mails bring into people's calendars. */
@NullMarked
public final class AppointmentContract {
  private AppointmentContract() {}

  /**
   * Something with a time. Calendars tell by its id and its sequence that a later mail is about the same thing.
   *
   * @param sequence rises with every change, the cancellation included
   * @param link where it takes place, within the front end; null: nowhere
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Appointment(UUID id, @Min(0) int sequence, boolean cancelled, Instant startsAt, Instant endsAt,
      @Visible @Size(max = 500) String title, @Nullable @Size(max = 300) String link,
      @Size(min = 1, max = 20) List<Guest> guests) {}

  /** @param zone in which the times are told to this person; null: the one of the person's preferences */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Guest(UUID userId, @Nullable @Size(max = 60) String zone) {}

  /**
   * An entry for calendars.
   *
   * @param cancelled whether calendars take it out
   * @param text iCalendar with its method
   */
  public record Invitation(boolean cancelled, @Size(max = 20_000) String text) {}
}
