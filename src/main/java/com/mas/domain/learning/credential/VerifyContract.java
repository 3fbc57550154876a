package com.mas.domain.learning.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Word;
import com.mas.domain.learning.credential.CredentialContract.FilePart;
import com.mas.domain.learning.credential.CredentialContract.TextPart;
import com.mas.domain.learning.credential.OutsideContract.ChainState;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what everybody may ask about credentials: whether one is good, and the lists and logs that tell so. */
@NullMarked
public final class VerifyContract {
  public static final Reason NOTHING_TO_VERIFY = Reason.of(Failure.NOT_FOUND, "nothing_to_verify",
      "There is no such credential; check the number, or ask the person who showed it to you.");
  public static final Reason FILE_UNKNOWN = Reason.of(Failure.NOT_FOUND, "file_unknown",
      "This file is no certificate of ours, and names none.");
  public static final Reason NO_FILE = Reason.of(Failure.NOT_FOUND, "no_file",
      "There is no certificate to be shown: its holder has not opened it, or it has none.");
  public static final Reason LIST_UNKNOWN = Reason.of(Failure.NOT_FOUND, "list_unknown",
      "There is no status list of this number.");
  public static final Reason TOO_MANY_LOOKS = Reason.of(Failure.TOO_MANY_REQUESTS, "too_many_looks",
      "There were too many requests from this address; please wait a minute.");

  private VerifyContract() {}

  public enum Verdict implements Word { PASSED, FAILED, NOT_CHECKED }

  /**
   * Names the checks, each of which stands by itself: the issuer's signature under the document; whether the data are
   * those that were anchored; whether it is revoked; whether the log's tree holds it; whether the log itself
   * is unbroken and signed; whether a chain has the tree's root;
   * whether the certificate's bytes are those of then, under their name; whether the content store outside has them
   * under this name; whether the issuer is one of ours.
   */
  public enum CheckName implements Word { SIGNATURE, CONTENT, STATUS, INCLUSION, LOG, CHAIN, FILE, STORE, ISSUER }

  /** @param at when it was looked at */
  public record Check(CheckName name, Verdict verdict, Instant at, String detail) {
    Check at(Instant now) {
      return new Check(name, verdict, now, detail);
    }
  }

  /** A hash beside the way to the root; one of the two is there. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Step(@Nullable String left, @Nullable String right) {}

  /**
   * The way from the leaf to the anchored root, in the shape of MerkleProof2019; hashes are those of RFC 6962.
   *
   * @param anchors where the root stands
   */
  public record MerkleProof(List<Step> path, String merkleRoot, String targetHash, List<String> anchors) {}

  /**
   * @param number of the head in the log
   * @param index of the leaf among {@code size}
   * @param head as it is signed
   * @param chain null when no chain is told of this head
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Anchor(long number, int index, int size, JsonNode head, MerkleProof proof, @Nullable OnChain chain) {}

  /**
   * Says where a chain has a root.
   *
   * @param transaction whose data are the root; null while no block has one
   * @param block that has the transaction
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OnChain(String network, long chainId, @Nullable String transaction, @Nullable Long block) {}

  /**
   * @param recipient initials, or the whole name where its holder shows it
   * @param valid whether nothing failed and the signature is good
   * @param revokedReason why the issuer took it back
   * @param anchor null while it waits for the next anchor
   * @param hasFile whether the certificate may be seen by everybody
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Verification(UUID id, String title, @Nullable String description, String issuer,
      @Nullable String issuerUrl, String recipient, @Nullable Double hours, @Nullable LocalDate completedOn,
      Instant issuedAt, boolean revoked, @Nullable Instant revokedAt, @Nullable String revokedReason, boolean valid,
      List<Check> checks, @Nullable Anchor anchor, @Nullable String cid, boolean hasFile) {}

  /** Checks a credential. An id that is none is answered as an unknown one is, and takes as long. */
  public static final Request<VerifyOne, Verification> VERIFY =
      Request.of("credential.public.verify", VerifyOne.class, Verification.class);

  public record VerifyOne(@Size(max = 200) String id) {}

  /** Checks a certificate by its bytes: those of a PDF that we made, or one that names a credential. */
  public static final Request<VerifyFile, Verification> VERIFY_FILE =
      Request.of("credential.public.verify_file", VerifyFile.class, Verification.class);

  /** @param file in base64 */
  public record VerifyFile(String file) {
    @Override
    public String toString() {
      return "VerifyFile[" + file.length() + "]";
    }
  }

  /** Gives the certificate whose holder shows it. */
  public static final Request<GetPublicFile, FilePart> FILE =
      Request.of("credential.public.file", GetPublicFile.class, FilePart.class);

  public record GetPublicFile(@Size(max = 200) String id, @Nullable Integer from) {}

  /** Gives a signed Bitstring Status List, in which a set bit is a revoked credential. */
  public static final Request<GetStatusList, TextPart> STATUS_LIST =
      Request.of("credential.public.status", GetStatusList.class, TextPart.class);

  public record GetStatusList(@Min(0) @Max(100_000) int list, @Nullable Integer from) {}

  /** Lists the heads of the log, newest first. */
  public static final Request<ListHeads, Page<Head>> HEADS =
      Request.list("credential.public.log", ListHeads.class, Head.class);

  public record ListHeads(Integer limit, Long offset) implements Listing {}

  /**
   * @param head as it is signed: canonical JSON, with the signature over the rest
   * @param chain how far the root has come on its way into a chain; null when no chain is told of it
   * @param transaction that a block has
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Head(long number, int size, Instant madeAt, JsonNode head, @Nullable ChainState chain,
      @Nullable String transaction) {}
}
