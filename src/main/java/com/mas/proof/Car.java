package com.mas.proof;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Packs a file into a content archive (CAR, version 1): its block under the name that {@link Cid} gives it. A store
 * that unpacks it keeps the file under this name, whatever names its own rules would give. Files of one block alone.
 */
public final class Car {
  /** Most bytes of a file. */
  public static final int MOST_BYTES = Cid.CHUNK;
  private static final byte[] ROOTS = bytes(0xA2, 0x65, 'r', 'o', 'o', 't', 's', 0x81, 0xD8, 0x2A, 0x58, 0x25, 0);
  private static final byte[] VERSION = bytes(0x67, 'v', 'e', 'r', 's', 'i', 'o', 'n', 1);
  private static final int HEADER = ROOTS.length + Cid.BYTES_OF_NAME + VERSION.length;

  /** @param cid of the file */
  public record Unpacked(String cid, byte[] file) {}

  private Car() {}

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** Fails with {@link IllegalArgumentException} for a file that needs more than one block. */
  public static byte[] of(byte[] file) {
    if (file.length > MOST_BYTES) {
      throw new IllegalArgumentException("The file has more than one block.");
    }
    byte[] cid = Cid.leaf(file);
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + 2 * HEADER);
    out.write(HEADER); // fits into one byte of a varint
    out.writeBytes(ROOTS);
    out.writeBytes(cid);
    out.writeBytes(VERSION);
    Cid.varint(out, cid.length + file.length);
    out.writeBytes(cid);
    out.writeBytes(file);
    return out.toByteArray();
  }

  /** Reads what {@link #of} writes; fails with {@link IllegalArgumentException} for any other archive. */
  public static Unpacked read(byte[] car) {
    if (car.length > 1 + HEADER) {
      int at = 1 + HEADER;
      while (at < car.length && (car[at++] & 0x80) != 0) {
        // the length is checked by packing the block again
      }
      if (at + Cid.BYTES_OF_NAME <= car.length) {
        byte[] file = Arrays.copyOfRange(car, at + Cid.BYTES_OF_NAME, car.length);
        if (file.length <= MOST_BYTES && Arrays.equals(of(file), car)) {
          return new Unpacked(Cid.of(file), file);
        }
      }
    }
    throw new IllegalArgumentException("It is no archive of one file, or its block has another name.");
  }
}
