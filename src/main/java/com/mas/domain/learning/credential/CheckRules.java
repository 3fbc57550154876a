package com.mas.domain.learning.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Word;
import com.mas.domain.learning.credential.OutsideContract.ChainState;
import com.mas.domain.learning.credential.VerifyContract.Check;
import com.mas.domain.learning.credential.VerifyContract.CheckName;
import com.mas.domain.learning.credential.VerifyContract.MerkleProof;
import com.mas.domain.learning.credential.VerifyContract.Step;
import com.mas.domain.learning.credential.VerifyContract.Verdict;
import com.mas.proof.DataIntegrity.Finding;
import com.mas.proof.MerkleTree;
import java.text.BreakIterator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Decides, check by check, whether a credential is what it says. */
final class CheckRules {
  private static final int HASH = 32;

  private CheckRules() {}

  /**
   * The place of a leaf in the log.
   *
   * @param path hashes one after the other
   */
  record Anchored(long number, int position, byte[] path, byte[] root, int size, String head, JsonNode stated,
      JsonNode next) {
    List<byte[]> hashes() {
      List<byte[]> hashes = new ArrayList<>();
      for (int i = 0; i + HASH <= path.length; i += HASH) {
        hashes.add(Arrays.copyOfRange(path, i, i + HASH));
      }
      return hashes;
    }
  }

  /**
   * Tells what is known of a root at a chain.
   *
   * @param chainId null while no transaction was made
   * @param checkedAt when the chain was last asked
   * @param raw of the transaction that a block has
   */
  record Chained(ChainState chainState, Long chainId, String transaction, Long blockNumber, Instant checkedAt,
      String problem, byte[] raw) {
    /** Returns all but the transaction's bytes. */
    List<Object> told() {
      return Arrays.asList(chainState, chainId, transaction, blockNumber, checkedAt, problem);
    }

    boolean isInBlock() {
      return chainState == ChainState.MINED || chainState == ChainState.CONFIRMED;
    }
  }

  static Check signature(List<Finding> findings, boolean isOurs, Instant at) {
    if (findings.isEmpty() || !isOurs) {
      return failed(CheckName.SIGNATURE, at, "The document is not signed by this server.");
    }
    List<String> faults = findings.stream().filter(finding -> !finding.isGood())
        .map(finding -> finding.suite() + ": " + finding.fault()).toList();
    return faults.isEmpty() ? passed(CheckName.SIGNATURE, at, "Signed by "
        + findings.stream().map(Finding::suite).collect(Collectors.joining(" and ")) + ".")
        : failed(CheckName.SIGNATURE, at, String.join(" ", faults));
  }

  static Check content(Certified of, byte[] leaf, Instant at) {
    try {
      return Arrays.equals(HashedViewRules.leaf(of), leaf)
          ? passed(CheckName.CONTENT, at, "The data are those of the day of issue.")
          : failed(CheckName.CONTENT, at, "The data are not those of the day of issue.");
    } catch (IllegalArgumentException e) {
      return failed(CheckName.CONTENT, at, e.getMessage());
    }
  }

  static Check status(boolean revoked, String reason, Instant at) {
    return revoked ? failed(CheckName.STATUS, at, "The issuer has revoked it"
        + (reason == null ? "." : ": " + reason)) : passed(CheckName.STATUS, at, "It is not revoked.");
  }

  /** @param anchored null while it waits */
  static Check inclusion(byte[] leaf, Anchored anchored, Instant at) {
    if (anchored == null) {
      return later(CheckName.INCLUSION, at, "It waits for the next entry of the log.");
    }
    return MerkleTree.verifies(leaf, anchored.position, anchored.size, anchored.hashes(), anchored.root)
        ? passed(CheckName.INCLUSION, at, "The log's entry " + anchored.number + " holds it.")
        : failed(CheckName.INCLUSION, at, "The log's entry " + anchored.number + " does not hold it.");
  }

  static Check log(Anchored anchored, String did, Instant at) {
    if (anchored == null) {
      return later(CheckName.LOG, at, "It waits for the next entry of the log.");
    }
    String fault = LogRules.fault(anchored.head, anchored.stated, anchored.root, anchored.size, anchored.next, did);
    return fault == null ? passed(CheckName.LOG, at, "The log's entry is signed, and the log goes on from it.")
        : failed(CheckName.LOG, at, fault);
  }

  /**
   * Looks at what this server knows of the chain; the chain itself is not asked.
   *
   * @param anchored null while it waits
   * @param chained null: no chain is told of the root
   * @param told whether this server tells a chain of what it anchors
   * @return nothing when there is no chain to look at
   */
  static Optional<Check> chain(Anchored anchored, Chained chained, boolean told, Instant at) {
    if (chained == null) {
      return !told ? Optional.empty() : Optional.of(later(CheckName.CHAIN, at, anchored == null
          ? "It waits for the next entry of the log." : "The log's entry was made before there was a chain."));
    }
    Instant looked = chained.checkedAt == null ? at : chained.checkedAt;
    String network = chained.chainId == null ? "" : ChainRules.network(chained.chainId);
    String fault = !chained.isInBlock() || anchored == null ? null : chained.raw == null
        ? "The transaction is not known here."
        : ChainRules.fault(chained.raw, chained.transaction, anchored.root, chained.chainId);
    return Optional.of(fault != null ? failed(CheckName.CHAIN, looked, fault) : switch (chained.chainState) {
      case WAITING -> later(CheckName.CHAIN, looked, "The root waits to be written to the chain.");
      case SENT -> later(CheckName.CHAIN, looked, "The root was sent to " + network + " and waits for a block.");
      case MINED -> later(CheckName.CHAIN, looked, "Block " + chained.blockNumber + " of " + network
          + " has the root, and waits for more blocks behind it.");
      case CONFIRMED -> passed(CheckName.CHAIN, looked, "Block " + chained.blockNumber + " of " + network
          + " has the root, in transaction " + chained.transaction + ".");
      case FAILED -> failed(CheckName.CHAIN, looked, "The chain did not take the root.");
    });
  }

