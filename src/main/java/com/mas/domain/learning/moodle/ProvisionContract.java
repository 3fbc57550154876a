package com.mas.domain.learning.moodle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.domain.learning.moodle.MoodleContract.Making;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares how courses of a programme are made at Moodle by their codes, many at once or one. */
@NullMarked
public final class ProvisionContract {
  public static final Reason PLACE_MISSING = Reason.of(Failure.UNPROCESSABLE, "place_missing",
      "Moodle has no such campus, semester, department or programme; make its category first.");
  public static final Reason PLACE_AMBIGUOUS = Reason.of(Failure.UNPROCESSABLE, "place_ambiguous",
      "Moodle has several such campuses, semesters, departments or programmes; say the id number of the one.");
  public static final Reason DATES_SWAPPED = Reason.of(Failure.UNPROCESSABLE, "dates_swapped",
      "The courses end before they begin; please correct the dates.");

  /** Courses of one request. */
  public static final int MOST_COURSES = 100;
  private static final Duration PREVIEW = Duration.ofSeconds(25);
  static final Duration LONGEST = Duration.ofMinutes(2);

  private ProvisionContract() {}

  /** Says which courses would be made, with their names at Moodle; nothing is made. */
  public static final Request<BulkCourses, CoursesMade> PREVIEW_BULK =
      Request.of("moodle.provision.preview_bulk", BulkCourses.class, CoursesMade.class, PREVIEW);
  /**
   * Makes what is not there yet, one by one; what is there stays as it is. Where Moodle goes away between two rows, the
   * others are told as undone. Sent again it makes the rest.
   */
  public static final Request<BulkCourses, CoursesMade> MAKE_BULK =
      Request.of("moodle.provision.bulk", BulkCourses.class, CoursesMade.class, LONGEST);

  /** @param programId category of Moodle, at depth 4 */
  public record BulkCourses(@Min(1) long programId, LocalDate startDate, LocalDate endDate,
      @Size(min = 1, max = MOST_COURSES) List<CourseEntry> courses) {}

  public record CourseEntry(@Visible @Size(max = 50) String courseCode,
      @Visible @Size(max = 200) String descriptiveTitle) {}

  public static final Request<QuickCourse, CoursesMade> PREVIEW_QUICK =
      Request.of("moodle.provision.preview_quick", QuickCourse.class, CoursesMade.class, PREVIEW);
  /** Makes one course, in the programme that these names lead to. Twice is as once. */
  public static final Request<QuickCourse, CoursesMade> MAKE_QUICK =
      Request.of("moodle.provision.quick", QuickCourse.class, CoursesMade.class, LONGEST);

  /** @param campus id number or name of its category; so are the three others */
  public record QuickCourse(@Visible @Size(max = 50) String courseCode,
      @Visible @Size(max = 200) String descriptiveTitle, @Visible @Size(max = 255) String campus,
      @Visible @Size(max = 255) String semester, @Visible @Size(max = 255) String department,
      @Visible @Size(max = 255) String program, LocalDate startDate, LocalDate endDate) {}

  /**
   * @param categoryPath names from the campus down to the programme
   * @param rows in the order of the request
   */
  public record CoursesMade(boolean preview, long categoryId, String categoryPath, List<CourseRow> rows) {}

  /**
   * @param row from 1
   * @param id at Moodle; null: not there
   * @param reason of a refusal, or why it is undone
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CourseRow(int row, String courseCode, String shortName, String fullName, Making state,
      @Nullable Long id, @Nullable String reason) {}
}
