package com.mas.domain.learning.credential;

import com.mas.db.Database;
import com.mas.domain.learning.credential.CredentialContract.Anchored;
import com.mas.domain.learning.credential.OutsideContract.AdvanceChain;
import com.mas.domain.learning.credential.VerifyRepository.Newest;
import com.mas.domain.learning.credential.VerifyRepository.Waiting;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.meters.Meters;
import com.mas.proof.MerkleTree;
import com.mas.secrets.DocumentSigner;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds to the log. The entries' places, the tree's root and the signed head are one commit, and one at a time writes:
 * killed anywhere, nothing is in the log twice and nothing is left out.
 */
final class AnchorService {
  /** Entries of one tree. */
  static final int MOST = 1 << 17;
  private static final int AT_ONCE = 5_000;

  private final Database db;
  private final VerifyRepository log;
  private final DocumentSigner signer;
  private final Optional<Chained> chain;
  private final Clock clock;

  /** Says that each root is to be written into a chain, too. */
  record Chained(ChainRepository rows, Jobs jobs) {}

  /** @param chain empty: no chain is told of the log */
  AnchorService(Database db, VerifyRepository log, DocumentSigner signer, Optional<Chained> chain, Clock clock) {
    this.db = db;
    this.chain = chain;
    this.log = log;
    this.signer = signer;
    this.clock = clock;
  }

  Anchored anchor() {
    int anchored = db.transaction(tx -> {
      Optional<Newest> newest = log.lockLog(tx);
      List<Waiting> waiting = log.waiting(tx, MOST);
      if (waiting.isEmpty()) {
        return 0;
      }
      MerkleTree tree = MerkleTree.of(waiting.stream().map(Waiting::leaf).toList());
      long number = newest.map(Newest::number).orElse(-1L) + 1;
      Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      String head = LogRules.head(number, newest.map(Newest::head).map(LogRules::hash).orElse(LogRules.NOTHING),
          tree.root(), tree.size(), now, signer.did(), signer::sign);
      log.add(tx, number, tree.root(), tree.size(), head, now);
      chain.ifPresent(told -> {
        told.rows.add(tx, number);
        told.jobs.store(tx, OutsideContract.ADVANCE_CHAIN, new AdvanceChain(),
            JobOptions.on(OutsideContract.CHAIN_QUEUE).unique("credential-chain:anchor:" + number));
      });
      for (int from = 0; from < waiting.size(); from += AT_ONCE) {
        int to = Math.min(waiting.size(), from + AT_ONCE);
        List<byte[]> paths = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
          paths.add(joined(tree.path(i)));
        }
        log.place(tx, number, waiting.subList(from, to), from, paths);
      }
      return waiting.size();
    });
    Meters.counter("credential.anchored", "Credentials that were put into the log").increment(anchored);
    return new Anchored(anchored);
  }

  private static byte[] joined(List<byte[]> hashes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    hashes.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
