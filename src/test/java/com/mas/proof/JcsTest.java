package com.mas.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.mas.testkit.NodeJs;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JcsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static String canonical(String json) throws Exception {
    return Jcs.text(JSON.readTree(json));
  }

  /** Appendix B of RFC 8785: bits of a double, and what is written for them. */
  @Test
  void numbersAreWrittenAsTheStandardsTableHasThem() {
    Map<String, String> table = Map.ofEntries(Map.entry("0000000000000000", "0"), Map.entry("8000000000000000", "0"),
        Map.entry("0000000000000001", "5e-324"), Map.entry("8000000000000001", "-5e-324"),
        Map.entry("7fefffffffffffff", "1.7976931348623157e+308"),
        Map.entry("ffefffffffffffff", "-1.7976931348623157e+308"), Map.entry("4340000000000000", "9007199254740992"),
        Map.entry("c340000000000000", "-9007199254740992"), Map.entry("4430000000000000", "295147905179352830000"),
        Map.entry("44b52d02c7e14af5", "9.999999999999997e+22"), Map.entry("44b52d02c7e14af6", "1e+23"),
        Map.entry("44b52d02c7e14af7", "1.0000000000000001e+23"), Map.entry("444b1ae4d6e2ef4e", "999999999999999700000"),
        Map.entry("444b1ae4d6e2ef4f", "999999999999999900000"), Map.entry("444b1ae4d6e2ef50", "1e+21"),
        Map.entry("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"), Map.entry("3eb0c6f7a0b5ed8d", "0.000001"),
        Map.entry("41b3de4355555553", "333333333.3333332"), Map.entry("41b3de4355555554", "333333333.33333325"),
        Map.entry("41b3de4355555555", "333333333.3333333"), Map.entry("41b3de4355555556", "333333333.3333334"),
        Map.entry("41b3de4355555557", "333333333.33333343"), Map.entry("becbf647612f3696", "-0.0000033333333333333333"),
        Map.entry("43143ff3c1cb0959", "1424953923781206.2"));
    table.forEach((bits, text) -> assertEquals(text,
        Jcs.number(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))), bits));
    for (double none : List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)) {
      assertThrows(IllegalArgumentException.class, () -> Jcs.text(DoubleNode.valueOf(none)));
    }
  }

  @Test
  void numbersAreThoseOfJavaScript(@TempDir Path folder) throws Exception {
    Random random = new Random(20261129);
    List<Double> numbers = Stream.concat(
        Stream.generate(() -> Double.longBitsToDouble(random.nextLong())).filter(Double::isFinite).limit(40_000),
        Stream.concat(Stream.generate(() -> random.nextInt(2_000) / 1_000.0).limit(5_000),
            Stream.iterate(Double.MIN_VALUE, least -> least * 2).limit(2_000)))
        .toList();
    Path file = folder.resolve("bits");
    Files.writeString(file, String.join("\n",
        numbers.stream().map(number -> Long.toUnsignedString(Double.doubleToRawLongBits(number))).toList()));
    String written = NodeJs.run(60, Map.of("FILE", file.toString()), "node", "-e", """
        const view = new DataView(new ArrayBuffer(8));
        console.log(require('fs').readFileSync(process.env.FILE, 'utf8').split('\\n').map(bits => {
          view.setBigUint64(0, BigInt(bits)); return JSON.stringify(view.getFloat64(0));
        }).join('\\n'))""");
    assertEquals(written, String.join("\n", numbers.stream().map(Jcs::number).toList()));
  }

  @Test
  void textsAndOrderAreThoseOfTheStandardsTestData() throws Exception {
    assertEquals("{\"escaping\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\",\"literals\":[null,true,false],"
        + "\"numbers\":[1e+30,4.5,333333333.3333333,0.002,1e-27]}", canonical("""
        {"numbers": [1E30, 4.50, 333333333.33333329, 2e-3, 0.000000000000000000000000001],
         "escaping": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/", "literals": [null, true, false]}"""));
    assertEquals("{\"1\":\"One\",\"</script>\":\"Browser Challenge\",\"\u0080\":\"Control\u007f\","
        + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😂\":\"Smiley\","
        + "\"\uFB33\":\"Hebrew Letter Dalet With Dagesh\"}", canonical("""
        {"\\u20ac": "Euro Sign", "1": "One", "\\u0080": "Control\\u007f", "\\ud83d\\ude02": "Smiley",
         "\\u00f6": "Latin Small Letter O With Diaeresis", "\\ufb33": "Hebrew Letter Dalet With Dagesh",
         "</script>": "Browser Challenge"}"""));
    assertEquals("[56,{\"10\":null,\"d\":true}]", canonical(" [56, {\"d\": true, \"10\": null}] "));
    assertEquals("{\"\":\"empty\",\"1\":{\"\\n\":56,\"f\":{\"F\":5,\"f\":\"hi\"}},\"10\":{},\"111\":[]}",
        canonical("{\"1\": {\"f\": {\"f\": \"hi\", \"F\": 5}, \"\\n\": 56.0}, \"10\": {}, \"\": \"empty\","
            + " \"111\": []}"));
  }

  @Test
  void whatReadersWouldReadDifferentlyIsRefused() throws Exception {
    assertEquals("9007199254740992", canonical("9007199254740992"));
    JsonNode more = JsonNodeFactory.instance.numberNode(BigInteger.TWO.pow(53).add(BigInteger.ONE));
    assertThrows(IllegalArgumentException.class, () -> Jcs.text(more));
    assertThrows(IllegalArgumentException.class, () -> canonical("\"\\ud83d\""));
    assertThrows(IllegalArgumentException.class, () -> canonical("\"\\ude02\\ud83d\""));
    JsonNode deep = JSON.readTree("[".repeat(500) + "]".repeat(500));
    assertThrows(IllegalArgumentException.class, () -> Jcs.text(deep));
  }
}
