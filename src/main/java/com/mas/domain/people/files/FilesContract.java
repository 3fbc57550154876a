package com.mas.domain.people.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.DurableEvent;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.module.FileKind;
import com.mas.module.FileType;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Declares what can be asked about files. A file that the caller may not read is {@code not_found}. Signed addresses
 * are secrets: whoever has one may use it until it expires. They are in no event and no log.
 */
@NullMarked
public final class FilesContract {
  public static final Reason KIND_UNKNOWN = Reason.of(Failure.NOT_FOUND, "file_kind_unknown",
      "There is no such kind of file, or you may not upload it.");
  public static final Reason FILE_UNKNOWN = Reason.of(Failure.NOT_FOUND, "file_unknown", "There is no such file.");
  public static final Reason NOT_YOURS = Reason.of(Failure.FORBIDDEN, "file_not_yours",
      "Only the owner of the file and administrators can do this.");
  public static final Reason UPLOAD_UNKNOWN = Reason.of(Failure.NOT_FOUND, "upload_unknown",
      "There is no such upload. Begin a new one.");
  public static final Reason UPLOAD_OVER = Reason.of(Failure.CONFLICT, "upload_over",
      "The upload is over. Begin a new one.");
  public static final Reason PARTS_MISSING = Reason.of(Failure.CONFLICT, "parts_missing",
      "Some parts have not arrived. Send them and complete the upload again.");
  public static final Reason TOO_LARGE = Reason.of(Failure.TOO_LARGE, "file_too_large",
      "The file is larger than its kind allows.");
  public static final Reason FILE_REFUSED = Reason.of(Failure.UNSUPPORTED_MEDIA_TYPE, "file_refused",
      "The file is none of the types that its kind takes.");
  public static final Reason FILES_FULL = Reason.of(Failure.CONFLICT, "files_full",
      "The space for files is used up. An administrator can remove files, or raise FILES_QUOTA_GB.");
  public static final Reason UPLOADS_OPEN = Reason.of(Failure.CONFLICT, "uploads_open",
      "You have many uploads that are not over. Complete or abort some of them first.");
  public static final Reason PIECES_MISSING = Reason.of(Failure.CONFLICT, "pieces_missing",
      "Bytes before these have not arrived. Send on from where the file ends now.");
  public static final Reason NOT_DIRECT = Reason.of(Failure.NOT_CONFIGURED, "uploads_not_direct",
      "Files go through this server here (USE_DIRECT_S3_UPLOAD=false). Send the file to /api/upload.");
  public static final Reason FILE_NOT_READY = Reason.of(Failure.CONFLICT, "file_not_ready",
      "The file is not ready. Wait until its state is ready.");
  public static final Reason STORE_ELSEWHERE = Reason.of(Failure.NOT_CONFIGURED, "files_elsewhere",
      "This server sees another folder for files than the others. Give all of them one FILES_DIR, or a bucket.");

  /** A photo of a person, for lists and profiles; the last one counts. */
  public static final FileKind PROFILE_PICTURE = FileKind.of("profile_picture", "Profile picture", 8,
      FileType.PNG, FileType.JPEG, FileType.WEBP).readBy("user").versions(2);

  public static final FileKind RESUME = FileKind.of("resume", "Résumé", 10, FileType.PDF, FileType.DOCX);

  public static final FileKind DOCUMENT = FileKind.of("document", "Document", 25, FileType.PDF, FileType.PNG,
      FileType.JPEG, FileType.DOCX, FileType.XLSX, FileType.TEXT);

  /** Meetings are recorded in slices while they go on; what a browser has sent before it crashed is kept. */
  public static final FileKind RECORDING = FileKind.of("recording", "Recording", 2_000, FileType.WEBM, FileType.MP4)
      .versions(1).kept(Duration.ofDays(90)).salvaged();

  private static final String KIND = "^[a-z][a-z_]{0,39}$";
  private static final int MOST_PARTS = 10_000;
  private static final Duration TAKE_TIME = Duration.ofSeconds(30);
  private static final Duration CHECK_TIME = Duration.ofMinutes(14);

