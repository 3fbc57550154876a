package com.mas.domain.learning.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.AtLeastOne;
import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Text;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.db.View;
import com.mas.imports.ImportKind;
import com.mas.imports.ImportKind.Column;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares credentials: how they are issued, claimed, shown to their holders and revoked. */
@NullMarked
public final class CredentialContract {
  public static final Reason CREDENTIAL_UNKNOWN = Reason.of(Failure.NOT_FOUND, "credential_unknown",
      "There is no such credential.");
  public static final Reason ISSUED_ALREADY = Reason.of(Failure.CONFLICT, "issued_already",
      "This issuer has given this person a credential of this title already; revoke that one first.");
  public static final Reason REVOKED_ALREADY = Reason.of(Failure.CONFLICT, "revoked_already",
      "The credential is revoked already, and stays so.");
  public static final Reason ISSUER_BLOCKED = Reason.of(Failure.UNPROCESSABLE, "issuer_blocked",
      "This issuer is blocked and issues nothing; approve it first.");
  public static final Reason NO_PUBLIC_ADDRESS = Reason.of(Failure.NOT_CONFIGURED, "no_public_address",
      "Credentials name the address at which everybody checks them; set CREDENTIALS_URL first.");

  /** Looks like an address; whose it is, nobody knows yet. */
  static final String EMAIL = "^[^\\s@<>\"]+@[^\\s@<>\"]+\\.[^\\s@<>\"]+$";
  static final String PRINTABLE = "^[!-~]+$";
  private static final Duration WORK = Duration.ofMinutes(5);

  private CredentialContract() {}

  /** States: the holder was known at once, is not known yet, came later; or the issuer took it back. */
  public enum State implements Word {
    ISSUED, UNCLAIMED, CLAIMED, REVOKED
  }

  /**
   * @param externalId by which the issuer knows it
   * @param holderId account of the person; null while unclaimed
   * @param hours of learning
   * @param anchored whether the log holds it
   * @param showsName whether the holder lets everybody see the whole name
   * @param cid name of the certificate's bytes; null: there is no certificate
   * @param verifyUrl page at which everybody can check it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Credential(UUID id, UUID issuerId, String issuer, @Nullable String externalId, State state,
      String title, @Nullable String description, String recipientName, String recipientEmail, @Nullable UUID holderId,
      @Nullable Double hours, @Nullable LocalDate completedOn, Instant issuedAt, @Nullable Instant claimedAt,
      @Nullable Instant revokedAt, @Nullable String revokedReason, boolean showsName, boolean anchored,
      @Nullable String cid, String verifyUrl) {}

  // --- for administrators ------------------------------------------------------------------------------------------

  /** Newest first. */
  public static final Request<ListCredentials, Page<Credential>> LIST =
      Request.list("credential.credential.list", ListCredentials.class, Credential.class);

  /** @param search part of title, name or address, in any case */
  public record ListCredentials(@Nullable @Size(min = 1, max = 200) String search, @Nullable State state,
      @Nullable UUID issuerId, Integer limit, Long offset) implements Listing {}

  public static final Request<GetCredential, Credential> GET =
      Request.of("credential.credential.get", GetCredential.class, Credential.class);

  public record GetCredential(UUID id) {}

  /**
   * Issues one, with its certificate. Fails with ISSUED_ALREADY and the credential there is: the same external id, or
   * the same title for the same address.
   */
  public static final Request<IssueCredential, Credential> ISSUE =
      Request.of("credential.credential.issue", IssueCredential.class, Credential.class);

  /** @param hours 0 is as good as none */
  public record IssueCredential(UUID issuerId, @Visible @Size(max = 200) String title,
      @Nullable @Visible @Size(max = 2000) String description, @Visible @Size(max = 120) String recipientName,
      @Pattern(regexp = EMAIL) @Size(max = 254) String recipientEmail,
      @Nullable @Min(0) @Max(10_000) Double hours, @Nullable LocalDate completedOn,
      @Nullable @Pattern(regexp = PRINTABLE) @Size(max = 200) String externalId) {
    public IssueCredential {
      title = Text.stripped(title);
      recipientName = Text.stripped(recipientName);
      recipientEmail = Text.stripped(recipientEmail).toLowerCase(Locale.ROOT);
      hours = hours != null && hours == 0 ? null : hours;
      description = description == null || description.isBlank() ? null : Text.stripped(description);
    }
  }

