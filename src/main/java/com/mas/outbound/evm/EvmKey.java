package com.mas.outbound.evm;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * A private key of an account (secp256k1). The same hash always gets the same signature (RFC 6979), whose s is in the
 * lower half, as chains want it. Thread-safe.
 */
public final class EvmKey {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final ECDomainParameters DOMAIN =
      new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN(), CURVE.getH());
  private static final int WORD = 32;
  private static final int ADDRESS = 20;
  /** First byte of a compressed point whose y is even. */
  private static final int EVEN = 2;

  private final BigInteger secret;
  private final String address;

  /** @param odd whether the y of the point that r is of is odd */
  record Signature(boolean odd, BigInteger r, BigInteger s) {}

  private EvmKey(BigInteger secret) {
    this.secret = secret;
    this.address = address(new FixedPointCombMultiplier().multiply(DOMAIN.getG(), secret));
  }

  /** Returns whether a text is a private key: 64 hexadecimal digits, perhaps behind 0x, of a number of the curve. */
  public static boolean isKey(String text) {
    String digits = text.startsWith("0x") ? text.substring(2) : text;
    if (!digits.matches("[0-9a-fA-F]{64}")) {
      return false;
    }
    BigInteger number = new BigInteger(digits, 16);
    return number.signum() > 0 && number.compareTo(DOMAIN.getN()) < 0;
  }

  /** Fails with {@link IllegalArgumentException} for what {@link #isKey} denies. */
  public static EvmKey of(String text) {
    if (!isKey(text)) {
      throw new IllegalArgumentException("It is no private key.");
    }
    return new EvmKey(new BigInteger(text.startsWith("0x") ? text.substring(2) : text, 16));
  }

  /** Returns the account, in small letters. */
  public String address() {
    return address;
  }

  Signature sign(byte[] hash) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(secret, DOMAIN));
    BigInteger[] both = signer.generateSignature(hash);
    BigInteger s = both[1].compareTo(DOMAIN.getN().shiftRight(1)) > 0 ? DOMAIN.getN().subtract(both[1]) : both[1];
    for (boolean odd : new boolean[] {false, true}) {
      Signature signature = new Signature(odd, both[0], s);
      if (signer(hash, signature).filter(address::equals).isPresent()) {
        return signature;
      }
    }
    throw new IllegalStateException("the signature names another account");
  }

  /** Returns the account that has signed; empty for what is no signature of this hash. */
  static Optional<String> signer(byte[] hash, Signature signature) {
    BigInteger n = DOMAIN.getN();
    if (signature.r.signum() <= 0 || signature.r.compareTo(n) >= 0 || signature.s.signum() <= 0
        || signature.s.compareTo(n.shiftRight(1)) > 0) {
      return Optional.empty();
    }
    byte[] point = new byte[1 + WORD];
    point[0] = (byte) (signature.odd ? EVEN + 1 : EVEN);
    byte[] x = signature.r.toByteArray();
    int length = Math.min(WORD, x.length);
    System.arraycopy(x, x.length - length, point, point.length - length, length);
    try {
      ECPoint r = DOMAIN.getCurve().decodePoint(point);
      BigInteger inverse = signature.r.modInverse(n);
      BigInteger ofHash = new BigInteger(1, hash).negate().multiply(inverse).mod(n);
      ECPoint key = ECAlgorithms.sumOfTwoMultiplies(DOMAIN.getG(), ofHash, r, signature.s.multiply(inverse).mod(n));
      return key.isInfinity() ? Optional.empty() : Optional.of(address(key));
    } catch (IllegalArgumentException notOnTheCurve) {
      return Optional.empty();
    }
  }

  private static String address(ECPoint key) {
    byte[] point = key.normalize().getEncoded(false);
    byte[] hash = Hex.keccak(Arrays.copyOfRange(point, 1, point.length));
    return "0x" + HexFormat.of().formatHex(hash, WORD - ADDRESS, WORD);
  }

  /** The secret is not for logs. */
  @Override
  public String toString() {
    return "EvmKey[" + address + "]";
  }
}
