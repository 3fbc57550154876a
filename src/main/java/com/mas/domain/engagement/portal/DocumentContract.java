package com.mas.domain.engagement.portal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.module.FileKind;
import com.mas.module.FileType;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Declares the documents of students. A document is a file of one of the kinds below; once its bytes are checked it is
 * submitted by itself, and an administrator verifies or rejects it. A new version of the file is a new submission.
 */
@NullMarked
public final class DocumentContract {
  public static final Reason DOCUMENT_UNKNOWN = Reason.of(Failure.NOT_FOUND, "document_unknown",
      "There is no such document.");
  public static final Reason DOCUMENT_DECIDED = Reason.of(Failure.CONFLICT, "document_decided",
      "This document has been decided on already. A new version of it is needed for another decision.");
  public static final Reason DOCUMENT_REPLACED = Reason.of(Failure.CONFLICT, "document_replaced",
      "The student has sent a newer version of this document. Decide on that one.");
  public static final Reason DOCUMENT_FILE_MISSING = Reason.of(Failure.CONFLICT, "document_file_missing",
      "The file of this document cannot be opened, so that it cannot be verified. Reject it with a reason.");

  private static final String NUMBER = "^[2-9][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}$";
  private static final int MOST_MB = 10;
  private static final int VERSIONS = 5;

  /** Proof of identity; kept for as short as its verification needs. */
  public static final FileKind AADHAAR = FileKind.of("aadhaar", "Aadhaar card", MOST_MB, FileType.PDF, FileType.PNG,
      FileType.JPEG).versions(2).kept(Duration.ofDays(180));
  public static final FileKind COLLEGE_ID = FileKind.of("college_id", "College identity card", MOST_MB, FileType.PDF,
      FileType.PNG, FileType.JPEG).versions(VERSIONS);
  public static final FileKind TRANSCRIPT = FileKind.of("transcript", "Transcript", MOST_MB, FileType.PDF, FileType.PNG,
      FileType.JPEG, FileType.DOCX).versions(VERSIONS);
  public static final FileKind PROOF = FileKind.of("proof", "Other proof", MOST_MB, FileType.PDF, FileType.PNG,
      FileType.JPEG, FileType.DOCX).versions(VERSIONS);

  private DocumentContract() {}

  public enum DocumentKind implements Word { AADHAAR, COLLEGE_ID, TRANSCRIPT, PROOF }

  /** The last two are final: another decision needs another version. */
  public enum DocumentState implements Word { SUBMITTED, VERIFIED, REJECTED }

  /**
   * @param version of the file
   * @param name of the file; absent while the files cannot be reached, and when the file is gone
   * @param reason why it was rejected
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Document(UUID id, DocumentKind kind, UUID fileId, int version, @Nullable String name,
      DocumentState state, @Nullable String reason, Instant submittedAt, @Nullable Instant decidedAt) {}

  /** @param lastFour digits of the number; no one is shown the others */
  public record Aadhaar(String lastFour, Instant updatedAt) {}

  /** @param aadhaar absent when the number is not known */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Documents(List<Document> documents, @Nullable Aadhaar aadhaar) {}

  /** Returns the newest version of each of the caller's documents, newest first. */
  public static final Request<MyDocuments, Documents> MINE =
      Request.of("portal.document.mine", MyDocuments.class, Documents.class);

  public record MyDocuments() {}

  /** Keeps the caller's Aadhaar number, encrypted. Fails with INVALID for a number whose check digit is wrong. */
  public static final Request<PutAadhaar, Aadhaar> PUT_AADHAAR =
      Request.of("portal.aadhaar.put", PutAadhaar.class, Aadhaar.class);

  /** @param number twelve digits, with or without blanks or hyphens between groups of four */
  public record PutAadhaar(@Size(max = 20) @Pattern(regexp = NUMBER) String number) {
    @Override
    public String toString() {
      return "PutAadhaar[hidden]";
    }
  }

  /** Forgets the caller's Aadhaar number. Idempotent. */
  public static final Request<RemoveAadhaar, Removed> REMOVE_AADHAAR =
      Request.of("portal.aadhaar.remove", RemoveAadhaar.class, Removed.class);

  public record RemoveAadhaar() {}

  /** @param removed whether there was a number */
  public record Removed(boolean removed) {}

  // --- for administrators ------------------------------------------------------------------------------------------

  /**
   * @param studentName null when the account is gone
   * @param decidedBy administrator who decided; an id of no account when that person was erased
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StudentDocument(UUID id, UUID studentId, @Nullable String studentName, DocumentKind kind, UUID fileId,
      int version, DocumentState state, @Nullable String reason, Instant submittedAt, @Nullable Instant decidedAt,
      @Nullable UUID decidedBy) {}

  /** Lists the newest versions of documents, those that have waited longest first. */
  public static final Request<ListDocuments, Page<StudentDocument>> LIST =
      Request.list("portal.document.list", ListDocuments.class, StudentDocument.class);

  public record ListDocuments(@Nullable DocumentState state, @Nullable DocumentKind kind, @Nullable UUID studentId,
      @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /**
   * Verifies or rejects a document that is submitted; the student is told. The same decision twice is as once; another
   * one is CONFLICT, with the document as data, as is one on a version that is not the newest, and to verify a file
   * that cannot be opened.
   */
  public static final Request<Decide, StudentDocument> DECIDE =
      Request.of("portal.document.decide", Decide.class, StudentDocument.class);

  /** @param reason for the student; needed to reject */
  public record Decide(UUID id, boolean verified, @Nullable @Visible @Size(max = 300) String reason) {}

  /** Lists what became of a document and who did it, latest first. */
  public static final Request<ListLog, Page<LogEntry>> LOG =
      Request.list("portal.document.log", ListLog.class, LogEntry.class);

  public record ListLog(UUID id, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /**
   * @param from absent: it was submitted
   * @param by who did it; an id of no account when that person was erased
   * @param byName absent when there is no such account
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LogEntry(@Nullable DocumentState from, DocumentState to, @Nullable UUID by, @Nullable String byName,
      @Nullable String reason, Instant at) {}
}
