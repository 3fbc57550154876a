package com.mas.outbound.evm;

import com.mas.outbound.evm.Rlp.Bytes;
import com.mas.outbound.evm.Rlp.Item;
import com.mas.outbound.evm.Rlp.Items;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A transaction of type 2 (EIP-1559) that moves no money and needs no access list.
 *
 * @param nonce number among the sender's transactions
 * @param tip wei for a unit of gas that the block's maker gets
 * @param maxFee wei for a unit of gas at the most, the tip included
 * @param gas units at the most
 * @param to account, in small letters
 */
public record Eip1559(long chainId, long nonce, BigInteger tip, BigInteger maxFee, long gas, String to, byte[] data) {
  private static final byte TYPE = 2;
  private static final int UNSIGNED = 9;
  private static final int SIGNED = UNSIGNED + 3;
  private static final int ADDRESS = 20;

  /** Fails with {@link IllegalArgumentException} for a tip of more than the most. */
  public Eip1559 {
    if (tip.compareTo(maxFee) > 0) {
      throw new IllegalArgumentException("The tip is more than the most that a unit of gas may cost.");
    }
  }

  /** @param hash by which the chain knows it; {@code raw} is what is sent */
  public record Signed(String hash, byte[] raw) {}

  /** @param from account that has signed */
  public record Sent(Eip1559 transaction, String from, String hash) {}

  /** Signs; the same transaction always gives the same bytes. */
  public Signed signed(EvmKey key) {
    List<Item> fields = new ArrayList<>(fields());
    EvmKey.Signature signature = key.sign(Hex.keccak(raw(fields)));
    fields.add(Rlp.number(signature.odd() ? 1 : 0));
    fields.add(Rlp.number(signature.r()));
    fields.add(Rlp.number(signature.s()));
    byte[] raw = raw(fields);
    return new Signed(Hex.data(Hex.keccak(raw)), raw);
  }

  private List<Item> fields() {
    return List.of(Rlp.number(chainId), Rlp.number(nonce), Rlp.number(tip), Rlp.number(maxFee), Rlp.number(gas),
        new Bytes(Hex.bytes(to)), Rlp.number(0), new Bytes(data), Items.of());
  }

  private static byte[] raw(List<Item> fields) {
    byte[] list = Rlp.encoded(new Items(fields));
    byte[] raw = new byte[list.length + 1];
    raw[0] = TYPE;
    System.arraycopy(list, 0, raw, 1, list.length);
    return raw;
  }

  /**
   * Reads a signed transaction and finds out who has signed it. Fails with {@link IllegalArgumentException} for
   * anything that {@link #signed} does not write.
   */
  public static Sent read(byte[] raw) {
    List<Item> fields = parts(raw);
    byte[] unsigned = raw(fields.subList(0, UNSIGNED));
    BigInteger parity = number(fields.get(UNSIGNED));
    if (parity.bitLength() > 1) {
      throw new IllegalArgumentException("The parity is neither 0 nor 1.");
    }
    String from = EvmKey.signer(Hex.keccak(unsigned), new EvmKey.Signature(parity.signum() > 0,
        number(fields.get(UNSIGNED + 1)), number(fields.get(UNSIGNED + 2))))
        .orElseThrow(() -> new IllegalArgumentException("The signature is none."));
    return new Sent(of(fields), from, Hex.data(Hex.keccak(raw)));
  }

  /** Reads what a signed transaction says, whoever has signed it; fails as {@link #read} does. */
  public static Eip1559 said(byte[] raw) {
    return of(parts(raw));
  }

  private static List<Item> parts(byte[] raw) {
    if (raw.length < 2 || raw[0] != TYPE
        || !(Rlp.decoded(Arrays.copyOfRange(raw, 1, raw.length)) instanceof Items list)
        || list.items().size() != SIGNED) {
      throw new IllegalArgumentException("It is no signed transaction of type 2.");
    }
    return list.items();
  }

  private static Eip1559 of(List<Item> fields) {
    byte[] to = bytes(fields.get(5));
    if (to.length != ADDRESS || number(fields.get(6)).signum() != 0 || !fields.get(8).equals(Items.of())) {
      throw new IllegalArgumentException("It makes a contract, moves money, or has an access list.");
    }
    return new Eip1559(number(fields.get(0)).longValueExact(), number(fields.get(1)).longValueExact(),
        number(fields.get(2)), number(fields.get(3)), number(fields.get(4)).longValueExact(), Hex.data(to),
        bytes(fields.get(7)));
  }

  private static byte[] bytes(Item item) {
    if (!(item instanceof Bytes bytes)) {
      throw new IllegalArgumentException("A list stands where bytes are.");
    }
    return bytes.value();
  }

  private static BigInteger number(Item item) {
    if (!(item instanceof Bytes bytes) || bytes.value().length > 32) {
      throw new IllegalArgumentException("A field is no number.");
    }
    return bytes.number();
  }
}
