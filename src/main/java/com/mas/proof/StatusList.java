package com.mas.proof;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The bits of a W3C Bitstring Status List, one for each credential: the first is the highest of the first byte. A list
 * is as long as the standard's least, so that asking for it tells little of whose bit is wanted.
 */
public final class StatusList {
  /** Entries of a list. */
  public static final int ENTRIES = 1 << 17;
  private static final int LENGTH = ENTRIES / Byte.SIZE;
  /** Bytes of a list of somebody else's, at the most. */
  private static final int LONGEST = 16 << 20;

  private StatusList() {}

  /** Returns the list in which these entries are set: gzip, in base64url, behind a u. */
  public static String encoded(IntStream set) {
    byte[] bits = new byte[LENGTH];
    set.forEach(entry -> bits[entry / Byte.SIZE] |= (byte) (0x80 >> entry % Byte.SIZE));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "u" + Base64.getUrlEncoder().withoutPadding().encodeToString(packed.toByteArray());
  }

  /** Returns whether an entry is set. Fails with {@link IllegalArgumentException} when the list cannot be read so. */
  public static boolean isSet(String encoded, int entry) {
    if (encoded.isEmpty() || encoded.charAt(0) != 'u') {
      throw new IllegalArgumentException("The list is not base64url behind a u.");
    }
    byte[] packed = Base64.getUrlDecoder().decode(encoded.substring(1));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] bits = in.readNBytes(LONGEST);
      if (entry < 0 || entry >= (long) bits.length * Byte.SIZE) {
        throw new IllegalArgumentException("The list has no entry " + entry + ".");
      }
      return (bits[entry / Byte.SIZE] & 0x80 >> entry % Byte.SIZE) != 0;
    } catch (IOException e) {
      throw new IllegalArgumentException("The list is not gzip.", e);
    }
  }
}
