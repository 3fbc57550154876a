package com.mas.domain.people.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Visible;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.nio.ByteBuffer;
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
      @Size(min = 1, max = 20) List<Guest> guests) {
    private static final String BASE32HEX = "0123456789abcdefghijklmnopqrstuv";
    private static final int BITS = 5;

    /** Returns the UID in iCalendar: Google makes the same one of {@link #eventId}, so that a person sees it once. */
    public static String uid(UUID id) {
      return eventId(id) + "@google.com";
    }

    /** Returns the id of an event at Google, in base32hex with small letters: Google knows by it what it was told. */
    public static String eventId(UUID entry) {
      byte[] bytes = ByteBuffer.allocate(16).putLong(entry.getMostSignificantBits())
          .putLong(entry.getLeastSignificantBits()).array();
      StringBuilder id = new StringBuilder();
      int held = 0;
      int bits = 0;
      for (byte each : bytes) {
        held = held << 8 | each & 0xff;
        for (bits += 8; bits >= BITS; bits -= BITS) {
          id.append(BASE32HEX.charAt(held >> bits - BITS & 31));
        }
      }
      return id.append(BASE32HEX.charAt(held << BITS - bits & 31)).toString();
    }
  }

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
