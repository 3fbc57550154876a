package com.mas.domain.learning.credential;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.credential.OutsideContract.ChainState;
import com.mas.outbound.evm.Eip1559.Signed;
import com.mas.outbound.evm.EvmClient.Receipt;
import io.vertx.core.buffer.Buffer;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/** SQL of what a chain is told of the log. */
final class ChainRepository {
  /** A root that has no transaction yet. */
  record Waiting(long anchor, byte[] root) {}

  /**
   * A root that has transactions, all with one number.
   *
   * @param missedAt since when its number is taken by none of them; null: it is not
   */
  record Open(long anchor, ChainState state, long nonce, byte[] root, Instant missedAt, String problem) {}

  /** One transaction, as it was or is to be sent. */
  record Attempt(String hash, byte[] raw, long tip, long maxFee, Instant signedAt) {
    ChainRules.Fees fees() {
      return new ChainRules.Fees(BigInteger.valueOf(tip), BigInteger.valueOf(maxFee));
    }
  }

  /** Counts all roots, by state. */
  record Counts(long waiting, long sent, long mined, long confirmed, long failed, String problem, Instant checkedAt) {
    long open() {
      return waiting + sent + mined;
    }
  }

  private static final String COLUMNS = """
      SELECT c.anchor, c.state, c.nonce, a.root, c.missed_at, c.problem
      FROM credential.chain_anchors c JOIN credential.anchors a ON a.number = c.anchor
      WHERE c.chain_id = $1 AND c.sender = $2\s""";
  private static final String OPEN = COLUMNS + "AND c.state IN ('sent', 'mined') ORDER BY c.nonce LIMIT $3";
  private static final String UNSEEN =
      COLUMNS + "AND c.state = 'confirmed' AND c.checked_at < $4 ORDER BY c.checked_at LIMIT $3";
  private static final String WAITING = """
      SELECT c.anchor, a.root FROM credential.chain_anchors c JOIN credential.anchors a ON a.number = c.anchor
      WHERE c.state = 'waiting' ORDER BY c.anchor LIMIT $1""";
  private static final String ATTEMPTS = """
      SELECT hash, raw, tip, max_fee, signed_at FROM credential.chain_transactions
      WHERE anchor = $1 ORDER BY max_fee DESC LIMIT 50""";
  private static final String ADD = "INSERT INTO credential.chain_anchors (anchor, state) VALUES ($1, 'waiting')";
  private static final String HOLD_ACCOUNT = """
      INSERT INTO credential.chain_accounts AS a (chain_id, address, next_nonce) VALUES ($1, $2, $3)
      ON CONFLICT (chain_id, address) DO UPDATE SET next_nonce = greatest(a.next_nonce, excluded.next_nonce)
      RETURNING next_nonce""";
  private static final String TAKE_NONCE = """
      UPDATE credential.chain_accounts SET next_nonce = $3 + 1 WHERE chain_id = $1 AND address = $2""";
  private static final String ASSIGN = """
      UPDATE credential.chain_anchors SET state = 'sent', chain_id = $2, sender = $3, nonce = $4, problem = NULL,
        missed_at = NULL
      WHERE anchor = $1 AND state = 'waiting'""";
  private static final String SIGN = """
      INSERT INTO credential.chain_transactions (hash, anchor, raw, tip, max_fee, signed_at)
      SELECT $2::text, anchor, $3::bytea, $4::bigint, $5::bigint, $6::timestamptz FROM credential.chain_anchors
      WHERE anchor = $1 AND state = 'sent' AND nonce = $7
      ON CONFLICT DO NOTHING""";
  private static final String SETTLE = """
      UPDATE credential.chain_anchors SET state = $2, transaction = $3, block_number = $4, block_hash = $5,
        checked_at = $6, problem = $7, missed_at = NULL
      WHERE anchor = $1 AND state IN ('sent', 'mined', 'confirmed')""";
  private static final String PUT_BACK = """
      UPDATE credential.chain_anchors SET state = 'sent', transaction = NULL, block_number = NULL, block_hash = NULL,
        checked_at = $2 WHERE anchor = $1 AND state IN ('mined', 'confirmed')""";
  private static final String PUT_ALL_BACK = """
      UPDATE credential.chain_anchors SET state = 'sent', transaction = NULL, block_number = NULL, block_hash = NULL,
        checked_at = $4 WHERE chain_id = $1 AND sender = $2 AND nonce >= $3 AND state IN ('mined', 'confirmed')""";
  private static final String FORGET = "DELETE FROM credential.chain_transactions WHERE anchor = $1";
  private static final String RELEASE = """
      UPDATE credential.chain_anchors SET state = 'waiting', chain_id = NULL, sender = NULL, nonce = NULL,
        missed_at = NULL, problem = NULL, checked_at = $2
      WHERE anchor = $1 AND state = 'sent'""";
  private static final String MISSED = """
      UPDATE credential.chain_anchors SET missed_at = coalesce(missed_at, $2), checked_at = $2, problem = $3
      WHERE anchor = $1""";
  private static final String LOOKED =
      "UPDATE credential.chain_anchors SET checked_at = $2, problem = $3 WHERE anchor = $1";
  private static final String REFUSE = """
      UPDATE credential.chain_anchors SET state = 'failed', checked_at = $2, problem = $3
      WHERE anchor = $1 AND state = 'waiting'""";
  private static final String FORGET_FAILED = """
      DELETE FROM credential.chain_transactions t USING credential.chain_anchors c
      WHERE c.anchor = t.anchor AND c.state = 'failed'""";
  private static final String RETRY = """
      UPDATE credential.chain_anchors SET state = 'waiting', chain_id = NULL, sender = NULL, nonce = NULL,
        transaction = NULL, block_number = NULL, block_hash = NULL, problem = NULL, missed_at = NULL
      WHERE state = 'failed'""";
  private static final String COUNTS = """
      SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'sent') AS sent,
        count(*) FILTER (WHERE state = 'mined') AS mined, count(*) FILTER (WHERE state = 'confirmed') AS confirmed,
        count(*) FILTER (WHERE state = 'failed') AS failed, max(checked_at) AS checked_at,
        (SELECT p.problem FROM credential.chain_anchors p WHERE p.problem IS NOT NULL AND p.state <> 'confirmed'
         ORDER BY p.anchor LIMIT 1) AS problem
      FROM credential.chain_anchors""";