  /** Takes a credential back, for good. */
  public static final Request<RevokeCredential, Credential> REVOKE =
      Request.of("credential.credential.revoke", RevokeCredential.class, Credential.class);

  public record RevokeCredential(UUID id, @Visible @Size(max = 500) String reason) {
    public RevokeCredential {
      reason = Text.stripped(reason);
    }
  }

  /** Credentials of one issuer, by a table. Who has one of the title already keeps it as it is. */
  public static final ImportKind CREDENTIALS = ImportKind.ofAdmins("credential", "credentials",
      "Credentials of an issuer", "issuer", Column.required("title", "Title", 200, "certificate", "course"),
      Column.required("recipientName", "Name", 120, "recipient", "recipient name", "student", "full name"),
      Column.required("recipientEmail", "E-mail", 254, "mail", "e-mail address", "recipient email"),
      Column.optional("description", "Description", 2000),
      Column.optional("hours", "Hours", 20, "duration", "training hours"),
      Column.optional("completedOn", "Completed on", 40, "completion date", "completed"),
      Column.optional("externalId", "Certificate number", 200, "external id", "certificate id"));

  // --- for holders -------------------------------------------------------------------------------------------------

  /** Lists what the caller holds, newest first. */
  public static final Request<ListMine, Page<Credential>> MINE =
      Request.list("credential.mine.list", ListMine.class, Credential.class);

  public record ListMine(Integer limit, Long offset) implements Listing {}

  public static final Request<UpdateMine, Credential> UPDATE_MINE =
      Request.of("credential.mine.update", UpdateMine.class, Credential.class);

  @AtLeastOne
  public record UpdateMine(UUID id, Change<Boolean> showsName) {}

  /** Gives one of the caller's credentials as the signed document, Open Badges 3.0. */
  public static final Request<GetMyDocument, TextPart> MY_DOCUMENT =
      Request.of("credential.mine.document", GetMyDocument.class, TextPart.class);

  public record GetMyDocument(UUID id, @Nullable Integer from) {}

  public static final Request<GetMyFile, FilePart> MY_FILE =
      Request.of("credential.mine.file", GetMyFile.class, FilePart.class);

  public record GetMyFile(UUID id, @Nullable Integer from) {}

  /** Lists the caller's credentials as the Open Badges API has it, oldest first. */
  public static final Request<ListOpenBadges, TextPart> OPEN_BADGES =
      Request.of("credential.openbadges.list", ListOpenBadges.class, TextPart.class);

  /** @param since leaves out what was issued earlier */
  public record ListOpenBadges(@Nullable Instant since, Integer limit, Long offset, @Nullable Integer from)
      implements
        Listing {}

  /** Text of a file; {@code next} is the number of the part that follows, or null. */
  public record TextPart(String text, @Nullable Integer next) {}

  /**
   * Bytes of a file.
   *
   * @param bytes in base64
   * @param next number of the part that follows, or null
   */
  public record FilePart(String bytes, @Nullable Integer next) {
    static FilePart of(byte[] file) {
      return new FilePart(Base64.getEncoder().encodeToString(file), null);
    }

    @Override
    public String toString() {
      return "FilePart[" + bytes.length() + "]";
    }
  }

  // --- by the product itself ---------------------------------------------------------------------------------------

  /** Gives unclaimed credentials to the accounts whose verified addresses they name, of all tenants. Idempotent. */
  public static final Request<ClaimAll, Claimed> CLAIM_ALL =
      Request.of("credential.claim.all", ClaimAll.class, Claimed.class, WORK);

  public record ClaimAll() {}

  public record Claimed(int claimed) {}

  /** Puts what waits into the log: one tree, one head. Idempotent. */
  public static final Request<MakeAnchor, Anchored> ANCHOR =
      Request.of("credential.anchor.make", MakeAnchor.class, Anchored.class, WORK);

  public record MakeAnchor() {}

  public record Anchored(int entries) {}

  /** Shows the SQL of other domains the credentials of people with an account. */
  public static final View HOLDINGS = View.of("credential.shared_holdings",
      "tenant, student_id, credential_id, title, state, issued_at, revoked_at");
}
