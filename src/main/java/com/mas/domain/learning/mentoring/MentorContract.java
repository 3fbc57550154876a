package com.mas.domain.learning.mentoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Default;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.domain.learning.mentoring.MentoringContract.BookingKind;
import com.mas.domain.learning.mentoring.MentoringContract.Slot;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares mentors: their profiles, their weekly hours, and when they are free. */
@NullMarked
public final class MentorContract {
  public static final Reason MENTOR_UNKNOWN = Reason.of(Failure.NOT_FOUND, "mentor_unknown",
      "There is no such mentor.");
  public static final Reason ZONE_UNKNOWN = Reason.of(Failure.UNPROCESSABLE, "zone_unknown",
      "There is no such time zone. Send a name such as Asia/Kolkata.");
  public static final Reason HOURS_REFUSED = Reason.of(Failure.UNPROCESSABLE, "hours_refused",
      "Hours of one day end after they begin, and do not overlap.");
  public static final Reason PHOTO_REFUSED = Reason.of(Failure.UNPROCESSABLE, "photo_refused",
      "The photo is not ready, or no profile picture of this mentor. Upload one of the kind profile_picture.");
  public static final Reason TIME_CLOSED = Reason.of(Failure.CONFLICT, "time_closed",
      "The mentor is not free at that time. Please take another one.");
  public static final Reason WINDOW_REFUSED = Reason.of(Failure.UNPROCESSABLE, "window_refused",
      "Free time is searched within at most 7 days, the start before the end.");

  private static final String TIME = "^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$";

  private MentorContract() {}

  public enum MentorOrder implements Word { RATING, MEETINGS, NAME }

  /**
   * @param name null when the account is disabled
   * @param role at the company
   * @param photoId of a file, whose picture everybody with an account may see
   * @param zone in which the hours of the mentor are
   * @param rating mean of the students' ratings, drawn towards 3.5 while they are few; 0 while there is none
   * @param completed number of meetings that were held
   * @param onApproval whether the mentor decides about each request
   * @param listed whether students find the mentor
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Mentor(UUID id, @Nullable String name, @Nullable String role, @Nullable String company,
      @Nullable String institute, @Nullable String description, List<String> skills, List<String> categories,
      List<String> languages, List<BookingKind> kinds, @Nullable UUID photoId, String zone, int slotMinutes,
      double rating, int ratings, int completed, boolean onApproval, boolean listed) {}

  // --- profiles ----------------------------------------------------------------------------------------------------

  /**
   * Finds mentors who are listed. More than 1,000 are not counted, nor are those who are found by name until their last
   * page, or by a free time.
   */
  public static final Request<ListMentors, Page<Mentor>> LIST =
      Request.list("mentoring.mentor.list", ListMentors.class, Mentor.class);

  /**
   * @param search part of the name or of the company
   * @param skill whole word, in any case; {@code category} likewise
   * @param minRating mean rating, at the least; mentors without ratings have 0
   * @param freeFrom finds those who have a free time that begins in [freeFrom, freeUntil): both or neither
   */
  public record ListMentors(@Nullable @Size(max = 100) String search, @Nullable @Size(max = 60) String skill,
      @Nullable @Size(max = 120) String company, @Nullable @Size(max = 60) String category,
      @Nullable BookingKind kind, @Nullable @Min(0) @Max(5) Double minRating, @Nullable Instant freeFrom,
      @Nullable Instant freeUntil, @Nullable @Default("rating") MentorOrder order, @Nullable Integer limit,
      @Nullable Long offset)
      implements
        Listing {}

  /** Answers as {@link #LIST} does, under the address of earlier front ends. */
  public static final Request<ListMentors, Page<Mentor>> PAGINATED =
      Request.list("mentoring.mentor.page", ListMentors.class, Mentor.class);

  /** Lists the categories of listed mentors by name, with how many each has. */
  public static final Request<ListCategories, Page<Category>> CATEGORIES =
      Request.list("mentoring.mentor.categories", ListCategories.class, Category.class);

