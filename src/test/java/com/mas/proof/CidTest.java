package com.mas.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Checks names that two other implementations give to the same bytes under the profile unixfs-v1-2025. */
class CidTest {
  private static String ofCount(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return Cid.of(bytes);
  }

  @Test
  void bytesOfOneChunkAreARawLeaf() {
    assertEquals("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
        Cid.of("hello world".getBytes(StandardCharsets.UTF_8)));
    assertEquals("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", Cid.of(new byte[0]));
    assertEquals("bafkreidyuyttca6rpq42bnqsnyrgz3dq4mztp5f4ni4am5abwvfdhz4ovu", ofCount(11));
    assertEquals("bafkreigdlgi22jkpjd7ywav6zopqzrlfqhuguc2hpmj6l25qamfdxeoija", ofCount(262_145));
    assertEquals("bafkreih3xkzit57zjmsxg3cyxzdktfgeih6qevjmyybcguxd3bws7k34qm", ofCount(1 << 20));
  }

  @Test
  void moreThanOneChunkHasANodeAbove() {
    assertEquals("bafybeidilpoket5zygjfcrvh76gvmez7iwgzmf55stwnofqxvprkyjlf7y", ofCount((1 << 20) + 1));
    assertEquals("bafybeibp6i3lnpaqgnoey6qfwzke5usv47g3hpd5xkz5xfq7ra2pc6sw6a", ofCount(2_621_440));
    assertEquals("bafybeias4shjxqyckros2n64ekwut77fdadbhmz27hlo2eydrae2i4ozbq", Cid.of(new byte[3_145_729]));
  }
}