  private FilesContract() {}

  /** A file that is ready stays so, whatever comes of later versions. */
  public enum FileState implements Word {
    CHECKING, READY, REFUSED
  }

  /** The last four are final. */
  public enum UploadState implements Word {
    UPLOADING, CHECKING, READY, REFUSED, ABORTED, EXPIRED
  }

  /** Says how a file was opened. */
  public enum Opened implements Word { LINK, PICTURE }

  /**
   * @param types media types of which one is needed, as the bytes say
   * @param versions that are kept of one file
   * @param keptDays after which a file is removed; null: it is not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Kind(String name, String title, long mostBytes, List<String> types, int versions,
      @Nullable Long keptDays) {}

  /**
   * @param owner whose it is
   * @param subject what it is for, as whoever uploads it says; null: nothing more
   * @param name made safe; not what the file is found by
   * @param version the newest that is ready; 0: none
   * @param type media type, as the bytes say
   * @param hasPicture whether there is a small picture of it
   * @param refusal why the first version was refused, for a person
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record File(UUID id, String kind, UUID owner, @Nullable UUID subject, String name, FileState state,
      int version, @Nullable String type, long bytes, @Nullable String sha256, @Nullable Integer width,
      @Nullable Integer height, boolean hasPicture, Instant createdAt, Instant changedAt,
      @Nullable Instant expiresAt, @Nullable String refusal) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Version(int number, UploadState state, String name, @Nullable String type, long bytes,
      @Nullable String sha256, @Nullable String refusal, UUID madeBy, Instant createdAt, @Nullable Instant endedAt) {}

  /** @param by who opened the file */
  public record Opening(int version, UUID by, Opened how, Instant at) {}

  public record Part(int number, String etag, long bytes) {}

  /**
   * @param fileId of the file that it becomes a version of
   * @param partBytes of each part but the last, exactly
   * @param mostParts numbers of parts are 1 to this
   * @param parts that have arrived
   * @param expiresAt it is aborted then, unless something is asked about it before
   */
  public record Upload(UUID id, UUID fileId, String kind, String name, UploadState state, int partBytes,
      int mostParts, List<Part> parts, Instant expiresAt) {}

  /**
   * An address to send bytes to, or to fetch them from, without any other right.
   *
   * @param url begins with a slash where the server does not know its own address; it is the server's then
   */
  public record Signed(String url, String method, Instant expiresAt) {
    @Override
    public String toString() {
      return "Signed[" + method + "]";
    }
  }

  /** A picture of a few kilobytes, as a {@code data:} address. */
  public record Picture(String url) {}

  // --- uploading ---------------------------------------------------------------------------------------------------

  /** Lists the kinds of files that the caller may upload, by their titles. */
  public static final Request<ListKinds, Page<Kind>> KINDS =
      Request.list("files.kind.list", ListKinds.class, Kind.class);

  public record ListKinds(Integer limit, Long offset) implements Listing {}

  /** Begins an upload in parts that go to the store without passing through the product. */
  public static final Request<BeginUpload, Upload> BEGIN =
      Request.of("files.upload.begin", BeginUpload.class, Upload.class);

  /**
   * @param of the file of which it becomes a new version; null: a new file
   * @param bytes of the whole file; null: not known yet, as of a recording
   */
  public record BeginUpload(@Pattern(regexp = KIND) @Size(max = 40) String kind,
      @Visible @Size(min = 1, max = 1000) String name, @Nullable UUID subject, @Nullable UUID of,
      @Nullable @Min(1) Long bytes) {}

  /** Answers an upload of the caller's with the parts that have arrived, so that it can be gone on with. */
  public static final Request<GetUpload, Upload> UPLOAD =
      Request.of("files.upload.get", GetUpload.class, Upload.class);

  public record GetUpload(UUID id) {}