  public record ListCategories(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public record Category(String name, int mentors) {}

  public static final Request<GetMentor, Mentor> GET =
      Request.of("mentoring.mentor.get", GetMentor.class, Mentor.class);

  public record GetMentor(UUID id) {}

  /** Answers the caller's own profile, listed or not. */
  public static final Request<GetOwn, Mentor> GET_OWN = Request.of("mentoring.mentor.own", GetOwn.class, Mentor.class);

  public record GetOwn() {}

  /** Writes the whole profile. */
  public static final Request<SaveProfile, Mentor> SAVE =
      Request.of("mentoring.mentor.save", SaveProfile.class, Mentor.class);

  /** @param mentorId an admin says whose; null is the caller */
  public record SaveProfile(@Nullable UUID mentorId, @Nullable @Visible @Size(max = 120) String role,
      @Nullable @Visible @Size(max = 120) String company, @Nullable @Visible @Size(max = 200) String institute,
      @Nullable @Visible @Size(max = 4000) String description,
      @Size(max = 30) List<@Visible @Size(max = 60) String> skills,
      @Size(max = 10) List<@Visible @Size(max = 60) String> categories,
      @Size(max = 10) List<@Visible @Size(max = 40) String> languages,
      @Size(min = 1, max = 4) List<BookingKind> kinds, @Nullable UUID photoId, boolean listed) {}

  // --- hours -------------------------------------------------------------------------------------------------------

  /** @param from time of the day, such as 09:00; {@code until} may be 24:00 */
  public record Hours(@Min(1) @Max(7) int weekday, @Pattern(regexp = TIME) String from,
      @Pattern(regexp = TIME) String until) {}

  public record Span(@Pattern(regexp = TIME) String from, @Pattern(regexp = TIME) String until) {}

  /** @param hours that hold on this day instead of those of the week; empty: none */
  public record OtherDay(LocalDate day, @Size(max = 10) List<Span> hours) {}

  /**
   * @param slotMinutes of each bookable time
   * @param horizonDays for which times can be booked ahead
   */
  public record Availability(String zone, int slotMinutes, int horizonDays, List<Hours> hours, List<OtherDay> days) {}

  /** @param mentorId an admin says whose; null is the caller */
  public record GetAvailability(@Nullable UUID mentorId) {}

  public static final Request<GetAvailability, Availability> GET_AVAILABILITY =
      Request.of("mentoring.availability.get", GetAvailability.class, Availability.class);

  /** Writes the whole of it; days of the past are left out. What is booked stays booked. */
  public static final Request<SetAvailability, Availability> SET_AVAILABILITY =
      Request.of("mentoring.availability.set", SetAvailability.class, Availability.class);

  /** @param mentorId an admin says whose; null is the caller */
  public record SetAvailability(@Nullable UUID mentorId, @Visible @Size(max = 60) String zone,
      @Min(10) @Max(240) int slotMinutes, @Min(1) @Max(90) int horizonDays, @Size(max = 70) List<Hours> hours,
      @Size(max = 200) List<OtherDay> days) {}

  /**
   * @param slotId of one that is stored; null: hold the time to make it a slot
   * @param freeUntil until then a student may move a booking of it, and cancels it at no cost
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FreeTime(@Nullable UUID slotId, Instant startsAt, Instant endsAt, Instant freeUntil) {}

  /**
   * Lists when a mentor can be booked, earliest first: open slots, and times of the hours that are free. Those of a
   * mentor who is not listed are shown to people whose meeting with the mentor can be moved.
   */
  public static final Request<ListTimes, Page<FreeTime>> TIMES =
      Request.list("mentoring.time.list", ListTimes.class, FreeTime.class);

  /** @param from null: now; {@code until} null: a week later */
  public record ListTimes(UUID id, @Nullable Instant from, @Nullable Instant until, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  /** Holds a free time, of a slot or of the hours; then it is a slot, which can be booked. */
  public static final Request<HoldTime, Slot> HOLD_TIME =
      Request.of("mentoring.time.hold", HoldTime.class, Slot.class);

  /** @param bookingId of the caller's, that is to be moved there: it is kept for its student; null: for the caller */
  public record HoldTime(UUID id, Instant startsAt, @Nullable UUID bookingId) {
    public HoldTime(UUID id, Instant startsAt) {
      this(id, startsAt, null);
    }
  }
}