  /**
   * @param stored of the certificate that was made with it; null: there was none
   * @param found of the file that was looked at; null: none is there
   */
  static Check file(String stored, String found, boolean cidFits, Instant at) {
    if (stored == null) {
      return later(CheckName.FILE, at, "It has no certificate.");
    }
    if (found == null) {
      return failed(CheckName.FILE, at, "The certificate is gone.");
    }
    return !stored.equals(found) ? failed(CheckName.FILE, at, "The file is not the certificate that was issued.")
        : cidFits ? passed(CheckName.FILE, at, "The certificate is, byte for byte, the one that was issued.")
            : failed(CheckName.FILE, at, "The certificate's name is not that of its bytes.");
  }

  /**
   * Tells what is known of a certificate in the content store outside.
   *
   * @param outsideAt when the store was last asked; null: never
   */
  record Stored(StoredState outsideState, String outsideCid, Instant outsideAt) {}

  /** Says whether the store has the name that the bytes have; a file that is neither waits. */
  enum StoredState implements Word {
    STORED, REFUSED
  }

  /**
   * Looks at what this server knows of the store; the store itself is not asked.
   *
   * @param cid of the certificate; null: there is none
   * @param stored null while it waits
   * @param kept whether this server keeps certificates in a store outside
   * @return nothing when there is no store to look at
   */
  static Optional<Check> store(String cid, Stored stored, boolean kept, Instant at) {
    if (!kept) {
      return Optional.empty();
    }
    if (cid == null || stored == null || stored.outsideState == null) {
      return Optional.of(later(CheckName.STORE, at,
          cid == null ? "It has no certificate." : "The certificate waits to be put into the content store."));
    }
    return Optional.of(stored.outsideState == StoredState.STORED && cid.equals(stored.outsideCid)
        ? passed(CheckName.STORE, stored.outsideAt,
            "The content store has the certificate under the name of its bytes.")
        : failed(CheckName.STORE, stored.outsideAt, "The content store has other bytes, or another name for them."));
  }

  static Check issuer(boolean approved, String name, Instant at) {
    return approved ? passed(CheckName.ISSUER, at, name + " is a known issuer.")
        : failed(CheckName.ISSUER, at, name + " is no longer accepted as an issuer.");
  }

  /** Returns whether the signature is good and nothing failed; what waits to be checked takes nothing away. */
  static boolean isValid(List<Check> checks) {
    return checks.stream().noneMatch(check -> check.verdict() == Verdict.FAILED)
        && checks.stream().anyMatch(check -> check.name() == CheckName.SIGNATURE
            && check.verdict() == Verdict.PASSED);
  }

  /** Returns the way to the root as MerkleProof2019 writes it. */
  static MerkleProof proof(byte[] leaf, Anchored anchored, Chained chained) {
    List<byte[]> hashes = anchored.hashes();
    boolean[] left = MerkleTree.sides(anchored.position, anchored.size);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < Math.min(left.length, hashes.size()); i++) {
      String hash = HexFormat.of().formatHex(hashes.get(i));
      steps.add(left[i] ? new Step(hash, null) : new Step(null, hash));
    }
    String log = "log:" + anchored.number;
    return new MerkleProof(steps, HexFormat.of().formatHex(anchored.root), HexFormat.of().formatHex(leaf),
        chained == null || !chained.isInBlock() ? List.of(log)
            : List.of(log, ChainRules.place(chained.chainId, chained.transaction)));
  }

  /** Returns what everybody may know of a name. */
  static String initials(String name) {
    return Arrays.stream(name.strip().split("\\s+")).filter(word -> !word.isEmpty()).limit(4)
        .map(word -> first(word) + ".").collect(Collectors.joining(" "));
  }

  /** Returns what is seen as the first letter, with its marks. */
  private static String first(String word) {
    BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
    letters.setText(word);
    return word.substring(0, letters.next());
  }

  /** Returns the id that the text is; one that nothing has for any other text. */
  static UUID id(String text) {
    try {
      return text.length() == 36 ? UUID.fromString(text) : new UUID(0, 0);
    } catch (IllegalArgumentException e) {
      return new UUID(0, 0);
    }
  }

  private static Check passed(CheckName name, Instant at, String detail) {
    return new Check(name, Verdict.PASSED, at, detail);
  }

  private static Check failed(CheckName name, Instant at, String detail) {
    return new Check(name, Verdict.FAILED, at, detail);
  }

  private static Check later(CheckName name, Instant at, String detail) {
    return new Check(name, Verdict.NOT_CHECKED, at, detail);
  }
}
