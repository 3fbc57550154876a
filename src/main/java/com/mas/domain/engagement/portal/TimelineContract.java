package com.mas.domain.engagement.portal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Request;
import com.mas.bus.Word;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Declares the one timeline of a student: courses, XP, badges, meetings, credentials, messages, documents, and
 * activities and grades in Moodle, newest first, page by page. Exams, applications, warnings, shared terminals
 * and tokens are not in it.
 */
@NullMarked
public final class TimelineContract {
  static final int DEFAULT_PAGE = 30;
  private static final int MOST = 100;
  private static final int LONGEST_CURSOR = 600;

  private TimelineContract() {}

  /** Parts of the product that the entries come from. */
  public enum Source implements Word { COURSE, XP, BADGE, MEETING, CREDENTIAL, MESSAGE, DOCUMENT, MOODLE }

  /**
   * @param what has happened, such as {@code completed}; a meeting is told once it is booked, and a credential that was
   *     revoked as that alone; of XP the type of the award, of a badge its id, of a message
   *     its template
   * @param title of the course, the meeting, the credential or the message; absent for others
   * @param amount of XP; the percent of a grade
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(Source source, String id, String what, @Nullable String title, @Nullable Integer amount,
      Instant at) {}

  /**
   * @param sources that the caller may see of this timeline
   * @param next cursor of the next page; absent on the last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Timeline(List<Entry> entries, List<Source> sources, @Nullable String next) {}

  /**
   * Returns a page of the caller's timeline. What happens while pages are read repeats no entry, and is seen by
   * beginning again. So is what becomes known late: a meeting that is found to be over, a course that is mirrored
   * later.
   */
  public static final Request<MyTimeline, Timeline> MINE =
      Request.of("portal.timeline.mine", MyTimeline.class, Timeline.class);

  /**
   * @param cursor {@code next} of the page before; null: from now on
   * @param source entries of this alone; null: of all
   */
  public record MyTimeline(@Nullable @Size(max = LONGEST_CURSOR) String cursor, @Nullable Source source,
      @Nullable @Min(1) @Max(MOST) Integer limit) {}

  /**
   * Returns a page of a student's timeline, for those who may open the profile; it is put on record as that is. An
   * administrator sees all but messages, a batch lead and a super mentor courses, XP, badges, meetings, credentials
   * and Moodle, another mentor courses, badges and credentials.
   */
  public static final Request<StudentTimeline, Timeline> OF_STUDENT =
      Request.of("portal.timeline.of_student", StudentTimeline.class, Timeline.class);

  /** @param source entries of this alone; null: of all that the caller may see */
  public record StudentTimeline(UUID userId, @Nullable @Size(max = LONGEST_CURSOR) String cursor,
      @Nullable Source source, @Nullable @Min(1) @Max(MOST) Integer limit) {}
}