  /** Signs an address for one part; as often as needed, also for a part that has arrived and is sent again. */
  public static final Request<SignPart, Signed> SIGN =
      Request.of("files.upload.sign", SignPart.class, Signed.class);

  public record SignPart(UUID id, @Min(1) @Max(MOST_PARTS) int number) {}

  /**
   * Makes the file of the parts that have arrived, which must be all from the first to the last. Twice is as once.
   * Small files are checked at once; a larger one is {@code checking} for a while.
   */
  public static final Request<CompleteUpload, File> COMPLETE =
      Request.of("files.upload.complete", CompleteUpload.class, File.class, TAKE_TIME);

  public record CompleteUpload(UUID id) {}

  /** Throws the parts away. Twice is as once. */
  public static final Request<AbortUpload, Upload> ABORT =
      Request.of("files.upload.abort", AbortUpload.class, Upload.class);

  public record AbortUpload(UUID id) {}

  /** Takes a file that goes through the product, bytes by bytes in their order; the last of them completes it. */
  public static final Request<TakeFile, File> TAKE =
      Request.of("files.upload.take", TakeFile.class, File.class, TAKE_TIME);

  /**
   * @param id of the file, from the second part on; null with the first
   * @param of as in {@link BeginUpload}
   * @param bytes in base64
   * @param last whether no part follows
   */
  public record TakeFile(@Nullable UUID id, @Pattern(regexp = KIND) @Size(max = 40) String kind,
      @Nullable @Size(max = 1000) String name, @Nullable UUID subject, @Nullable UUID of, String bytes, boolean last) {
    @Override
    public String toString() {
      return "TakeFile[" + id + ", " + kind + "]";
    }
  }

  // --- files -------------------------------------------------------------------------------------------------------

  /** Lists the caller's own files, newest first. */
  public static final Request<ListFiles, Page<File>> LIST =
      Request.list("files.file.list", ListFiles.class, File.class);

  public record ListFiles(@Nullable @Pattern(regexp = KIND) @Size(max = 40) String kind, @Nullable UUID subject,
      Integer limit, Long offset) implements Listing {}

  public static final Request<GetFile, File> GET = Request.of("files.file.get", GetFile.class, File.class);

  public record GetFile(UUID id) {}

  /** Newest first; those that were refused or aborted are among them. */
  public static final Request<ListVersions, Page<Version>> VERSIONS =
      Request.list("files.file.versions", ListVersions.class, Version.class);

  public record ListVersions(UUID id, Integer limit, Long offset) implements Listing {}

  /** Lists who opened a file and when, newest first; for its owner and for administrators. */
  public static final Request<ListOpenings, Page<Opening>> OPENINGS =
      Request.list("files.file.openings", ListOpenings.class, Opening.class);

  public record ListOpenings(UUID id, Integer limit, Long offset) implements Listing {}

  /** Signs an address from which the file is downloaded, whole or in ranges, for some minutes. It is put on record. */
  public static final Request<LinkFile, Signed> LINK = Request.of("files.file.link", LinkFile.class, Signed.class);

  /** @param version null: the newest that is ready */
  public record LinkFile(UUID id, @Nullable @Min(1) Integer version) {}

  public static final Request<GetPicture, Picture> PICTURE =
      Request.of("files.file.picture", GetPicture.class, Picture.class);

  public record GetPicture(UUID id) {}

  /** Removes a file with all its versions; for its owner and for administrators. Cannot be undone. */
  public static final Request<RemoveFile, Removed> REMOVE =
      Request.of("files.file.remove", RemoveFile.class, Removed.class);

  public record RemoveFile(UUID id) {}

  public record Removed(UUID id) {}

  // --- administrators ----------------------------------------------------------------------------------------------

  /** Lists the files of the tenant, newest first. */
  public static final Request<ListAll, Page<File>> ALL = Request.list("files.all.list", ListAll.class, File.class);

  public record ListAll(@Nullable @Pattern(regexp = KIND) @Size(max = 40) String kind, @Nullable UUID owner,
      @Nullable FileState state, Integer limit, Long offset) implements Listing {}

