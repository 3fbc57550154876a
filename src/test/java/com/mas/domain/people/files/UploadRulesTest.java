package com.mas.domain.people.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.outbound.s3.S3Client.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadRulesTest {
  private static final int MIB = 1 << 20;

  @Test
  void partsCoverTheFileAndNoMore() {
    assertEquals(1, UploadRules.mostParts(1));
    assertEquals(1, UploadRules.mostParts(8 * MIB));
    assertEquals(2, UploadRules.mostParts(8 * MIB + 1));
    assertEquals(128, UploadRules.mostParts(1L << 30));
    assertEquals(8 * MIB, UploadRules.partBytes(1, 8 * MIB + 1));
    assertEquals(1, UploadRules.partBytes(2, 8 * MIB + 1));
  }

  @Test
  void aFileIsWholeWhenAllItsPartsHaveCome() {
    assertNull(UploadRules.missing(List.of(part(1, 8), part(2, 1)), 9L * MIB, 100 * MIB));
    assertNull(UploadRules.missing(List.of(part(1, 6), part(2, 1)), null, 100 * MIB));
    assertTrue(UploadRules.missing(List.of(), null, 100 * MIB).contains("[1]"));
    assertTrue(UploadRules.missing(List.of(part(1, 8), part(3, 1)), null, 100 * MIB).contains("[2]"));
    assertTrue(UploadRules.missing(List.of(part(1, 8)), 9L * MIB, 100 * MIB).contains("[2]"));
    assertTrue(UploadRules.missing(List.of(part(1, 8), part(2, 2)), 9L * MIB, 100 * MIB).contains("bytes together"));
    assertTrue(UploadRules.missing(List.of(part(1, 4), part(2, 1)), null, 100 * MIB).contains("Part 1 is too small"));
  }

  @Test
  void ofAnUploadThatBrokeOffTheFirstPartsAreAFile() {
    assertEquals(2, UploadRules.salvaged(List.of(part(1, 8), part(2, 8), part(4, 8))).size());
    assertEquals(2, UploadRules.salvaged(List.of(part(1, 8), part(2, 1), part(3, 8))).size());
    assertEquals(0, UploadRules.salvaged(List.of(part(2, 8))).size());
    assertEquals(0, UploadRules.salvaged(List.of()).size());
  }

  private static Part part(int number, int mib) {
    return new Part(number, "etag-" + number, (long) mib * MIB);
  }
}
