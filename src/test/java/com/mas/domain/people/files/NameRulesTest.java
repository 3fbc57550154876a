package com.mas.domain.people.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.module.FileType;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameRulesTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "cv.pdf | cv.pdf", "../../etc/passwd | passwd", "..\\..\\windows\\cv.pdf | cv.pdf", "/ | file", "... | file",
      "CON.pdf | file-CON.pdf", "  my  cv .pdf  | my cv .pdf", "Résumé.pdf | Résumé.pdf",
      "आशा कुलकर्णी.pdf | आशा कुलकर्णी.pdf"})
  void aNameIsTheLastPartOfAPathWithoutWhatHarms(String given, String safe) {
    assertEquals(safe, NameRules.safe(given));
  }

  @Test
  void signsThatFoldersForbidAreReplaced() {
    assertEquals("a_b__c__.pdf", NameRules.safe("a<b>:c\"|.pdf"));
  }

  @Test
  void signsThatTurnTheWritingAroundAreTakenOut() {
    assertEquals("cvfdp.exe", NameRules.safe("cv\u202Efdp.exe"));
    assertEquals("ab.pdf", NameRules.safe("a\u2066\u2069\u200F\u061Cb\u200B.pdf"));
    assertEquals("a b.pdf", NameRules.safe("a\u00a0b.pdf\u0000").replace('\u00a0', ' '));
    assertEquals("\u00e9.pdf", NameRules.safe("e\u0301.pdf"));
  }

  @Test
  void aLongNameKeepsItsEnding() {
    String name = NameRules.safe("x".repeat(900) + ".pdf");
    assertEquals(200, name.length());
    assertTrue(name.endsWith("x.pdf"));
  }

  @Test
  void theEndingIsTheOneThatTheBytesDeserve() {
    assertEquals("cv.pdf", NameRules.of("cv.pdf", FileType.PDF));
    assertEquals("cv.PDF", NameRules.of("cv.PDF", FileType.PDF));
    assertEquals("cv.pdf.exe.pdf", NameRules.of("cv.pdf.exe", FileType.PDF));
    assertEquals("me.jpeg", NameRules.of("me.jpeg", FileType.JPEG));
    assertEquals("me.png.jpg", NameRules.of("me.png", FileType.JPEG));
    assertEquals("me.jpg", NameRules.of("me", FileType.JPEG));
  }

  @Test
  void aHeaderCarriesAnyName() {
    assertEquals("attachment; filename=\"Resume _1_.pdf\"; filename*=UTF-8''R%C3%A9sum%C3%A9%20%271%27.pdf",
        NameRules.disposition("Résumé '1'.pdf"));
  }

  @Test
  void whateverIsGivenTheNameIsSafe() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      String given = random.ints(random.nextInt(40), 0, random.nextBoolean() ? 0x80 : 0x2100)
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
      String safe = NameRules.safe(given);
      assertFalse(safe.isBlank() || safe.length() > 200, given);
      assertEquals(safe, NameRules.safe(safe), given);
      assertTrue(safe.chars().noneMatch(c -> c < ' ' || "/\\<>:\"|?*\u202e\u200f".indexOf(c) >= 0), given);
      assertTrue(NameRules.disposition(safe).chars().allMatch(c -> c >= ' ' && c < 0x7f), given);
    }
  }
}
