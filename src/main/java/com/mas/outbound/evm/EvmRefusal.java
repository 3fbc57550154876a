package com.mas.outbound.evm;

import java.util.Locale;

/** A node's no, which it says with status 200. */
public final class EvmRefusal extends RuntimeException {
  private static final int LONGEST = 300;
  private static final int REVERTED = 3;
  private static final int LIMITED = -32_005;

  /** Says what a refusal means for whoever sent a transaction. */
  public enum Kind {
    /** The node has it already; as good as sent. */
    KNOWN,
    /** A transaction with its number is in the chain already: this one, or another. */
    NONCE_USED,
    /** The fees are too low, by themselves or for taking the place of another one. */
    UNDERPRICED,
    /** The account cannot pay for it. */
    NO_FUNDS,
    /** It would fail; the same again would, too. */
    REVERTED,
    /** The node wants to be asked less often, or cannot answer now. */
    LATER,
    /** Something else, which a person must look at. */
    OTHER
  }

  private final Kind kind;

  EvmRefusal(int code, String message) {
    super(message.substring(0, Math.min(LONGEST, message.length())), null, false, false);
    this.kind = kind(code, message.toLowerCase(Locale.ROOT));
  }

  public Kind kind() {
    return kind;
  }

  /** Reads the words, since nodes agree on no codes; those of geth, Erigon, Nethermind, Besu and Hardhat. */
  static Kind kind(int code, String words) {
    if (has(words, "already known", "known transaction", "already imported", "alreadyknown")) {
      return Kind.KNOWN;
    }
    if (has(words, "nonce too low", "nonce is too low", "nonce has already been used", "oldnonce", "nonce_too_low")) {
      return Kind.NONCE_USED;
    }
    if (has(words, "underpriced", "fee too low", "feetoolow", "less than block base fee", "gas price below",
        "tip cap less", "too low to replace", "gas price too low")) {
      return Kind.UNDERPRICED;
    }
    if (has(words, "insufficient funds", "insufficientfunds", "doesn't have enough funds",
        "upfront cost exceeds")) {
      return Kind.NO_FUNDS;
    }
    if (code == REVERTED || has(words, "revert", "out of gas", "always failing transaction")) {
      return Kind.REVERTED;
    }
    return code == LIMITED || has(words, "rate limit", "too many requests", "timeout", "header not found")
        ? Kind.LATER : Kind.OTHER;
  }

  private static boolean has(String words, String... parts) {
    for (String part : parts) {
      if (words.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
