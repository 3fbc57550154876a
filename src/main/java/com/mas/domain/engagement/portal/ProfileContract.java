package com.mas.domain.engagement.portal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.AtLeastOne;
import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.domain.engagement.portal.DashboardContract.Lines;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares the profile of a student: what the student tells, what the institution verifies, and who has looked. */
@NullMarked
public final class ProfileContract {
  public static final Reason STUDENT_UNKNOWN = Reason.of(Failure.NOT_FOUND, "student_unknown",
      "There is no such student.");
  public static final Reason NOT_YOUR_STUDENT = Reason.of(Failure.FORBIDDEN, "not_your_student",
      "This student is in none of your batches, and has no meeting with you: none that is asked for or booked, and none"
          + " that ended in the last 90 days.");
  public static final Reason PROFILE_VERIFIED = Reason.of(Failure.CONFLICT, "profile_verified",
      "Your institution has verified your roll number, CGPA, branch and year. Ask an administrator to change them.");
  public static final Reason RESUME_UNKNOWN = Reason.of(Failure.NOT_FOUND, "resume_unknown",
      "There is no such résumé of yours that is ready.");

  public static final Reason PROFILE_CHANGED = Reason.of(Failure.CONFLICT, "profile_changed",
      "The profile has changed since you looked at it. Look at it again, and then verify it.");
  public static final Reason PROFILE_EMPTY = Reason.of(Failure.UNPROCESSABLE, "profile_empty",
      "The profile has no roll number, CGPA, branch or year that could be verified. Name at least one of them.");

  public static final Reason NO_RESUME = Reason.of(Failure.NOT_FOUND, "no_resume",
      "The student has no résumé that is ready. Ask the student to add one.");

  /** Skills that a profile has at the most. */
  public static final int MOST_SKILLS = 50;

  private static final String URL = "^https://[!-~]+$";
  private static final int LONG_TEXT = 2_000;

  private ProfileContract() {}

  /** Parts of a profile that count for its completion. */
  public enum ProfilePart implements Word {
    PHONE, CITY, ROLL_NUMBER, BRANCH, YEAR, CGPA, SKILLS, SUMMARY, LINK, RESUME
  }

  /** @param percent that the part adds */
  public record MissingPart(ProfilePart part, int percent) {}

  /** @param missing the weightiest first */
  public record Completion(@Min(0) @Max(100) int percent, List<MissingPart> missing) {}

  /** @param primary whether others are shown this one */
  public record Resume(UUID fileId, String name, long bytes, Instant changedAt, boolean primary) {}

  /**
   * @param phone of the profile, else of the account
   * @param studyYear of the course of study, from 1
   * @param verifiedAt when the institution verified roll number, CGPA, branch and year; only it changes them since
   * @param resumes the newest first, for others than the student the primary one alone; missing when the files cannot
   *     be reached
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Profile(UUID userId, String fullName, String email, @Nullable String phone, @Nullable String city,
      @Nullable String region, @Nullable String rollNumber, @Nullable String branch, @Nullable Integer studyYear,
      @Nullable BigDecimal cgpa, @Nullable String headline, @Nullable String summary, List<String> skills,
      @Nullable String linkedinUrl, @Nullable String githubUrl, @Nullable String portfolioUrl,
      @Nullable Instant verifiedAt, Completion completion, Lines<Resume> resumes, @Nullable Instant updatedAt) {}

  // --- a student's own ---------------------------------------------------------------------------------------------

  public static final Request<GetProfile, Profile> GET =
      Request.of("portal.profile.get", GetProfile.class, Profile.class);

  public record GetProfile() {}

  /** Changes what is named; null clears. Fails with CONFLICT for a part that the institution has verified. */
  public static final Request<ChangeProfile, Profile> CHANGE =
      Request.of("portal.profile.change", ChangeProfile.class, Profile.class);

