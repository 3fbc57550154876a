package com.mas.outbound.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.bus.FailureException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3XmlTest {
  @Test
  void aDocumentIsReadAsItWasWritten() {
    S3Xml read = read(S3Xml.document("List", S3Xml.tag("Key", "a&b <c> \"d\" é"), S3Xml.group("Part",
        S3Xml.tag("Size", 7)), S3Xml.group("Part", S3Xml.tag("Size", 8))));
    assertEquals("List", read.name());
    assertEquals("a&b <c> \"d\" é", read.text("Key"));
    assertEquals(2, read.all("Part").size());
    assertEquals("8", read.all("Part").get(1).text("Size"));
    assertEquals("", read.text("None"));
  }

  @Test
  void whatStoresWriteIsUnderstood() {
    S3Xml read = read("""
        \ufeff<?xml version="1.0"?>
        <!-- a note -->
        <s3:Error xmlns:s3="urn:x"><s3:Code>No<![CDATA[Such<Key>]]></s3:Code><Empty a="b"/><Empty/>
        <Message>it&apos;s &#233; &#xe9;</Message></s3:Error>
        """);
    assertEquals("Error", read.name());
    assertEquals("NoSuch<Key>", read.text("Code"));
    assertEquals("it's é é", read.text("Message"));
    assertEquals(2, read.all("Empty").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "text", "<a>", "<a></b>", "<a/><b/>", "<a>&other;</a>", "<a>&amp</a>",
      "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "<a", "<1/>", "<a><![CDATA[x</a>", "{}"})
  void whatIsBrokenOrDangerousIsRefused(String text) {
    assertThrows(FailureException.class, () -> read(text));
  }

  @Test
  void noDepthAndNoDamageHarms() {
    assertThrows(FailureException.class, () -> read("<a>".repeat(100_000)));
    String good = S3Xml.document("List", S3Xml.tag("Key", "a&b"), S3Xml.group("Part", S3Xml.tag("Size", 7)));
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder odd = new StringBuilder(good);
      odd.setCharAt(random.nextInt(odd.length()), "<>&;/!?a".charAt(random.nextInt(8)));
      odd.setLength(random.nextBoolean() ? odd.length() : random.nextInt(odd.length()));
      try {
        read(odd.toString());
      } catch (FailureException refused) {
        // is what is wanted
      }
    }
  }

  private static S3Xml read(String text) {
    return S3Xml.read(text.getBytes(UTF_8));
  }
}
