package com.mas.domain.people.files;

import static com.mas.domain.people.files.SampleFiles.HTML;
import static com.mas.domain.people.files.SampleFiles.PDF;
import static com.mas.domain.people.files.SampleFiles.SVG;
import static com.mas.domain.people.files.SampleFiles.bytes;
import static com.mas.domain.people.files.SampleFiles.docx;
import static com.mas.domain.people.files.SampleFiles.hugePng;
import static com.mas.domain.people.files.SampleFiles.joined;
import static com.mas.domain.people.files.SampleFiles.picture;
import static com.mas.domain.people.files.SampleFiles.zip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.people.files.TypeRules.Verdict;
import com.mas.module.FileType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TypeRulesTest {
  private static final Set<FileType> ALL = EnumSet.allOf(FileType.class);

  @Test
  void aFileIsWhatItsBytesSay() {
    assertEquals(FileType.PDF, type(PDF));
    assertEquals(FileType.PNG, type(picture("png", 3, 2)));
    assertEquals(FileType.JPEG, type(picture("jpg", 3, 2)));
    assertEquals(FileType.GIF, type(picture("gif", 3, 2)));
    assertEquals(FileType.DOCX, type(docx()));
    assertEquals(FileType.XLSX, type(zip("[Content_Types].xml", "xl/workbook.xml")));
    assertEquals(FileType.MP4, type(joined(new byte[] {0, 0, 0, 24}, bytes("ftypisom"), new byte[100])));
    assertEquals(FileType.WEBM, type(joined(bytes("\u001aE\u00df\u00a3\u0093B\u0082\u0088webm"),
        new byte[100])));
    assertEquals(FileType.TEXT, type(bytes("Asha, 9.1 CGPA; 3 < 4\n")));
  }

  @Test
  void pagesAndDrawingsAreRefusedWhateverTheyAreCalled() {
    for (byte[] page : List.of(SVG, HTML, bytes("<?xml version=\"1.0\"?><svg/>"), bytes("<!-- x --><html>"),
        joined(bytes("\u00ef\u00bb\u00bf  "), SVG), bytes("hello <SCRIPT>alert(1)</SCRIPT>"),
        bytes("<math><a xlink:href=javascript:1>"), bytes("<IMG SRC=x onerror=alert(1)>"))) {
      assertRefused("web page", page);
    }
  }

  @Test
  void whatIsTwoThingsAtOnceIsRefused() {
    byte[] archive = zip("evil.class");
    assertRefused("archive", joined(picture("png", 3, 2), archive));
    assertRefused("archive", joined(picture("gif", 3, 2), archive));
    assertRefused("archive", joined(picture("jpg", 3, 2), archive));
    assertRefused("archive", joined(PDF, archive));
    assertRefused("after its end", joined(picture("png", 3, 2), bytes("more")));
    assertRefused("web page", joined(bytes("%PDF-1.7\n"), HTML, bytes("%%EOF")));
    assertRefused("web page", joined(bytes("GIF89a/*"), bytes("*/=1;</script><script>alert(1)</script>;")));
    assertRefused("not one of these", joined(bytes("MZ\u0090\u0000"), PDF));
    assertRefused("not one of these", joined(picture("png", 3, 2), docx()), FileType.DOCX);
    assertRefused("not one of these", joined(bytes("#!/bin/sh\n"), docx()));
    assertRefused("macros", zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"));
    assertRefused("not one of these", zip("evil.class"));
    assertRefused("cut off", Arrays.copyOf(picture("jpg", 30, 20), 200));
    assertRefused("empty", new byte[0]);
  }

  @Test
  void aTypeThatItsKindDoesNotTakeIsRefused() {
    Verdict verdict = judge(picture("png", 3, 2), Set.of(FileType.PDF, FileType.DOCX));
    assertEquals("The file is image/png; taken here are docx, pdf.", verdict.refusal());
  }

  @Test
  void noBytesAreTooOdd() {
    Random random = new Random(3);
    List<byte[]> good = List.of(PDF, picture("png", 3, 2), picture("jpg", 3, 2), docx(), hugePng(9, 9),
        picture("gif", 4, 4));
    for (int i = 0; i < 20_000; i++) {
      byte[] odd = good.get(random.nextInt(good.size())).clone();
      for (int j = random.nextInt(6); j >= 0; j--) {
        odd[random.nextInt(odd.length)] = (byte) random.nextInt();
      }
      odd = Arrays.copyOf(odd, random.nextBoolean() ? odd.length : random.nextInt(odd.length + 40));
      Verdict verdict = judge(odd, ALL);
      assertTrue(verdict.type() == null ^ verdict.refusal() == null);
      for (FileType type : FileType.values()) {
        Pictures.size(type, odd); // must not throw either
      }
      Pictures.orientation(odd);
    }
  }

  @Test
  void aPictureTellsItsSizeWithoutBeingDecoded() {
    for (String format : List.of("png", "jpg", "gif")) {
      byte[] picture = picture(format, 31, 17);
      assertEquals(new Pictures.Size(31, 17), Pictures.size(type(picture), picture));
    }
    assertEquals(900_000_000, Pictures.size(FileType.PNG, hugePng(30_000, 30_000)).points());
  }

  private static FileType type(byte[] whole) {
    Verdict verdict = judge(whole, ALL);
    assertNull(verdict.refusal());
    return verdict.type();
  }

  private static void assertRefused(String word, byte[] whole) {
    assertRefused(word, whole, FileType.values());
  }

  private static void assertRefused(String word, byte[] whole, FileType... allowed) {
    Verdict verdict = judge(whole, Set.of(allowed));
    assertNull(verdict.type(), () -> word + ": " + verdict);
    assertNotNull(verdict.refusal());
    assertTrue(verdict.refusal().contains(word) || allowed.length == 1, () -> word + ": " + verdict.refusal());
  }

  private static Verdict judge(byte[] whole, Set<FileType> allowed) {
    return TypeRules.judge(Arrays.copyOf(whole, Math.min(whole.length, TypeRules.HEAD)),
        Arrays.copyOfRange(whole, Math.max(0, whole.length - TypeRules.TAIL), whole.length), whole.length, allowed);
  }
}