  /** Tells how much of the space for files is used. */
  public static final Request<GetUsage, Usage> USAGE = Request.of("files.all.usage", GetUsage.class, Usage.class);

  public record GetUsage() {}

  /**
   * @param store where the bytes are: {@code local}, a folder of this server, or {@code s3}
   * @param files of the tenant
   * @param bytes of the tenant's files, all versions, with what is being uploaded
   * @param totalBytes of all tenants
   * @param quotaBytes for all tenants
   */
  public record Usage(String store, long files, long bytes, long totalBytes, long quotaBytes) {}

  // --- for other domains and for the product itself ----------------------------------------------------------------

  /** A version of a file is ready. Whoever waits for the file acts now; it may be told twice. */
  public static final DurableEvent<FileReady> READY = DurableEvent.of("files.file.ready", FileReady.class);

  public record FileReady(UUID id, int version, String kind, UUID owner, @Nullable UUID subject, String tenant,
      String type, long bytes, String sha256) {}

  /**
   * Takes the next bytes of the caller's file that grows for a while; there is one for each kind and subject. What has
   * come before is answered as it is, so that a sender who did not hear the answer sends again. Bytes beyond what a
   * file may have complete it, and fail with TOO_LARGE. Fails with CONFLICT when bytes before these are missing (then
   * {@link Grown} is the data), or when the file is complete.
   */
  public static final Request<TakePiece, Grown> PIECE =
      Request.of("files.piece.take", TakePiece.class, Grown.class, TAKE_TIME);

  /**
   * @param at number of the file's bytes before these; with 0 it begins
   * @param bytes in base64; may be none with the last
   */
  public record TakePiece(@Pattern(regexp = KIND) @Size(max = 40) String kind, UUID subject,
      @Nullable @Size(max = 1000) String name, @Min(0) long at, String bytes, boolean last) {
    @Override
    public String toString() {
      return "TakePiece[" + subject + ", " + at + "]";
    }
  }

  /** @param bytes that have come */
  public record Grown(UUID id, long bytes, UploadState state) {}

  /**
   * Completes a file that grew, with what has come of it. Stored by the domain whose it is; idempotent. While its bytes
   * still arrive it stores itself again.
   */
  public static final Request<FinishGrown, Finished> FINISH =
      Request.of("files.piece.finish", FinishGrown.class, Finished.class, TAKE_TIME);

  /**
   * @param person whose file it is
   * @param until when bytes that still arrive are waited for; null: they are not
   */
  public record FinishGrown(@Pattern(regexp = KIND) @Size(max = 40) String kind, UUID subject, UUID person,
      @Nullable Instant until) {
    public FinishGrown(String kind, UUID subject, UUID person) {
      this(kind, subject, person, null);
    }
  }

  /** @param finished whether there was something to complete */
  public record Finished(boolean finished) {}

  /**
   * Signs an address for another domain, which has decided that the person may read the file; it is put on record under
   * the person. Fails with NOT_FOUND and CONFLICT.
   */
  public static final Request<LinkFor, Signed> LINK_FOR = Request.of("files.version.link", LinkFor.class, Signed.class);

  public record LinkFor(UUID id, UUID person) {}

  /** Looks at a version that has arrived: what it is, whether it is whole. Stored; idempotent. */
  public static final Request<CheckVersion, Checked> CHECK =
      Request.of("files.version.check", CheckVersion.class, Checked.class, CHECK_TIME);

  public record CheckVersion(UUID id) {}

  public record Checked(UUID id, UploadState state) {}

  /**
   * Ends uploads that broke off, removes files that are too old, deletes from the store what nothing names, and counts
   * what the store lacks. Of all tenants.
   */
  public static final Request<Sweep, Swept> SWEEP =
      Request.of("files.store.sweep", Sweep.class, Swept.class, CHECK_TIME);

  public record Sweep() {}

  /** @param missing files that are ready and whose bytes the store does not have */
  public record Swept(long expired, long removed, long orphans, long missing) {}
}
