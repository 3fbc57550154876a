package com.mas.domain.people.google;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.domain.people.files.FilesContract.File;
import com.mas.domain.people.google.ConnectionContract.Connection;
import com.mas.domain.people.google.ConnectionContract.Disconnect;
import com.mas.domain.people.google.ConnectionContract.GetConnection;
import com.mas.domain.people.identity.LoginContract.BeginSignIn;
import com.mas.domain.people.identity.LoginContract.FinishSignIn;
import com.mas.domain.people.identity.LoginContract.SignInBegun;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares how people take documents out of their Drive at Google. */
@NullMarked
public final class DriveContract {
  public static final Reason FILE_UNKNOWN = Reason.of(Failure.NOT_FOUND, "drive_file_unknown",
      "There is no such file in your Drive, or it is no longer shared with you.");
  public static final Reason FILE_FORBIDDEN = Reason.of(Failure.FORBIDDEN, "drive_file_forbidden",
      "Its owner does not let you download this file. Please ask the owner, or choose another file.");
  public static final Reason FILE_TOO_LARGE = Reason.of(Failure.TOO_LARGE, "drive_file_too_large",
      "The file is larger than 10 MB, or Google makes no PDF of so large a document. Please choose a smaller one.");
  public static final Reason FILE_UNFIT = Reason.of(Failure.UNSUPPORTED_MEDIA_TYPE, "drive_file_unfit",
      "Only PDF, Word and Google documents can be taken. Please choose another file.");

  private static final Duration AT_GOOGLE = Duration.ofSeconds(20);
  private static final Duration FETCHING = Duration.ofSeconds(60);

  private DriveContract() {}

  public static final Request<GetConnection, Connection> STATUS =
      Request.of("google.drive.status", GetConnection.class, Connection.class);

  /** Begins to connect. Fails with NOT_CONFIGURED, UNPROCESSABLE, TOO_MANY_REQUESTS. */
  public static final Request<BeginSignIn, SignInBegun> CONNECT =
      Request.of("google.drive.connect", BeginSignIn.class, SignInBegun.class);

  /** Connects, once, when the person is back. Fails with UNPROCESSABLE. */
  public static final Request<FinishSignIn, Connection> CALLBACK =
      Request.of("google.drive.callback", FinishSignIn.class, Connection.class, AT_GOOGLE);

  /** Forgets the connection, and has the permission given back. What was taken stays. Idempotent. */
  public static final Request<Disconnect, Connection> DISCONNECT =
      Request.of("google.drive.disconnect", Disconnect.class, Connection.class);

  /** Lists documents of the caller's Drive and of those that are shared with the caller, the newest first. */
  public static final Request<SearchDrive, DriveFiles> SEARCH =
      Request.of("google.drive.search", SearchDrive.class, DriveFiles.class, AT_GOOGLE);

  /**
   * @param name a part of the name; null: any
   * @param pageToken of the page before; null: the first page
   */
  public record SearchDrive(@Nullable @Size(min = 1, max = 200) String name,
      @Nullable @Size(min = 1, max = 2000) String pageToken, @Nullable @Min(1) @Max(100) Integer pageSize) {}

  /** @param nextPageToken null: there is no page after this */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DriveFiles(List<DriveFile> files, @Nullable String nextPageToken) {}

  /**
   * @param type media type; one of Google's own documents is taken as PDF
   * @param bytes null for Google's own documents
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DriveFile(String id, String name, String type, @Nullable Long bytes, @Nullable Instant modifiedAt) {}

  /** Takes a document out of the Drive; it is a file of the caller's then. Fails as an upload does. */
  public static final Request<FetchFile, File> FETCH =
      Request.of("google.drive.fetch", FetchFile.class, File.class, FETCHING);

  /** @param kind of the file to be made, such as resume */
  public record FetchFile(@Size(min = 1, max = 200) @Pattern(regexp = "^[A-Za-z0-9_-]+$") String id,
      @Size(max = 40) @Pattern(regexp = "^[a-z][a-z_]{0,39}$") String kind) {}
}
