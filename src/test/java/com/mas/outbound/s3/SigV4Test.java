package com.mas.outbound.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.outbound.s3.SigV4.Ask;
import com.mas.outbound.s3.SigV4.Field;
import com.mas.outbound.s3.SigV4.Keys;
import com.mas.outbound.s3.Signed.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares signatures with those of the signer of AWS's own SDK, which {@code src/test/js/sigv4.mjs} has written into
 * {@code sigv4.json}, and tells what a server recognizes.
 */
class SigV4Test {
  private static final Instant AT = Instant.parse("2015-08-30T12:36:00Z");
  private static final SigV4 S3 = SigV4.s3(Keys.of("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
      "us-east-1");

  @TestFactory
  List<DynamicTest> signaturesAreThoseOfAnotherSigner() throws IOException {
    JsonNode all = Json.MAPPER.readTree(Files.readString(Path.of("src/test/resources/sigv4.json")));
    Instant at = Instant.parse(all.get("at").asText());
    Duration valid = Duration.ofSeconds(all.get("seconds").asLong());
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode each : all.get("requests")) {
      String session = each.path("session").asText();
      SigV4 signer = SigV4.s3(new Keys(all.at("/keys/id").asText(), all.at("/keys/secret").asText(), session),
          all.get("region").asText());
      Ask ask = ask(each);
      List<Field> headers = new ArrayList<>(ask.headers());
      headers.add(new Field("X-Amz-Date", SigV4.TIME.format(at)));
      if (!session.isEmpty()) {
        headers.add(new Field("X-Amz-Security-Token", session));
      }
      tests.add(DynamicTest.dynamicTest(each.get("about").asText(), () -> {
        assertEquals(each.get("signature").asText(),
            signer.signature(new Ask(ask.method(), ask.path(), ask.query(), headers, ask.payload()), at), "header");
        assertEquals(each.get("presigned").asText(), signer.presigned(ask, at, valid).getLast().value(), "query");
      }));
    }
    assertEquals(38, tests.size());
    return tests;
  }

  private static Ask ask(JsonNode request) {
    List<Field> query = new ArrayList<>();
    request.path("query").forEach(pair -> query.add(new Field(pair.get(0).asText(), pair.get(1).asText())));
    List<Field> headers = new ArrayList<>();
    request.get("headers").properties()
        .forEach(each -> headers.add(new Field(each.getKey(), each.getValue().asText())));
    return new Ask(request.get("method").asText(), request.get("path").asText(), query, headers,
        SigV4.sha256(request.path("body").asText().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aPresignedAddressIsRecognizedUntilItExpires() {
    Map<String, String> more = Map.of("response-content-disposition", "attachment; filename=\"a b+c.pdf\"");
    String url = S3Client.presign(new S3Place("https://files.example.org", "us-east-1", "b", true), S3.keys(), "GET",
        "people/é/a+b (1).pdf", more, AT, Duration.ofMinutes(5));
    assertEquals(Verdict.RIGHT, judge("GET", url, "files.example.org", AT.plusSeconds(299)));
    assertEquals(Verdict.EXPIRED, judge("GET", url, "files.example.org", AT.plusSeconds(300)));
    assertEquals(Verdict.SKEWED, judge("GET", url, "files.example.org", AT.minusSeconds(901)));
    assertEquals(Verdict.WRONG, judge("PUT", url, "files.example.org", AT));
    assertEquals(Verdict.WRONG, judge("GET", url, "other.example.org", AT));
    assertEquals(Verdict.WRONG, judge("GET", url.replace("(1)", "(2)").replace("%281%29", "%282%29"),
        "files.example.org", AT));
    assertEquals(Verdict.WRONG, judge("GET", url + "&versionId=1", "files.example.org", AT));
    assertEquals(Verdict.WRONG, judge("GET", url.replace("X-Amz-Expires=300", "X-Amz-Expires=3000"),
        "files.example.org", AT));
    assertEquals(Verdict.MISSING, judge("GET", url.replace("X-Amz-Expires=300", "X-Amz-Expires=999999"),
        "files.example.org", AT));
    assertEquals(Verdict.UNKNOWN_KEY, judge("GET", url.replace("AKIDEXAMPLE", "AKIDOTHER"), "files.example.org", AT));
    assertEquals(Verdict.MISSING, judge("GET", url.substring(0, url.indexOf('?')), "files.example.org", AT));
    assertEquals(Verdict.MISSING, judge("GET", url.replace("X-Amz-Date=2015", "X-Amz-Date=x"), "files.example.org",
        AT));
  }

  @Test
  void theSecretIsNotPrinted() {
    assertFalse(S3.toString().contains("wJalr"), S3.toString());
  }

  private static Verdict judge(String method, String url, String host, Instant now) {
    String rest = url.substring(url.indexOf('/', 8));
    int mark = rest.indexOf('?');
    return Signed.judge(S3, method, mark < 0 ? rest : rest.substring(0, mark),
        mark < 0 ? null : rest.substring(mark + 1),
        name -> name.equals("host") ? List.of(host) : List.of(), now).verdict();
  }
}
