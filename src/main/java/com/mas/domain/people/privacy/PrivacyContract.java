package com.mas.domain.people.privacy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Word;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what people may ask about their own data, and what becomes of rows that are too old. */
@NullMarked
public final class PrivacyContract {
  public static final Reason EXPORT_UNKNOWN = Reason.of(Failure.NOT_FOUND, "export_unknown",
      "There is no export, or it has expired; please ask for a new one.");
  public static final Reason EXPORT_NOT_READY = Reason.of(Failure.CONFLICT, "export_not_ready",
      "The export is not complete yet; please try again in a minute.");
  public static final Reason TOO_MANY_EXPORTS = Reason.of(Failure.TOO_MANY_REQUESTS, "too_many_exports",
      "There were three exports within a day; please download the newest, or wait until tomorrow.");
  public static final Reason ERASURE_UNKNOWN = Reason.of(Failure.NOT_FOUND, "erasure_unknown",
      "No erasure of this account is under way.");
  public static final Reason ERASURE_BEGUN = Reason.of(Failure.CONFLICT, "erasure_begun",
      "The erasure has begun and can no longer be cancelled.");
  public static final Reason PERSON_UNKNOWN = Reason.of(Failure.NOT_FOUND, "person_unknown", "There is no such user.");

  private static final Duration QUICK = Duration.ofSeconds(5);
  private static final Duration WORK = Duration.ofMinutes(14);

  private PrivacyContract() {}

  public enum ExportState implements Word { QUEUED, COMPLETED, FAILED }

  public enum ErasureState implements Word { WAITING, RUNNING, COMPLETED, CANCELLED }

  /**
   * @param rows of all tables that are in the file so far
   * @param expiresAt after which the file is gone
   * @param error why it failed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Export(UUID id, ExportState state, long rows, long bytes, Instant askedAt, @Nullable Instant endedAt,
      Instant expiresAt, @Nullable String error) {}

  /**
   * @param dueAt when it takes effect, until when it can be cancelled
   * @param rows that were deleted or changed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Erasure(UUID id, ErasureState state, Instant askedAt, Instant dueAt, @Nullable Instant endedAt,
      long rows) {}

  /** Part of a file; {@code next} is the number of the part that follows, or null. */
  public record FilePart(String text, @Nullable Integer next) {}

  // --- a person's own data -----------------------------------------------------------------------------------------

  /** Shows how far the caller's export and erasure are, and how an erasure would go. */
  public static final Request<GetMyData, MyData> MY_DATA =
      Request.of("privacy.own.get", GetMyData.class, MyData.class, QUICK);

  public record GetMyData() {}

  /**
   * @param export the newest that the caller asked for; null when there is none, or when it has expired
   * @param erasure that is planned or under way, or null
   * @param graceDays between the request for an erasure and the erasure; 0 when it begins at once
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MyData(@Nullable Export export, @Nullable Erasure erasure, @Min(0) int graceDays) {}

  /** Starts a copy of all that is kept of the caller, or answers the one under way. At most three a day. */
  public static final Request<ExportMe, Export> EXPORT_ME =
      Request.of("privacy.export.start", ExportMe.class, Export.class, QUICK);

  public record ExportMe() {}

  /** Shows the newest export that the caller asked for. */
  public static final Request<GetMyExport, Export> MY_EXPORT =
      Request.of("privacy.export.get", GetMyExport.class, Export.class, QUICK);

  public record GetMyExport() {}

  public static final Request<GetMyFile, FilePart> MY_FILE =
      Request.of("privacy.export.file", GetMyFile.class, FilePart.class, QUICK);

  public record GetMyFile(@Nullable Integer from) {}

  /**
   * Plans that the caller is erased, after the time of grace. Proved by the password or by a mailed code for LOGIN.
   * Again it answers what is planned. Fails with INVALID_CREDENTIALS, and UNPROCESSABLE for the last super admin.
   */
  public static final Request<EraseMe, Erasure> ERASE_ME =
      Request.of("privacy.erasure.start", EraseMe.class, Erasure.class);

  public record EraseMe(@Nullable @Size(max = 200) String password,
      @Nullable @Pattern(regexp = "^[0-9]{6,10}$") String code) {
    @Override
    public String toString() {
      return "EraseMe[hidden]";
    }
  }

  public static final Request<GetMyErasure, Erasure> MY_ERASURE =
      Request.of("privacy.erasure.get", GetMyErasure.class, Erasure.class, QUICK);

  public record GetMyErasure() {}

  /** Idempotent: what is cancelled stays so. */
  public static final Request<KeepMe, Erasure> KEEP_ME =
      Request.of("privacy.erasure.cancel", KeepMe.class, Erasure.class, QUICK);

  public record KeepMe() {}

  // --- for a person ------------------------------------------------------------------------------------------------

  public static final Request<ExportPerson, Export> EXPORT_PERSON =
      Request.of("privacy.person.export", ExportPerson.class, Export.class, QUICK);

  public record ExportPerson(UUID id) {}

  /** Shows the newest export of the person that was not asked for by the person. */
  public static final Request<GetExport, Export> PERSON_EXPORT =
      Request.of("privacy.person.get_export", GetExport.class, Export.class, QUICK);

  public record GetExport(UUID id) {}

  public static final Request<GetFile, FilePart> PERSON_FILE =
      Request.of("privacy.person.export_file", GetFile.class, FilePart.class, QUICK);

  public record GetFile(UUID id, @Nullable Integer from) {}

  /** Erases a person at once. Only a super admin may erase an admin, nobody the last super admin. */
  public static final Request<ErasePerson, Erasure> ERASE_PERSON =
      Request.of("privacy.person.erase", ErasePerson.class, Erasure.class);

  public record ErasePerson(UUID id) {}

  /** Lists the erasures of the tenant, newest first; who was erased is not known any more. */
  public static final Request<ListErasures, Page<Erasure>> ERASURES =
      Request.list("privacy.erasure.list", ListErasures.class, Erasure.class, QUICK);

  public record ListErasures(@Nullable ErasureState state, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  // --- stored requests ---------------------------------------------------------------------------------------------

  /** Works on an export until it is over. Idempotent. */
  public static final Request<MakeExport, Export> MAKE_EXPORT =
      Request.of("privacy.export.make", MakeExport.class, Export.class, WORK);

  public record MakeExport(UUID id) {}

  /** Works on an erasure until it is over; one that was cancelled is left as it is. Idempotent. */
  public static final Request<Erase, Erasure> ERASE = Request.of("privacy.erasure.work", Erase.class, Erasure.class,
      WORK);

  public record Erase(UUID id) {}

  /** Deletes the rows of all tables and tenants that have lived as long as their tables declare. */
  public static final Request<ApplyRetention, RetentionApplied> APPLY_RETENTION =
      Request.of("privacy.retention.apply", ApplyRetention.class, RetentionApplied.class, WORK);

  public record ApplyRetention() {}

  public record RetentionApplied(long deleted) {}
}
