package com.mas.domain.learning.credential;

import com.mas.outbound.evm.Eip1559;
import com.mas.outbound.evm.Hex;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Decides what a transaction costs, when it is to be replaced, and when a block is to be trusted. */
final class ChainRules {
  static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);
  /** Nodes take a replacement that is dearer by a tenth; an eighth is more, however they round. */
  private static final int DEARER = 8;
  private static final BigInteger BLOCKS_AHEAD = BigInteger.TWO;
  /** More than what an estimate says, in hundredths: what is called may have changed when the block is made. */
  private static final int GAS_PERCENT = 120;
  private static final int HUNDRED = 100;
  static final long MOST_GAS = 500_000;
  /** Short names of chains in MerkleProof2019. */
  private static final long MAINNET = 1;
  private static final long SEPOLIA = 11_155_111;

  private ChainRules() {}

  /** @param tip wei for a unit of gas; {@code max} with the tip */
  record Fees(BigInteger tip, BigInteger max) {}

  /**
   * Returns what to offer; nothing when that is more than the operator allows.
   *
   * @param previous of the transaction that is to be replaced; null for a first one
   * @param most wei for a unit of gas
   */
  static Optional<Fees> fees(BigInteger baseFee, BigInteger tip, Fees previous, BigInteger most) {
    BigInteger usual = baseFee.multiply(BLOCKS_AHEAD).add(tip);
    Fees fees = previous == null ? new Fees(tip, usual)
        : new Fees(tip.max(dearer(previous.tip)), usual.max(dearer(previous.max)));
    Fees bounded = previous == null ? new Fees(fees.tip.min(most), fees.max.min(most)) : fees;
    // a first offer that is cut to the bound must still pay the block that is being made
    return bounded.max.compareTo(most) > 0 || bounded.max.compareTo(baseFee.add(bounded.tip)) < 0 ? Optional.empty()
        : Optional.of(bounded);
  }

  private static BigInteger dearer(BigInteger fee) {
    return fee.add(fee.divide(BigInteger.valueOf(DEARER))).add(BigInteger.ONE);
  }

  /** Returns the limit for what was estimated; nothing when the transaction takes more than any of ours. */
  static Optional<Long> gas(long estimated) {
    long limit = Math.multiplyExact(Math.min(estimated, MOST_GAS + 1), GAS_PERCENT) / HUNDRED;
    return limit > MOST_GAS ? Optional.empty() : Optional.of(limit);
  }

  static boolean isReplacementDue(Instant signedAt, Instant now, Duration patience) {
    return !now.isBefore(signedAt.plus(patience));
  }

  /** @param confirmations blocks that must be there, the transaction's own among them */
  static boolean isFinal(long block, long newest, int confirmations) {
    return newest - block + 1 >= confirmations;
  }

  /** Returns the block of which is known for good how many transactions it and those before it have. */
  static long finalBlock(long newest, int confirmations) {
    return Math.max(0, newest - confirmations + 1);
  }

  /** Returns what of a stored transaction does not fit the root that it should have told; null: all of it does. */
  static String fault(byte[] raw, String hash, byte[] root, long chainId) {
    try {
      Eip1559 said = Eip1559.said(raw);
      return !Hex.data(Hex.keccak(raw)).equals(hash) ? "The transaction has another hash."
          : said.chainId() != chainId ? "The transaction is for another chain."
              : Arrays.equals(said.data(), root) ? null : "The transaction tells another root.";
    } catch (IllegalArgumentException | ArithmeticException e) {
      return "The transaction cannot be read.";
    }
  }

  /** Returns how people know the chain. */
  static String network(long chainId) {
    return chainId == MAINNET ? "Ethereum" : chainId == SEPOLIA ? "Sepolia" : "chain " + chainId;
  }

  /** Returns where a root stands, as MerkleProof2019 writes it; chains that it has no word for by CAIP-2. */
  static String place(long chainId, String transaction) {
    return chainId == MAINNET ? "blink:eth:mainnet:" + transaction
        : chainId == SEPOLIA ? "blink:eth:sepolia:" + transaction : "eip155:" + chainId + ":" + transaction;
  }
}
