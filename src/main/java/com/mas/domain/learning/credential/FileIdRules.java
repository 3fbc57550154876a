package com.mas.domain.learning.credential;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds the credential that a certificate names. The bytes are searched, not parsed: a file of somebody's else is given
 * to no reader of PDF.
 */
final class FileIdRules {
  /** Stands before the id in the document's keywords, which are never compressed. */
  static final String MARK = "credential:";
  private static final byte[] MARK_BYTES = MARK.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.US_ASCII);
  private static final int ID = 36;

  private FileIdRules() {}

  static boolean isPdf(byte[] bytes) {
    return bytes.length > PDF.length && Arrays.equals(bytes, 0, PDF.length, PDF, 0, PDF.length);
  }

  static Optional<UUID> id(byte[] bytes) {
    for (int i = 0; i + MARK_BYTES.length + ID <= bytes.length; i++) {
      if (bytes[i] == MARK_BYTES[0]
          && Arrays.equals(bytes, i, i + MARK_BYTES.length, MARK_BYTES, 0, MARK_BYTES.length)) {
        UUID id = CheckRules.id(new String(bytes, i + MARK_BYTES.length, ID, StandardCharsets.ISO_8859_1));
        if (id.getMostSignificantBits() != 0) {
          return Optional.of(id);
        }
      }
    }
    return Optional.empty();
  }
}
