package com.mas.outbound.evm;

import java.math.BigInteger;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Writes and reads what Ethereum's JSON-RPC calls data and quantities, and hashes as Ethereum does. */
public final class Hex {
  private static final int HASH_BITS = 256;
  private static final String PREFIX = "0x";

  private Hex() {}

  public static String data(byte[] bytes) {
    return PREFIX + HexFormat.of().formatHex(bytes);
  }

  /** Fails with {@link IllegalArgumentException} for anything else than pairs of digits behind 0x. */
  public static byte[] bytes(String data) {
    if (!data.startsWith(PREFIX)) {
      throw new IllegalArgumentException("It does not begin with 0x.");
    }
    return HexFormat.of().parseHex(data, PREFIX.length(), data.length());
  }

  public static String quantity(long number) {
    return PREFIX + Long.toHexString(number);
  }

  /** Fails with {@link IllegalArgumentException} for anything else than digits behind 0x. */
  public static BigInteger number(String quantity) {
    if (!quantity.matches("0x[0-9a-fA-F]{1,64}")) {
      throw new IllegalArgumentException("It is no quantity.");
    }
    return new BigInteger(quantity.substring(PREFIX.length()), 16);
  }

  /** Returns the 32 bytes of Keccak-256, which is not SHA-3. */
  public static byte[] keccak(byte[] bytes) {
    KeccakDigest digest = new KeccakDigest(HASH_BITS);
    digest.update(bytes, 0, bytes.length);
    byte[] hash = new byte[HASH_BITS / Byte.SIZE];
    digest.doFinal(hash, 0);
    return hash;
  }
}