  private static final Rows<Open> OPEN_ROWS = Rows.of(Open.class);
  private static final Rows<Waiting> WAITING_ROWS = Rows.of(Waiting.class);
  private static final Rows<Attempt> ATTEMPT_ROWS = Rows.of(Attempt.class);
  private static final Rows<Counts> COUNT_ROWS = Rows.of(Counts.class);
  private static final int LONGEST_PROBLEM = 500;

  private final Database db;

  ChainRepository(Database db) {
    this.db = db;
  }

  void add(Tx tx, long anchor) {
    tx.send(ADD, anchor);
  }

  Counts counts() {
    return COUNT_ROWS.first(db.query(COUNTS)).orElseThrow();
  }

  List<Open> open(long chainId, String sender, int most) {
    return OPEN_ROWS.all(db.query(OPEN, chainId, sender, most));
  }

  /** Returns confirmed ones that were not looked at since then, the oldest look first. */
  List<Open> unseen(long chainId, String sender, int most, Instant since) {
    return OPEN_ROWS.all(db.query(UNSEEN, chainId, sender, most, since));
  }

  List<Waiting> waiting(int most) {
    return WAITING_ROWS.all(db.query(WAITING, most));
  }

  /** Returns all transactions of an anchor, the dearest first. */
  List<Attempt> attempts(long anchor) {
    return ATTEMPT_ROWS.all(db.query(ATTEMPTS, anchor));
  }

  /** Returns the next number of the account, which nobody else gets until the transaction ends. */
  long holdAccount(Tx tx, long chainId, String sender, long told) {
    return tx.query(HOLD_ACCOUNT, chainId, sender, told).iterator().next().getLong("next_nonce");
  }

  /** Gives an anchor its number; false when another node has done so. */
  boolean assign(Tx tx, long anchor, long chainId, String sender, long nonce) {
    if (tx.query(ASSIGN, anchor, chainId, sender, nonce).rowCount() == 0) {
      return false;
    }
    tx.send(TAKE_NONCE, chainId, sender, nonce);
    return true;
  }

  /** Stores a transaction that is to be sent; false when its anchor needs it no more. */
  boolean sign(Tx tx, long anchor, long nonce, Signed signed, ChainRules.Fees fees, Instant now) {
    return tx.query(SIGN, anchor, signed.hash(), Buffer.buffer(signed.raw()), fees.tip().longValueExact(),
        fees.max().longValueExact(), now, nonce).rowCount() == 1;
  }

  void settle(long anchor, ChainState state, String transaction, Receipt receipt, Instant now, String problem) {
    db.write(SETTLE, anchor, state, transaction, receipt.block(), receipt.blockHash(), now, problem);
  }

  void putBack(long anchor, Instant now) {
    db.write(PUT_BACK, anchor, now);
  }

  /** Puts back all from a number on; returns how many. */
  int putBack(long chainId, String sender, long from, Instant now) {
    return db.write(PUT_ALL_BACK, chainId, sender, from, now).rowCount();
  }

  /** Forgets the number and the transactions of an anchor, none of which the chain can take any more. */
  void release(long anchor, Instant now) {
    db.transaction(tx -> {
      tx.send(FORGET, anchor);
      return tx.query(RELEASE, anchor, now);
    });
  }

  void missed(long anchor, Instant now, String problem) {
    db.write(MISSED, anchor, now, problem);
  }

  /** @param problem null: none */
  void looked(long anchor, Instant now, String problem) {
    db.write(LOOKED, anchor, now, problem == null ? null
        : problem.substring(0, Math.min(LONGEST_PROBLEM, problem.length())));
  }

  void refuse(long anchor, Instant now, String problem) {
    db.write(REFUSE, anchor, now, problem);
  }

  int retry() {
    return db.transaction(tx -> {
      tx.send(FORGET_FAILED);
      return tx.query(RETRY).rowCount();
    });
  }
}