  /** @param cgpa of 10, with two digits of a fraction at most */
  @AtLeastOne
  public record ChangeProfile(Change<@Nullable @Visible @Size(max = 40) String> rollNumber,
      Change<@Nullable @Visible @Size(max = 100) String> branch,
      Change<@Nullable @Min(1) @Max(8) Integer> studyYear, Change<@Nullable @Min(0) @Max(10) Double> cgpa,
      Change<@Nullable @Size(min = 6, max = 40) @Pattern(regexp = "^\\+?[0-9() -]+$") String> phone,
      Change<@Nullable @Visible @Size(max = 100) String> city,
      Change<@Nullable @Visible @Size(max = 100) String> region,
      Change<@Nullable @Visible @Size(max = 120) String> headline,
      Change<@Nullable @Visible @Size(max = LONG_TEXT) String> summary,
      Change<@Nullable @Size(max = MOST_SKILLS) List<@Visible @Size(max = 40) String>> skills,
      Change<@Nullable @Size(max = 300) @Pattern(regexp = URL) String> linkedinUrl,
      Change<@Nullable @Size(max = 300) @Pattern(regexp = URL) String> githubUrl,
      Change<@Nullable @Size(max = 300) @Pattern(regexp = URL) String> portfolioUrl) {}

  /** Makes a résumé of the caller's, a file of kind {@code resume} that is ready, the one that others see. */
  public static final Request<ChooseResume, Profile> CHOOSE_RESUME =
      Request.of("portal.resume.choose", ChooseResume.class, Profile.class);

  public record ChooseResume(UUID id) {}

  /** Lists who has opened the caller's profile, latest first; once a day and person. */
  public static final Request<MyViews, Page<ProfileView>> MY_VIEWS =
      Request.list("portal.view.mine", MyViews.class, ProfileView.class);

  public record MyViews(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /**
   * @param name null when the account is gone
   * @param times that the profile was opened on the day
   * @param at when it was last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ProfileView(UUID viewerId, @Nullable String name, int times, Instant at) {}

  // --- for those who look after a student, and the institution -----------------------------------------------------

  /**
   * Returns the profile of a student, for administrators, for the batch lead and the super mentor of a batch of the
   * student, and for a mentor with a meeting: one that the student has asked for or booked, or that ended in the last
   * 90 days. It is put on record.
   */
  public static final Request<GetStudent, Profile> OF_STUDENT =
      Request.of("portal.profile.of_student", GetStudent.class, Profile.class);

  public record GetStudent(UUID userId) {}

  /**
   * Signs an address of the student's primary résumé, for those who may open the profile. It is put on record, at the
   * profile and at the file. Fails with NOT_FOUND where there is none.
   */
  public static final Request<LinkResume, ResumeLink> RESUME_OF_STUDENT =
      Request.of("portal.resume.of_student", LinkResume.class, ResumeLink.class);

  public record LinkResume(UUID userId) {}

  /** Address from which the file is downloaded, by whoever has it, until it expires. */
  public record ResumeLink(String url, Instant expiresAt) {
    @Override
    public String toString() {
      return "ResumeLink[hidden]";
    }
  }

  /**
   * Verifies, by an administrator, what the institution knows: the parts that are named are put in place, and from now
   * on the student cannot change them. With {@code verified} false the student can again. Idempotent. Fails with
   * CONFLICT when the profile is another one than the administrator saw, and with UNPROCESSABLE when it says nothing.
   */
  public static final Request<VerifyProfile, Profile> VERIFY =
      Request.of("portal.profile.verify", VerifyProfile.class, Profile.class);

  /** @param seenAt {@code updatedAt} of the profile that was looked at; needed to verify one that is there */
  public record VerifyProfile(UUID userId, boolean verified, @Nullable Instant seenAt,
      Change<@Nullable @Visible @Size(max = 40) String> rollNumber,
      Change<@Nullable @Visible @Size(max = 100) String> branch,
      Change<@Nullable @Min(1) @Max(8) Integer> studyYear, Change<@Nullable @Min(0) @Max(10) Double> cgpa) {}
}
